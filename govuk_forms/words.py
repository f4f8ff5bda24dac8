"""Dates, times and durations in the words people use. Plain functions: lists call them without a template filter."""

from datetime import date, datetime, time

MONTHS = (
    "", "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def day(value: date) -> str:
    """22 November 2026"""
    return f"{value.day} {MONTHS[value.month]} {value.year}"


def short_day(value: date) -> str:
    """22 Nov 2026"""
    return f"{value.day} {MONTHS[value.month][:3]} {value.year}"


def weekday(value: date) -> str:
    """Sunday 22 November 2026"""
    return f"{DAYS[value.weekday()]} {day(value)}"


def clock(value: time | datetime) -> str:
    """4:05pm, as GOV.UK writes it; noon and midnight in words."""
    if (value.hour, value.minute) == (12, 0):
        return "midday"
    if (value.hour, value.minute) == (0, 0):
        return "midnight"
    minutes = f":{value.minute:02}" if value.minute else ""
    return f"{value.hour % 12 or 12}{minutes}{'am' if value.hour < 12 else 'pm'}"


def moment(value: datetime) -> str:
    """22 November 2026 at 4:05pm"""
    return f"{day(value)} at {clock(value)}"


def count(number: int, noun: str, plural: str = "") -> str:
    """1 visit, 2 visits, 2 children (with its own plural)."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def within(words: str) -> str:
    """To go on with in a sentence: a small first letter, and months and names as they are."""
    return words[:1].lower() + words[1:]
