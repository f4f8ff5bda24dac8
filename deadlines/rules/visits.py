"""Seeing the child: visits, contact, alone, and what follows when a child was not seen."""

from typing import Final

from deadlines.milestones import Milestone as M
from deadlines.milestones import State
from deadlines.periods import Days, WorkingDays
from deadlines.rules.shape import (
    AND_CHAIR,
    LEAD,
    LEAD_AND_MANAGER,
    LIVING_UNDER_A_PLAN,
    NO_LONGER_OURS,
    PLAN_OPEN,
    Rule,
    Stage,
    Step,
    Who,
    later,
    usual_steps,
)


def _told_that_a_child_was_not_seen(
    code: str, name: str, *, why: str, met_by: str, cites: tuple[str, ...], expects: M
) -> Rule:
    """A discussion that is owed whether or not the child is seen the next day."""
    return Rule(
        code=code,
        number="T-27",
        name=name,
        why=why,
        met_by=met_by,
        cites=cites,
        after=frozenset({M.UNSEEN_OPENED}),
        expects=frozenset({expects}),
        same_occasion=True,
        lapses_at=NO_LONGER_OURS,
        always_asked=True,
        steps=(
            Step(Stage.DUE_TODAY, LEAD),
            Step(Stage.OVERDUE, (*LEAD_AND_MANAGER, Who.SERVICE_MANAGER), after=Days(1)),
        ),
    )


VISITS: Final = (
    Rule(
        code="visit",
        number="T-16",
        name="Visit to the child",
        why="Only somebody who sees the child regularly can tell whether the plan is keeping them safe.",
        met_by="A visit on which the lead social worker, or a delegate agreed in writing, saw the child.",
        cites=("S0-20",),
        after=frozenset({M.PLAN_STARTED, M.BORN, M.CHILD_SEEN}),
        expects=frozenset({M.CHILD_SEEN}),
        during=LIVING_UNDER_A_PLAN,
        plan_frequency="visit",
        steps=usual_steps(WorkingDays(2)) + later(WorkingDays(3), Who.SERVICE_MANAGER),
    ),
    Rule(
        code="contact",
        number="T-17",
        name="Contact with the child",
        why="Whatever a plan or an authority allows, no child on a plan may go more than four weeks unseen.",
        met_by="The child being seen by the lead social worker, or a delegate agreed in writing.",
        cites=("S1-66",),
        after=frozenset({M.PLAN_STARTED, M.BORN, M.CHILD_SEEN}),
        expects=frozenset({M.CHILD_SEEN}),
        during=LIVING_UNDER_A_PLAN,
        plan_frequency="contact",
        steps=(
            Step(Stage.DUE_SOON, LEAD, before=Days(7)),
            Step(Stage.DUE_SOON, LEAD_AND_MANAGER, before=Days(2)),
            Step(Stage.DUE_TODAY, LEAD_AND_MANAGER),
            Step(Stage.OVERDUE, (*AND_CHAIR, Who.CORE_GROUP_MEMBERS, Who.SERVICE_MANAGER), after=Days(1)),
        ),
    ),
    Rule(
        code="seen-alone",
        number="T-18",
        name="Child seen alone, or baby seen awake",
        why="A child can say what it is like at home only when nobody they fear is in the room.",
        met_by="A visit on which the child was seen alone, or the baby awake. A conference does not count.",
        cites=("S1-67", "S0-21", "S0-22"),
        after=frozenset(
            {M.PLAN_STARTED, M.BORN, M.SEEING_ALONE_RESUMED, M.CHILD_SEEN_ALONE, M.CHILD_SEEN_AWAKE}
        ),
        expects=frozenset({M.CHILD_SEEN_ALONE, M.CHILD_SEEN_AWAKE}),
        during=LIVING_UNDER_A_PLAN | {State.SEEN_ALONE},
        plan_frequency="seen-alone",
        steps=(
            Step(Stage.DUE_SOON, LEAD, before=Days(7)),
            Step(Stage.DUE_SOON, LEAD_AND_MANAGER, before=Days(2)),
            Step(Stage.DUE_TODAY, LEAD_AND_MANAGER),
            Step(Stage.OVERDUE, (*AND_CHAIR, Who.SERVICE_MANAGER), after=Days(1)),
        ),
    ),
    Rule(
        code="unseen-child",
        number="T-27",
        name="Child not seen",
        why="Somebody refused or avoided contact: until the child is seen nobody knows whether they are safe.",
        met_by="The child being seen. Talking about it is expected at once, and does not make it good.",
        cites=("S1-68",),
        after=frozenset({M.CONTACT_REFUSED}),
        expects=frozenset({M.CHILD_SEEN}),
        during=LIVING_UNDER_A_PLAN,
        always_asked=True,
        steps=(
            Step(Stage.STARTED, (*AND_CHAIR, Who.CORE_GROUP_MEMBERS), from_start=Days(0)),
            Step(Stage.OVERDUE, AND_CHAIR, after=Days(1)),
            *later(WorkingDays(1), Who.SERVICE_MANAGER),
        ),
    ),
    _told_that_a_child_was_not_seen(
        "unseen-told-manager",
        "Child not seen: the manager",
        why="The manager must know at once, and decide with the social worker whether to ask for legal advice.",
        met_by="The discussion with the lead social worker’s manager being recorded.",
        cites=("S1-69",),
        expects=M.UNSEEN_TOLD_MANAGER,
    ),
    _told_that_a_child_was_not_seen(
        "unseen-told-chair",
        "Child not seen: the conference chair",
        why="Somebody outside the team must weigh urgent action and whether the conference has to meet sooner.",
        met_by="The discussion with the conference chair being recorded.",
        cites=("S1-70",),
        expects=M.UNSEEN_TOLD_CHAIR,
    ),
    _told_that_a_child_was_not_seen(
        "unseen-told-core-group",
        "Child not seen: the core group",
        why="One of them may have seen the child, or know why nobody has.",
        met_by="Every present member of the core group being recorded as told.",
        cites=("S1-70",),
        expects=M.UNSEEN_TOLD_CORE_GROUP,
    ),
    Rule(
        code="injury-decided",
        number="B-20",
        name="New injury or incident: what follows",
        why="A new injury can mean that the plan does not protect the child: a manager must decide what follows.",
        met_by="The manager’s decision being recorded on the visit.",
        cites=("S1-78",),
        after=frozenset({M.INJURY_FOUND}),
        expects=frozenset({M.INJURY_DECIDED}),
        same_occasion=True,
        lapses_at=frozenset({M.RESPONSIBILITY_ENDED}),
        owed_by=Who.TEAM_MANAGER,
        always_asked=True,
        steps=(
            Step(Stage.STARTED, (Who.TEAM_MANAGER,), from_start=Days(0)),
            Step(Stage.OVERDUE, (Who.TEAM_MANAGER, Who.SERVICE_MANAGER), after=Days(1)),
        ),
    ),
    Rule(
        code="visit-recorded",
        number="T-33",
        name="Visit written up",
        why="What was seen is remembered best, and is of use to others, soon after.",
        met_by="The visit being recorded.",
        cites=("PUB-11",),
        after=frozenset({M.VISIT_MADE}),
        expects=frozenset({M.VISIT_RECORDED}),
        same_occasion=True,
        steps=usual_steps(WorkingDays(1)),
    ),
    Rule(
        code="delegation-monitored",
        number="T-35",
        name="Delegated contact looked into",
        why="Somebody else sees the child; the lead social worker still answers for what is seen.",
        met_by="A note of the lead social worker’s on how the delegated contact is going.",
        cites=("S1-72",),
        after=frozenset({M.DELEGATION_AGREED, M.DELEGATION_MONITORED}),
        expects=frozenset({M.DELEGATION_MONITORED}),
        during=PLAN_OPEN | {State.CONTACT_DELEGATED},
        steps=usual_steps(Days(7)),
    ),
)
