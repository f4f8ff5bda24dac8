"""The ten working days to come, as the weeks of a calendar and as a list: the same entries, day by day."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from dashboards.bookings import Booking
from dashboards.my_day import DayRow
from deadlines.calendar import WorkingCalendar
from govuk_forms import words
from govuk_forms.components import Link

IN_A_CELL: Final = 5
A_DAY: Final = timedelta(days=1)
FRIDAY: Final = 4


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What is due or booked on a day, in words."""

    what: str
    children: list[Link]
    clock: str = ""
    """Of what is booked; empty for what is due."""
    where: str = ""
    limit: str = ""
    standing: str = ""
    standing_words: str = ""
    url: str = ""
    action: Link | None = None
    why_url: str = ""


@dataclass(frozen=True, kw_only=True)
class Day:
    on: date
    name: str
    """Monday 30 November"""
    off: str
    """Why nobody works: the name of the holiday, or the day of the weekend; empty on a working day."""
    is_today: bool
    is_outside: bool
    """Before today, or after the tenth working day."""
    entries: list[Entry] = field(default_factory=list)

    @property
    def weekday(self) -> str:
        return words.DAYS[self.on.weekday()]

    @property
    def date_words(self) -> str:
        return f"{self.on.day} {words.MONTHS[self.on.month]}"

    @property
    def first(self) -> list[Entry]:
        return self.entries[:IN_A_CELL]

    @property
    def more(self) -> int:
        return len(self.entries) - len(self.first)

    @property
    def anchor(self) -> str:
        return f"day-{self.on:%Y-%m-%d}"


@dataclass(frozen=True, kw_only=True)
class Week:
    name: str
    working: list[Day]
    """Monday to Friday."""
    weekend: list[Day]

    @property
    def weekend_is_outside(self) -> bool:
        return all(day.is_outside for day in self.weekend)


class DaysAhead:
    """From the Monday of this week to the Sunday of the last. Today itself stands above it on the page."""

    def __init__(
        self,
        rows: Sequence[DayRow],
        booked: Sequence[Booking],
        *,
        today: date,
        until: date,
        calendar: WorkingCalendar,
    ) -> None:
        self.today, self.until, self.calendar = today, until, calendar
        self.entries: dict[date, list[Entry]] = defaultdict(list)
        for booking in booked:
            self.entries[booking.on].append(_of_booking(booking))
        for row in rows:
            self.entries[row.do_on].append(_of_row(row))

    def weeks(self) -> list[Week]:
        monday = self.today - timedelta(days=self.today.weekday())
        weeks = []
        while monday <= self.until:
            days = [self._day(monday + number * A_DAY) for number in range(7)]
            name = f"Week of {monday.day} {words.MONTHS[monday.month]}"
            weeks.append(Week(name=name, working=days[: FRIDAY + 1], weekend=days[FRIDAY + 1 :]))
            monday += 7 * A_DAY
        return weeks

    def days(self) -> list[Day]:
        """Those after today with something on them, and the bank holidays between."""
        after = (self.today + number * A_DAY for number in range(1, (self.until - self.today).days + 1))
        days = [self._day(each) for each in after]
        return [day for day in days if day.entries or (day.off and not self._is_weekend(day))]

    def _is_weekend(self, day: Day) -> bool:
        return day.off == day.weekday

    def _day(self, on: date) -> Day:
        return Day(
            on=on,
            name=f"{words.DAYS[on.weekday()]} {on.day} {words.MONTHS[on.month]}",
            off=self.calendar.reason_not_worked(on) or "",
            is_today=on == self.today,
            is_outside=not self.today <= on <= self.until,
            entries=self.entries.get(on, []),
        )


def _of_booking(booking: Booking) -> Entry:
    return Entry(
        what=booking.what,
        children=booking.children,
        clock=booking.clock,
        where=booking.place,
        url=booking.url,
    )


def _of_row(row: DayRow) -> Entry:
    return Entry(
        what=row.row.what,
        children=[row.row.child] if row.row.child else [],
        limit=row.limit,
        standing=row.row.standing,
        standing_words=row.row.words,
        action=row.row.action,
        why_url=row.row.url,
    )
