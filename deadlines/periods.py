"""Lengths of time as the law and local procedures give them: the unit travels with the number.

How days are counted (the C- conventions of the printed timetable):

* the day of the event is day 0; a limit of N includes the whole of day N;
* an event on a weekend or holiday changes nothing: day 1 is the next working day;
* a week is seven calendar days; a month ends on the same day number, or on the month's last day if it has
  no such day (30 November + 3 months is 28 February);
* a limit that falls on a weekend or a holiday stays there: "not more than" is a maximum.

Where an authority counts otherwise, its pack says so with `Counting`.
"""

import re
from abc import ABC, abstractmethod
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar, Final

from deadlines.calendar import BankHolidaysUnknown, WorkingCalendar


@dataclass(frozen=True)
class Counting:
    """The disputed conventions. The default is the one the printed timetable describes."""

    inclusive: bool = False
    """C-2b: "from and including the day of the visit", so the limit falls one working day earlier."""
    clear_days: bool = False
    """C-4b: "clear working days before", so the limit falls one working day earlier."""
    rolls_forward: bool = False
    """C-7 the other way: a limit that falls on a non-working day moves to the next working day."""


AS_PRINTED = Counting()


@dataclass(frozen=True)
class Period(ABC):
    """Compare two periods by the dates they give, never by their numbers: see `first_day_looser`."""

    count: int
    unit: ClassVar[str]

    def __post_init__(self) -> None:
        if self.count < 0:
            raise ValueError(f"A period cannot be negative: {self.count} {self.unit}s.")

    def __str__(self) -> str:
        return f"{self.count} {self.unit}{'' if self.count == 1 else 's'}"

    @abstractmethod
    def after(self, start: date, calendar: WorkingCalendar, counting: Counting = AS_PRINTED) -> date:
        """The last day on which something due within this period of `start` is in time."""

    @abstractmethod
    def before(self, day: date, calendar: WorkingCalendar, counting: Counting = AS_PRINTED) -> date:
        """The last day on which something due this long before `day` is in time."""

    @staticmethod
    def parse(written: str) -> "Period":
        """Read "10 working days", "28 days", "6 weeks", "3 months", "18 years" or "the same day"."""
        words = " ".join(written.lower().split())
        if words in {"same day", "the same day"}:
            return Days(0)
        found = re.fullmatch(r"(\d+) ([a-z ]+?)s?", words, flags=re.ASCII)
        if not found or found[2] not in _BY_UNIT:
            raise ValueError(
                f"“{written}” is not a period. Write a whole number and its unit, "
                "such as “10 working days”, “28 days”, “6 weeks” or “3 months”."
            )
        return _BY_UNIT[found[2]](int(found[1]))


class WorkingDays(Period):
    unit = "working day"

    def after(self, start: date, calendar: WorkingCalendar, counting: Counting = AS_PRINTED) -> date:
        count = max(self.count - 1, 0) if counting.inclusive else self.count
        return calendar.working_days_after(start, count)

    def before(self, day: date, calendar: WorkingCalendar, counting: Counting = AS_PRINTED) -> date:
        return calendar.working_days_before(day, self.count + 1 if counting.clear_days else self.count)


class _CalendarPeriod(Period):
    """Counted on the ordinary calendar, holidays and all."""

    @abstractmethod
    def shift(self, day: date, direction: int) -> date: ...

    def after(self, start: date, calendar: WorkingCalendar, counting: Counting = AS_PRINTED) -> date:
        end = self.shift(start, 1)
        return calendar.first_working_day_on_or_after(end) if counting.rolls_forward else end

    def before(self, day: date, calendar: WorkingCalendar, counting: Counting = AS_PRINTED) -> date:
        return self.shift(day, -1)


class Days(_CalendarPeriod):
    unit = "day"

    def __str__(self) -> str:
        return super().__str__() if self.count else "the same day"

    def shift(self, day: date, direction: int) -> date:
        return day + timedelta(days=direction * self.count)


class Weeks(_CalendarPeriod):
    unit = "week"

    def shift(self, day: date, direction: int) -> date:
        return day + timedelta(weeks=direction * self.count)


class Months(_CalendarPeriod):
    unit = "month"

    def shift(self, day: date, direction: int) -> date:
        year, month = divmod(day.year * 12 + day.month - 1 + direction * self.count, 12)
        return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


class Years(_CalendarPeriod):
    """Ages. Somebody born on 29 February comes of age on 1 March when the year has no 29th."""

    unit = "year"

    def shift(self, day: date, direction: int) -> date:
        year = day.year + direction * self.count
        if (day.month, day.day) == (2, 29) and monthrange(year, 2)[1] == 28:
            return date(year, 3, 1)
        return day.replace(year=year)


ONE_DAY: Final = timedelta(days=1)
_BY_UNIT: dict[str, type[Period]] = {kind.unit: kind for kind in (WorkingDays, Days, Weeks, Months, Years)}


def first_day_looser(
    period: Period,
    than: Period,
    calendar: WorkingCalendar,
    *,
    counting: Counting = AS_PRINTED,
    back: bool = False,
) -> date | None:
    """The first day known to the calendar from which `period` allows a later date than `than`.

    `back` compares how long before the day each asks for, instead of how long after it.
    """
    day = calendar.known_from
    while day <= calendar.known_until:
        try:
            if back:
                looser = period.before(day, calendar, counting) > than.before(day, calendar)
            else:
                looser = period.after(day, calendar, counting) > than.after(day, calendar)
        except BankHolidaysUnknown:
            looser = False  # near either end of what is known, neither date is
        if looser:
            return day
        day += ONE_DAY
    return None
