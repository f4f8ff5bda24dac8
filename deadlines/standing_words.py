"""How a deadline stands on a day, in words: "Overdue by 2 working days", "Due tomorrow".

The one place for these sentences; pages, lists and printed sheets all say the same. The `standing` that goes with
them is what components/standing_tag.html colours.
"""

from datetime import date, timedelta
from typing import Final, NamedTuple

from deadlines.calendar import BankHolidaysUnknown, WorkingCalendar
from deadlines.engine import Standing
from deadlines.models import Deadline
from deadlines.rules import RULES, Shape
from govuk_forms import words

SOON_WORKING_DAYS: Final = 5
COUNTED_UP_TO_WORKING_DAYS: Final = 10
"""Further ahead than this a date says more than a number of days."""


class InWords(NamedTuple):
    standing: str
    words: str


def standing_on(deadline: Deadline, today: date) -> Standing:
    """The same question as `Clock.standing`, asked of the stored row."""
    if deadline.met_on:
        in_time = deadline.due_on is None or deadline.met_on <= deadline.due_on
        return Standing.MET if in_time else Standing.MET_LATE
    if deadline.lapsed_on:
        return Standing.LAPSED
    if deadline.due_on is None:
        return Standing.NO_LIMIT
    if RULES[deadline.rule].is_flag:
        return Standing.FLAG if today >= deadline.due_on else Standing.DUE
    if deadline.short_notice:
        return Standing.SHORT_NOTICE
    return Standing.OVERDUE if today > deadline.due_on else Standing.DUE


def soon_until(today: date, calendar: WorkingCalendar) -> date:
    """The last day of what is "due soon": five working days, or a week where bank holidays are not yet known."""
    try:
        return calendar.working_days_after(today, SOON_WORKING_DAYS)
    except BankHolidaysUnknown:
        return today + timedelta(days=7)


def in_words(deadline: Deadline, today: date, calendar: WorkingCalendar) -> InWords:
    standing = standing_on(deadline, today)
    match standing:
        case Standing.MET:
            return InWords(
                "met", "Met on time" if deadline.due_on else f"Done on {words.day(deadline.met_on)}"
            )
        case Standing.MET_LATE:
            return InWords("met late", f"Met {_later(deadline.due_on, deadline.met_on, calendar)} late")
        case Standing.LAPSED:
            return InWords("no longer required", f"Not needed after {words.day(deadline.lapsed_on)}")
        case Standing.NO_LIMIT:
            waited = words.count((today - deadline.started_on).days, "day")
            return InWords("due", f"No limit is set: {waited} so far")
        case Standing.FLAG:
            return InWords("due soon", f"Look again: reached on {words.day(deadline.due_on)}")
        case Standing.SHORT_NOTICE:
            return InWords(
                "due soon", f"Short notice: the day was {_day(deadline.due_on, today)}, before it was booked"
            )
        case Standing.OVERDUE:
            return InWords("overdue", f"Overdue by {_later(deadline.due_on, today, calendar)}")
    soon = deadline.due_on <= soon_until(today, calendar) and not RULES[deadline.rule].is_flag
    return InWords("due soon" if soon else "due", _due(deadline, today, calendar) + _booked(deadline, today))


def _booked(deadline: Deadline, today: date) -> str:
    """Whether a day in time is agreed, of what is booked; and of one that has passed, that nobody recorded it."""
    if not deadline.booked_for:
        return ""
    passed = deadline.booked_for < today
    return f"{'. Not recorded: it was' if passed else '. It is'} booked for {_short_day(deadline.booked_for, today)}"


def _due(deadline: Deadline, today: date, calendar: WorkingCalendar) -> str:
    due_on = deadline.due_on
    if RULES[deadline.rule].is_flag:
        return f"To be looked at again on {words.day(due_on)}"
    if due_on == today:
        return "Due today"
    if RULES[deadline.rule].shape is Shape.WINDOW and deadline.opens_on and today < deadline.opens_on:
        return f"Due between {_day(deadline.opens_on, today)} and {_day(due_on, today)}"
    if due_on == today + timedelta(days=1):
        return "Due tomorrow"
    ahead = _working_days(today, due_on, calendar)
    if ahead and ahead <= COUNTED_UP_TO_WORKING_DAYS:
        return f"Due in {words.count(ahead, 'working day')}, {_short_day(due_on, today)}"
    return f"Due on {words.day(due_on)}" if ahead is None or ahead else f"Due on {_day(due_on, today)}"


def _later(due_on: date, day: date, calendar: WorkingCalendar) -> str:
    """How late: in working days, or in days when only a weekend or a holiday lies between."""
    late = _working_days(due_on, day, calendar)
    return words.count(late, "working day") if late else words.count((day - due_on).days, "day")


def _working_days(start: date, end: date, calendar: WorkingCalendar) -> int | None:
    try:
        return calendar.working_days_between(start, end)
    except BankHolidaysUnknown:
        return None


def _day(day: date, today: date) -> str:
    """Thursday 3 December; with its year when that is not this one."""
    spoken = words.weekday(day)
    return spoken.removesuffix(f" {day.year}") if day.year == today.year else spoken


def _short_day(day: date, today: date) -> str:
    """Thu 3 Dec; with its year when that is not this one. The weekday is what people plan by."""
    spoken = f"{words.DAYS[day.weekday()][:3]} {words.short_day(day)}"
    return spoken.removesuffix(f" {day.year}") if day.year == today.year else spoken
