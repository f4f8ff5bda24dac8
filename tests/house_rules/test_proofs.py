"""The listing of proofs reads markers the way pytest applies them."""

import textwrap

import pytest

from tests.proofs import Kind, Row, listing, proofs

KNOWN = frozenset({"S1-71", "S1-72", "T-16", "T-17"})


@pytest.fixture
def read(tmp_path):
    def read_as(source: str, name: str = "test_visits.py"):
        (tmp_path / "tests").mkdir()
        (tmp_path / "tests" / name).write_text(textwrap.dedent(source))
        return proofs(KNOWN, tmp_path / "tests")

    return read_as


def test_a_marked_test_proves_each_id_on_its_marker(read):
    found = read(
        """
        @pytest.mark.requirement("S1-71", "T-16")
        def test_a_delegated_visit_counts(): ...

        def test_unmarked(): ...
        """
    )

    test = "tests/test_visits.py::test_a_delegated_visit_counts"
    assert (found.by_id, found.mistakes) == ({"S1-71": [test], "T-16": [test]}, [])


def test_markers_of_the_module_and_of_the_class_reach_the_tests_inside(read):
    found = read(
        """
        pytestmark = [pytest.mark.django_db, pytest.mark.requirement("S1-71")]

        @pytest.mark.requirement("T-16")
        class TestDelegation:
            pytestmark = pytest.mark.requirement("T-17")

            @pytest.mark.requirement("S1-72")
            async def test_within(self): ...

        def test_outside(): ...
        """
    )

    within = "tests/test_visits.py::TestDelegation::test_within"
    assert found.mistakes == []
    assert found.by_id == {
        "S1-71": [within, "tests/test_visits.py::test_outside"],
        "S1-72": [within],
        "T-16": [within],
        "T-17": [within],
    }


def test_a_marker_on_one_case_of_a_parametrised_test_counts_for_the_test(read):
    found = read(
        """
        @pytest.mark.parametrize("gap", [27, pytest.param(28, marks=pytest.mark.requirement("T-17"))])
        def test_gap(gap): ...
        """
    )

    assert found.by_id == {"T-17": ["tests/test_visits.py::test_gap"]}


@pytest.mark.parametrize("idle", ["skip", 'skip(reason="later")', "xfail(strict=True)"])
def test_a_test_that_never_runs_or_is_expected_to_fail_proves_nothing(read, idle):
    found = read(
        f"""
        @pytest.mark.{idle}
        @pytest.mark.requirement("T-17")
        def test_gap(): ...
        """
    )

    assert (found.by_id, found.mistakes) == ({}, [])


def test_a_test_skipped_only_in_some_places_still_proves(read):
    found = read(
        """
        @pytest.mark.skipif(sys.platform == "win32", reason="no sockets")
        @pytest.mark.requirement("T-17")
        def test_gap(): ...
        """
    )

    assert list(found.by_id) == ["T-17"]


def test_a_number_that_nobody_wrote_down_is_a_mistake(read):
    found = read(
        """
        @pytest.mark.requirement("S9-1", "T-17")
        def test_gap(): ...
        """
    )

    assert found.mistakes == ["tests/test_visits.py:2: S9-1 is not in docs/requirements"]
    assert list(found.by_id) == ["T-17"]


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ('@pytest.mark.requirement("T-17")\ndef make_visit(): ...', "test_visits.py"),
        ('gap = pytest.mark.requirement("T-17")\n@gap\ndef test_gap(): ...', "test_visits.py"),
        ('@pytest.mark.requirement("T-17")\ndef test_gap(): ...', "visits.py"),
    ],
    ids=["on a function that is no test", "given a name first", "in a file that pytest does not collect"],
)
def test_a_marker_that_pytest_would_not_apply_is_a_mistake(read, source, name):
    found = read(source, name)

    assert found.by_id == {}
    assert [mistake.partition(": ")[2] for mistake in found.mistakes] == [
        "a requirement marker belongs on a test, a test class or pytestmark"
    ]


@pytest.mark.parametrize("written", ["", "GAP", 'f"T-{17}"', 'id="T-17"'])
def test_an_id_that_cannot_be_read_from_the_page_is_a_mistake(read, written):
    found = read(f"@pytest.mark.requirement({written})\ndef test_gap(): ...")

    assert [mistake.partition(": ")[2] for mistake in found.mistakes] == [
        'write the ids out, as in requirement("S1-71", "T-16")'
    ]


ROWS = [
    Row("S1-70", Kind.HEADING, "Heading for delegated contact", ()),
    Row("S1-71", Kind.REQUIREMENT, "Delegated only as an exception", ("B-08",)),
    Row("S1-72", Kind.REQUIREMENT, "Both sides agreed in writing", ("B-08",)),
]


def test_the_listing_says_what_proves_each_row_and_counts_them():
    assert list(listing(ROWS, {"S1-71": ["tests/test_visits.py::test_reason"]})) == [
        "S1-70  Heading for delegated contact",
        "       (heading)",
        "S1-71  Delegated only as an exception",
        "       - tests/test_visits.py::test_reason",
        "S1-72  Both sides agreed in writing",
        "       - none yet",
        "",
        "source      rows  to prove  proved  none yet",
        "S1             3         2       1         1",
        "all            3         2       1         1",
    ]


def test_what_is_missing_leaves_out_headings_and_what_is_proved():
    missing = list(listing(ROWS, {"S1-71": ["tests/test_visits.py::test_reason"]}, missing=True))

    assert missing[:2] == ["S1-72  Both sides agreed in writing", ""]
