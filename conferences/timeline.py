"""What enquiries and conferences contribute to the statutory timeline."""

from collections.abc import Iterator
from datetime import date, datetime

from django.utils import timezone

from conferences.models import (
    Assessment,
    ChildAtConference,
    ConferencePaper,
    ExclusionRequest,
    ReportStep,
    ResourcePanel,
    Section47Enquiry,
    StrategyDiscussion,
    TransferIn,
)
from deadlines.milestones import Milestone, Reached, Source
from deadlines.sources import Facts

REVIEW = ChildAtConference.Kind.REVIEW
Step, Paper = ReportStep.Step, ConferencePaper.Kind
OF_A_STEP = {
    Step.WRITTEN: Milestone.DRAFT_PLAN_WRITTEN,
    Step.PASSED: Milestone.REPORT_PASSED,
    Step.COUNTERSIGNED: Milestone.REPORT_COUNTERSIGNED,
    Step.SHARED: Milestone.REPORT_SHARED_WITH_FAMILY,
    Step.SENT: Milestone.REPORT_SENT_TO_CHAIR,
}
OF_A_PAPER = {
    Paper.DECISION_LETTER: Milestone.DECISION_LETTER_SENT,
    Paper.RECORD: Milestone.CONFERENCE_RECORD_SENT,
}
# Papers and days without a quorum are the conference's, and so every child's who was booked for it.
AT_ONE = ChildAtConference.objects.filter


def pairs_of(earlier_days: list[list[date]]) -> tuple[tuple[date, date], ...]:
    return tuple((settled_on, for_day) for settled_on, for_day in earlier_days)


def days_since(
    day: date, earlier_days: list[list[date]], moved_on: date | None
) -> tuple[tuple[date, date], ...]:
    """Those of the earlier days that the conference still had on a day, which is when their counting back began."""
    given_up = [settled_on for settled_on, _ in earlier_days[1:]] + [moved_on]
    return tuple(
        (max(settled_on, day), for_day)
        for (settled_on, for_day), until in zip(earlier_days, given_up, strict=False)
        if until and until > day
    )


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
    earlier_days: list[list[date]],
    held_on: date | None,
    taken_over: bool,
    decision: str,
) -> Iterator[Reached]:
    source = Source("conference", pk, "Review conference" if kind == REVIEW else "Initial conference")
    if not taken_over:
        # When it was booked, and what was done towards it, is not known of one taken over.
        yield Reached(
            booked_on,
            Milestone.REVIEW_BOOKED if kind == REVIEW else Milestone.INITIAL_CONFERENCE_BOOKED,
            for_day=held_on or booked_for,
            moved_on=moved_on,
            earlier=pairs_of(earlier_days),
            occasion=pk,
            source=source,
        )
    if held_on:
        held = Milestone.REVIEW_HELD if kind == REVIEW else Milestone.INITIAL_CONFERENCE_HELD
        yield Reached(held_on, held, occasion=pk, source=source)
        if decision == ChildAtConference.Decision.NO_PLAN:
            yield Reached(held_on, Milestone.NO_PLAN_MADE, occasion=pk, source=source)


def _step(pk: int, conference: int, step: str, taken_on: date, void_from: date | None) -> Iterator[Reached]:
    """Every writing of the draft counts. A day has no hours here: a countersignature undone on its own day, which the
    engine would take to have come after the change, is left out."""
    if void_from != taken_on:
        source = Source("report", conference, f"Report to conference: {Step(step).label.lower()}")
        yield Reached(taken_on, OF_A_STEP[Step(step)], occasion=conference, source=source)


def _paper(_pk: int, conference: int, kind: str, sent_on: date) -> Iterator[Reached]:
    source = Source("conference", conference, f"{Paper(kind).label} sent")
    yield Reached(sent_on, OF_A_PAPER[Paper(kind)], occasion=conference, source=source)


def _no_quorum(pk: int, conference: int, on: date) -> Iterator[Reached]:
    source = Source("inquorate-day", pk, "No quorum")
    yield Reached(on, Milestone.CONFERENCE_INQUORATE, occasion=conference, source=source)


def _exclusion(
    pk: int,
    sought_on: date,
    sent_on: date | None,
    booked_for: date,
    held_on: date | None,
    moved_on: date | None,
    earlier_days: list[list[date]],
) -> Iterator[Reached]:
    """Each request is an occasion of its own: two for one conference do not answer for each other."""
    source, occasion = Source("exclusion-request", pk, "Request to the chair"), f"exclusion-{pk}"
    yield Reached(
        sought_on,
        Milestone.EXCLUSION_SOUGHT,
        for_day=held_on or booked_for,
        moved_on=moved_on,
        earlier=days_since(sought_on, earlier_days, moved_on),
        occasion=occasion,
        source=source,
    )
    if sent_on:
        yield Reached(sent_on, Milestone.EXCLUSION_REQUEST_SENT, occasion=occasion, source=source)


def _panel(pk: int, needed_on: date, decided_on: date | None) -> Iterator[Reached]:
    source, occasion = Source("resource-panel", pk, "Resource panel"), f"panel-{pk}"
    yield Reached(needed_on, Milestone.RESOURCE_PANEL_NEEDED, occasion=occasion, source=source)
    if decided_on:
        yield Reached(decided_on, Milestone.RESOURCE_PANEL_DECIDED, occasion=occasion, source=source)


def _assessment(pk: int, started_on: date, authorised_on: date | None) -> Iterator[Reached]:
    source = Source("assessment", pk, "Assessment")
    yield Reached(started_on, Milestone.ASSESSMENT_STARTED, occasion=pk, source=source)
    if authorised_on:
        yield Reached(authorised_on, Milestone.ASSESSMENT_AUTHORISED, occasion=pk, source=source)


def _transfer_in(pk: int, notified_on: date) -> Iterator[Reached]:
    yield Reached(
        notified_on, Milestone.TRANSFER_IN_NOTIFIED, source=Source("transfer-in", pk, "Told of a move here")
    )


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
            "conference__earlier_days",
            "conference__held_on",
            "conference__from_previous_system",
            "decision",
        ),
        read=_conference,
        gives=frozenset(
            {
                Milestone.INITIAL_CONFERENCE_BOOKED,
                Milestone.REVIEW_BOOKED,
                Milestone.INITIAL_CONFERENCE_HELD,
                Milestone.REVIEW_HELD,
                Milestone.NO_PLAN_MADE,
            }
        ),
    ),
    Facts(
        records=lambda: ReportStep.objects.filter(conference__cancelled_on__isnull=True),
        columns=("pk", "conference", "step", "taken_on", "void_from"),
        read=_step,
        gives=frozenset(OF_A_STEP.values()),
    ),
    Facts(
        records=lambda: AT_ONE(conference__papers__isnull=False),
        columns=(
            "conference__papers__pk",
            "conference",
            "conference__papers__kind",
            "conference__papers__sent_on",
        ),
        read=_paper,
        gives=frozenset(OF_A_PAPER.values()),
    ),
    Facts(
        records=lambda: AT_ONE(
            conference__inquorate_days__isnull=False, conference__cancelled_on__isnull=True
        ),
        columns=("conference__inquorate_days__pk", "conference", "conference__inquorate_days__on"),
        read=_no_quorum,
        gives=frozenset({Milestone.CONFERENCE_INQUORATE}),
    ),
    Facts(
        records=lambda: ExclusionRequest.objects.filter(conference__cancelled_on__isnull=True),
        columns=(
            "pk",
            "sought_on",
            "sent_on",
            "conference__booked_for",
            "conference__held_on",
            "conference__moved_on",
            "conference__earlier_days",
        ),
        read=_exclusion,
        gives=frozenset({Milestone.EXCLUSION_SOUGHT, Milestone.EXCLUSION_REQUEST_SENT}),
    ),
    Facts(
        records=ResourcePanel.objects.all,
        columns=("pk", "needed_on", "decided_on"),
        read=_panel,
        gives=frozenset({Milestone.RESOURCE_PANEL_NEEDED, Milestone.RESOURCE_PANEL_DECIDED}),
    ),
    Facts(
        records=Assessment.objects.all,
        columns=("pk", "started_on", "authorised_on"),
        read=_assessment,
        gives=frozenset({Milestone.ASSESSMENT_STARTED, Milestone.ASSESSMENT_AUTHORISED}),
    ),
    Facts(
        records=TransferIn.objects.all,
        columns=("pk", "notified_on"),
        read=_transfer_in,
        gives=frozenset({Milestone.TRANSFER_IN_NOTIFIED}),
    ),
)
