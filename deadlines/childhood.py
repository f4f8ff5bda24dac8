"""What the child's own record and its allocations contribute to the statutory timeline.

It stands here and not in `children`, which knows nothing of timetables.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from children.models import Allocation, Child, CoverGap, LookedAfter
from children.models.child import SeeAlone as Asked
from deadlines.milestones import Milestone, Reached, SeeAlone, SeeAloneFrom, Source, see_alone_by_age
from deadlines.periods import Months
from deadlines.sources import Facts

_MODES = ("born_on", "see_alone", "see_alone_from_on", "see_alone_review_on")


def _birth(pk: int, born_on: date | None, *_modes: object) -> Iterator[Reached]:
    if born_on:
        yield Reached(born_on, Milestone.BORN, source=Source("child", pk, "Birth"))


def _allocation(pk: int, from_on: date, until_on: date | None) -> Iterator[Reached]:
    yield Reached(from_on, Milestone.ALLOCATED, source=Source("allocation", pk, "Allocation"))
    if until_on:
        # Within a day the end of one allocation comes before the start of the next.
        source = Source("allocation", pk, "End of an allocation")
        yield Reached(until_on, Milestone.UNALLOCATED, source=source)


def _looked_after(
    pk: int, from_on: date, until_on: date | None, decided_on: date | None
) -> Iterator[Reached]:
    source, occasion = Source("looked-after", pk, "Looked after"), f"looked-after-{pk}"
    yield Reached(from_on, Milestone.LOOKED_AFTER, occasion=occasion, source=source)
    if decided_on:
        yield Reached(decided_on, Milestone.PLAN_STILL_NEEDED_DECIDED, occasion=occasion, source=source)
    if until_on:
        yield Reached(until_on, Milestone.NO_LONGER_LOOKED_AFTER, occasion=occasion, source=source)


def _cover_gap(pk: int, from_on: date, until_on: date | None, was_covered: bool) -> Iterator[Reached]:
    source = Source("cover-gap", pk, "Lead social worker away with nobody acting")
    yield Reached(from_on, Milestone.COVER_LACKING, source=source)
    if until_on and was_covered:
        yield Reached(until_on, Milestone.COVER_ARRANGED, source=source)
    if until_on:
        yield Reached(until_on, Milestone.COVER_NO_LONGER_LACKING, source=source)


def _expected(pk: int, expected_on: date) -> Iterator[Reached]:
    yield Reached(expected_on, Milestone.BIRTH_EXPECTED, source=Source("child", pk, "Birth expected"))


FACTS = (
    Facts(
        records=Child.objects.all,
        # `rows` reads the same; it stands here for the fingerprint.
        columns=("pk", *_MODES),
        read=_birth,
        gives=frozenset({Milestone.BORN}),
        child="pk",
    ),
    Facts(
        records=Allocation.objects.all,
        columns=("pk", "from_on", "until_on"),
        read=_allocation,
        gives=frozenset({Milestone.ALLOCATED, Milestone.UNALLOCATED}),
    ),
    Facts(
        records=CoverGap.objects.all,
        columns=("pk", "from_on", "until_on", "was_covered"),
        read=_cover_gap,
        gives=frozenset(
            {Milestone.COVER_LACKING, Milestone.COVER_ARRANGED, Milestone.COVER_NO_LONGER_LACKING}
        ),
    ),
    Facts(
        records=LookedAfter.objects.asks_about_the_plan,
        columns=("pk", "from_on", "until_on", "decided_on"),
        read=_looked_after,
        gives=frozenset(
            {
                Milestone.LOOKED_AFTER,
                Milestone.PLAN_STILL_NEEDED_DECIDED,
                Milestone.NO_LONGER_LOOKED_AFTER,
            }
        ),
    ),
    Facts(
        records=lambda: Child.objects.filter(expected_on__isnull=False, pregnancy_ended_on=None),
        columns=("pk", "expected_on"),
        read=_expected,
        gives=frozenset({Milestone.BIRTH_EXPECTED}),
        child="pk",
    ),
)


ChildRow = tuple[int, date | None, str, date | None, date | None]


def rows(child_ids: Sequence[int], *, lock: bool = False) -> list[ChildRow]:
    """What the timetable reads of the children themselves. With `lock`, nobody else can refresh them meanwhile;
    new records about a child are not held up by it."""
    children = Child.objects.filter(pk__in=child_ids).order_by("pk")
    if lock:
        children = children.select_for_update(no_key=True)
    return list(children.values_list("pk", *_MODES))


def births(children: Iterable[ChildRow]) -> Iterator[tuple[int, Reached]]:
    for pk, *row in children:
        for each in _birth(pk, *row):
            yield pk, each


def see_alone_modes(children: Iterable[ChildRow], baby_until: Months) -> dict[int, tuple[SeeAloneFrom, ...]]:
    """What seeing each child alone means, and from when (T-18)."""
    return {
        pk: _modes(born_on, baby_until, Asked(asked), from_on, review_on)
        for pk, born_on, asked, from_on, review_on in children
    }


def _modes(
    born_on: date | None, baby_until: Months, asked: Asked, from_on: date | None, review_on: date | None
) -> tuple[SeeAloneFrom, ...]:
    by_age = see_alone_by_age(born_on, baby_until) if born_on else ((date.min, SeeAlone.BABY_AWAKE),)
    if asked == Asked.BY_AGE:
        return by_age
    settled = from_on or date.min
    modes = [*(mode for mode in by_age if mode[0] < settled), (settled, SeeAlone(asked.value))]
    if asked == Asked.NOT_APPROPRIATE and review_on:
        # What was agreed until a day ends with that day: unless it is agreed again the child is to be seen alone.
        resumes = review_on + timedelta(days=1)
        *_, (_, then) = (mode for mode in by_age if mode[0] <= resumes)
        modes += [(resumes, then), *(mode for mode in by_age if mode[0] > resumes)]
    return tuple(modes)
