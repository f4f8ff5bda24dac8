"""What a rule of the timetable says: one shape, its two mirrors, and who is told when."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

from deadlines.calendar import BankHolidaysUnknown, WorkingCalendar
from deadlines.milestones import Milestone, State
from deadlines.periods import Days, Period


class Shape(StrEnum):
    AFTER = "after"
    """Within so long of something."""
    COUNTDOWN = "countdown"
    """At least so long before a day that has been agreed: mostly that of a conference that has been booked."""
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
    """Who is told, and how long before or after the due date; or how long after the clock started."""

    stage: Stage
    tell: tuple[Who, ...]
    before: Period | None = None
    after: Period | None = None
    from_start: Period | None = None

    @property
    def is_beforehand(self) -> bool:
        return self.stage in {Stage.STARTED, Stage.DUE_SOON}

    def day(self, due_on: date, calendar: WorkingCalendar, *, started_on: date) -> date:
        if self.from_start:
            return self.from_start.after(started_on, calendar)
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
    may_count_from: frozenset[Milestone] = frozenset()
    """What a pack may have its limit counted from instead: procedures differ in it (X-5)."""
    plan_frequency: str = ""
    """The frequency set in a child's own plan that tightens this rule."""
    is_flag: bool = False
    """Something to look at from that day on, not a limit that anybody can break."""
    same_occasion: bool = False
    """Met only by what belongs to the same occasion: the circulation of this core group, not of another."""
    undone_by: frozenset[Milestone] = frozenset()
    """What makes it open again after it was met: a draft changed after it was countersigned (C-11)."""
    booked_by: frozenset[Milestone] = frozenset()
    """What agrees a day for it. With a day in time agreed, nobody is reminded that it is due until that has passed."""
    is_usual: bool = False
    """The source says "usually": a recorded extension that the manager agreed moves the limit."""

    always_asked: bool = False
    """Every local pack has a number for it, and no change of an authority's own takes it away (B-07)."""

    owed_by: Who = Who.LEAD_SOCIAL_WORKER
    steps: tuple[Step, ...] = ()

    def __str__(self) -> str:
        return self.name

    @cached_property
    def reads(self) -> frozenset[Milestone]:
        """Every milestone that could start, stop or move a clock of this rule."""
        states = {edge for state in self.during for edge in (state.begins, state.ends) if edge}
        read = self.after | self.expects | self.lapses_at | self.starts_again_after | self.undone_by | states
        read |= self.booked_by | self.may_count_from
        if self.counts_from:
            read |= {self.counts_from}
        if self.plan_frequency:
            read |= {Milestone.PLAN_FREQUENCY_SET, Milestone.PLAN_STARTED}
        return read | {Milestone.EXTENSION_AGREED} if self.is_usual else read

    def first_step_on(self, due_on: date, calendar: WorkingCalendar, *, started_on: date) -> date | None:
        """The first day on which anybody is told; None where nobody is, or it is beyond the known holidays."""
        days = []
        for step in self.steps:
            try:
                days.append(step.day(due_on, calendar, started_on=started_on))
            except BankHolidaysUnknown:
                continue
        return min(days, default=None)


LEAD = (Who.LEAD_SOCIAL_WORKER,)
LEAD_AND_MANAGER = (Who.LEAD_SOCIAL_WORKER, Who.TEAM_MANAGER)
AND_CHAIR = (*LEAD_AND_MANAGER, Who.CONFERENCE_CHAIR)
PLAN_OPEN = frozenset({State.PLAN_OPEN})
LIVING_UNDER_A_PLAN = frozenset({State.PLAN_OPEN, State.BORN})
NO_LONGER_OURS = frozenset({Milestone.PLAN_ENDED, Milestone.RESPONSIBILITY_ENDED})


def usual_steps(
    soon: Period, *, soon_to: tuple[Who, ...] = LEAD, overdue_to: tuple[Who, ...] = LEAD_AND_MANAGER
) -> tuple[Step, ...]:
    """The usual three: whoever owes it beforehand and on the day, their manager too once it is overdue."""
    return (
        Step(Stage.DUE_SOON, soon_to, before=soon),
        Step(Stage.DUE_TODAY, soon_to),
        Step(Stage.OVERDUE, overdue_to, after=Days(1)),
    )


def later(period: Period, *who: Who) -> tuple[Step, ...]:
    """One more step for those who are told when it is still overdue."""
    return (Step(Stage.STILL_OVERDUE, who, after=period),)
