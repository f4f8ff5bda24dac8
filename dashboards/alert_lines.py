"""Alerts as lines of a first page, each with the link that acknowledges it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from accounts.built_once import BuiltOnce
from accounts.models import User
from alerts.models import Alert
from alerts.views import furthest, in_order
from alerts.words import of_alert


@dataclass(frozen=True, kw_only=True)
class AlertLine:
    child: str
    url: str
    words: str
    acknowledged: bool
    acknowledge_url: str

    @classmethod
    def of(cls, alert: Alert, today: date) -> "AlertLine":
        child = alert.deadline.child
        return cls(
            child=child.name,
            url=child.get_absolute_url(),
            words=of_alert(alert, today=today),
            acknowledged=alert.acknowledged_at is not None,
            acknowledge_url=reverse("alerts:acknowledge", kwargs={"alert_pk": alert.pk}),
        )


@BuiltOnce
def first_live(user: User, today: date) -> QuerySet[Any]:
    """A person's live alerts, one for each deadline."""
    return furthest(Alert.objects.live_for(user, today=today))


@BuiltOnce
def first_waiting(user: User, today: date) -> QuerySet[Any]:
    """Those of them that nobody has acknowledged."""
    return furthest(Alert.objects.unanswered_by(user, today=today))


def first_alerts(user: User, today: date, *, number: int, only_waiting: bool = False) -> list[AlertLine]:
    """Those nobody has acknowledged come first, or alone."""
    those = first_waiting if only_waiting else first_live
    mine = in_order(Alert.objects.filter(pk__in=those.subquery(user, today)), today=today)
    return [AlertLine.of(alert, today) for alert in mine[:number]]
