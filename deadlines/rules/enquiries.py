"""From a strategy discussion to the decision about a conference, and the assessments that it rests on."""

from typing import Final

from deadlines.milestones import Milestone as M
from deadlines.milestones import State
from deadlines.periods import WorkingDays
from deadlines.rules.shape import (
    LEAD_AND_MANAGER,
    NO_LONGER_OURS,
    Rule,
    Who,
    later,
    usual_steps,
)

_ENQUIRIES_OVER = frozenset(
    {M.ENQUIRIES_DECIDED, M.NO_CONFERENCE_NEEDED, M.INITIAL_CONFERENCE_HELD, M.REVIEW_HELD, M.PLAN_ENDED}
)
_WITH_THE_UNIT = (*LEAD_AND_MANAGER, Who.SAFEGUARDING_UNIT)

ENQUIRIES: Final = (
    Rule(
        code="enquiries-decision",
        number="T-01",
        name="Decision after section 47 enquiries",
        why="Enquiries must lead to a decision soon, so that a child is not left waiting to be made safe.",
        met_by="A recorded decision whether a conference is needed, agreed by the social worker and manager.",
        cites=("S2-7",),
        after=frozenset({M.STRATEGY_DISCUSSION}),
        expects=frozenset({M.ENQUIRIES_DECIDED, M.NO_CONFERENCE_NEEDED}),
        lapses_at=NO_LONGER_OURS,
        starts_again_after=_ENQUIRIES_OVER,
        steps=usual_steps(WorkingDays(2)) + later(WorkingDays(3), Who.SERVICE_MANAGER),
    ),
    Rule(
        code="cin-plan-if-no-conference",
        number="T-02",
        name="Child in need plan when no conference is needed",
        why="A family that was worried about enough to enquire should not be left without any help.",
        met_by="A child in need plan being started, or a recorded decision that none is needed.",
        cites=("S2-8",),
        after=frozenset({M.NO_CONFERENCE_NEEDED}),
        expects=frozenset({M.CIN_PLAN_STARTED, M.CIN_PLAN_NOT_NEEDED}),
        # A child on a child protection plan has more than a child in need plan already.
        during=frozenset({State.NO_PLAN_OPEN}),
        # No return says whether a plan was considered: of an enquiry that was taken over nobody can know.
        lapses_at=frozenset({M.RESPONSIBILITY_ENDED, M.RECORD_TAKEN_OVER}),
        steps=usual_steps(WorkingDays(2)) + later(WorkingDays(3), Who.SERVICE_MANAGER),
    ),
    Rule(
        code="initial-conference",
        number="T-03",
        name="Initial child protection conference",
        why="The family and everyone who knows the child must meet soon after enquiries were begun.",
        met_by="The conference being held. A decision that none is needed ends the wait.",
        cites=("PUB-1", "PUB-2", "PUB-3"),
        after=frozenset({M.STRATEGY_DISCUSSION}),
        # For a child who already has a plan, the conference that follows enquiries is a review.
        expects=frozenset({M.INITIAL_CONFERENCE_HELD, M.REVIEW_HELD}),
        lapses_at=NO_LONGER_OURS | {M.NO_CONFERENCE_NEEDED},
        starts_again_after=_ENQUIRIES_OVER,
        steps=usual_steps(
            WorkingDays(5),
            soon_to=(Who.LEAD_SOCIAL_WORKER, Who.SAFEGUARDING_UNIT),
            overdue_to=(*LEAD_AND_MANAGER, Who.SAFEGUARDING_UNIT),
        )
        + later(WorkingDays(3), Who.SERVICE_MANAGER),
    ),
    Rule(
        code="transfer-in-conference",
        number="T-28",
        name="Transfer-in conference",
        why="A child who moves here with a plan is protected by nobody until this authority makes its own.",
        met_by="The conference being held here; only then may the other authority end its plan.",
        cites=("PUB-31", "PUB-27", "S0-25"),
        after=frozenset({M.TRANSFER_IN_NOTIFIED}),
        expects=frozenset({M.INITIAL_CONFERENCE_HELD}),
        lapses_at=frozenset({M.RESPONSIBILITY_ENDED}),
        steps=usual_steps(WorkingDays(5), soon_to=_WITH_THE_UNIT, overdue_to=_WITH_THE_UNIT)
        + later(WorkingDays(3), Who.SERVICE_MANAGER),
    ),
)


def _assessment(code: str, number: str, name: str, *cites: str) -> Rule:
    return Rule(
        code=code,
        number=number,
        name=name,
        why="What is decided about a child should rest on an assessment that somebody has finished and checked.",
        met_by="The manager authorising it; writing it is not enough.",
        cites=cites,
        after=frozenset({M.ASSESSMENT_STARTED}),
        may_count_from=frozenset({M.STRATEGY_DISCUSSION}),
        expects=frozenset({M.ASSESSMENT_AUTHORISED}),
        same_occasion=True,
        lapses_at=frozenset({M.RESPONSIBILITY_ENDED}),
        steps=usual_steps(WorkingDays(5)),
    )


ASSESSMENTS: Final = (
    _assessment("core-assessment", "T-22", "Core assessment", "S3-6"),
    _assessment("assessment", "T-23", "Assessment", "PUB-28", "PUB-4"),
)
