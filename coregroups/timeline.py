"""What core groups contribute to the statutory timeline: meetings held, not meetings booked."""

from collections.abc import Iterator
from datetime import date

from coregroups.models import ChildAtCoreGroup
from deadlines.milestones import Milestone, Reached, Source
from deadlines.sources import Facts


def _held(pk: int, held_on: date) -> Iterator[Reached]:
    yield Reached(
        held_on, Milestone.CORE_GROUP_HELD, occasion=pk, source=Source("core-group", pk, "Core group held")
    )


FACTS = (
    Facts(
        records=lambda: ChildAtCoreGroup.objects.filter(meeting__held_on__isnull=False),
        columns=("meeting", "meeting__held_on"),
        read=_held,
        gives=frozenset({Milestone.CORE_GROUP_HELD}),
    ),
)
