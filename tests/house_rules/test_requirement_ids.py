"""The numbered requirements agree with themselves, and every marker on a test names one of them."""

import csv
import re
from collections import Counter

import pytest

from tests.proofs import REQUIREMENTS, Kind, proofs, rows

ROWS = list(rows())
FILES = sorted(REQUIREMENTS.glob("*.csv"))


def test_every_marker_names_a_requirement_that_is_listed():
    assert proofs(frozenset(row.id for row in ROWS)).mistakes == []


def test_each_id_is_listed_once():
    assert [id_ for id_, times in Counter(row.id for row in ROWS).items() if times > 1] == []


def test_each_title_is_given_once_so_that_it_tells_its_row_from_the_others():
    assert [title for title, times in Counter(row.title for row in ROWS).items() if times > 1] == []


def test_every_title_is_four_to_fourteen_words():
    assert [row.id for row in ROWS if not 4 <= len(row.title.split()) <= 14] == []


def test_the_rules_of_a_row_are_rules_and_never_the_row_itself():
    rules = {row.id for row in ROWS if not row.source.startswith("S")}

    assert [row.id for row in ROWS if not set(row.rules) <= rules - {row.id}] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_holds_the_ids_of_its_name_numbered_without_a_gap(path):
    with path.open(encoding="utf-8", newline="") as lines:
        ids = [line["id"] for line in csv.DictReader(lines)]

    numbers = [int(re.fullmatch(rf"{path.stem}-(\d+)", id_)[1]) for id_ in ids]
    assert numbers == list(range(1, len(ids) + 1))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_is_written_so_that_a_change_is_one_line_of_a_diff(path):
    first, *others = path.read_text(encoding="utf-8").splitlines()

    assert first == "id,kind,title,rules"
    assert [line for line in others if line.count(",") != 3 or '"' in line] == []


def test_only_sources_have_rows_that_ask_for_nothing():
    assert {row.kind for row in ROWS if not row.source.startswith("S")} == {Kind.REQUIREMENT}


def test_the_page_about_the_lists_names_every_file():
    page = (REQUIREMENTS / "README.md").read_text(encoding="utf-8")

    assert re.findall(r"^\| `(\w+\.csv)`", page, re.MULTILINE) == list(
        dict.fromkeys(f"{row.source}.csv" for row in ROWS)
    )
