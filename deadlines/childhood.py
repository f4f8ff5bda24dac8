"""What the child's own record and its allocations contribute to the statutory timeline.

It stands here and not in `children`, which knows nothing of timetables.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from children.models import Allocation, Child
from children.models.child import SeeAlone as Asked
from deadlines.milestones import Milestone, Reached, SeeAlone, SeeAloneFrom, Source, see_alone_by_age
from deadlines.periods import Months


def milestones(child_ids: Sequence[int]) -> Iterator[tuple[int, Reached]]:
    born = Child.objects.filter(pk__in=child_ids, born_on__isnull=False).values_list("pk", "born_on")
    for child, born_on in born:
        yield child, Reached(born_on, Milestone.BORN, source=Source("child", child, "Birth"))
    allocations = Allocation.objects.filter(child__in=child_ids)
    for pk, child, from_on, until_on in allocations.values_list("pk", "child", "from_on", "until_on"):
        yield child, Reached(from_on, Milestone.ALLOCATED, source=Source("allocation", pk, "Allocation"))
        if until_on:
            # Within a day the end of one allocation comes before the start of the next.
            source = Source("allocation", pk, "End of an allocation")
            yield child, Reached(until_on, Milestone.UNALLOCATED, source=source)


def see_alone_modes(child_ids: Sequence[int], baby_until: Months) -> dict[int, tuple[SeeAloneFrom, ...]]:
    """What seeing each child alone means, and from when (T-18)."""
    rows = Child.objects.filter(pk__in=child_ids).values_list(
        "pk", "born_on", "see_alone", "see_alone_from_on"
    )
    return {pk: _modes(born_on, baby_until, Asked(asked), from_on) for pk, born_on, asked, from_on in rows}


def _modes(
    born_on: date | None, baby_until: Months, asked: Asked, from_on: date | None
) -> tuple[SeeAloneFrom, ...]:
    by_age = see_alone_by_age(born_on, baby_until) if born_on else ((date.min, SeeAlone.BABY_AWAKE),)
    if asked == Asked.BY_AGE:
        return by_age
    settled = from_on or date.min
    return (*(mode for mode in by_age if mode[0] < settled), (settled, SeeAlone(asked.value)))
