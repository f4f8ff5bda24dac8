from datetime import date

import pytest

from benchmarks.made_up_census import SPOILINGS, write
from returns.annex_a import read_list_7
from returns.census import Census

sun_22_nov_2026 = date(2026, 11, 22)


def found_in(path):
    with path.open("rb") as file:
        return list(Census(file, today=sun_22_nov_2026).children())


@pytest.fixture(scope="module")
def clean(tmp_path_factory):
    return write(tmp_path_factory.mktemp("clean"), children=1000)


def test_a_clean_made_up_file_has_no_child_that_is_refused(clean):
    census, _ = clean

    assert [each.reference for each in found_in(census) if each.child is None] == []


def test_one_child_in_ten_is_or_was_on_a_plan(clean):
    census, _ = clean
    with_plan = [each for each in found_in(census) if any(each.child.plans())]

    assert 70 <= len(with_plan) <= 130


def test_the_workbook_lists_the_children_with_a_plan_and_nobody_else(clean):
    census, workbook = clean
    list_7 = read_list_7(workbook, today=sun_22_nov_2026)

    assert set(list_7.rows) == {each.reference for each in found_in(census) if any(each.child.plans())}
    assert list_7.problems == []


def test_the_same_seed_writes_the_same_census(tmp_path):
    first, _ = write(tmp_path / "first", children=50, seed=7, dirty=0.3)
    again, _ = write(tmp_path / "again", children=50, seed=7, dirty=0.3)
    other, _ = write(tmp_path / "other", children=50, seed=8, dirty=0.3)

    assert first.read_bytes() == again.read_bytes() != other.read_bytes()


def test_every_way_of_spoiling_a_child_is_noticed(tmp_path):
    census, _ = write(tmp_path, children=400, dirty=1.0)
    found = found_in(census)

    spoilt = {problem.field for each in found for problem in each.problems}
    assert spoilt >= {
        "CINreferralDate",
        "LAchildID",
        "PersonBirthDate",
        "Ethnicity",
        "UPN",
        "Sex",
        "Disability",
    }
    assert len(SPOILINGS) == 10
    assert {each.child is None for each in found} == {True, False}
