"""Were the deadlines checked today? Asked of PostgreSQL by the web process itself, so that the answer is true when
the worker, beat and the broker are all down. Silence would look like safety."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from alerts.models import Sweep, Tick
from govuk_forms import words

GRACE = timedelta(minutes=45)
"""How long after midnight the day's sweep, or after the last one the next tick, may be waited for."""


@dataclass(frozen=True)
class Freshness:
    ok: bool
    sentence: str


def freshness(now: datetime | None = None) -> Freshness:
    now = timezone.localtime(now)
    last = Sweep.objects.filter(finished_at__isnull=False, error="").order_by("-finished_at").first()
    if last is None:
        return Freshness(
            ok=False, sentence="Deadlines have never been checked. Tell your system administrator."
        )
    checked = timezone.localtime(last.finished_at)
    if last.day < (now - GRACE).date():
        return Freshness(
            ok=False,
            sentence=(
                f"Deadlines were last checked on {words.moment(checked)}. What is due since then is not marked as "
                "overdue in alerts. Tell your system administrator."
            ),
        )
    tick = Tick.objects.order_by("-at").first()
    if tick is None or now - tick.at > GRACE:
        return Freshness(
            ok=False,
            sentence=(
                f"Deadlines were checked {_when(checked, now)}, but the checks have stopped since. "
                "Tell your system administrator."
            ),
        )
    return Freshness(ok=True, sentence=f"Deadlines checked {_when(checked, now)}")


def _when(checked: datetime, now: datetime) -> str:
    day = "today" if checked.date() == now.date() else f"on {words.day(checked.date())}"
    return f"{day} at {checked:%H:%M}"
