"""Dates and times as people write them.

What cannot be read is refused with words that complete a sentence begun by the field's name ("Visit date
must include a year"), so that whoever typed it knows what to mend. Nothing is guessed: a year of two
figures or "4" for a time could mean two things, and a record must not.
"""

import re
from calendar import monthrange
from datetime import date, time

from . import words

DAY, MONTH, YEAR = PARTS = ("day", "month", "year")
EARLIEST_YEAR, LATEST_YEAR = 1900, 2100
REAL_DATE = "must be a real date, like 14 3 2026"
REAL_TIME = "must be a real time, like 4:30pm or 16:30"

MONTHS = tuple(name.casefold() for name in words.MONTHS[1:])
WEEKDAYS = tuple(name.casefold() for name in words.DAYS)

_GAP = r"(?:\s*[-/.]\s*|\s+)"
_YEAR_FIRST = re.compile(rf"([0-9]{{4}}){_GAP}([0-9]{{1,2}}){_GAP}([0-9]{{1,2}})")
_DAY_FIRST = re.compile(rf"([0-9]{{1,2}}){_GAP}([0-9]{{1,2}}){_GAP}([0-9]{{1,6}})")
_IN_WORDS = re.compile(
    rf"(?:([a-z]+)\s+)?([0-9]{{1,2}})(?:st|nd|rd|th)?{_GAP}?([a-z]+)\.?{_GAP}?([0-9]{{1,6}})"
)
_NO_YEAR = re.compile(rf"[0-9]{{1,2}}(?:st|nd|rd|th)?(?:{_GAP}[0-9]{{1,2}}|{_GAP}?([a-z]{{3,}}))")
_NO_DAY = re.compile(rf"(?:[0-9]{{1,2}}|([a-z]{{3,}})){_GAP}[0-9]{{4}}")
_RELATIVE = re.compile(
    rf"(?:(?:next|last|this)\s+)?(?:today|tomorrow|yesterday|now|week|{'|'.join(WEEKDAYS)})"
)
_TIME = re.compile(r"([0-9]{1,2})(?:\s*[:.]\s*([0-9]{2}))?\s*(?:([ap])\.?\s*m\.?)?")
_TIME_WITHOUT_COLON = re.compile(r"([0-9]{2})([0-9]{2})(?:\s*hrs)?")


class Unreadable(ValueError):
    """`because` completes a sentence begun by the field's name; `parts` are the boxes that are wrong."""

    def __init__(self, because: str, *parts: str) -> None:
        super().__init__(because)
        self.because = because
        self.parts = frozenset(parts or PARTS)


def read_date(text: str) -> date:
    """Reads 14/3/2026, 14 3 2026, 14 Mar 2026, Saturday 14 March 2026 and 2026-03-14."""
    written = " ".join(text.replace(",", " ").casefold().split())
    if match := _YEAR_FIRST.fullmatch(written):
        year, month, day = match.groups()
        return _real_date(int(day), int(month), year)
    if match := _DAY_FIRST.fullmatch(written):
        day, month, year = match.groups()
        return _real_date(int(day), int(month), year)
    if (match := _IN_WORDS.fullmatch(written)) and (number := month_number(match[3])):
        on = _real_date(int(match[2]), number, match[4])
        _check_weekday(match[1], on)
        return on
    if _RELATIVE.fullmatch(written):
        raise Unreadable(f"must be a date in figures, like 14 3 2026, not ‘{text.strip()}’")
    if (match := _NO_YEAR.fullmatch(written)) and (match[1] is None or month_number(match[1])):
        raise Unreadable("must include a year, like 14 3 2026", YEAR)
    if (match := _NO_DAY.fullmatch(written)) and (match[1] is None or month_number(match[1])):
        raise Unreadable("must include a day, like 14 3 2026", DAY)
    raise Unreadable(REAL_DATE)


def read_date_parts(day: str, month: str, year: str) -> date:
    """Reads a date from three boxes. The month may be a word."""
    typed = dict(zip(PARTS, (day.strip(), month.strip().casefold(), year.strip()), strict=True))
    missing = [part for part in PARTS if not typed[part]]
    if missing:
        raise Unreadable("must include a " + " and a ".join(missing), *missing)
    number = int(typed[MONTH]) if re.fullmatch("[0-9]{1,2}", typed[MONTH]) else month_number(typed[MONTH])
    unreadable = [
        part
        for part, readable in (
            (DAY, re.fullmatch("[0-9]{1,2}", typed[DAY])),
            (MONTH, number is not None),
            (YEAR, re.fullmatch("[0-9]{1,6}", typed[YEAR])),
        )
        if not readable
    ]
    if unreadable or number is None:
        raise Unreadable(REAL_DATE, *unreadable)
    return _real_date(int(typed[DAY]), number, typed[YEAR])


def month_number(word: str) -> int | None:
    """3 for "March" or "mar"."""
    beginnings = [n for n, name in enumerate(MONTHS, start=1) if len(word) >= 3 and name.startswith(word)]
    return beginnings[0] if beginnings else None


def read_time(text: str) -> time:
    """Reads 16:30, 16.30, 1630, 4pm, 4.30 pm, midday and midnight."""
    written = " ".join(text.casefold().split())
    if written in {"midday", "noon", "12 midday", "12 noon"}:
        return time(12)
    if written in {"midnight", "12 midnight"}:
        return time(0)
    if match := _TIME_WITHOUT_COLON.fullmatch(written):
        return _real_time(int(match[1]), int(match[2]))
    match = _TIME.fullmatch(written)
    if match is None:
        raise Unreadable(REAL_TIME)
    hour, minute, half = int(match[1]), int(match[2] or 0), match[3]
    if half is None:
        if match[2] is None:
            raise Unreadable("must say am or pm, like 4:30pm, or be on the 24-hour clock, like 16:30")
        return _real_time(hour, minute)
    if not 1 <= hour <= 12:
        raise Unreadable(REAL_TIME)
    return _real_time(hour % 12 + (12 if half == "p" else 0), minute)


def in_figures(on: date) -> str:
    """14/3/2026, as the date picker writes it."""
    return f"{on.day}/{on.month}/{on.year}"


def _real_date(day: int, month: int, year: str) -> date:
    if len(year) < 4:
        raise Unreadable("must have a year of four figures, like 2026", YEAR)
    if not EARLIEST_YEAR <= int(year) <= LATEST_YEAR:
        raise Unreadable(f"must have a year between {EARLIEST_YEAR} and {LATEST_YEAR}", YEAR)
    if not 1 <= month <= 12:
        raise Unreadable(f"{REAL_DATE}: there is no month {month}", MONTH)
    length = monthrange(int(year), month)[1]
    if not 1 <= day <= length:
        raise Unreadable(f"{REAL_DATE}: {MONTHS[month - 1].capitalize()} {year} has {length} days", DAY)
    return date(int(year), month, day)


def _check_weekday(word: str | None, on: date) -> None:
    if word is None:
        return
    named = [name for name in WEEKDAYS if len(word) >= 3 and name.startswith(word)]
    if not named:
        raise Unreadable(REAL_DATE)
    actual = WEEKDAYS[on.weekday()]
    if named[0] != actual:
        because = f"is {words.day(on)}, a {actual.capitalize()}, not a {named[0].capitalize()}: check the day"
        raise Unreadable(because)


def _real_time(hour: int, minute: int) -> time:
    if hour > 23 or minute > 59:
        raise Unreadable(REAL_TIME)
    return time(hour, minute)
