"""How a child came to be where a test needs them, told through the portal's own actions.

So every record a test stands on is one that the portal would have made, with its history and its deadlines.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from accounts.models import User
from accounts.roles import Role
from audit.models import record_many
from children.codes import AbuseCategory
from children.models import Child
from conferences.actions import Decided, book_conference, hold_conference
from conferences.models import ChildAtConference, Conference, ReportStep
from coregroups.actions import REQUIRED, plan_meeting, record_meeting
from coregroups.models import CoreGroupMeeting
from deadlines.projection import once_at_the_end
from plans.actions.lines import add_line, describe_family
from plans.lines import KINDS
from plans.models import ChildProtectionPlan
from tests.factories.accounts import UserFactory
from visits.actions import Seen, record_visit
from visits.models import Visit

NEGLECT = [AbuseCategory.NEGLECT]


def on_a_plan(
    child: Child,
    *,
    started_on: date,
    categories: Sequence[str] = NEGLECT,
    chair: User | None = None,
    by: User | None = None,
) -> ChildProtectionPlan:
    """An initial conference on `started_on`, which must be a working day, made a plan. Its report came in time."""
    chair = chair or child.conference_chair or UserFactory(role=Role.CONFERENCE_CHAIR)
    # What follows for the deadlines is reckoned once, for everything that led to the plan.
    with once_at_the_end(by=by or chair, because="a plan began"):
        conference = book_conference(
            children=[child],
            booked_for=started_on,
            booked_on=started_on - timedelta(days=7),
            chair=chair,
            by=by or chair,
            today=started_on,
        )
        # Nothing of the countdown is left owing: tests that are about it take its steps themselves.
        steps = [
            ReportStep(
                child=child,
                conference=conference,
                step=step,
                taken_on=conference.booked_on,
                shared_with="The family",
            )
            for step in ReportStep.Step
        ]
        record_many(steps, by=by or chair)
        hold(conference, decision=ChildAtConference.Decision.PLAN, categories=categories, by=by or chair)
    return child.plans.get(started_on=started_on)


def reviewed(
    child: Child, *, held_on: date, ends: bool = False, categories: Sequence[str] = NEGLECT
) -> Conference:
    """A review conference on `held_on`, which must be a working day, continued or ended the plan."""
    chair = child.conference_chair
    conference = book_conference(
        children=[child],
        booked_for=held_on,
        booked_on=held_on - timedelta(days=7),
        chair=chair,
        by=chair,
        today=held_on,
    )
    decision = ChildAtConference.Decision.END if ends else ChildAtConference.Decision.CONTINUE
    return hold(conference, decision=decision, categories=[] if ends else categories, by=chair)


OF_THE_FIRST = {
    "manager_chaired": "yes",
    "roles_explained": "What each is there for.",
    "assessment_outstanding": "None.",
}
"""What is asked in the minute of a first core group besides what every minute is."""


def hold(conference: Conference, *, decision: str, categories: Sequence[str], by: User) -> Conference:
    """The conference was held on the day it was booked for and decided the same for every child."""
    return hold_conference(
        conference=conference,
        held_on=conference.booked_for,
        quorate=True,
        decided=[
            Decided(child=row.child, decision=decision, categories=list(categories), reason="As discussed.")
            for row in conference.for_children.all()
        ],
        by=by,
        today=conference.booked_for,
    )


def seen(child: Child, *, on: date, by: User, alone: bool = True, today: date | None = None) -> Visit:
    """A home visit on which the child was seen, alone (or awake, for a baby) unless told otherwise."""
    is_baby = child.see_alone_on(on) == "baby-awake"
    [visit] = record_visit(
        seen=[
            Seen(
                child=child,
                child_seen=True,
                child_seen_alone=alone and not is_baby,
                child_awake=alone and is_baby,
                reason="" if alone else "A parent stayed in the room.",
            )
        ],
        visited_on=on,
        by=by,
        today=today or on,
    )
    return visit


def not_seen(child: Child, *, on: date, by: User, today: date | None = None) -> Visit:
    """A visit to which nobody answered the door."""
    [visit] = record_visit(
        seen=[Seen(child=child, child_seen=False, reason="No reply at the door.")],
        visited_on=on,
        contact=Visit.Contact.NO_REPLY,
        by=by,
        today=today or on,
    )
    return visit


def core_group_held(
    *children: Child, on: date, by: User, next_planned_for: date | None = None, **more: object
) -> CoreGroupMeeting:
    """A core group was planned for a day and held on it; `more` is what else its minute says."""
    meeting = plan_meeting(children=children, planned_for=on, by=by)
    return record_meeting(
        meeting=meeting,
        held_on=on,
        chaired_by=by.name,
        **(dict.fromkeys(REQUIRED, "None.") | {"childs_voice": "Said that mornings are calmer now."}),
        next_planned_for=next_planned_for,
        by=by,
        today=on,
        **more,
    )


def in_detail(plan: ChildProtectionPlan, *, by: User) -> None:
    """Every part that a plan must have besides its outcomes, written by the core group."""
    for kind, asked in KINDS.items():
        if asked.is_required:
            chosen = {"caveat": "", "side": "", "reach": "routine"}
            says = {name: chosen.get(name, "Written.") for name in asked.asks}
            add_line(plan=plan, kind=kind, by=by, **says)
    describe_family(
        plan=plan, culture="None.", disability="None.", visiting="After school.", monitoring="Each Friday.",
        parents_told_on=None, by=by, today=plan.started_on,
    )  # fmt: skip
