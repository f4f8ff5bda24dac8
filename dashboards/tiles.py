"""Tiles that stand on more than one first page: what waits for the person, whatever their work."""

from datetime import date

from django.urls import reverse

from accounts.built_once import counted
from accounts.models import User
from dashboards.alert_lines import first_live
from dashboards.navigation import alerts_waiting, children_not_seen, copies_waiting
from govuk_forms.components import Tile


def what_waits(user: User, today: date) -> list[Tile]:
    """Alerts, and copies to acknowledge: counted in one question."""
    alerts, waiting, copies = counted([first_live, alerts_waiting, copies_waiting], user, today)
    return [
        Tile(
            alerts,
            "Alerts",
            reverse("alerts:mine"),
            "yellow" if waiting else "",
            f"{waiting} not yet acknowledged" if alerts else "",
        ),
        Tile(
            copies,
            "To acknowledge in your in-box",
            f"{reverse('circulation:inbox')}?show=unacknowledged",
        ),
    ]


def not_seen_tile(user: User, today: date) -> Tile:
    number = children_not_seen.count(user, today)
    return Tile(number, "Children not seen", reverse("not-seen"), "red" if number else "green")
