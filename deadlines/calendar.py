"""Which days are working days in England and Wales, and how far that is known.

The bank holidays are the ones the `govuk-bank-holidays` package carries: the GOV.UK list as it stood when that
version was made. Nothing is fetched. To know another year, update the package.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property, lru_cache
from hashlib import sha256
from importlib.resources import files
from typing import Final

from govuk_forms import words

SATURDAY: Final = 5
BANK_HOLIDAYS_IN_A_FULL_YEAR: Final = 8


class BankHolidaysUnknown(LookupError):
    """The sum needs a day whose bank holidays have not been announced, or were before the list begins."""


class WorkingCalendar:
    """Working days by two look-ups, so that a sweep of every child costs no more than it must.

    `_counted[i]` is how many working days there have been up to and including day `i`; `_working[n]` is the
    day number of working day `n`. Days are numbered from `known_from`.
    """

    def __init__(self, bank_holidays: dict[date, str], closures: Mapping[date, str] | None = None) -> None:
        years = _complete_years(bank_holidays)
        self.known_from = date(years[0], 1, 1)
        self.known_until = date(years[-1], 12, 31)
        self._bank_holidays = bank_holidays
        self._closures = closures or {}
        self._origin = self.known_from.toordinal()
        self._counted: list[int] = []
        self._working: list[int] = []
        for number in range(self.known_until.toordinal() - self._origin + 1):
            if self.is_working_day(date.fromordinal(self._origin + number)):
                self._working.append(number)
            self._counted.append(len(self._working))

    @cached_property
    def fingerprint(self) -> str:
        """A name for which days are worked."""
        return sha256(repr((self.known_from, self._counted)).encode()).hexdigest()

    def also_closed(self, days: Iterable[date]) -> "WorkingCalendar":
        """The same with some more days closed."""
        return england_and_wales({**dict.fromkeys(days, ""), **self._closures})

    def knows(self, day: date) -> bool:
        return self.known_from <= day <= self.known_until

    def bank_holiday_name(self, day: date) -> str | None:
        return self._bank_holidays.get(day)

    def is_working_day(self, day: date) -> bool:
        return self.reason_not_worked(day) is None

    def reason_not_worked(self, day: date) -> str | None:
        """ "Saturday", "Good Friday (bank holiday)", "office closed: flooded" — or None on a working day."""
        if holiday := self._bank_holidays.get(day):
            return f"{holiday} (bank holiday)"
        if day.weekday() >= SATURDAY:
            return f"{day:%A}"
        if day not in self._closures:
            return None
        return f"office closed: {why}" if (why := self._closures[day]) else "office closed"

    def working_days_after(self, start: date, count: int) -> date:
        """The working day on which `count` working days after `start` end; `start` itself is day 0."""
        if count == 0:
            return start
        return self._working_day(self._counted[self._number(start)] + count - 1, asked_from=start)

    def working_days_before(self, day: date, count: int) -> date:
        if count == 0:
            return day
        number = self._number(day)
        earlier = self._counted[number] - (1 if self.is_working_day(day) else 0)
        return self._working_day(earlier - count, asked_from=day)

    def working_days_between(self, start: date, end: date) -> int:
        """How many working days later `end` is than `start`: 0 on the same day, negative when earlier."""
        return self._counted[self._number(end)] - self._counted[self._number(start)]

    def last_working_day_on_or_before(self, day: date) -> date:
        return self._working_day(self._counted[self._number(day)] - 1, asked_from=day)

    def first_working_day_on_or_after(self, day: date) -> date:
        return day if self.is_working_day(day) else self.working_days_after(day, 1)

    def _number(self, day: date) -> int:
        if not self.knows(day):
            raise self._unknown(day)
        return day.toordinal() - self._origin

    def _working_day(self, place: int, *, asked_from: date) -> date:
        if not 0 <= place < len(self._working):
            raise self._unknown(asked_from)
        return date.fromordinal(self._origin + self._working[place])

    def _unknown(self, day: date) -> BankHolidaysUnknown:
        return BankHolidaysUnknown(
            f"Working days near {words.day(day)} cannot be counted: bank holidays are known from "
            f"{words.day(self.known_from)} to {words.day(self.known_until)}. "
            "Update the govuk-bank-holidays package to know more years."
        )


def england_and_wales(closures: Iterable[date] | Mapping[date, str] = ()) -> WorkingCalendar:
    """The calendar of an authority that also closes on some days, with why where that is known. Built once for each
    set of them."""
    reasons = closures if isinstance(closures, Mapping) else dict.fromkeys(closures, "")
    return _calendar(frozenset(reasons.items()))


@lru_cache(maxsize=32)
def _calendar(closures: frozenset[tuple[date, str]]) -> WorkingCalendar:
    return WorkingCalendar(_published_bank_holidays(), dict(closures))


def _published_bank_holidays() -> dict[date, str]:
    published = files("govuk_bank_holidays").joinpath("bank-holidays.json").read_text(encoding="utf-8")
    return {
        date.fromisoformat(holiday["date"]): _name(holiday["title"], holiday["notes"])
        for holiday in json.loads(published)["england-and-wales"]["events"]
    }


def _name(title: str, notes: str) -> str:
    return f"{title}, substitute day" if notes == "Substitute day" else title


def _complete_years(bank_holidays: Iterable[date]) -> list[int]:
    """The run of years, from the first, that have their eight bank holidays."""
    in_year: dict[int, int] = {}
    for day in bank_holidays:
        in_year[day.year] = in_year.get(day.year, 0) + 1
    years: list[int] = []
    for year in sorted(in_year):
        if in_year[year] < BANK_HOLIDAYS_IN_A_FULL_YEAR or (years and year != years[-1] + 1):
            break
        years.append(year)
    if not years:
        raise BankHolidaysUnknown("No year in the list of bank holidays is complete.")
    return years
