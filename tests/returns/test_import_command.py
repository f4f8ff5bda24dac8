from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from benchmarks.made_up_census import write
from children.models import Child
from returns.models import ImportRun
from tests.returns.census_files import CHILD, ONE_CHILD, with_children

pytestmark = pytest.mark.django_db


@pytest.fixture
def census(tmp_path):
    path = tmp_path / "census.xml"
    path.write_text(ONE_CHILD, encoding="utf-8")
    return path


def told(*words, **options):
    out, err = StringIO(), StringIO()
    call_command("import_cin", *map(str, words), stdout=out, stderr=err, **options)
    return out.getvalue(), err.getvalue()


def test_a_census_is_taken_in_with_one_command(census):
    said, progress = told(census)

    assert "1 new child to be taken in, 1 on a plan today, 0 refused" in said
    assert "It shows the position on 31 March 2026." in said
    assert "1 child taken in; 0 refused." in said
    assert "Nothing was found wrong." in said
    assert "Reading: 100 %" in progress
    assert "Taking in: 100 %" in progress
    assert Child.objects.count() == 1


def test_a_dry_run_says_what_would_be_taken_in_and_takes_in_nothing(census):
    said, _ = told(census, "--dry-run")

    assert "1 new child to be taken in" in said
    assert "taken in;" not in said
    assert not Child.objects.exists()
    assert ImportRun.objects.get().state == ImportRun.State.WITHDRAWN


def test_both_files_are_taken_in_together(tmp_path):
    paths = write(tmp_path, children=100)
    said, _ = told(paths[0], "--annex-a", paths[1])

    assert "with a row in List 7" in said
    assert Child.objects.exclude(team=None).exists()


def test_taken_in_twice_it_says_that_everybody_is_there(census):
    told(census)
    said, _ = told(census)

    assert "There is no new child in the file" in said
    assert Child.objects.count() == 1


def test_what_is_wrong_is_written_beside_the_census_file_by_child_and_line(census, tmp_path):
    wrong = CHILD.replace("CH0001", "CH0002").replace("2016-02-29", "29/02/2016")
    census.write_text(with_children(CHILD, wrong), encoding="utf-8")
    said, _ = told(census)

    written = (tmp_path / "census.problems.csv").read_text(encoding="utf-8-sig").splitlines()
    assert "1 child taken in; 1 refused." in said
    assert f"1 problem is listed by child and line in {tmp_path / 'census.problems.csv'}" in said
    assert written[0] == "File,Child,Line,Field,Rule,What became of it,What is wrong"
    assert written[1].startswith("census.xml,CH0002,67,PersonBirthDate,portal,Child not taken,")


def test_the_report_goes_where_it_is_asked_for(census, tmp_path):
    census.write_text(ONE_CHILD.replace("<Sex>F", "<Sex>1"), encoding="utf-8")
    told(census, "--report", tmp_path / "elsewhere.csv")

    assert "value left out" in (tmp_path / "elsewhere.csv").read_text(encoding="utf-8-sig").casefold()


def test_a_file_that_is_refused_ends_the_command_with_its_sentence(census):
    census.write_text(ONE_CHILD[:1500], encoding="utf-8")

    with pytest.raises(CommandError, match="stops in the middle"):
        told(census)
    assert not Child.objects.exists()


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(CommandError, match="There is no file"):
        told(tmp_path / "census.xml")


def test_the_command_never_deletes_the_files_that_it_was_given(census):
    told(census)

    assert census.exists()
    assert date.fromisoformat("2026-03-31") == ImportRun.objects.get().reference_on
