"""What core groups contribute to the statutory timeline: meetings held, not meetings booked."""

from collections.abc import Iterator, Sequence

from coregroups.models import ChildAtCoreGroup
from deadlines.milestones import Milestone, Reached, Source


def milestones(child_ids: Sequence[int]) -> Iterator[tuple[int, Reached]]:
    held = ChildAtCoreGroup.objects.filter(child__in=child_ids, meeting__held_on__isnull=False)
    for child, pk, held_on in held.values_list("child", "meeting", "meeting__held_on"):
        source = Source("core-group", pk, "Core group held")
        yield child, Reached(held_on, Milestone.CORE_GROUP_HELD, source=source)
