"""Dates, labels and names as authorities write them into the workbook."""

import re
from datetime import date, datetime

from openpyxl.utils.datetime import from_excel

_DAY_FIRST = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})", re.ASCII)
_YEAR_FIRST = re.compile(r"(\d{4})[/.\-](\d{1,2})[/.\-](\d{1,2})", re.ASCII)
_WITH_MONTH_NAME = re.compile(r"(\d{1,2})[ \-]([A-Za-z]{3,9})\.?[ \-,]+(\d{4})", re.ASCII)
_TIME = re.compile(r"[ T]+\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$", re.ASCII)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

# Excel shows these where a formula found nothing; authorities type the others.
_ERRORS = frozenset({"#n/a", "#ref!", "#value!", "#name?", "#div/0!", "#null!", "#num!"})
_NOTHING = frozenset(
    {"", "-", "n/a", "na", "none", "null", "not known", "unknown", "unallocated", "not allocated", "tbc"}
)


class Unclear(Exception):
    """The sentence takes the name of the column in front of it."""


def text(cell: object) -> str:
    """One line, with single spaces; empty for what stands for nothing."""
    if cell is None:
        return ""
    written = " ".join(str(cell).replace("\u200b", "").split())
    return "" if written.casefold() in _NOTHING | _ERRORS else written


def reference(cell: object) -> str:
    """A child's reference; Excel makes a number of one that consists of digits."""
    if isinstance(cell, bool):
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return text(cell)


def day(cell: object, *, epoch: datetime) -> date | None:
    """`epoch` is the day from which the workbook counts days (Excel has two)."""
    if isinstance(cell, datetime):
        return _within_living_memory(cell.date())
    if isinstance(cell, date):
        return _within_living_memory(cell)
    if isinstance(cell, bool):
        raise Unclear("is not a date.")
    if isinstance(cell, int | float):
        return _from_serial_number(cell, epoch)
    written = _TIME.sub("", text(cell))
    if not written:
        return None
    if found := _DAY_FIRST.fullmatch(written):
        return _calendar_day(found[3], found[2], found[1])
    if found := _YEAR_FIRST.fullmatch(written):
        return _calendar_day(found[1], found[2], found[3])
    if (found := _WITH_MONTH_NAME.fullmatch(written)) and found[2][:3].casefold() in _MONTHS:
        return _calendar_day(found[3], _MONTHS.index(found[2][:3].casefold()) + 1, found[1])
    raise Unclear("is not a date that can be read. Write it as 27/05/2025.")


def _from_serial_number(number: float, epoch: datetime) -> date:
    # 1 and 73415 are the years 1900 and 2100 when days are counted from 1900.
    if not 1 <= number < 73416:
        raise Unclear("is a number that is no date. Write it as 27/05/2025.")
    read = from_excel(number, epoch)
    return _within_living_memory(read.date() if isinstance(read, datetime) else read)


def _calendar_day(year: int | str, month: int | str, number: int | str) -> date:
    try:
        return _within_living_memory(date(int(year), int(month), int(number)))
    except ValueError:
        if 12 < int(month) <= 31 and int(number) <= 12:
            raise Unclear("is written month first. Write the day first, as in 27/05/2025.") from None
        raise Unclear("names a day that is not in the calendar.") from None


def _within_living_memory(read: date) -> date:
    if not 1900 <= read.year <= 2100:
        raise Unclear("lies outside the years 1900 to 2100.")
    return read


def yes_no_or_unknown(cell: object) -> bool | None:
    """With or without the list's own letter: "a) Yes", "Yes", "Y", "b) No", "c) Unknown"."""
    if isinstance(cell, bool):
        return cell
    written = re.sub(r"^[a-d]\s*[).:\-]\s*", "", text(cell).casefold())
    match written:
        case "yes" | "y" | "true" | "1":
            return True
        case "no" | "n" | "false" | "0":
            return False
        case "" | "unknown" | "not known" | "u" | "not recorded":
            return None
    raise Unclear("is not Yes, No or Unknown.")
