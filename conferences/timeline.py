"""What enquiries and conferences contribute to the statutory timeline."""

from collections.abc import Iterator
from datetime import date, datetime

from django.utils import timezone

from conferences.models import ChildAtConference, Section47Enquiry, StrategyDiscussion
from deadlines.milestones import Milestone, Reached, Source
from deadlines.sources import Facts

REVIEW = ChildAtConference.Kind.REVIEW


def _discussion(pk: int, held_on: date) -> Iterator[Reached]:
    source = Source("strategy-discussion", pk, "Strategy discussion")
    yield Reached(held_on, Milestone.STRATEGY_DISCUSSION, source=source)


def _enquiry(
    pk: int, decided_on: date, outcome: str, taken_over: bool, recorded_at: datetime
) -> Iterator[Reached]:
    source = Source("enquiry", pk, "Section 47 enquiry decided")
    yield Reached(decided_on, Milestone.ENQUIRIES_DECIDED, source=source)
    if outcome != Section47Enquiry.Outcome.CONFERENCE:
        yield Reached(decided_on, Milestone.NO_CONFERENCE_NEEDED, source=source)
    if taken_over:
        source = Source("enquiry", pk, "Enquiry taken over from the previous system")
        yield Reached(timezone.localdate(recorded_at), Milestone.RECORD_TAKEN_OVER, source=source)


def _conference(
    pk: int,
    kind: str,
    booked_on: date,
    booked_for: date,
    moved_on: date | None,
    held_on: date | None,
    taken_over: bool,
) -> Iterator[Reached]:
    source = Source("conference", pk, "Review conference" if kind == REVIEW else "Initial conference")
    # The countdown to an initial conference waits until its steps can be recorded.
    if not taken_over and kind == REVIEW:
        # When it was booked, and what was done towards it, is not known of one taken over.
        yield Reached(
            booked_on,
            Milestone.REVIEW_BOOKED,
            for_day=held_on or booked_for,
            moved_on=moved_on,
            occasion=pk,
            source=source,
        )
    if held_on:
        held = Milestone.REVIEW_HELD if kind == REVIEW else Milestone.INITIAL_CONFERENCE_HELD
        yield Reached(held_on, held, occasion=pk, source=source)


FACTS = (
    Facts(
        records=lambda: StrategyDiscussion.objects.filter(enquiry_agreed=True),
        columns=("pk", "held_on"),
        read=_discussion,
        gives=frozenset({Milestone.STRATEGY_DISCUSSION}),
    ),
    Facts(
        records=lambda: Section47Enquiry.objects.filter(decided_on__isnull=False),
        columns=("pk", "decided_on", "outcome", "from_previous_system", "recorded_at"),
        read=_enquiry,
        gives=frozenset(
            {Milestone.ENQUIRIES_DECIDED, Milestone.NO_CONFERENCE_NEEDED, Milestone.RECORD_TAKEN_OVER}
        ),
    ),
    Facts(
        records=lambda: ChildAtConference.objects.filter(conference__cancelled_on__isnull=True),
        columns=(
            "conference",
            "kind",
            "conference__booked_on",
            "conference__booked_for",
            "conference__moved_on",
            "conference__held_on",
            "conference__from_previous_system",
        ),
        read=_conference,
        gives=frozenset(
            {
                Milestone.INITIAL_CONFERENCE_BOOKED,
                Milestone.REVIEW_BOOKED,
                Milestone.INITIAL_CONFERENCE_HELD,
                Milestone.REVIEW_HELD,
            }
        ),
    ),
)
