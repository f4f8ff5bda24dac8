"""Why this date? The arithmetic of a clock as rows and sentences that a page or a printed sheet can show.

`explain(clock, calendar)` gives every day between the start and the limit with what it counted as, in the order
of counting: forwards from what happened, or backwards from the conference.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from deadlines.calendar import WorkingCalendar
from deadlines.engine import Clock, Lost
from deadlines.periods import Days, Months, Period, Weeks, WorkingDays
from deadlines.rules import Shape
from govuk_forms import words

ROWS_BEFORE_RUNS_ARE_FOLDED: Final = 31
ONE_DAY: Final = timedelta(days=1)


@dataclass(frozen=True)
class Row:
    """One day, or a run of days that say the same."""

    first: date
    last: date
    text: str
    counts: bool

    def __str__(self) -> str:
        return f"{self.when}: {self.text}"

    @property
    def when(self) -> str:
        if self.first == self.last:
            return words.weekday(self.first)
        return f"{words.weekday(self.first)} to {words.weekday(self.last)}"


@dataclass(frozen=True)
class Working:
    rows: tuple[Row, ...]
    sentence: str
    practical: str
    """Says which working day to aim at when the limit itself is not one; otherwise empty."""
    lost: tuple[str, ...]


def explain(clock: Clock, calendar: WorkingCalendar) -> Working:
    period, due_on = clock.limit.period, clock.due_on
    if period is None or due_on is None:
        nobody = (
            f"Nobody has set how soon: the days since {words.weekday(clock.started_on)} are shown instead."
        )
        return Working(rows=(), sentence=nobody, practical="", lost=())
    extension, lost = clock.extended_by, clock.lost
    arrived_at = clock.opens_on or due_on
    if extension:
        # The limit itself, which the engine keeps as the last of those that did not decide.
        lost, usual = lost[:-1], lost[-1]
        arrived_at = usual.would_have_given
    rows = list(_rows(clock, period, arrived_at, calendar))
    if extension:
        rows.append(Row(due_on, due_on, "the last day that was agreed", counts=True))
    return Working(
        rows=tuple(rows),
        sentence=_sentence(clock, period, arrived_at, calendar) + "".join(_what_changed_it(clock, due_on)),
        practical=_practical(due_on, clock.practical_on, calendar),
        lost=tuple(_lost(clock, each) for each in lost),
    )


def _what_changed_it(clock: Clock, due_on: date) -> Iterator[str]:
    if extension := clock.extended_by:
        because = f": {extension.detail}" if extension.detail else ""
        agreed = (
            f"On {words.weekday(extension.on)} it was agreed that the last day is {words.weekday(due_on)}"
        )
        yield f" {agreed}{because.rstrip('.')}."
    if undone := clock.reopened_by:
        label = undone.source.label if undone.source else undone.milestone.value.replace("-", " ")
        yield f" It had been done, and was undone on {words.weekday(undone.on)} ({label})."


def _rows(clock: Clock, period: Period, end: date, calendar: WorkingCalendar) -> Iterator[Row]:
    start = clock.reckoning.counted_from
    own_day = isinstance(period, WorkingDays) and clock.limit.counting.inclusive
    counted_as = "counted as day 1" if own_day else "day 0"
    yield Row(start, start, f"{counted_as}, {_anchor(clock)}", counts=own_day)
    if end == start:
        return
    if isinstance(period, WorkingDays):
        between = list(_day_by_day(clock, start, end, calendar))
        yield from _folded(between) if len(between) > ROWS_BEFORE_RUNS_ARE_FOLDED else between
    else:
        yield from _by_the_calendar(clock, period, start, end, calendar)


def _day_by_day(clock: Clock, start: date, end: date, calendar: WorkingCalendar) -> Iterator[Row]:
    step = ONE_DAY if end > start else -ONE_DAY
    day, counted = start, 1 if clock.limit.counting.inclusive else 0
    while day != end:
        day += step
        reason = calendar.reason_not_worked(day)
        if reason:
            yield Row(day, day, f"{reason}, not counted", counts=False)
        else:
            counted += 1
            last = f": {_what_it_is(clock)}" if day == end else ""
            yield Row(day, day, f"counted as day {counted}{last}", counts=True)


def _by_the_calendar(
    clock: Clock, period: Period, start: date, end: date, calendar: WorkingCalendar
) -> Iterator[Row]:
    forwards = end > start
    if isinstance(period, Weeks | Months):
        unit = type(period)
        for count in range(1, period.count):
            landed = unit(count).after(start, calendar) if forwards else unit(count).before(start, calendar)
            yield Row(landed, landed, f"{unit(count)}", counts=True)
    elif isinstance(period, Days) and period.count > 1:
        step = ONE_DAY if forwards else -ONE_DAY
        text = f"days 1 to {period.count - 1}: every day counts, weekends and holidays too"
        yield Row(min(start + step, end - step), max(start + step, end - step), text, counts=True)
    shortened = isinstance(period, Months) and end.day < start.day
    why = f" (no {start.day}th in that month, so its last day)" if shortened else ""
    yield Row(end, end, f"{period}{why}: {_what_it_is(clock)}", counts=True)


def _folded(rows: Sequence[Row]) -> Iterator[Row]:
    """Runs of counted days become one row; every day not counted keeps its own, with its name."""
    run: list[Row] = []
    for row in rows:
        if row.counts:
            run.append(row)
            continue
        yield from _one_row(run)
        run = []
        yield row
    yield from _one_row(run)


def _one_row(run: Sequence[Row]) -> Iterator[Row]:
    if len(run) > 1:
        first, last = run[0], run[-1]
        begin = first.text.removeprefix("counted as day ")
        end = last.text.removeprefix("counted as day ")
        yield replace(first, last=last.last, text=f"counted as days {begin} to {end}")
    else:
        yield from run


def _anchor(clock: Clock) -> str:
    if clock.rule.shape is not Shape.AFTER:
        return "the conference"
    if clock.rule.counts_from:
        return clock.rule.counts_from.value.replace("-", " ")
    started_by, instead = clock.started_by, clock.limit.counted_from
    if instead and clock.reckoning.counted_from != started_by.on:
        return instead.value.replace("-", " ")
    source = started_by.source
    return source.label if source else started_by.milestone.value.replace("-", " ")


def _what_it_is(clock: Clock) -> str:
    if clock.rule.shape is Shape.WINDOW:
        return "the first day that counts"
    if clock.extended_by:
        return "usually the last day"
    return "the day to look again" if clock.rule.is_flag else "the last day in time"


def _sentence(clock: Clock, period: Period, end: date, calendar: WorkingCalendar) -> str:
    start = clock.reckoning.counted_from
    whose = f"{clock.limit.whose} limit: {clock.limit.source}"
    if period == Days(0):
        return f"Due on the day itself, {words.weekday(start)} ({whose})."
    direction = "after" if clock.rule.shape is Shape.AFTER else "before"
    result = f"{period} {direction} {words.weekday(start)} is {words.weekday(end)} ({whose})."
    if clock.rule.shape is Shape.WINDOW:
        result = f"Any day from {words.weekday(end)} to {words.weekday(start)}: {result}"
    return f"{result}{_not_counted(start, end, calendar)}" if isinstance(period, WorkingDays) else result


def _not_counted(start: date, end: date, calendar: WorkingCalendar) -> str:
    first, last = sorted((start, end))
    between = (first + timedelta(days=number) for number in range(1, (last - first).days))
    reasons = Counter(reason for day in between if (reason := calendar.reason_not_worked(day)))
    weekend = reasons.pop("Saturday", 0) + reasons.pop("Sunday", 0)
    skipped = [words.count(weekend, "weekend day")] if weekend else []
    for reason, times in reasons.items():
        skipped.append(f"{reason}, {times} days" if times > 1 else reason)
    return f" Not counted: {'; '.join(skipped)}." if skipped else ""


def _practical(due_on: date, practical_on: date | None, calendar: WorkingCalendar) -> str:
    if practical_on is None:
        return "Bank holidays that far ahead have not been announced."
    if practical_on == due_on:
        return ""
    return (
        f"{words.weekday(due_on)} is not a working day ({calendar.reason_not_worked(due_on)}) and the limit "
        f"does not move: the last working day before it is {words.weekday(practical_on)}."
    )


def _lost(clock: Clock, lost: Lost) -> str:
    would = "have opened" if clock.rule.shape is Shape.WINDOW else "have given"
    return (
        f"The {lost.limit.whose} limit of {lost.limit.period} would {would} "
        f"{words.weekday(lost.would_have_given)}: less strict, so it did not decide."
    )
