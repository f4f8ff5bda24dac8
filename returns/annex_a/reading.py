"""The rows of List 7, one for each child."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from openpyxl.workbook import Workbook

from returns.annex_a import values
from returns.annex_a.headings import Column
from returns.annex_a.values import Unclear
from returns.annex_a.workbook import MOST_COLUMNS, find_list_7, opened
from returns.files import FileRefused
from returns.problems import Problem, Severity

# After so many empty rows the rest of a sheet is taken to be formatting.
EMPTY_ROWS_AT_THE_END = 1000


@dataclass(frozen=True, slots=True)
class AnnexARow:
    """What the list says of a child's latest plan; None and the empty text mean not known."""

    line: int
    child_id: str
    team: str
    worker: str
    last_visit_on: date | None
    seen_alone: bool | None
    latest_review_on: date | None
    plan_started_on: date | None
    plan_ended_on: date | None


@dataclass(slots=True)
class List7:
    """Rows by the child's reference."""

    rows: dict[str, AnnexARow] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def add(self, row: AnnexARow) -> None:
        """Of two rows for one child the one with the later plan counts, as in the list's own rules."""
        earlier = self.rows.get(row.child_id)
        if earlier is not None:
            self.note(
                row.child_id,
                row.line,
                Column.CHILD,
                "The child stands in the list more than once. The row with the latest plan was read.",
                Severity.QUERY,
            )
            if (row.plan_started_on or date.min) <= (earlier.plan_started_on or date.min):
                return
        self.rows[row.child_id] = row

    def note(self, child_id: str, line: int, column: str, sentence: str, severity: Severity) -> None:
        self.problems.append(Problem(child_id, line, column, "List 7", sentence, severity))


def read_list_7(path: Path, *, today: date) -> List7:
    """Raises FileRefused when the workbook or its columns cannot be read; a row that cannot be is reported."""
    list_7 = List7()
    with opened(path) as book, opened(path, formulas=True) as with_formulas:
        try:
            _read_into(list_7, book, with_formulas, today=today)
        except (KeyError, IndexError, SyntaxError, ValueError) as error:
            raise FileRefused(
                "The sheet for List 7 is damaged. Open the workbook in Excel, save it again and "
                "choose the new file."
            ) from error
    if not list_7.rows:
        raise FileRefused(
            "List 7 has headings and no child under them. Choose the workbook with the children in it."
        )
    return list_7


def _read_into(list_7: List7, book: Workbook, with_formulas: Workbook, *, today: date) -> None:
    sheet, headings_at, places = find_list_7(book)
    formulas = with_formulas[sheet.title]
    formulas.reset_dimensions()
    first = headings_at + 1
    rows, formula_rows = (
        each.iter_rows(min_row=first, max_col=MOST_COLUMNS, values_only=True) for each in (sheet, formulas)
    )
    for line, cells, written in _until_the_end(rows, formula_rows, first=first):
        reader = _RowReader(line, cells, written, places, list_7, epoch=book.epoch, today=today)
        row = reader.read()
        if row is not None:
            list_7.add(row)


def _until_the_end(
    rows: Iterator[Sequence[object]], formula_rows: Iterator[Sequence[object]], *, first: int
) -> Iterator[tuple[int, Sequence[object], Sequence[object]]]:
    empty = 0
    for line, (cells, written) in enumerate(zip(rows, formula_rows, strict=True), start=first):
        if any(cell is not None and cell != "" for cell in written):
            empty = 0
            yield line, cells, written
        elif (empty := empty + 1) > EMPTY_ROWS_AT_THE_END:
            return


class _RowReader:
    def __init__(
        self,
        line: int,
        cells: Sequence[object],
        written: Sequence[object],
        places: dict[Column, int],
        list_7: List7,
        *,
        epoch: datetime,
        today: date,
    ) -> None:
        self.line = line
        self.cells = cells
        self.written = written
        self.places = places
        self.list_7 = list_7
        self.epoch = epoch
        self.today = today
        self.child_id = ""

    def read(self) -> AnnexARow | None:
        """None for a row without a child, which is reported unless nothing else stands in it either."""
        self.child_id = values.reference(self._cell(Column.CHILD))
        if not self.child_id:
            self._note(
                Column.CHILD, "The row has no child's reference, and was passed over.", Severity.REFUSED
            )
            return None
        row = AnnexARow(
            line=self.line,
            child_id=self.child_id,
            team=values.text(self._cell(Column.TEAM))[:100],
            worker=values.text(self._cell(Column.WORKER))[:100],
            last_visit_on=self._day(Column.LAST_VISIT),
            seen_alone=self._seen_alone(),
            latest_review_on=self._day(Column.LATEST_REVIEW),
            plan_started_on=self._day(Column.PLAN_STARTED),
            plan_ended_on=self._day(Column.PLAN_ENDED),
        )
        if row.seen_alone is not None and row.last_visit_on is None:
            self._note(
                Column.SEEN_ALONE,
                "There is an answer and no visit that can be read. Fill in the date of the visit.",
                Severity.LEFT_OUT,
            )
        return row

    def _cell(self, column: Column) -> Any:
        place = self.places.get(column)
        if place is None or place >= len(self.cells):
            return None
        cell = self.cells[place]
        written = self.written[place]
        if cell is None and isinstance(written, str) and written.startswith("="):
            self._note(
                column,
                "The cell holds a formula whose result was not saved. Open the workbook in Excel and save it again.",
                Severity.LEFT_OUT,
            )
        return cell

    def _day(self, column: Column) -> date | None:
        try:
            read = values.day(self._cell(column), epoch=self.epoch)
        except Unclear as unclear:
            self._note(column, f"{column} {unclear}", Severity.LEFT_OUT)
            return None
        if read is not None and read > self.today:
            self._note(column, f"{column} lies in the future. Correct the date.", Severity.LEFT_OUT)
            return None
        return read

    def _seen_alone(self) -> bool | None:
        try:
            return values.yes_no_or_unknown(self._cell(Column.SEEN_ALONE))
        except Unclear as unclear:
            self._note(Column.SEEN_ALONE, f"{Column.SEEN_ALONE} {unclear}", Severity.LEFT_OUT)
            return None

    def _note(self, column: Column, sentence: str, severity: Severity) -> None:
        self.list_7.note(self.child_id, self.line, column, sentence, severity)
