"""For as long as a plan lasts: who holds the child, what was agreed to be done, and how long it has gone on."""

from typing import Final

from deadlines.milestones import Milestone as M
from deadlines.milestones import State
from deadlines.periods import Days, Months, WorkingDays
from deadlines.rules.shape import (
    AND_CHAIR,
    LEAD,
    LEAD_AND_MANAGER,
    LIVING_UNDER_A_PLAN,
    PLAN_OPEN,
    Rule,
    Shape,
    Stage,
    Step,
    Who,
    later,
)

ON_A_PLAN: Final = (
    Rule(
        code="two-years",
        number="T-25",
        name="Two years on a plan",
        why="By then the risk has usually gone, or a court may need to be asked: somebody should look again.",
        met_by="Nothing: it is a reason to look again, not a limit. It goes when the plan ends.",
        cites=("S4-26", "S4-27", "S4-28"),
        after=frozenset({M.PLAN_STARTED}),
        expects=frozenset(),
        during=PLAN_OPEN,
        is_flag=True,
        owed_by=Who.TEAM_MANAGER,
        steps=(
            *(Step(Stage.DUE_SOON, AND_CHAIR, from_start=Months(age)) for age in (15, 18, 21)),
            Step(Stage.DUE_TODAY, (*AND_CHAIR, Who.SERVICE_MANAGER)),
        ),
    ),
    Rule(
        code="eighteenth-birthday",
        number="T-29",
        name="Eighteenth birthday",
        why="A child protection plan is for a child: it ends by the day the young person is eighteen.",
        met_by="The plan being ended.",
        cites=("S0-25", "PUB-27", "PUB-32"),
        after=frozenset({M.PLAN_STARTED, M.BORN}),
        counts_from=M.BORN,
        expects=frozenset({M.PLAN_ENDED}),
        during=LIVING_UNDER_A_PLAN,
        steps=(
            Step(Stage.DUE_SOON, (Who.LEAD_SOCIAL_WORKER, Who.CONFERENCE_CHAIR), before=Months(3)),
            Step(Stage.DUE_SOON, (Who.TEAM_MANAGER,), before=Months(1)),
            Step(Stage.DUE_TODAY, LEAD_AND_MANAGER),
            Step(Stage.OVERDUE, AND_CHAIR, after=Days(1)),
        ),
    ),
    Rule(
        code="plan-action",
        number="T-36",
        name="Action of the plan",
        why="A plan is what people do by the day they said; delay must be noticed while it can be made up.",
        met_by="The action being done.",
        cites=("S1 6.8",),
        shape=Shape.COUNTDOWN,
        after=frozenset({M.ACTION_AGREED}),
        expects=frozenset({M.ACTION_DONE}),
        during=PLAN_OPEN,
        steps=(
            Step(Stage.DUE_TODAY, LEAD),
            Step(Stage.OVERDUE, LEAD, after=Days(1)),
            *later(WorkingDays(10), Who.TEAM_MANAGER),
        ),
    ),
    Rule(
        code="lead-social-worker",
        number="B-13",
        name="A lead social worker",
        why="A child on a plan with nobody allocated is a child nobody is looking out for.",
        met_by="A lead social worker being allocated.",
        cites=("S1-46",),
        after=frozenset({M.PLAN_STARTED, M.PLAN_TAKEN_OVER, M.UNALLOCATED}),
        expects=frozenset({M.ALLOCATED}),
        # Who held the child before the take-over is not known; from that day somebody must.
        lapses_at=frozenset({M.PLAN_TAKEN_OVER}),
        during=frozenset({State.PLAN_OPEN, State.UNALLOCATED}),
        owed_by=Who.TEAM_MANAGER,
        steps=(
            Step(Stage.DUE_TODAY, (Who.TEAM_MANAGER,)),
            *later(WorkingDays(1), Who.SERVICE_MANAGER),
        ),
    ),
    Rule(
        code="plan-still-needed",
        number="B-16",
        name="Looked after: is the plan still needed?",
        why="Two plans and two rounds of reviews for one child help nobody: mostly the care plan takes its place.",
        met_by="The manager’s decision being recorded. It ends no plan by itself.",
        cites=("S1-86", "S1-87"),
        after=frozenset({M.LOOKED_AFTER}),
        expects=frozenset({M.PLAN_STILL_NEEDED_DECIDED}),
        same_occasion=True,
        lapses_at=frozenset({M.NO_LONGER_LOOKED_AFTER}),
        during=PLAN_OPEN,
        owed_by=Who.TEAM_MANAGER,
        steps=(
            Step(Stage.STARTED, AND_CHAIR, from_start=Days(0)),
            Step(Stage.DUE_TODAY, (Who.TEAM_MANAGER,)),
            Step(Stage.OVERDUE, AND_CHAIR, after=Days(1)),
        ),
    ),
    Rule(
        code="birth-recorded",
        number="B-17",
        name="Birth, or what became of the pregnancy",
        why="Visits and seeing the baby awake are asked for from the day of birth, which nobody here may know of yet.",
        met_by="The birth being recorded, or the plan ended because the pregnancy ended.",
        cites=("PUB-45",),
        after=frozenset({M.BIRTH_EXPECTED}),
        expects=frozenset({M.BORN}),
        during=PLAN_OPEN,
        steps=(
            Step(Stage.STARTED, LEAD, from_start=Days(0)),
            Step(Stage.OVERDUE, LEAD_AND_MANAGER, after=Days(1)),
        ),
    ),
)
