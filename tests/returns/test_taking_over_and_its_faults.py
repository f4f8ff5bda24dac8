"""What goes wrong while records are taken over: each child is taken whole or not at all, and nobody twice."""

import pytest
from django.db import ProgrammingError, connection

from benchmarks.made_up_census import write
from children.models import Child, Referral
from plans.models import ChildProtectionPlan
from returns import actions, taking_over
from returns.models import ImportRun
from returns.uploads import Files
from tests.returns.census_files import CHILD, ONE_CHILD, changed, with_children
from tests.returns.conftest import ROW, rows_in_the_database, sun_22_nov_2026

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("table", "allowed"),
    [
        ("children_child", "reference <> 'CH0001'"),
        ("conferences_conference", "held_on <> '2026-08-24'"),
        ("visits_visit", "visited_on <> '2026-11-06'"),
        ("children_historicalallocation", "from_on <> '2026-11-22'"),
    ],
)
def test_a_child_that_the_database_refuses_is_left_out_whole_and_the_others_are_taken(
    files, take_over, table, allowed
):
    others = [CHILD.replace("CH0001", f"CH000{n}").replace("<UPN>U999123456789</UPN>", "") for n in (2, 3)]
    given = files(with_children(CHILD, *others), ROW)
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT not_this_one CHECK ({allowed})")

    run = take_over(given)

    assert sorted(Child.objects.values_list("reference", flat=True)) == ["CH0002", "CH0003"]
    assert Referral.objects.count() == ChildProtectionPlan.objects.count() == 2
    assert Child.history.count() == Referral.history.count() == 2
    assert (run.taken, run.refused) == (2, 1)
    assert "do not allow this child's record (not this one)" in run.problems.get(field="Child").sentence


def test_a_fault_of_the_portal_itself_is_not_blamed_on_the_children(files, read, portal, monkeypatch):
    def broken(*_args, **_more):
        raise ProgrammingError("no such column")

    given = files()
    run = actions.agree_import(run=read(given), by=portal)
    monkeypatch.setattr(taking_over, "save_all", broken)

    with pytest.raises(ProgrammingError):
        taking_over.take_in(run=run, files=given, by=portal, today=sun_22_nov_2026)
    run.refresh_from_db()
    assert run.state == ImportRun.State.TAKING


def test_a_run_that_was_broken_off_goes_on_and_takes_nobody_in_twice(
    read, take_over, portal, monkeypatch, tmp_path
):
    write(tmp_path, children=120)
    given = Files(tmp_path / "census.xml", tmp_path / "annex-a.xlsx")
    run = actions.agree_import(run=read(given), by=portal)
    monkeypatch.setattr(taking_over, "CHILDREN_AT_ONCE", 50)
    save_all = taking_over.save_all
    calls = []

    def killed_at_the_second(children, **more):
        calls.append(1)
        if len(calls) == 2:
            raise KeyboardInterrupt
        save_all(children, **more)

    monkeypatch.setattr(taking_over, "save_all", killed_at_the_second)
    with pytest.raises(KeyboardInterrupt):
        taking_over.take_in(run=run, files=given, by=portal, today=sun_22_nov_2026)
    assert Child.objects.count() == 50

    run.refresh_from_db()
    later = run.heard_of_at + actions.timedelta(hours=1)
    run = actions.restart_import(run=run, by=portal, now=later)
    run = taking_over.take_in(run=run, files=given, by=portal, today=sun_22_nov_2026)

    assert (run.state, run.taken, Child.objects.count()) == ("done", 120, 120)


@pytest.mark.parametrize(
    ("census", "words"),
    [
        (ONE_CHILD[:1500], "stops in the middle"),
        (with_children(CHILD, CHILD.replace("CH0001", "CH0002"))[:-30], "stops in the middle"),
        ('<Message xmlns="urn:cin"/>', "namespace"),
        ("<!DOCTYPE Message><Message/>", "document type declaration"),
        ("not a census", "plain text"),
    ],
)
def test_a_file_that_cannot_be_read_to_its_end_leaves_the_database_as_it_was(files, read, census, words):
    before = rows_in_the_database()
    run = read(files(census))

    assert run.state == ImportRun.State.REFUSED
    assert words in run.refused_because
    assert rows_in_the_database() == before


def test_a_file_that_was_exchanged_after_it_was_read_is_not_taken_in(files, read, portal):
    given = files()
    run = actions.agree_import(run=read(given), by=portal)
    given.census.write_text(changed("CH0001", "CH0009"), encoding="utf-8")

    run = taking_over.take_in(run=run, files=given, by=portal, today=sun_22_nov_2026)

    assert "is not the one that was read" in run.refused_because
    assert not Child.objects.exists()


def test_a_run_given_to_two_workers_is_done_by_one(files, read, portal):
    given = files()
    run = actions.agree_import(run=read(given), by=portal)
    ImportRun.objects.filter(pk=run.pk).update(state=ImportRun.State.TAKING)

    taking_over.take_in(run=run, files=given, by=portal, today=sun_22_nov_2026)

    assert not Child.objects.exists()
