"""Work out every clock of one child: what started it, when it is due, what met it, what made it lapse.

Facts (`Timeline`), numbers (`Pack`) and working days (`WorkingCalendar`) in; `Clock`s out. Nothing else is
read: not the database, not today's date. A recurring duty is a rule whose expected milestone also starts it.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from itertools import islice
from typing import Final

from deadlines.calendar import BankHolidaysUnknown, WorkingCalendar
from deadlines.limits import Limit, Whose
from deadlines.milestones import ALWAYS, Milestone, Reached, Spell, Timeline, Track, day_of, start_of
from deadlines.packs import Pack
from deadlines.periods import Period
from deadlines.rules import Rule, Shape, Which

ONE_DAY: Final = timedelta(days=1)
_EXTENSIONS: Final = frozenset({Milestone.EXTENSION_AGREED})


class Standing(StrEnum):
    DUE = "due"
    OVERDUE = "overdue"
    MET = "met"
    MET_LATE = "met-late"
    LAPSED = "lapsed"
    SHORT_NOTICE = "short-notice"
    NO_LIMIT = "no-limit"
    FLAG = "flag"


@dataclass(frozen=True, slots=True)
class Lost:
    """A limit that was in force and did not decide, with the day it would have given.

    For a window the day is the one on which it would have opened.
    """

    limit: Limit
    would_have_given: date


@dataclass(frozen=True, slots=True)
class Reckoning:
    """The arithmetic of one clock. It depends on dates and numbers only, so children share it."""

    counted_from: date
    opens_on: date | None
    due_on: date | None
    practical_on: date | None
    limit: Limit
    lost: tuple[Lost, ...]


@dataclass(frozen=True, slots=True)
class Clock:
    rule: Rule
    started_by: Reached
    reckoning: Reckoning
    met_by: Reached | None = None
    lapsed_on: date | None = None
    extended_by: Reached | None = None
    """The extension that moved the last day, where the source says "usually" and the manager agreed."""
    reopened_by: Reached | None = None
    """What undid it after it had been met, as a draft changed after it was countersigned."""
    short_notice: bool = False
    """Whether the day was already past when the conference was given its date, and nobody was late before (C-13)."""
    booked_for: date | None = None
    """The last day in time that is agreed for it, while it is not done."""

    @property
    def started_on(self) -> date:
        return self.started_by.on

    @property
    def opens_on(self) -> date | None:
        """The first day that counts, for a window before a review."""
        return self.reckoning.opens_on

    @property
    def due_on(self) -> date | None:
        """The last day in time; None where nobody has set a limit."""
        return self.reckoning.due_on

    @property
    def practical_on(self) -> date | None:
        """The last working day on or before the due date; None where bank holidays are not yet known."""
        return self.reckoning.practical_on

    @property
    def met_on(self) -> date | None:
        return self.met_by.on if self.met_by else None

    @property
    def limit(self) -> Limit:
        """The limit that decided."""
        return self.reckoning.limit

    @property
    def lost(self) -> tuple[Lost, ...]:
        return self.reckoning.lost

    def standing(self, today: date) -> Standing:
        if self.met_on:
            in_time = self.due_on is None or self.met_on <= self.due_on
            return Standing.MET if in_time else Standing.MET_LATE
        if self.lapsed_on:
            return Standing.LAPSED
        if self.due_on is None:
            return Standing.NO_LIMIT
        if self.rule.is_flag:
            return Standing.FLAG if today >= self.due_on else Standing.DUE
        if self.short_notice:
            return Standing.SHORT_NOTICE
        return Standing.OVERDUE if today > self.due_on else Standing.DUE


def clocks(
    timeline: Timeline, pack: Pack, calendar: WorkingCalendar, *, of: Collection[Rule] | None = None
) -> list[Clock]:
    """Every clock there has been (`of` some rules only), in order of the day it started and then of its rule's code.

    Raises `BankHolidaysUnknown` when working days would have to be counted beyond the known holidays.
    """
    found = []
    for rule in pack.rules:
        if of is not None and rule not in of:
            continue
        for spell in timeline.spells(rule.during):
            for start in _starts(rule, timeline, spell):
                reckoning = _reckoning_of(rule, start, timeline, pack, calendar)
                if reckoning:
                    clock = _clock(rule, start, reckoning, timeline, spell, calendar)
                    if _is_past_when_settled(rule, start, reckoning.due_on):
                        clock = replace(clock, short_notice=_short_notice(clock, timeline, pack, calendar))
                    found.append(clock)
    found.sort(key=lambda clock: (clock.started_by.on, clock.rule.code))
    return found


def _starts(rule: Rule, timeline: Timeline, spell: Spell) -> Iterable[Reached]:
    """What starts a clock under a rule within a spell. Two visits on one day start one; two actions of a plan, each
    of which is done by itself, start two."""
    apart = rule.same_occasion or rule.shape is Shape.COUNTDOWN
    by_moment: dict[tuple[int, date | None, int | str | None], Reached] = {}
    for start in timeline.track(rule.after).during(spell):
        by_moment.setdefault((start.moment, start.for_day, start.occasion if apart else None), start)
    starts: Iterable[Reached] = by_moment.values()
    if rule.which is Which.FIRST:
        starts = islice(starts, 1)
    elif rule.which is Which.LATER:
        starts = islice(starts, 1, None)
    if rule.starts_again_after:
        starts = _one_at_a_time(starts, timeline.track(rule.starts_again_after))
    return starts


def _one_at_a_time(starts: Iterable[Reached], conclusions: Track) -> Iterator[Reached]:
    not_before = ALWAYS.start
    for start in starts:
        if start.moment >= not_before:
            yield start
            conclusion = conclusions.first_after(start.moment, until=ALWAYS.end)
            not_before = conclusion.moment if conclusion else ALWAYS.end


def _clock(
    rule: Rule,
    start: Reached,
    reckoning: Reckoning,
    timeline: Timeline,
    spell: Spell,
    calendar: WorkingCalendar,
) -> Clock:
    since, until = start.moment, spell.end
    if rule.lapses_at and (lapse := timeline.track(rule.lapses_at).first_after(since, until=until)):
        until = lapse.moment
    if reckoning.opens_on:
        # In a window it is the day that counts: a meeting held before the review was booked is in time too.
        since = max(start_of(reckoning.opens_on), spell.start) - 1
    expected = timeline.track(rule.expects)
    reopened_by = None
    if rule.undone_by:
        reopened_by = _undoing(rule, start, reckoning, timeline, until)
        since = reopened_by.moment if reopened_by else since
    if rule.shape is Shape.COUNTDOWN or rule.same_occasion:
        steps = expected.after(since, until=until)
        met_by = next((step for step in steps if step.occasion in (None, start.occasion)), None)
    else:
        met_by = expected.first_after(since, until=until)
    extended_by = None
    if rule.is_usual:
        extended_until = met_by.moment if met_by else until
        reckoning, extended_by = _extended(rule, start, reckoning, timeline, extended_until, calendar)
    lapsed = met_by is None and until < ALWAYS.end
    booked_for = (
        _booked_for(rule, start, reckoning, timeline) if rule.booked_by and until >= ALWAYS.end else None
    )
    return Clock(
        rule, start, reckoning, met_by, day_of(until) if lapsed else None, extended_by, reopened_by,
        booked_for=None if met_by else booked_for,
    )  # fmt: skip


def _booked_for(rule: Rule, start: Reached, reckoning: Reckoning, timeline: Timeline) -> date | None:
    first, last = reckoning.opens_on or start.on + ONE_DAY, reckoning.due_on or date.max
    days = (each.for_day for each in timeline.track(rule.booked_by).reached if each.for_day)
    return max((day for day in days if first <= day <= last), default=None)


def _is_past_when_settled(rule: Rule, start: Reached, due_on: date | None) -> bool:
    return rule.shape is not Shape.AFTER and due_on is not None and due_on < start.settled_on


def _short_notice(clock: Clock, timeline: Timeline, pack: Pack, calendar: WorkingCalendar) -> bool:
    """Goes through the days that the conference was given. What was overdue under one of them stays overdue when it
    is given another: putting a conference off makes up for nothing."""
    start, is_short, due_on = clock.started_by, False, None
    for settled_on, for_day in (*start.earlier, (start.settled_on, start.for_day)):
        was_overdue = due_on is not None and due_on < settled_on and not is_short
        then = replace(start, for_day=for_day)
        reckoning = _reckoning_of(clock.rule, then, timeline, pack, calendar)
        due_on = reckoning.due_on if reckoning else None
        is_short = due_on is not None and due_on < settled_on and not was_overdue
    return is_short


def _undoing(
    rule: Rule, start: Reached, reckoning: Reckoning, timeline: Timeline, until: int
) -> Reached | None:
    """The last change, up to the day counted back from, to what had already been certified (C-11)."""
    done = timeline.track(rule.expects).first_after(start.moment, until=until)
    if done is None:
        return None
    last_moment = min(until, start_of(reckoning.counted_from + ONE_DAY) - 1)
    changes = timeline.track(rule.undone_by).after(done.moment, until=last_moment)
    return max(
        (each for each in changes if each.occasion in (None, start.occasion)),
        key=lambda each: each.moment,
        default=None,
    )


def _extended(
    rule: Rule,
    start: Reached,
    reckoning: Reckoning,
    timeline: Timeline,
    until: int,
    calendar: WorkingCalendar,
) -> tuple[Reckoning, Reached | None]:
    """The reckoning with the last extension agreed while the clock ran, if that gave it a later day."""
    agreed = [
        each
        for each in timeline.track(_EXTENSIONS).after(start.moment, until=until)
        if each.rule == rule.code
    ]
    if not agreed or reckoning.due_on is None:
        return reckoning, None
    extension, was_due_on = agreed[-1], reckoning.due_on
    if extension.for_day is None or extension.for_day <= was_due_on:
        return reckoning, None
    extended = replace(
        reckoning,
        due_on=extension.for_day,
        practical_on=_practical(extension.for_day, calendar),
        lost=(*reckoning.lost, Lost(reckoning.limit, was_due_on)),
    )
    return extended, extension


def _reckoning_of(
    rule: Rule, start: Reached, timeline: Timeline, pack: Pack, calendar: WorkingCalendar
) -> Reckoning | None:
    anchor = start
    if rule.counts_from:
        anchor = timeline.first(rule.counts_from) or start
    set_in_plan = timeline.frequencies(rule.plan_frequency, start.on) if rule.plan_frequency else ()
    instead = _instead(rule, start, timeline) if rule.may_count_from else ()
    return _reckon(rule, pack, calendar, start.on, anchor.for_day or anchor.on, set_in_plan, instead)


def _instead(rule: Rule, start: Reached, timeline: Timeline) -> tuple[tuple[Milestone, date], ...]:
    """The days from which a pack may have its limit counted instead."""
    return tuple(
        (milestone, reached.on)
        for milestone in sorted(rule.may_count_from)
        if (reached := timeline.track(frozenset({milestone})).last_by(start.moment))
    )


@lru_cache(maxsize=65_536)
def _reckon(
    rule: Rule,
    pack: Pack,
    calendar: WorkingCalendar,
    started_on: date,
    counted_from: date,
    set_in_plan: tuple[Period, ...],
    instead: tuple[tuple[Milestone, date], ...],
) -> Reckoning | None:
    """The strictest of the limits in force on the day the clock started; None when there were none.

    `instead` are the days from which a pack may have its limit counted, where it says so.
    """
    limits = pack.limits_on(rule.code, started_on)
    if not limits:
        return None
    limits += tuple(
        Limit(rule.code, each, Whose.PLAN, "the child’s own plan", "plan") for each in set_in_plan
    )
    days = dict(instead)

    def anchor(limit: Limit) -> date:
        return days.get(limit.counted_from, counted_from) if limit.counted_from else counted_from

    dated = [
        (limit, _day_given(rule, limit, limit.period, anchor(limit), calendar))
        for limit in limits
        if limit.period
    ]
    if not dated:
        return Reckoning(anchor(limits[0]), None, None, None, limits[0], ())
    strictest = max if rule.shape is Shape.WINDOW else min
    winner, day = strictest(dated, key=lambda each: each[1])
    due_on = counted_from if rule.shape is Shape.WINDOW else day
    return Reckoning(
        counted_from=anchor(winner),
        opens_on=day if rule.shape is Shape.WINDOW else None,
        due_on=due_on,
        practical_on=_practical(due_on, calendar),
        limit=winner,
        lost=tuple(Lost(limit, would) for limit, would in dated if limit is not winner),
    )


def _practical(due_on: date, calendar: WorkingCalendar) -> date | None:
    try:
        return calendar.last_working_day_on_or_before(due_on)
    except BankHolidaysUnknown:
        return None


def _day_given(
    rule: Rule, limit: Limit, period: Period, counted_from: date, calendar: WorkingCalendar
) -> date:
    if rule.shape is Shape.AFTER:
        return period.after(counted_from, calendar, limit.counting)
    return period.before(counted_from, calendar, limit.counting)
