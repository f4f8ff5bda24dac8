"""What visits contribute to the statutory timeline: only visits on which the child was seen."""

from collections.abc import Iterator, Sequence

from deadlines.milestones import Milestone, Reached, Source
from visits.models import Visit


def milestones(child_ids: Sequence[int]) -> Iterator[tuple[int, Reached]]:
    seen = Visit.objects.filter(child__in=child_ids).child_seen()
    for pk, child, on, alone, awake in seen.values_list(
        "pk", "child", "visited_on", "child_seen_alone", "child_awake"
    ):
        source = Source("visit", pk, "Visit, child seen")
        yield child, Reached(on, Milestone.CHILD_SEEN, source=source)
        if alone:
            yield child, Reached(on, Milestone.CHILD_SEEN_ALONE, source=source)
        if awake:
            yield child, Reached(on, Milestone.CHILD_SEEN_AWAKE, source=source)
