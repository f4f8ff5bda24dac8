from datetime import date

import pytest

from deadlines.engine import Standing
from deadlines.milestones import Milestone as M

mon_11_may = date(2026, 5, 11)
fri_15_may = date(2026, 5, 15)
tue_26_may = date(2026, 5, 26)
wed_27_may = date(2026, 5, 27)
mon_1_jun = date(2026, 6, 1)
tue_9_jun = date(2026, 6, 9)


@pytest.mark.requirement("S2-15", "T-11", "S1-117")
@pytest.mark.parametrize(
    ("conference_on", "due_on"),
    [
        (date(2026, 2, 24), date(2026, 3, 10)),
        (date(2025, 12, 17), date(2026, 1, 5)),
        (date(2026, 3, 27), date(2026, 4, 14)),
        (date(2027, 3, 19), date(2027, 4, 6)),
        (date(2026, 12, 18), date(2027, 1, 6)),
        (date(2028, 2, 18), date(2028, 3, 3)),
        (date(2026, 12, 21), date(2027, 1, 7)),
        (mon_11_may, tue_26_may),  # 25 May 2026 is the spring bank holiday
    ],
)
def test_is_due_ten_working_days_after_the_conference_that_made_the_plan(due, conference_on, due_on):
    [core_group] = due("first-core-group", (M.PLAN_STARTED, conference_on))

    assert core_group.due_on == due_on


@pytest.mark.requirement("T-11")
def test_a_conference_that_made_no_plan_asks_for_no_core_group(due):
    assert due("first-core-group", (M.INITIAL_CONFERENCE_HELD, mon_11_may)) == []


@pytest.mark.requirement("T-11")
def test_held_a_day_later_is_late_for_good(due):
    [core_group] = due("first-core-group", (M.PLAN_STARTED, mon_11_may), (M.CORE_GROUP_HELD, wed_27_may))

    assert core_group.standing(wed_27_may) is Standing.MET_LATE


@pytest.mark.requirement("T-11")
def test_held_straight_after_the_conference_counts(due):
    [core_group] = due("first-core-group", (M.CORE_GROUP_HELD, mon_11_may), (M.PLAN_STARTED, mon_11_may))

    assert core_group.met_on == mon_11_may


@pytest.mark.requirement("T-11")
def test_held_before_the_conference_does_not(due):
    [core_group] = due("first-core-group", (M.CORE_GROUP_HELD, mon_11_may), (M.PLAN_STARTED, fri_15_may))

    assert core_group.met_on is None


@pytest.mark.requirement("T-11", "C-14")
def test_is_no_longer_required_once_the_plan_has_ended(due):
    [core_group] = due("first-core-group", (M.PLAN_STARTED, mon_11_may), (M.PLAN_ENDED, fri_15_may))

    assert core_group.lapsed_on == fri_15_may
    assert core_group.standing(wed_27_may) is Standing.LAPSED


@pytest.mark.requirement("T-11", "C-14")
def test_a_meeting_under_a_later_plan_does_not_meet_what_an_earlier_plan_was_owed(due):
    earlier, later = due(
        "first-core-group",
        (M.PLAN_STARTED, mon_11_may),
        (M.PLAN_ENDED, fri_15_may),
        (M.PLAN_STARTED, tue_26_may),
        (M.CORE_GROUP_HELD, mon_1_jun),
    )

    assert earlier.standing(tue_9_jun) is Standing.LAPSED
    assert later.met_on == mon_1_jun
