"""What enquiries and conferences contribute to the statutory timeline."""

from collections.abc import Iterator, Sequence

from django.utils import timezone

from conferences.models import ChildAtConference, Section47Enquiry, StrategyDiscussion
from deadlines.milestones import Milestone, Reached, Source

REVIEW = ChildAtConference.Kind.REVIEW


def milestones(child_ids: Sequence[int]) -> Iterator[tuple[int, Reached]]:
    discussions = StrategyDiscussion.objects.filter(child__in=child_ids, enquiry_agreed=True)
    for pk, child, held_on in discussions.values_list("pk", "child", "held_on"):
        source = Source("strategy-discussion", pk, "Strategy discussion")
        yield child, Reached(held_on, Milestone.STRATEGY_DISCUSSION, source=source)

    enquiries = Section47Enquiry.objects.filter(child__in=child_ids, decided_on__isnull=False)
    for pk, child, decided_on, outcome, taken_over, recorded_at in enquiries.values_list(
        "pk", "child", "decided_on", "outcome", "from_previous_system", "recorded_at"
    ):
        source = Source("enquiry", pk, "Section 47 enquiry decided")
        yield child, Reached(decided_on, Milestone.ENQUIRIES_DECIDED, source=source)
        if outcome != Section47Enquiry.Outcome.CONFERENCE:
            yield child, Reached(decided_on, Milestone.NO_CONFERENCE_NEEDED, source=source)
        if taken_over:
            source = Source("enquiry", pk, "Enquiry taken over from the previous system")
            yield child, Reached(timezone.localdate(recorded_at), Milestone.RECORD_TAKEN_OVER, source=source)

    conferences = ChildAtConference.objects.filter(child__in=child_ids, conference__cancelled_on__isnull=True)
    for child, pk, kind, booked_on, booked_for, moved_on, held_on, taken_over in conferences.values_list(
        "child",
        "conference",
        "kind",
        "conference__booked_on",
        "conference__booked_for",
        "conference__moved_on",
        "conference__held_on",
        "conference__from_previous_system",
    ):
        source = Source("conference", pk, "Review conference" if kind == REVIEW else "Initial conference")
        # The countdown to an initial conference waits until its steps can be recorded.
        if not taken_over and kind == REVIEW:
            # When it was booked, and what was done towards it, is not known of one taken over.
            yield (
                child,
                Reached(
                    booked_on,
                    Milestone.REVIEW_BOOKED,
                    for_day=held_on or booked_for,
                    moved_on=moved_on,
                    occasion=pk,
                    source=source,
                ),
            )
        if held_on:
            held = Milestone.REVIEW_HELD if kind == REVIEW else Milestone.INITIAL_CONFERENCE_HELD
            yield child, Reached(held_on, held, occasion=pk, source=source)
