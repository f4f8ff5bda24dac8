"""The moments the statutory timetable reads, and one child's timeline of them.

One record may reach several milestones: a visit on which the child was seen alone is both `CHILD_SEEN` and
`CHILD_SEEN_ALONE`; a plan that ends because the child is no longer at risk is both `PLAN_ENDED` and
`PLAN_NO_LONGER_REQUIRED`. What happened but stops and starts nothing (a visit on which nobody was seen) is
not a milestone.

To add one, put it where it belongs in the day: the order below is the order in which things of one day are
taken to have happened.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum, StrEnum
from operator import attrgetter
from typing import Final, NamedTuple

from deadlines.periods import Months, Period


class Milestone(StrEnum):
    """In the order of a day: a core group held straight after the conference comes after it."""

    place: int
    __hash__ = str.__hash__  # an Enum's own is written in Python, and sweeps ask for it by the million

    def __init__(self, *_: str) -> None:
        self.place = len(type(self).__members__)

    BORN = "born"
    TRANSFER_IN_NOTIFIED = "transfer-in-notified"
    ASSESSMENT_STARTED = "assessment-started"
    ASSESSMENT_AUTHORISED = "assessment-authorised"
    STRATEGY_DISCUSSION = "strategy-discussion"
    ENQUIRIES_DECIDED = "enquiries-decided"
    NO_CONFERENCE_NEEDED = "no-conference-needed"
    CIN_PLAN_NOT_NEEDED = "cin-plan-not-needed"
    INITIAL_CONFERENCE_BOOKED = "initial-conference-booked"
    EXCLUSION_SOUGHT = "exclusion-sought"
    EXCLUSION_REQUEST_SENT = "exclusion-request-sent"
    DRAFT_PLAN_WRITTEN = "draft-plan-written"
    REPORT_PASSED = "report-passed"
    REPORT_COUNTERSIGNED = "report-countersigned"
    REPORT_SHARED_WITH_FAMILY = "report-shared-with-family"
    REPORT_SENT_TO_CHAIR = "report-sent-to-chair"
    CONFERENCE_INQUORATE = "conference-inquorate"
    INITIAL_CONFERENCE_HELD = "initial-conference-held"
    NO_PLAN_MADE = "no-plan-made"
    PLAN_STARTED = "plan-started"
    PLAN_TAKEN_OVER = "plan-taken-over"
    PLAN_FREQUENCY_SET = "plan-frequency-set"
    SEEING_ALONE_SUSPENDED = "seeing-alone-suspended"
    SEEING_ALONE_RESUMED = "seeing-alone-resumed"
    REVIEW_BOOKED = "review-booked"
    PLAN_UPDATED = "plan-updated"
    REVIEW_HELD = "review-held"
    CONFERENCE_RECORD_SENT = "conference-record-sent"
    DECISION_LETTER_SENT = "decision-letter-sent"
    RESOURCE_PANEL_NEEDED = "resource-panel-needed"
    RESOURCE_PANEL_DECIDED = "resource-panel-decided"
    CORE_GROUP_BOOKED = "core-group-booked"
    CORE_GROUP_HELD = "core-group-held"
    CORE_GROUP_CIRCULATED = "core-group-circulated"
    EXTENSION_AGREED = "extension-agreed"
    ACTION_AGREED = "action-agreed"
    ACTION_DONE = "action-done"
    DELEGATION_AGREED = "delegation-agreed"
    DELEGATION_MONITORED = "delegation-monitored"
    DELEGATION_ENDED = "delegation-ended"
    CONTACT_REFUSED = "contact-refused"
    UNSEEN_OPENED = "unseen-opened"
    UNSEEN_TOLD_MANAGER = "unseen-told-manager"
    UNSEEN_TOLD_CHAIR = "unseen-told-chair"
    UNSEEN_TOLD_CORE_GROUP = "unseen-told-core-group"
    CHAIR_ASKED = "chair-asked"
    CHAIR_ANSWERED = "chair-answered"
    CHANGE_REPORTED = "change-reported"
    EARLY_REVIEW_ASKED = "early-review-asked"
    CHANGE_DECIDED = "change-decided"
    MEMBER_ASKED = "member-asked"
    MEMBER_ANSWERED = "member-answered"
    CONTRIBUTION_ASKED = "contribution-asked"
    CONTRIBUTION_CAME = "contribution-came"
    LOOKED_AFTER = "looked-after"
    PLAN_STILL_NEEDED_DECIDED = "plan-still-needed-decided"
    NO_LONGER_LOOKED_AFTER = "no-longer-looked-after"
    BIRTH_EXPECTED = "birth-expected"
    INJURY_FOUND = "injury-found"
    INJURY_DECIDED = "injury-decided"
    VISIT_MADE = "visit-made"
    CHILD_SEEN = "child-seen"
    CHILD_SEEN_ALONE = "child-seen-alone"
    CHILD_SEEN_AWAKE = "child-seen-awake"
    VISIT_RECORDED = "visit-recorded"
    UNALLOCATED = "unallocated"
    ALLOCATED = "allocated"
    COVER_LACKING = "cover-lacking"
    COVER_ARRANGED = "cover-arranged"
    COVER_NO_LONGER_LACKING = "cover-no-longer-lacking"
    PLAN_ENDED = "plan-ended"
    PLAN_NO_LONGER_REQUIRED = "plan-no-longer-required"
    RESPONSIBILITY_ENDED = "responsibility-ended"
    CIN_PLAN_STARTED = "cin-plan-started"
    RECORD_TAKEN_OVER = "record-taken-over"


MOMENTS_IN_A_DAY: Final = 128
if len(Milestone) >= MOMENTS_IN_A_DAY:
    raise ValueError(
        "There are more milestones than moments in a day: those of one day would reach into the next."
    )
_by_moment = attrgetter("moment")


class Source(NamedTuple):
    """The record a milestone came from: what kind, which one, and what people call it."""

    kind: str
    pk: int
    label: str


@dataclass(frozen=True, slots=True)
class Reached:
    """A milestone reached on a day.

    A booking carries the day it is for (`for_day`) and, when it has been moved, the day that was settled
    (`moved_on`); `on` stays the day it was first booked, and `earlier` keeps each day it was for before, oldest first,
    as the day that one was settled and the day itself. A cancelled booking is simply absent. An agreed action
    carries the day it is to be done by in the same way. What belongs together carries the same `occasion`: a
    conference's booking and the steps towards it, a core group and its circulation, a visit and its writing up.
    A frequency set in the plan carries the `rule` it tightens and its `period`, or no period when it is
    withdrawn. An extension carries the `rule` whose limit it moves and, as `for_day`, the new last day.
    """

    on: date
    milestone: Milestone
    for_day: date | None = None
    moved_on: date | None = None
    earlier: tuple[tuple[date, date], ...] = ()
    occasion: int | str | None = None
    source: Source | None = None
    rule: str = ""
    period: Period | None = None
    detail: str = ""

    moment: int = field(init=False, repr=False, compare=False)
    """A number that sorts milestones by day and, within a day, by their place in it."""

    @property
    def settled_on(self) -> date:
        """The day from which its present day could be counted back from."""
        return max(self.on, self.moved_on or self.on)

    def __post_init__(self) -> None:
        moment = self.on.toordinal() * MOMENTS_IN_A_DAY + self.milestone.place
        object.__setattr__(self, "moment", moment)


class SeeAlone(StrEnum):
    """What seeing this child alone means: a baby is seen awake instead; for some it is not appropriate."""

    ALONE = "alone"
    BABY_AWAKE = "baby-awake"
    NOT_APPROPRIATE = "not-appropriate"


SeeAloneFrom = tuple[date, SeeAlone]


USUALLY_A_BABY_UNTIL: Final = Months(24)


def see_alone_by_age(born: date, baby_until: Months = USUALLY_A_BABY_UNTIL) -> tuple[SeeAloneFrom, ...]:
    """The usual mode: seen awake as a baby, seen alone from the age that the authority's pack gives."""
    return ((date.min, SeeAlone.BABY_AWAKE), (baby_until.shift(born, 1), SeeAlone.ALONE))


class State(Enum):
    """Something that is so between two milestones: what begins it, what ends it, whether it was so at first."""

    PLAN_OPEN = (Milestone.PLAN_STARTED, Milestone.PLAN_ENDED, False)
    NO_PLAN_OPEN = (Milestone.PLAN_ENDED, Milestone.PLAN_STARTED, True)
    BORN = (Milestone.BORN, None, False)
    UNALLOCATED = (Milestone.UNALLOCATED, Milestone.ALLOCATED, True)
    NOBODY_ACTS = (Milestone.COVER_LACKING, Milestone.COVER_NO_LONGER_LACKING, False)
    CONTACT_DELEGATED = (Milestone.DELEGATION_AGREED, Milestone.DELEGATION_ENDED, False)
    SEEN_ALONE = (Milestone.SEEING_ALONE_RESUMED, Milestone.SEEING_ALONE_SUSPENDED, True)

    def __init__(self, begins: Milestone, ends: Milestone | None, at_first: bool) -> None:
        self.begins = begins
        self.ends = ends
        self.at_first = at_first


class Spell(NamedTuple):
    """A stretch of moments during which something was so; `end` is the moment it stopped."""

    start: int
    end: int

    @property
    def lasts_overnight(self) -> bool:
        return not same_day(self.start, self.end)


ALWAYS: Final = Spell(0, (date.max.toordinal() + 1) * MOMENTS_IN_A_DAY - 1)


def start_of(day: date) -> int:
    """The first moment of a day."""
    return day.toordinal() * MOMENTS_IN_A_DAY


def same_day(moment: int, other: int) -> bool:
    return moment // MOMENTS_IN_A_DAY == other // MOMENTS_IN_A_DAY


def day_of(moment: int) -> date:
    return date.fromordinal(moment // MOMENTS_IN_A_DAY)


class Track:
    """The days on which any of some milestones was reached, in order, for quick looking ahead."""

    __slots__ = ("moments", "reached")

    def __init__(self, reached: Sequence[Reached]) -> None:
        self.reached = reached
        self.moments = [each.moment for each in reached]

    def during(self, spell: Spell) -> Sequence[Reached]:
        """What was reached in a spell, but for its last day: on the day a plan ends nothing more starts."""
        first = bisect_left(self.moments, spell.start)
        last_day = spell.end - spell.end % MOMENTS_IN_A_DAY
        return self.reached[first : bisect_left(self.moments, last_day, first)]

    def after(self, moment: int, *, until: int) -> Iterator[Reached]:
        """Everything later than a moment, up to and including another."""
        first = bisect_right(self.moments, moment)
        yield from self.reached[first : bisect_right(self.moments, until, first)]

    def first_after(self, moment: int, *, until: int) -> Reached | None:
        place = bisect_right(self.moments, moment)
        if place < len(self.moments) and self.moments[place] <= until:
            return self.reached[place]
        return None

    def last_by(self, moment: int) -> Reached | None:
        place = bisect_right(self.moments, moment)
        return self.reached[place - 1] if place else None


class Timeline:
    """Everything the timetable needs to know about one child. The order in which it is told does not matter.

    `see_alone` is one mode for good, or the modes with the day each holds from. An unborn child's timeline has
    no `BORN`; every other child's has.
    """

    def __init__(
        self, reached: Iterable[Reached], *, see_alone: SeeAlone | Iterable[SeeAloneFrom] = SeeAlone.ALONE
    ) -> None:
        modes = [(date.min, see_alone)] if isinstance(see_alone, SeeAlone) else sorted(see_alone)
        counted = [each for each in reached if _counts(each, modes)]
        counted.extend(_suspensions(modes))
        # By record too, so that of two visits on one day the same one is always the one that counts.
        counted.sort(key=lambda each: (each.moment, each.source or ()))
        self._by_milestone: dict[Milestone, list[Reached]] = {}
        for each in counted:
            self._by_milestone.setdefault(each.milestone, []).append(each)
        self._tracks: dict[frozenset[Milestone], Track] = {}
        self._spells: dict[frozenset[State], list[Spell]] = {}
        self._frequencies: dict[str, list[tuple[date, tuple[Period, ...]]]] | None = None

    def track(self, milestones: frozenset[Milestone]) -> Track:
        if milestones not in self._tracks:
            if len(milestones) == 1:
                (only,) = milestones
                reached = self._by_milestone.get(only, [])
            else:
                reached = [each for one in milestones for each in self._by_milestone.get(one, ())]
                reached.sort(key=_by_moment)
            self._tracks[milestones] = Track(reached)
        return self._tracks[milestones]

    def first(self, milestone: Milestone) -> Reached | None:
        return next(iter(self._by_milestone.get(milestone, ())), None)

    def spells(self, states: frozenset[State]) -> list[Spell]:
        """When all the states held at once. A spell that would begin and end on one day is no spell."""
        if states not in self._spells:
            spells = [ALWAYS]
            for state in states:
                spells = [
                    Spell(max(ours.start, theirs.start), min(ours.end, theirs.end))
                    for ours in spells
                    for theirs in self._spells_of(state)
                ]
            self._spells[states] = [each for each in spells if each.lasts_overnight]
        return self._spells[states]

    def _spells_of(self, state: State) -> Iterator[Spell]:
        begins = self._by_milestone.get(state.begins, [])
        ends = self.track(frozenset({state.ends})) if state.ends else Track(())
        started, ended = -1, -1
        for start in ([ALWAYS.start] if state.at_first else []) + [each.moment for each in begins]:
            # A plan may start on the day another ends: in the order of that day it is the earlier.
            takes_over = same_day(start, ended) and not same_day(start, started)
            if start > ended or takes_over:
                end = ends.first_after(max(start, ended), until=ALWAYS.end)
                started, ended = start, end.moment if end else ALWAYS.end
                yield Spell(started, ended)

    def frequencies(self, rule: str, on: date) -> tuple[Period, ...]:
        """What the open plan asks for under a rule on a day: whatever was last set, and all of it if several
        were set on one day. A frequency belongs to the plan it was set in: the next plan starts without.
        """
        if self._frequencies is None:
            self._frequencies = self._read_frequencies()
        settings = self._frequencies.get(rule, [])
        place = bisect_right(settings, on, key=lambda setting: setting[0])
        return settings[place - 1][1] if place else ()

    def _read_frequencies(self) -> dict[str, list[tuple[date, tuple[Period, ...]]]]:
        settings: dict[str, list[tuple[date, tuple[Period, ...]]]] = {}
        kinds = frozenset({Milestone.PLAN_FREQUENCY_SET, Milestone.PLAN_STARTED})
        for each in self.track(kinds).reached:
            if each.milestone is Milestone.PLAN_STARTED:
                for earlier in settings.values():
                    earlier.append((each.on, ()))
                continue
            set_for_rule = settings.setdefault(each.rule, [])
            same_day = bool(set_for_rule) and set_for_rule[-1][0] == each.on
            periods = set_for_rule.pop()[1] if same_day else ()
            set_for_rule.append((each.on, (*periods, each.period) if each.period else periods))
        return settings


def _mode_on(day: date, modes: Sequence[SeeAloneFrom]) -> SeeAlone:
    held = SeeAlone.ALONE
    for since, mode in modes:
        if since > day:
            break
        held = mode
    return held


def _counts(each: Reached, modes: Sequence[SeeAloneFrom]) -> bool:
    """Judged by what this child needed on that day: growing out of babyhood unmakes no earlier sighting."""
    match each.milestone:
        case Milestone.CHILD_SEEN_ALONE:
            return _mode_on(each.on, modes) is SeeAlone.ALONE
        case Milestone.CHILD_SEEN_AWAKE:
            return _mode_on(each.on, modes) is SeeAlone.BABY_AWAKE
    return True


def _suspensions(modes: Sequence[SeeAloneFrom]) -> Iterator[Reached]:
    suspended = False
    for since, mode in modes:
        if (mode is SeeAlone.NOT_APPROPRIATE) != suspended:
            suspended = not suspended
            ends_or_begins = Milestone.SEEING_ALONE_SUSPENDED if suspended else Milestone.SEEING_ALONE_RESUMED
            yield Reached(since, ends_or_begins)
