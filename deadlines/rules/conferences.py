"""The countdown to a conference, and what follows from it."""

from typing import Final

from deadlines.milestones import Milestone as M
from deadlines.periods import Days, Period, Weeks, WorkingDays
from deadlines.rules.shape import (
    AND_CHAIR,
    LEAD,
    LEAD_AND_MANAGER,
    NO_LONGER_OURS,
    PLAN_OPEN,
    Rule,
    Shape,
    Stage,
    Step,
    Who,
    later,
    usual_steps,
)

_LEAD_AND_CHAIR = (Who.LEAD_SOCIAL_WORKER, Who.CONFERENCE_CHAIR)
_CONFERENCE_BOOKED = frozenset({M.INITIAL_CONFERENCE_BOOKED})
_CONFERENCE_HELD = frozenset({M.INITIAL_CONFERENCE_HELD, M.REVIEW_HELD})
# A step that was never taken stays to be accounted for until the plan ends, or the conference made none.
_NOTHING_TO_ACCOUNT_FOR = NO_LONGER_OURS | {M.NO_PLAN_MADE}

_STEPS = (
    Step(Stage.DUE_SOON, _LEAD_AND_CHAIR, before=Weeks(6)),
    Step(Stage.DUE_SOON, AND_CHAIR, before=Weeks(2)),
    Step(Stage.DUE_TODAY, AND_CHAIR),
    Step(Stage.OVERDUE, (*AND_CHAIR, Who.SERVICE_MANAGER), after=Days(1)),
)


def _towards_an_initial_conference(
    code: str,
    number: str,
    name: str,
    *,
    why: str,
    met_by: str,
    cites: tuple[str, ...],
    expects: M,
    undone_by: frozenset[M] = frozenset(),
    soon_to: tuple[Who, ...] = LEAD,
    overdue_to: tuple[Who, ...] = LEAD_AND_MANAGER,
) -> Rule:
    return Rule(
        code=code,
        number=number,
        name=name,
        why=why,
        met_by=met_by,
        cites=cites,
        shape=Shape.COUNTDOWN,
        after=_CONFERENCE_BOOKED,
        expects=frozenset({expects}),
        undone_by=undone_by,
        lapses_at=_NOTHING_TO_ACCOUNT_FOR,
        steps=usual_steps(WorkingDays(2), soon_to=soon_to, overdue_to=overdue_to),
    )


TOWARDS_A_CONFERENCE: Final = (
    _towards_an_initial_conference(
        "conference-draft-plan",
        "T-04",
        "Draft plan for the conference",
        why="A conference that starts from an empty page has no time left to make a plan that works.",
        met_by="A draft plan being entered in the report to the conference.",
        cites=("S2-9",),
        expects=M.DRAFT_PLAN_WRITTEN,
    ),
    _towards_an_initial_conference(
        "conference-report-countersigned",
        "T-05",
        "Report and draft plan countersigned",
        why="A second pair of eyes before the family and the chair rely on what is written.",
        met_by="The manager countersigning. Passing it to them is not enough; changing the draft afterwards undoes it.",
        cites=("S2-10",),
        expects=M.REPORT_COUNTERSIGNED,
        undone_by=frozenset({M.DRAFT_PLAN_WRITTEN}),
        soon_to=LEAD_AND_MANAGER,
    ),
    _towards_an_initial_conference(
        "conference-report-to-family",
        "T-06",
        "Report shared with the family",
        why="Parents and child should not hear for the first time in the meeting what is said about them.",
        met_by="The report being shared with those who have parental responsibility, and the child where appropriate.",
        cites=("S2-11",),
        expects=M.REPORT_SHARED_WITH_FAMILY,
    ),
    _towards_an_initial_conference(
        "conference-report-to-chair",
        "T-07",
        "Report sent to the chair",
        why="The chair must have read it to lead the meeting to a decision.",
        met_by="The report being sent to the conference chair.",
        cites=("S2-12",),
        expects=M.REPORT_SENT_TO_CHAIR,
        soon_to=_LEAD_AND_CHAIR,
        overdue_to=AND_CHAIR,
    ),
    Rule(
        code="review-plan-updated",
        number="T-08",
        name="Plan updated for the review conference",
        why="Those coming to the review need to read what has changed before they decide about the child.",
        met_by="The plan being updated and included in the report to the review.",
        cites=("S2-19",),
        shape=Shape.COUNTDOWN,
        after=frozenset({M.REVIEW_BOOKED}),
        expects=frozenset({M.PLAN_UPDATED}),
        during=PLAN_OPEN,
        steps=usual_steps(WorkingDays(5), overdue_to=AND_CHAIR),
    ),
    Rule(
        code="exclusion-request",
        number="T-32",
        name="Request to exclude somebody from the conference",
        why="A chair who is asked at the door can neither weigh the reasons nor let the family know in time.",
        met_by="The request, with its reasons, reaching the chair.",
        cites=("PUB-37", "PUB-38"),
        shape=Shape.COUNTDOWN,
        after=frozenset({M.EXCLUSION_SOUGHT}),
        expects=frozenset({M.EXCLUSION_REQUEST_SENT}),
        lapses_at=NO_LONGER_OURS,
        steps=usual_steps(WorkingDays(2)),
    ),
)


def _sent_after_a_conference(
    code: str, name: str, *, why: str, met_by: str, expects: M, soon: Period
) -> Rule:
    return Rule(
        code=code,
        number="T-31",
        name=name,
        why=why,
        met_by=met_by,
        cites=("PUB-35", "PUB-36"),
        after=_CONFERENCE_HELD,
        expects=frozenset({expects}),
        same_occasion=True,
        lapses_at=frozenset({M.RESPONSIBILITY_ENDED}),
        owed_by=Who.CONFERENCE_CHAIR,
        steps=usual_steps(soon, soon_to=(Who.CONFERENCE_CHAIR,), overdue_to=AND_CHAIR),
    )


AFTER_A_CONFERENCE: Final = (
    Rule(
        code="first-review",
        number="T-20",
        name="First review conference",
        why="A plan made in a crisis must be looked at again while there is time to change it.",
        met_by="The review conference being held.",
        cites=("PUB-7", "PUB-25", "PUB-26", "PUB-27"),
        after=frozenset({M.PLAN_STARTED}),
        expects=frozenset({M.REVIEW_HELD}),
        booked_by=frozenset({M.REVIEW_BOOKED}),
        during=PLAN_OPEN,
        owed_by=Who.CONFERENCE_CHAIR,
        steps=_STEPS,
    ),
    Rule(
        code="review",
        number="T-21",
        name="Review conference",
        why="No child should stay on a plan without a conference deciding again that it is needed.",
        met_by="The next review conference being held.",
        cites=("PUB-7", "PUB-25", "PUB-26", "PUB-27"),
        after=frozenset({M.REVIEW_HELD}),
        expects=frozenset({M.REVIEW_HELD}),
        booked_by=frozenset({M.REVIEW_BOOKED}),
        during=PLAN_OPEN,
        owed_by=Who.CONFERENCE_CHAIR,
        steps=_STEPS,
    ),
    Rule(
        code="birth-review",
        number="T-30",
        name="Review after the birth",
        why="A plan made for an unborn child must be looked at again once the baby is there.",
        met_by="The review conference being held.",
        cites=("PUB-33", "PUB-27", "PUB-34"),
        after=frozenset({M.BORN}),
        expects=frozenset({M.REVIEW_HELD}),
        during=PLAN_OPEN,
        owed_by=Who.CONFERENCE_CHAIR,
        steps=usual_steps(WorkingDays(3), soon_to=_LEAD_AND_CHAIR, overdue_to=AND_CHAIR),
    ),
    _sent_after_a_conference(
        "decision-letter",
        "Decision letter after a conference",
        why="Everybody has to act on the decision from the next day, and most of them from memory until it comes.",
        met_by="The letter being sent to those who were invited.",
        expects=M.DECISION_LETTER_SENT,
        soon=Days(0),
    ),
    _sent_after_a_conference(
        "conference-record",
        "Record of a conference",
        why="The record is what the core group, the next conference and perhaps a court will read.",
        met_by="The full record being sent to those who were invited.",
        expects=M.CONFERENCE_RECORD_SENT,
        soon=WorkingDays(3),
    ),
    Rule(
        code="inquorate-conference",
        number="T-34",
        name="Conference held again for want of a quorum",
        why="A child is not safer for a conference that could not decide.",
        met_by="A conference that could decide being held.",
        cites=("PUB-39",),
        after=frozenset({M.CONFERENCE_INQUORATE}),
        expects=_CONFERENCE_HELD,
        lapses_at=NO_LONGER_OURS,
        owed_by=Who.SAFEGUARDING_UNIT,
        steps=usual_steps(
            WorkingDays(3),
            soon_to=(Who.LEAD_SOCIAL_WORKER, Who.SAFEGUARDING_UNIT),
            overdue_to=(*LEAD_AND_MANAGER, Who.SAFEGUARDING_UNIT),
        )
        + later(WorkingDays(3), Who.SERVICE_MANAGER),
    ),
    Rule(
        code="resource-panel",
        number="T-10",
        name="Resource panel",
        why="A plan that waits for money is not yet a plan; somebody should see how long it has waited.",
        met_by="The panel deciding about what the plan needs.",
        cites=("S2-14",),
        after=frozenset({M.RESOURCE_PANEL_NEEDED}),
        expects=frozenset({M.RESOURCE_PANEL_DECIDED}),
        same_occasion=True,
        lapses_at=NO_LONGER_OURS,
        steps=usual_steps(WorkingDays(2)),
    ),
)
