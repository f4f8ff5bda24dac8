from datetime import date

import pytest

from deadlines.engine import Standing
from deadlines.milestones import Milestone as M

mon_23_feb = date(2026, 2, 23)
tue_24_feb = date(2026, 2, 24)
wed_25_feb = date(2026, 2, 25)
tue_31_mar = date(2026, 3, 31)
wed_1_apr = date(2026, 4, 1)


@pytest.mark.requirement("S1-46", "B-13")
def test_a_plan_that_starts_with_nobody_allocated_is_overdue_the_next_day(due):
    [clock] = due("lead-social-worker", (M.PLAN_STARTED, tue_24_feb))

    assert clock.due_on == tue_24_feb
    assert clock.standing(tue_24_feb) is Standing.DUE
    assert clock.standing(wed_25_feb) is Standing.OVERDUE


@pytest.mark.requirement("B-13")
@pytest.mark.parametrize("allocated_on", [mon_23_feb, tue_24_feb])
def test_a_plan_whose_child_has_somebody_on_its_first_day_asks_for_nobody(due, allocated_on):
    assert due("lead-social-worker", (M.PLAN_STARTED, tue_24_feb), (M.ALLOCATED, allocated_on)) == []


@pytest.mark.requirement("S1-46", "B-13")
def test_a_worker_who_leaves_without_a_successor_starts_the_clock_that_day(due):
    [clock] = due(
        "lead-social-worker",
        (M.ALLOCATED, mon_23_feb),
        (M.PLAN_STARTED, tue_24_feb),
        (M.UNALLOCATED, tue_31_mar),
        (M.ALLOCATED, wed_1_apr),
    )

    assert (clock.started_on, clock.met_on) == (tue_31_mar, wed_1_apr)
    assert clock.standing(wed_1_apr) is Standing.MET_LATE


@pytest.mark.requirement("B-13")
def test_handing_over_within_a_day_leaves_no_gap(due):
    clocks = due(
        "lead-social-worker",
        (M.ALLOCATED, mon_23_feb),
        (M.PLAN_STARTED, tue_24_feb),
        (M.UNALLOCATED, tue_31_mar),
        (M.ALLOCATED, tue_31_mar),
    )

    assert clocks == []


@pytest.mark.requirement("B-13")
def test_a_child_without_a_plan_may_be_unallocated(due):
    assert due("lead-social-worker", (M.UNALLOCATED, tue_31_mar)) == []
