"""Alerts as lines of a first page, each with the link that acknowledges it."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from accounts.models import User
from alerts.models import Alert
from alerts.views import one_each
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


def first_alerts(user: User, today: date, *, number: int, only_waiting: bool = False) -> list[AlertLine]:
    """Those nobody has acknowledged come first, or alone."""
    waiting = Alert.objects.unanswered_by(user, today=today)
    found = waiting if only_waiting else Alert.objects.live_for(user, today=today)
    mine = one_each(found, today=today)
    return [AlertLine.of(alert, today) for alert in mine[:number]]
