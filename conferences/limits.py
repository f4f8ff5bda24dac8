"""The last lawful day for a conference, child by child: a warning to whoever books one, never a refusal."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from children.models import Child
from deadlines.models import Deadline
from deadlines.numbers import pack_in_force, working_calendar
from govuk_forms.words import weekday

BY_WHEN = ("initial-conference", "transfer-in-conference", "first-review", "review")


@dataclass(frozen=True)
class LastDay:
    child: Child
    day: date
    limit: str
    counted_from: date

    def __str__(self) -> str:
        """Robin Fixture: conference must be held by Tuesday 24 February 2026 (15 working days after …)"""
        counted = f"{self.limit} after {weekday(self.counted_from)}"
        return f"{self.child.name}: conference must be held by {weekday(self.day)} ({counted})"


def last_days(children: Iterable[Child]) -> list[LastDay]:
    """For each child whom a conference is owed, the strictest date; none for a child whom none is owed."""
    by_child = {child.pk: child for child in children}
    outstanding = Deadline.objects.outstanding().filter(child__in=by_child, rule__in=BY_WHEN)
    found: dict[int, LastDay] = {}
    for deadline in outstanding.order_by("due_on"):
        child = by_child[deadline.child_id]
        found.setdefault(child.pk, LastDay(child, deadline.due_on, deadline.limit, deadline.started_on))
    return [found[pk] for pk in by_child if pk in found]


def earliest(days: Sequence[LastDay]) -> LastDay | None:
    return min(days, key=lambda each: each.day, default=None)


def last_day_for_a_review(held_on: date, *, first: bool) -> date | None:
    """Of the review that follows a conference: the first one under a plan, or a later one."""
    pack, calendar = pack_in_force(), working_calendar()
    days = [
        limit.period.after(held_on, calendar, limit.counting)
        for limit in pack.limits_on("first-review" if first else "review", held_on)
        if limit.period
    ]
    return min(days, default=None)
