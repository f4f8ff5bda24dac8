"""Which steps of which deadlines have been reached, and who is told. Plain Python over the rules' own steps.

The steps themselves stand with each rule in `deadlines/rules/`. A step is reached when its day *has come*, never
only when it *is* today, so that a missed night is caught up.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from alerts.models import Step
from deadlines.calendar import BankHolidaysUnknown, WorkingCalendar
from deadlines.rules import RULES, Stage, Who

STEP_OF = {
    Stage.STARTED: Step.DUE_SOON,
    Stage.DUE_SOON: Step.DUE_SOON,
    Stage.DUE_TODAY: Step.DUE_TODAY,
    Stage.OVERDUE: Step.OVERDUE,
    Stage.STILL_OVERDUE: Step.STILL_OVERDUE,
}


@dataclass(frozen=True)
class Reached:
    step: Step
    since: date
    tell: tuple[Who, ...]


def steps(
    rule: str,
    due_on: date,
    *,
    started_on: date,
    calendar: WorkingCalendar,
    short_notice: bool = False,
    booked_for: date | None = None,
) -> Iterator[Reached]:
    """Every step of a deadline with the day it is reached; none that lies beyond the known holidays.

    Where the day had passed when the conference was booked nobody was late: those who owe it, and the manager, are
    told once, and not that anything is overdue (C-13). Where a day in time is agreed nobody is reminded beforehand,
    until that day has passed and nobody has recorded that it was done.
    """
    if short_notice:
        if RULES[rule].steps:
            who = tuple(dict.fromkeys((RULES[rule].owed_by, Who.TEAM_MANAGER)))
            yield Reached(Step.SHORT_NOTICE, started_on, who)
        return
    for step in RULES[rule].steps:
        try:
            since = step.day(due_on, calendar, started_on=started_on)
        except BankHolidaysUnknown:
            continue
        if booked_for and since <= booked_for and STEP_OF[step.stage] is Step.DUE_SOON:
            since = booked_for + timedelta(days=1)
            if since >= due_on:
                continue
        yield Reached(STEP_OF[step.stage], since, step.tell)
