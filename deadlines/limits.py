"""One number of the timetable, and what a number must be before anybody relies on it.

The same checks stand behind a pack that is read from a file and a limit that is changed in the browser.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from deadlines.calendar import england_and_wales
from deadlines.milestones import Milestone
from deadlines.periods import AS_PRINTED, Counting, Period, first_day_looser
from deadlines.rules import RULES, Shape

NO_NUMBER: Final = "not set"
"""Written for a step that everybody must take but nobody has put a number on: days are shown, nothing is overdue."""


class LimitRefused(ValueError):
    """A number that must not be used. Its text is a sentence for whoever wrote it."""


class Whose(StrEnum):
    """Whose limit it is, widest first."""

    NATIONAL = "national"
    AUTHORITY = "local"
    PLAN = "the child’s plan"


@dataclass(frozen=True)
class Limit:
    """One number: `period` is None where a step is expected but nobody has set how soon."""

    rule: str
    period: Period | None
    whose: Whose
    source: str
    pack: str
    since: date = date.min
    until: date = date.max
    counting: Counting = AS_PRINTED
    ceiling: bool = False
    """Whether packs that inherit it may only tighten it, as they may every national limit."""
    counted_from: Milestone | None = None
    """What it is counted from, where the pack says that this is not what starts the clock."""

    def in_force_on(self, day: date) -> bool:
        return self.since <= day <= self.until

    def overlaps(self, other: "Limit") -> bool:
        return self.since <= other.until and other.since <= self.until


def refuse_looser(limit: Limit, inherited: Iterable[Limit]) -> None:
    """Raises `LimitRefused` where a limit allows more than one of the ceilings that hold while it is in force."""
    for ceiling in inherited:
        if ceiling.ceiling and ceiling.period and ceiling.rule == limit.rule and ceiling.overlaps(limit):
            _refuse_looser(limit, ceiling, ceiling.period)


def _refuse_looser(limit: Limit, ceiling: Limit, at_most: Period) -> None:
    if limit.period is None:
        if ceiling.whose is not Whose.NATIONAL:  # a national one stays beside it; this one would be gone
            raise LimitRefused(f"“{limit.rule}” needs a number: it may be tightened and never taken away.")
        return
    looser_on = first_day_looser(
        limit.period,
        at_most,
        england_and_wales(),
        counting=limit.counting,
        back=RULES[limit.rule].shape is Shape.COUNTDOWN,
    )
    if looser_on:
        raise LimitRefused(
            f"“{limit.rule}” at {limit.period} is looser than the {ceiling.whose} {at_most}: "
            f"counted from {looser_on.isoformat()}, for one, it gives a later date."
        )
