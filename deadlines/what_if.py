"""What would follow from something that is not done yet.

It is done with the portal's own action, looked at, and undone before anybody else can see it: what a look says is
what the action would do, refusals included, and nothing is written. For another calendar, which is no fact about a
child, the clocks are reckoned twice.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from children.models import Child
from deadlines.engine import Clock, Standing, clocks
from deadlines.explain import explanations
from deadlines.models import Deadline
from deadlines.numbers import pack_in_force, working_calendar
from deadlines.rules import RULES, Rule
from deadlines.standing_words import standing_on
from deadlines.timelines import timelines
from deadlines.working import explain


class _Undo(Exception):
    """Ends the transaction of a look."""


@contextmanager
def undone() -> Iterator[None]:
    """Whatever is written within is taken back at its end."""
    try:
        with transaction.atomic():
            yield
            raise _Undo
    except _Undo:
        pass


@dataclass(frozen=True)
class Difference:
    """One date of one child: how it stands, as of a day, without and with what is looked at.

    A standing is None where there is no such date.
    """

    child: int
    rule: Rule
    started_on: date
    due_now: date | None
    due_then: date | None
    now: Standing | None
    then: Standing | None
    met_on: date | None = None
    opens_now: date | None = None
    """For a window before a review, its first day."""
    opens_then: date | None = None
    why: str = ""
    """How the day would be worked out, in a sentence."""

    @property
    def becomes_overdue(self) -> bool:
        return self.then is Standing.OVERDUE and self.now is not Standing.OVERDUE

    @property
    def order(self) -> tuple[bool, bool, date, str]:
        """What becomes overdue first, then what begins, by date."""
        return (not self.becomes_overdue, self.now is not None, self.due_then or date.max, self.rule.code)


def what_if(children: Collection[int], act: Callable[[], object], *, on: date) -> list[Difference]:
    """What the action would change in these children's dates, as they would stand on a day.

    Raises whatever the action raises: what is refused for real is refused here.
    """
    before = _rows(children)
    with undone():
        act()
        after = _rows(children)
        differ = [
            pk
            for pk in before.keys() | after.keys()
            if pk not in before or pk not in after or _values(before[pk]) != _values(after[pk])
        ]
        why = _worked_out([after[pk] for pk in differ if pk in after])
    found = [_difference(before.get(pk), after.get(pk), on, why.get(pk, "")) for pk in differ]
    return sorted(found, key=lambda each: each.order)


def _rows(children: Collection[int]) -> dict[int, Deadline]:
    return {row.pk: row for row in Deadline.objects.in_force().filter(child__in=children)}


def _values(row: Deadline) -> tuple[object, ...]:
    return (row.opens_on, row.due_on, row.met_on, row.lapsed_on, row.short_notice)


def _worked_out(rows: Iterable[Deadline]) -> dict[int, str]:
    """The arithmetic of dates that are still to be kept, in a sentence each."""
    of_child: dict[int, list[Deadline]] = defaultdict(list)
    for row in rows:
        if row.met_on is None and row.lapsed_on is None:
            of_child[row.child_id].append(row)
    return {
        pk: explanation.working.sentence
        for child in Child.objects.filter(pk__in=of_child)
        for pk, explanation in explanations(child, of_child[child.pk]).items()
        if explanation.working
    }


def _difference(before: Deadline | None, after: Deadline | None, on: date, why: str) -> Difference:
    row = after or before
    return Difference(
        child=row.child_id,
        rule=RULES[row.rule],
        started_on=row.started_on,
        due_now=before.due_on if before else None,
        due_then=after.due_on if after else None,
        now=standing_on(before, on) if before else None,
        then=standing_on(after, on) if after else None,
        met_on=after.met_on if after else None,
        opens_now=before.opens_on if before else None,
        opens_then=after.opens_on if after else None,
        why=why,
    )


def if_closed(children: Collection[int], days: Iterable[date], *, on: date) -> list[Difference]:
    """Which outstanding dates of these children move when the office is closed on some more days."""
    open_now = working_calendar()
    closed = open_now.also_closed(days)
    found = []
    for child, timeline in timelines(sorted(children)).items():
        now = _outstanding(clocks(timeline, pack_in_force(), open_now))
        then = _outstanding(clocks(timeline, pack_in_force(), closed))
        for key, clock in now.items():
            moved = then.get(key)
            if moved and _days(moved) != _days(clock):
                found.append(
                    Difference(
                        child, clock.rule, clock.started_on, clock.due_on, moved.due_on,
                        clock.standing(on), moved.standing(on), opens_now=clock.opens_on, opens_then=moved.opens_on,
                        why=explain(moved, closed).sentence,
                    )
                )  # fmt: skip
    return sorted(found, key=lambda each: each.order)


def _days(clock: Clock) -> tuple[date | None, date | None, bool]:
    return clock.opens_on, clock.due_on, clock.short_notice


def _outstanding(those: Iterable[Clock]) -> dict[tuple[object, ...], Clock]:
    found = {}
    for clock in those:
        if clock.met_on is None and clock.lapsed_on is None:
            source = clock.started_by.source
            found[clock.rule.code, clock.started_on, source and (source.kind, source.pk)] = clock
    return found
