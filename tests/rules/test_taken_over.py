from datetime import date

import pytest

from deadlines.engine import Standing
from deadlines.milestones import Milestone as M

tue_24_feb = date(2026, 2, 24)
mon_1_june = date(2026, 6, 1)
mon_8_june = date(2026, 6, 8)
mon_13_july = date(2026, 7, 13)
mon_20_july = date(2026, 7, 20)

TAKEN_OVER = ((M.PLAN_STARTED, tue_24_feb), (M.PLAN_TAKEN_OVER, mon_1_june))


def test_nobody_is_late_for_core_groups_that_another_system_held_and_no_return_names(due):
    [first] = due("first-core-group", *TAKEN_OVER)

    assert first.standing(mon_8_june) is Standing.LAPSED
    assert first.lapsed_on == mon_1_june


@pytest.mark.requirement("T-12", "T-13")
def test_from_the_day_it_is_taken_over_a_core_group_is_due_within_six_weeks_and_then_every_six(due):
    [waited_for] = due("second-core-group", *TAKEN_OVER)
    assert (waited_for.started_on, waited_for.due_on) == (mon_1_june, mon_13_july)

    held = (*TAKEN_OVER, (M.CORE_GROUP_HELD, mon_8_june))
    [met] = due("second-core-group", *held)
    [following] = due("core-group", *held)

    assert met.met_on == mon_8_june
    assert (following.started_on, following.due_on) == (mon_8_june, mon_20_july)


@pytest.mark.requirement("B-13")
def test_a_plan_taken_over_without_a_worker_is_unallocated_from_that_day_and_not_before(due):
    before, since = due("lead-social-worker", *TAKEN_OVER)

    assert before.standing(mon_8_june) is Standing.LAPSED
    assert (since.started_on, since.due_on) == (mon_1_june, mon_1_june)
    assert since.standing(mon_8_june) is Standing.OVERDUE


@pytest.mark.requirement("B-13")
def test_a_plan_taken_over_with_its_worker_is_in_order(due):
    [before] = due("lead-social-worker", *TAKEN_OVER, (M.ALLOCATED, mon_1_june))

    assert before.standing(mon_8_june) is Standing.LAPSED


@pytest.mark.requirement("T-16")
def test_a_child_whose_last_visit_is_not_known_is_overdue_from_the_start_of_the_plan(due):
    [visit] = due("visit", *TAKEN_OVER)

    # Ten working days after Tuesday 24 February 2026.
    assert visit.due_on == date(2026, 3, 10)
    assert visit.standing(mon_1_june) is Standing.OVERDUE
