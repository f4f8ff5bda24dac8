"""Finding the days on which nobody acts for a lead social worker who is away (B-13, S1-102).

What is so is worked out from allocations and absences; a gap is a record of its own because it begins and ends with a
day that comes, which nobody enters anywhere.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.db import transaction

from accounts.models import User
from children.actions.telling import facts_changed
from children.models import Allocation, Cover, CoverGap

ONE_DAY: Final = timedelta(days=1)


@transaction.atomic
def look_for_gaps(*, today: date, by: User, away: Collection[User] | None = None) -> int:
    """Begin and end gaps as absences and allocations stand: of these people, or of everybody who is away today.

    Returns how many gaps began or ended; the dates of their children are brought up to date.
    """
    there = CoverGap.objects.filter(until_on=None)
    absent = Cover.objects.on(today).order_by()
    if away is not None:
        there, absent = there.filter(away__in=away), absent.filter(away__in=away)
    people = {*absent.values_list("away", flat=True), *there.order_by().values_list("away", flat=True)}
    # Two at once: the second sees what the first wrote.
    list(User.objects.select_for_update(no_key=True).filter(pk__in=people).order_by("pk"))
    allocations = Allocation.objects.on(today).filter(social_worker__in=people)
    allocations = allocations.select_related("child", "social_worker")
    held = {row.child_id: row for row in allocations}
    open_gaps = {gap.child_id: gap for gap in there.select_related("child")}
    acting = _Acting(people)
    changed = [
        gap
        for child in held.keys() | open_gaps.keys()
        for gap in _put_right(open_gaps.get(child), held.get(child), acting, today=today)
    ]
    for gap in changed:
        gap.save_by(by)
    if changed:
        children = {gap.child_id: gap.child for gap in changed}
        facts_changed(children.values(), by=by, because="of who acts while the lead social worker is away")
    return len(changed)


def _put_right(
    gap: CoverGap | None, allocation: Allocation | None, acting: "_Acting", *, today: date
) -> Iterator[CoverGap]:
    """What is to be written of one child: the gap that is over by now, and the one that has begun."""
    since = acting.nobody_since(allocation, today=today) if allocation else None
    if gap and (since is None or allocation is None or allocation.social_worker_id != gap.away_id):
        day, last = gap.from_on, min(today, _handed_over(gap) or today)
        while day < last and acting.is_lacking(gap.away_id, gap.child_id, day):
            day += ONE_DAY
        gap.until_on, gap.was_covered = day, acting.is_covered(gap.away_id, gap.child_id, day)
        yield gap
        gap = None
    if since and allocation and gap is None:
        yield CoverGap(child=allocation.child, away=allocation.social_worker, from_on=since)


def _handed_over(gap: CoverGap) -> date | None:
    """The day on which whoever was away ceased to hold the child, which may have been written down later."""
    held = gap.child.allocations.filter(social_worker=gap.away_id, until_on__gte=gap.from_on)
    return held.order_by("until_on").values_list("until_on", flat=True).first()


@dataclass(frozen=True)
class _Absence:
    from_on: date
    until_on: date
    is_covered: bool
    every_child: bool
    chosen: frozenset[int]

    def covers(self, child: int) -> bool:
        return self.is_covered and (self.every_child or child in self.chosen)


class _Acting:
    """Who is away on which day, and for which children somebody acts then."""

    def __init__(self, people: Collection[int]) -> None:
        self._absences: dict[int, list[_Absence]] = defaultdict(list)
        rows = Cover.objects.filter(away__in=people).select_related("covering").prefetch_related("chosen")
        for cover in rows.order_by("pk"):
            self._absences[cover.away_id].append(
                _Absence(
                    from_on=cover.from_on,
                    until_on=cover.until_on,
                    is_covered=bool(cover.covering and cover.covering.is_active),
                    every_child=cover.every_child,
                    chosen=frozenset(each.child_id for each in cover.chosen.all()),
                )
            )

    def _on(self, person: int, day: date) -> list[_Absence]:
        return [each for each in self._absences[person] if each.from_on <= day < each.until_on]

    def is_covered(self, person: int, child: int, day: date) -> bool:
        return any(absence.covers(child) for absence in self._on(person, day))

    def is_lacking(self, person: int, child: int, day: date) -> bool:
        absences = self._on(person, day)
        return bool(absences) and not any(absence.covers(child) for absence in absences)

    def nobody_since(self, allocation: Allocation, *, today: date) -> date | None:
        """The first of the days, up to today, on which nobody has acted; None where somebody does."""
        person, child = allocation.social_worker_id, allocation.child_id
        if not self.is_lacking(person, child, today):
            return None
        day = today
        while day > allocation.from_on and self.is_lacking(person, child, day - ONE_DAY):
            day -= ONE_DAY
        return day
