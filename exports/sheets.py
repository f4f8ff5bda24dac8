"""Rows as a file that a spreadsheet opens and cannot be harmed by.

A row is a sequence of cells: words, whole numbers, days, moments, times of day, or None. Both writers take rows as they
come and keep none, so that a list of any length needs the same memory, and say how many they wrote.

What somebody typed as a name may begin like a formula. In CSV, which cannot say that words are words, such a cell gets
an apostrophe before it; in Excel it is stored as words.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from typing import Any, BinaryIO, Final

from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

Cell = str | int | date | datetime | time | None
Row = Sequence[Cell]

# What makes a spreadsheet read words as a formula; the wide forms are what a Chinese or Japanese one takes for them.
BEGINS_A_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
EXCEL_HOLDS: Final = 1_048_575
"""Rows below the headings."""
FORMATS: Final = {datetime: "dd/mm/yyyy hh:mm", date: "dd/mm/yyyy", time: "hh:mm"}


class TooLong(Exception):
    """More rows than a sheet of Excel holds."""


def is_like_a_formula(words: str) -> bool:
    return words.lstrip(" ").startswith(BEGINS_A_FORMULA)


def write_csv(file: BinaryIO, columns: Sequence[str], rows: Iterable[Row]) -> int:
    """UTF-8 with the mark by which Excel knows it; days as 2026-11-27."""
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=True)
    sheet = csv.writer(text)
    sheet.writerow(columns)
    written = 0
    for row in rows:
        sheet.writerow([_plain(cell) for cell in row])
        written += 1
    text.detach()
    return written


def write_excel(file: BinaryIO, columns: Sequence[str], rows: Iterable[Row]) -> int:
    """Days and moments are Excel's own, so that they sort and filter."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("List")
    sheet.freeze_panes = "A2"
    for number in range(1, len(columns) + 1):
        sheet.column_dimensions[get_column_letter(number)].width = 26
    headings = [WriteOnlyCell(sheet, value=column) for column in columns]
    for heading in headings:
        heading.font = Font(bold=True)
    sheet.append(headings)
    written = 0
    try:
        for row in rows:
            if written == EXCEL_HOLDS:
                raise TooLong
            sheet.append(list(_excel_cells(sheet, row)))
            written += 1
    except BaseException:
        # What was written so far stands in a temporary file of openpyxl's own, which only saving would remove.
        sheet.close()
        sheet._writer.cleanup()
        raise
    book.save(file)
    return written


def _plain(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case datetime():
            return f"{_local(cell):%Y-%m-%d %H:%M}"
        case date():
            return cell.isoformat()
        case time():
            return f"{cell:%H:%M}"
        case str():
            return f"'{cell}" if is_like_a_formula(cell) else cell
    return str(cell)


def _excel_cells(sheet: object, row: Row) -> Iterator[Any]:
    for value in row:
        if value is None or value == "":
            yield None
            continue
        if isinstance(value, str):
            words = ILLEGAL_CHARACTERS_RE.sub("", value)
            cell = WriteOnlyCell(sheet, value=words)
            # After the value, whose first letter openpyxl would otherwise take for what it is: a formula, an error.
            cell.data_type = "s"
            if is_like_a_formula(words):
                cell.quotePrefix = True
        else:
            cell = WriteOnlyCell(sheet, value=_local(value) if isinstance(value, datetime) else value)
            if type(value) in FORMATS:
                cell.number_format = FORMATS[type(value)]
        yield cell


def _local(moment: datetime) -> datetime:
    """As the clock on the wall said it; Excel knows no time zones."""
    return timezone.localtime(moment).replace(tzinfo=None) if timezone.is_aware(moment) else moment
