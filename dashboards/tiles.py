"""Tiles that stand on more than one first page: what waits for the person, whatever their work."""

from datetime import date

from django.urls import reverse

from accounts.models import User
from alerts.models import Alert
from alerts.views import one_each
from dashboards.navigation import alerts_waiting, children_not_seen, copies_waiting
from govuk_forms.components import Tile


def alerts_tile(user: User, today: date) -> Tile:
    alerts = one_each(Alert.objects.live_for(user, today=today), today=today).count()
    waiting = alerts_waiting.count(user, today) if alerts else 0
    return Tile(
        alerts,
        "Alerts",
        reverse("alerts:mine"),
        "yellow" if waiting else "",
        f"{waiting} not yet acknowledged" if alerts else "",
    )


def not_seen_tile(user: User, today: date) -> Tile:
    number = children_not_seen.count(user, today)
    return Tile(number, "Children not seen", reverse("not-seen"), "red" if number else "green")


def copies_tile(user: User, today: date) -> Tile:
    return Tile(
        copies_waiting.count(user, today),
        "To acknowledge in your in-box",
        f"{reverse('circulation:inbox')}?show=unacknowledged",
    )
