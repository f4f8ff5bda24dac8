"""The statutory timetable's rules: what starts a clock, what stops it, who owes it and who is told.

The numbers are not here: they are in `packs/`, each with its source. To add a rule, add an entry to `RULES`,
a number to a pack and a file to `tests/rules/`; screens, alerts, the printed timetable and exports follow.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from deadlines.calendar import WorkingCalendar
from deadlines.milestones import Milestone, State
from deadlines.periods import Days, Months, Period, Weeks, WorkingDays

M = Milestone


class Shape(StrEnum):
    AFTER = "after"
    """Within so long of something."""
    COUNTDOWN = "countdown"
    """At least so long before a conference that has been booked."""
    WINDOW = "window"
    """In the stretch of so long that ends with a conference that has been booked."""


class Which(StrEnum):
    """Which of the milestones that could start a clock do, within one plan."""

    EACH = "each"
    FIRST = "first"
    LATER = "each but the first"


class Who(StrEnum):
    LEAD_SOCIAL_WORKER = "lead social worker"
    TEAM_MANAGER = "team manager"
    CONFERENCE_CHAIR = "conference chair"
    SAFEGUARDING_UNIT = "safeguarding unit"
    CORE_GROUP_MEMBERS = "core group members"
    SERVICE_MANAGER = "service manager"


class Stage(StrEnum):
    STARTED = "started"
    DUE_SOON = "due soon"
    DUE_TODAY = "due today"
    OVERDUE = "overdue"
    STILL_OVERDUE = "still overdue"


@dataclass(frozen=True)
class Step:
    """Who is told, and how long before or after the due date."""

    stage: Stage
    tell: tuple[Who, ...]
    before: Period | None = None
    after: Period | None = None

    def day(self, due_on: date, calendar: WorkingCalendar) -> date:
        if self.before:
            return self.before.before(due_on, calendar)
        return self.after.after(due_on, calendar) if self.after else due_on


@dataclass(frozen=True, kw_only=True, eq=False)
class Rule:
    code: str
    number: str
    """Its place in the catalogue of rules that the printed timetable follows."""
    name: str
    why: str
    """For people: why is there a date at all?"""
    met_by: str
    """For people: what would meet it?"""
    cites: tuple[str, ...]
    """The sentences of the source documents that the shape of this rule comes from."""

    after: frozenset[Milestone]
    expects: frozenset[Milestone]
    shape: Shape = Shape.AFTER
    which: Which = Which.EACH
    during: frozenset[State] = frozenset()
    """A clock starts only while all of these are so, and lapses when one of them stops."""
    lapses_at: frozenset[Milestone] = frozenset()
    starts_again_after: frozenset[Milestone] = frozenset()
    """Once started, further starts are ignored until one of these."""
    counts_from: Milestone | None = None
    """Where the limit is counted from, when that is not what started the clock."""
    plan_frequency: str = ""
    """The frequency set in a child's own plan that tightens this rule."""
    is_flag: bool = False
    """Something to look at from that day on, not a limit that anybody can break."""

    owed_by: Who = Who.LEAD_SOCIAL_WORKER
    steps: tuple[Step, ...] = ()

    def __str__(self) -> str:
        return self.name


_LEAD = (Who.LEAD_SOCIAL_WORKER,)
_LEAD_AND_MANAGER = (Who.LEAD_SOCIAL_WORKER, Who.TEAM_MANAGER)
_AND_CHAIR = (*_LEAD_AND_MANAGER, Who.CONFERENCE_CHAIR)
_PLAN_OPEN = frozenset({State.PLAN_OPEN})
_LIVING_UNDER_A_PLAN = frozenset({State.PLAN_OPEN, State.BORN})
_ENQUIRIES_OVER = frozenset(
    {M.ENQUIRIES_DECIDED, M.NO_CONFERENCE_NEEDED, M.INITIAL_CONFERENCE_HELD, M.REVIEW_HELD, M.PLAN_ENDED}
)


def _steps(
    soon: Period, *, soon_to: tuple[Who, ...] = _LEAD, overdue_to: tuple[Who, ...] = _LEAD_AND_MANAGER
) -> tuple[Step, ...]:
    """The usual three: whoever owes it beforehand and on the day, their manager too once it is overdue."""
    return (
        Step(Stage.DUE_SOON, soon_to, before=soon),
        Step(Stage.DUE_TODAY, soon_to),
        Step(Stage.OVERDUE, overdue_to, after=Days(1)),
    )


def _later(period: Period, *who: Who) -> tuple[Step, ...]:
    return (Step(Stage.STILL_OVERDUE, who, after=period),)


_REVIEW_STEPS = (
    Step(Stage.DUE_SOON, _AND_CHAIR, before=Weeks(6)),
    Step(Stage.DUE_SOON, _AND_CHAIR, before=Weeks(2)),
    Step(Stage.DUE_TODAY, _AND_CHAIR),
    Step(Stage.OVERDUE, (*_AND_CHAIR, Who.SERVICE_MANAGER), after=Days(1)),
)

_RULES = (
    Rule(
        code="enquiries-decision",
        number="T-01",
        name="Decision after section 47 enquiries",
        why="Enquiries must lead to a decision soon, so that a child is not left waiting to be made safe.",
        met_by="A recorded decision whether a conference is needed, agreed by the social worker and manager.",
        cites=("S2-7",),
        after=frozenset({M.STRATEGY_DISCUSSION}),
        expects=frozenset({M.ENQUIRIES_DECIDED, M.NO_CONFERENCE_NEEDED}),
        lapses_at=frozenset({M.PLAN_ENDED}),
        starts_again_after=_ENQUIRIES_OVER,
        steps=_steps(WorkingDays(2)) + _later(WorkingDays(3), Who.SERVICE_MANAGER),
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
        lapses_at=frozenset({M.NO_CONFERENCE_NEEDED, M.PLAN_ENDED}),
        starts_again_after=_ENQUIRIES_OVER,
        steps=_steps(
            WorkingDays(5),
            soon_to=(Who.LEAD_SOCIAL_WORKER, Who.SAFEGUARDING_UNIT),
            overdue_to=(*_LEAD_AND_MANAGER, Who.SAFEGUARDING_UNIT),
        )
        + _later(WorkingDays(3), Who.SERVICE_MANAGER),
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
        during=_PLAN_OPEN,
        steps=_steps(WorkingDays(5), overdue_to=_AND_CHAIR),
    ),
    Rule(
        code="first-core-group",
        number="T-11",
        name="First core group",
        why="The outline agreed at the conference protects nobody until the core group makes it a working plan.",
        met_by="The core group being held; having booked it is not enough.",
        cites=("S1 6.3", "S2-15"),
        after=frozenset({M.PLAN_STARTED}),
        expects=frozenset({M.CORE_GROUP_HELD}),
        during=_PLAN_OPEN,
        # No return says when core groups met: for a plan that was taken over nobody can know.
        lapses_at=frozenset({M.PLAN_TAKEN_OVER}),
        steps=_steps(WorkingDays(3), overdue_to=_AND_CHAIR),
    ),
    Rule(
        code="second-core-group",
        number="T-12",
        name="Second core group",
        why="Six weeks is long enough for the first actions to have been tried and to see whether they help.",
        met_by="The core group being held again.",
        cites=("S1 6.4",),
        # A plan taken over from another system counts from that day: a core group must be seen to meet.
        after=frozenset({M.CORE_GROUP_HELD, M.PLAN_TAKEN_OVER}),
        which=Which.FIRST,
        expects=frozenset({M.CORE_GROUP_HELD}),
        during=_PLAN_OPEN,
        plan_frequency="core-group",
        steps=_steps(Weeks(2)),
    ),
    Rule(
        code="core-group",
        number="T-13",
        name="Core group",
        why="The people around the child must keep meeting, or the plan is followed by nobody.",
        met_by="The core group being held again.",
        cites=("S1 6.4", "S2-17", "S4-18"),
        after=frozenset({M.CORE_GROUP_HELD, M.PLAN_TAKEN_OVER}),
        which=Which.LATER,
        expects=frozenset({M.CORE_GROUP_HELD}),
        during=_PLAN_OPEN,
        plan_frequency="core-group",
        steps=_steps(Weeks(2)),
    ),
    Rule(
        code="core-group-before-review",
        number="T-14",
        name="Core group shortly before the review",
        why="A review should rest on a recent meeting of those who work with the family.",
        met_by="The core group being held in the stretch of days that ends with the review.",
        cites=("S0-24",),
        shape=Shape.WINDOW,
        after=frozenset({M.REVIEW_BOOKED}),
        expects=frozenset({M.CORE_GROUP_HELD}),
        during=_PLAN_OPEN,
        steps=(
            Step(Stage.DUE_SOON, _LEAD_AND_MANAGER, before=Days(21)),
            Step(Stage.DUE_SOON, _AND_CHAIR, before=WorkingDays(5)),
            Step(Stage.DUE_TODAY, _LEAD_AND_MANAGER),
            Step(Stage.OVERDUE, _AND_CHAIR, after=Days(1)),
        ),
    ),
    Rule(
        code="visit",
        number="T-16",
        name="Visit to the child",
        why="Only somebody who sees the child regularly can tell whether the plan is keeping them safe.",
        met_by="A visit on which the lead social worker, or a delegate agreed in writing, saw the child.",
        cites=("S0-20",),
        after=frozenset({M.PLAN_STARTED, M.BORN, M.CHILD_SEEN}),
        expects=frozenset({M.CHILD_SEEN}),
        during=_LIVING_UNDER_A_PLAN,
        plan_frequency="visit",
        steps=_steps(WorkingDays(2)) + _later(WorkingDays(3), Who.SERVICE_MANAGER),
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
        during=_LIVING_UNDER_A_PLAN,
        plan_frequency="contact",
        steps=(
            Step(Stage.DUE_SOON, _LEAD, before=Days(7)),
            Step(Stage.DUE_SOON, _LEAD_AND_MANAGER, before=Days(2)),
            Step(Stage.DUE_TODAY, _LEAD_AND_MANAGER),
            Step(Stage.OVERDUE, (*_AND_CHAIR, Who.CORE_GROUP_MEMBERS, Who.SERVICE_MANAGER), after=Days(1)),
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
        during=_LIVING_UNDER_A_PLAN | {State.SEEN_ALONE},
        plan_frequency="seen-alone",
        steps=(
            Step(Stage.DUE_SOON, _LEAD, before=Days(7)),
            Step(Stage.DUE_SOON, _LEAD_AND_MANAGER, before=Days(2)),
            Step(Stage.DUE_TODAY, _LEAD_AND_MANAGER),
            Step(Stage.OVERDUE, (*_AND_CHAIR, Who.SERVICE_MANAGER), after=Days(1)),
        ),
    ),
    Rule(
        code="first-review",
        number="T-20",
        name="First review conference",
        why="A plan made in a crisis must be looked at again while there is time to change it.",
        met_by="The review conference being held.",
        cites=("PUB-7", "PUB-25", "PUB-26", "PUB-27"),
        after=frozenset({M.PLAN_STARTED}),
        expects=frozenset({M.REVIEW_HELD}),
        during=_PLAN_OPEN,
        owed_by=Who.CONFERENCE_CHAIR,
        steps=_REVIEW_STEPS,
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
        during=_PLAN_OPEN,
        owed_by=Who.CONFERENCE_CHAIR,
        steps=_REVIEW_STEPS,
    ),
    Rule(
        code="cin-plan-after-plan",
        number="T-24",
        name="Child in need plan after the plan",
        why="Help must not stop on the day protection does.",
        met_by="A child in need plan being started.",
        cites=("S2-21",),
        after=frozenset({M.PLAN_NO_LONGER_REQUIRED}),
        expects=frozenset({M.CIN_PLAN_STARTED}),
        lapses_at=frozenset({M.PLAN_STARTED}),
        steps=_steps(WorkingDays(2)),
    ),
    Rule(
        code="two-years",
        number="T-25",
        name="Two years on a plan",
        why="By then the risk has usually gone, or a court may need to be asked: somebody should look again.",
        met_by="Nothing: it is a reason to look again, not a limit. It goes when the plan ends.",
        cites=("S4-26", "S4-27", "S4-28"),
        after=frozenset({M.PLAN_STARTED}),
        expects=frozenset(),
        during=_PLAN_OPEN,
        is_flag=True,
        owed_by=Who.TEAM_MANAGER,
        steps=(Step(Stage.DUE_TODAY, (Who.TEAM_MANAGER, Who.CONFERENCE_CHAIR, Who.SERVICE_MANAGER)),),
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
        during=_LIVING_UNDER_A_PLAN,
        steps=(
            Step(Stage.DUE_SOON, (Who.LEAD_SOCIAL_WORKER, Who.CONFERENCE_CHAIR), before=Months(3)),
            Step(Stage.DUE_SOON, (Who.TEAM_MANAGER,), before=Months(1)),
            Step(Stage.DUE_TODAY, _LEAD_AND_MANAGER),
            Step(Stage.OVERDUE, _AND_CHAIR, after=Days(1)),
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
            *_later(WorkingDays(1), Who.SERVICE_MANAGER),
        ),
    ),
)

RULES: Mapping[str, Rule] = MappingProxyType({rule.code: rule for rule in _RULES})
