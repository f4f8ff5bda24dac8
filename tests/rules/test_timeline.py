"""Spells: when a plan was open, a child born, nobody allocated."""

from datetime import date

import pytest

from deadlines.milestones import Milestone as M
from deadlines.milestones import Reached, Source, State, Timeline, day_of
from deadlines.periods import Days

mon_5_jan = date(2026, 1, 5)
tue_6_jan = date(2026, 1, 6)
wed_20_may = date(2026, 5, 20)
thu_21_may = date(2026, 5, 21)
wed_12_aug = date(2026, 8, 12)

PLAN_OPEN = frozenset({State.PLAN_OPEN})


def spells_of_a_plan(*said: tuple[M, date]) -> list[tuple[date, date]]:
    timeline = Timeline(Reached(on, milestone) for milestone, on in said)
    return [(day_of(spell.start), day_of(spell.end)) for spell in timeline.spells(PLAN_OPEN)]


def test_a_plan_recorded_as_started_twice_is_one_plan():
    spells = spells_of_a_plan(
        (M.PLAN_STARTED, mon_5_jan), (M.PLAN_STARTED, tue_6_jan), (M.PLAN_ENDED, wed_20_may)
    )

    assert spells == [(mon_5_jan, wed_20_may)]


def test_a_plan_that_starts_on_the_day_another_ends_is_not_lost():
    spells = spells_of_a_plan(
        (M.PLAN_STARTED, mon_5_jan),
        (M.PLAN_ENDED, wed_20_may),
        (M.PLAN_STARTED, wed_20_may),
        (M.PLAN_ENDED, wed_12_aug),
    )

    assert spells == [(mon_5_jan, wed_20_may), (wed_20_may, wed_12_aug)]


def test_the_end_of_a_plan_nobody_recorded_the_start_of_is_no_plan():
    assert spells_of_a_plan((M.PLAN_ENDED, wed_20_may)) == []


@pytest.mark.requirement("C-14", "T-16")
def test_a_new_plan_on_the_day_the_old_one_ended_has_clocks_and_frequencies_of_its_own(due):
    of_the_old, of_the_new = due(
        "visit",
        (M.PLAN_STARTED, tue_6_jan),
        (M.PLAN_ENDED, wed_20_may),
        (M.PLAN_STARTED, wed_20_may),
        Reached(wed_20_may, M.PLAN_FREQUENCY_SET, rule="visit", period=Days(1)),
    )

    assert (of_the_old.lapsed_on, of_the_new.lapsed_on) == (wed_20_may, None)
    assert (of_the_new.started_on, of_the_new.due_on) == (wed_20_may, thu_21_may)


def test_of_two_visits_on_one_day_the_same_record_starts_the_next_clock_however_they_are_read(due):
    first = Reached(wed_20_may, M.CHILD_SEEN, source=Source("visit", 1, "Morning visit"))
    second = Reached(wed_20_may, M.CHILD_SEEN, source=Source("visit", 2, "Afternoon visit"))

    for order in ((first, second), (second, first)):
        *_, upcoming = due("visit", (M.PLAN_STARTED, mon_5_jan), *order)
        assert upcoming.started_by is first
