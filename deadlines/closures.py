"""Saying that the office is closed on a day, and that it is open after all."""

from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction

from accounts.models import User
from audit.models import Refused
from deadlines import tasks
from deadlines.models import ClosureDay
from deadlines.numbers import read_again, working_calendar
from govuk_forms.words import weekday

FARTHEST: Final = timedelta(days=366)
AT_ONCE: Final = 14
"""Days in one entry: more is no closure but a mistake in the year."""


@transaction.atomic
def close_office(*, first: date, last: date, reason: str, by: User, today: date) -> list[ClosureDay]:
    """Every working day from the first to the last is no working day. Dates counted in working days step over them.

    Refused for days gone by, since duties fell due on them, and for days that are no working days anyway.
    """
    if first <= today:
        raise Refused("Enter a day to come: what was due up to today was due on working days.", field="first")
    if last < first:
        raise Refused("The last day is not before the first.", field="last")
    if last - today > FARTHEST:
        raise Refused("Enter days within a year of today.", field="last")
    calendar = working_calendar()
    every = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    worked = [day for day in every if calendar.is_working_day(day)]
    if not worked:
        raise Refused(
            f"{weekday(first)} is no working day as it is: {calendar.reason_not_worked(first)}.",
            field="first",
        )
    if len(worked) > AT_ONCE:
        raise Refused(f"That is {len(worked)} working days. Enter at most {AT_ONCE} at once.", field="last")
    closed = [ClosureDay(day=day, reason=reason).save_by(by) for day in worked]
    _work_out_anew()
    return closed


@transaction.atomic
def open_office(*, closure: ClosureDay, by: User, now: datetime, today: date) -> ClosureDay:
    """The office is open after all. Refused once the day has come."""
    closure = ClosureDay.objects.select_for_update().get(pk=closure.pk)
    if closure.withdrawn_at:
        raise Refused("This closure is withdrawn already.")
    if closure.day <= today:
        raise Refused("That day has come, and dates were counted with it.")
    closure.withdrawn_at = now
    closure.save_by(by)
    _work_out_anew()
    return closure


def _work_out_anew() -> None:
    """In the background; what is lost there the next daily check finds."""
    read_again()
    transaction.on_commit(lambda: tasks.work_out_anew.delay())
