"""List 7 as authorities really write it."""

import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from returns.annex_a import AnnexARow, read_list_7
from returns.annex_a.headings import Column, columns_in
from returns.files import FileRefused
from returns.problems import Severity

sun_22_nov_2026 = date(2026, 11, 22)
fri_6_nov = date(2026, 11, 6)

TEMPLATE = (
    "Child Unique ID",
    "Gender",
    "Date of Birth",
    "Child Protection Plan Start Date",
    "Date of the Last Statutory Visit",
    "Was the Child Seen Alone?",
    "Date of latest review conference",
    "Child Protection Plan End Date",
    "Allocated Team",
    "Allocated Worker",
)
ROW = (
    "CH0001",
    "b) Female",
    date(2016, 2, 29),
    date(2025, 6, 17),
    fri_6_nov,
    "a) Yes",
    date(2026, 8, 24),
    None,
    "Safeguarding North",
    "A. Worker",
)
AS_READ = AnnexARow(
    2,
    "CH0001",
    "Safeguarding North",
    "A. Worker",
    fri_6_nov,
    True,
    date(2026, 8, 24),
    date(2025, 6, 17),
    None,
)


def changed(column, cell):
    return tuple(cell if heading == column else there for heading, there in zip(TEMPLATE, ROW, strict=True))


@pytest.fixture
def workbook(tmp_path):
    def write(*rows, title="List 7", headings=TEMPLATE, above=(), sheets_before=("List 6",)):
        book = Workbook()
        book.remove(book.active)
        for name in sheets_before:
            book.create_sheet(name).append(("Child Unique ID", "Allocated Team", "Allocated Worker"))
        sheet = book.create_sheet(title)
        for row in (*above, headings, *rows):
            sheet.append(row)
        path = tmp_path / "annex-a.xlsx"
        book.save(path)
        return path

    return write


def the_row_in(path):
    list_7 = read_list_7(path, today=sun_22_nov_2026)
    [row] = list_7.rows.values()
    return row, list_7.problems


def refusal(path):
    with pytest.raises(FileRefused) as raised:
        read_list_7(path, today=sun_22_nov_2026)
    return str(raised.value)


def test_a_row_written_as_the_template_asks_is_read_whole(workbook):
    assert the_row_in(workbook(ROW)) == (AS_READ, [])


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("CHILD UNIQUE ID", Column.CHILD),
        ("Unique  child-ID", Column.CHILD),
        ("Date of last statutory visit", Column.LAST_VISIT),
        ("Last Statutory\nVisit", Column.LAST_VISIT),
        ("Was the child seen alone (Y/N)?", Column.SEEN_ALONE),
        ("Child seen alone", Column.SEEN_ALONE),
        ("Date of Last Review Conference", Column.LATEST_REVIEW),
        ("Latest review date", Column.LATEST_REVIEW),
        ("CP Plan start-date", Column.PLAN_STARTED),
        ("Allocated Social Worker", Column.WORKER),
        ("Team", Column.TEAM),
    ],
)
def test_a_heading_is_known_by_its_words_whatever_its_letters(heading, column):
    assert columns_in([heading]) == {column: 0}


@pytest.mark.parametrize(
    "heading", ["Date of Birth", "Gender", "", None, 7, "Date of Initial Child Protection Conference"]
)
def test_a_heading_that_means_something_else_is_left_alone(heading):
    assert columns_in([heading]) == {}


def test_titles_above_the_headings_and_columns_between_them_do_no_harm(workbook):
    headings = ("Local note", *reversed(TEMPLATE), "Another")
    row, problems = the_row_in(
        workbook(
            ("x", *reversed(ROW), "y"),
            headings=headings,
            above=(("Ofsted ILACS Annex A",), (), ("List 7: Child protection", None, "22/11/2026")),
        )
    )

    assert (row.child_id, row.last_visit_on, row.worker, row.line) == ("CH0001", fri_6_nov, "A. Worker", 5)
    assert problems == []


@pytest.mark.parametrize(
    "title", ["List 7", "list_7", "List 07 - CP", "LIST 7 Child protection", "Child protection"]
)
def test_the_sheet_is_found_by_its_name_or_by_its_columns(workbook, title):
    assert the_row_in(workbook(ROW, title=title))[0] == AS_READ


@pytest.mark.parametrize(
    "cell",
    [
        datetime.fromisoformat("2026-11-06T14:30"),
        "06/11/2026",
        "6/11/2026",
        "06-11-2026",
        "06.11.2026",
        "2026-11-06",
        "2026-11-06T00:00:00",
        "06/11/2026 00:00",
        "6 Nov 2026",
        "06-November-2026",
        " 06/11/2026\xa0",
        46332,
        46332.6,
    ],
)
def test_a_date_is_read_in_every_form_that_workbooks_hold(workbook, cell):
    assert (
        the_row_in(workbook(changed("Date of the Last Statutory Visit", cell)))[0].last_visit_on == fri_6_nov
    )


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("11/25/2026", "is written month first. Write the day first"),
        ("31/02/2026", "names a day that is not in the calendar"),
        ("06/11/26", "is not a date that can be read"),
        ("last week", "is not a date that can be read"),
        ("01/01/1016", "lies outside the years 1900 to 2100"),
        ("23/11/2026", "lies in the future"),
        (9212044, "is a number that is no date"),
        (True, "is not a date"),
    ],
)
def test_a_date_that_cannot_be_true_is_left_out_and_the_row_is_read(workbook, cell, words):
    row, problems = the_row_in(workbook(changed("Date of the Last Statutory Visit", cell)))

    assert row.last_visit_on is None
    assert row.worker == "A. Worker"
    assert words in problems[0].sentence
    assert {problem.severity for problem in problems} == {Severity.LEFT_OUT}


def test_a_workbook_that_counts_days_from_1904_is_read_by_its_own_count(tmp_path, workbook):
    path = workbook(changed("Date of the Last Statutory Visit", 44870))
    book = load_workbook(path)
    book.epoch = datetime.fromisoformat("1904-01-01")
    book.save(path)

    assert the_row_in(path)[0].last_visit_on == fri_6_nov


@pytest.mark.parametrize(
    ("cell", "alone"),
    [
        ("a) Yes", True),
        ("Yes", True),
        ("Y", True),
        ("A) YES", True),
        (True, True),
        ("b) No", False),
        ("n", False),
        ("c) Unknown", None),
        ("Not known", None),
        (None, None),
    ],
)
def test_seen_alone_is_read_with_or_without_the_lists_own_letter(workbook, cell, alone):
    row, problems = the_row_in(workbook(changed("Was the Child Seen Alone?", cell)))

    assert row.seen_alone is alone
    assert problems == []


def test_an_answer_that_is_neither_yes_nor_no_is_left_out(workbook):
    row, problems = the_row_in(workbook(changed("Was the Child Seen Alone?", "Sometimes")))

    assert row.seen_alone is None
    assert "is not Yes, No or Unknown" in problems[0].sentence


@pytest.mark.parametrize("nobody", ["#N/A", "", "-", "Unallocated", None])
def test_a_worker_that_stands_for_nobody_is_nobody(workbook, nobody):
    assert the_row_in(workbook(changed("Allocated Worker", nobody)))[0].worker == ""


def test_a_name_with_odd_spaces_is_one_name(workbook):
    assert the_row_in(workbook(changed("Allocated Worker", " Dee\xa0 Example\n")))[0].worker == "Dee Example"


@pytest.mark.parametrize("number", [10721552, 10721552.0, "10721552"])
def test_a_reference_of_digits_is_the_same_as_text_and_as_a_number(workbook, number):
    assert the_row_in(workbook(changed("Child Unique ID", number)))[0].child_id == "10721552"


def test_of_two_rows_for_a_child_the_later_plan_counts(workbook):
    earlier = changed("Child Protection Plan Start Date", date(2020, 1, 6))
    row, problems = the_row_in(workbook(ROW, earlier))

    assert row == AS_READ
    assert [problem.severity for problem in problems] == [Severity.QUERY]
    assert the_row_in(workbook(earlier, ROW))[0].plan_started_on == date(2025, 6, 17)


def test_a_row_without_a_child_is_passed_over_and_reported(workbook):
    _, problems = the_row_in(workbook(changed("Child Unique ID", None), (None,) * 10, ROW))

    assert [(problem.line, problem.severity) for problem in problems] == [(2, Severity.REFUSED)]


def test_a_formula_that_excel_never_worked_out_is_reported(workbook):
    row, problems = the_row_in(workbook(changed("Date of latest review conference", "=D2+90")))

    assert row.latest_review_on is None
    assert "formula whose result was not saved" in problems[0].sentence


def test_missing_columns_are_named_all_at_once(workbook):
    path = workbook(("CH0001", "North"), headings=("Child Unique ID", "Allocated Team"))

    assert refusal(path) == (
        "The sheet for List 7 has no column headed “Date of the Last Statutory Visit”, "
        "“Was the Child Seen Alone?”, “Date of latest review conference”, “Allocated Worker”. "
        "Give the columns the headings of Ofsted's template."
    )


def test_a_workbook_without_the_list_says_so(workbook):
    assert "has no List 7" in refusal(workbook(title="List 8", headings=("Something",)))


def test_a_list_without_children_is_refused(workbook):
    assert "no child under them" in refusal(workbook())


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"<?xml version='1.0'?><Message/>", "This is an XML file"),
        (b"Child Unique ID,Team\n", "plain text"),
        (b"%PDF-1.7", "This is a PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "Excel's old format"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
            "protected by a password",
        ),
        (b"PK\x03\x04 and then nothing of a zip", "is damaged"),
        (b"\x89PNG\r\n\x00", "not an Excel workbook"),
    ],
)
def test_a_file_that_is_no_workbook_is_refused_for_what_it_is(tmp_path, content, words):
    path = tmp_path / "annex-a.xlsx"
    path.write_bytes(content)

    assert words in refusal(path)


def repacked(path, **parts):
    """The workbook with some of its parts changed, by the last word of their name."""
    changed_path = path.with_name("changed.xlsx")
    with zipfile.ZipFile(path) as before, zipfile.ZipFile(changed_path, "w") as after:
        for name in before.namelist():
            stem = Path(name).stem
            content = before.read(name)
            after.writestr(name, parts[stem](content) if stem in parts else content)
    return changed_path


def test_a_zip_that_is_no_workbook_is_refused(tmp_path):
    path = tmp_path / "annex-a.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("census.xml", "<Message/>")

    assert "not an Excel workbook" in refusal(path)


def test_a_document_type_inside_the_workbook_is_refused(workbook):
    path = repacked(workbook(ROW), sheet2=lambda xml: b'<!DOCTYPE x [<!ENTITY a "b">]>' + xml)

    assert "document type declaration" in refusal(path)


def test_a_sheet_that_breaks_off_is_refused(workbook):
    path = repacked(workbook(ROW), sheet2=lambda xml: xml[: len(xml) // 2])

    assert "damaged" in refusal(path)


def test_a_sheet_that_understates_its_size_is_read_to_its_end(workbook):
    path = repacked(workbook(ROW), sheet2=lambda xml: xml.replace(b'ref="A1:J2"', b'ref="A1:A1"'))

    assert the_row_in(path)[0] == AS_READ
