"""The countdown to a review (T-08) and the window before it (T-14)."""

from dataclasses import replace
from datetime import date

import pytest

from deadlines.engine import Standing
from deadlines.milestones import Milestone as M
from deadlines.milestones import Reached

PLAN = (M.PLAN_STARTED, date(2025, 9, 1))
mon_2_mar = date(2026, 3, 2)
tue_28_apr = date(2026, 4, 28)
wed_29_apr = date(2026, 4, 29)
wed_6_may = date(2026, 5, 6)
wed_13_may = date(2026, 5, 13)
thu_14_may = date(2026, 5, 14)
fri_15_may = date(2026, 5, 15)
wed_20_may = date(2026, 5, 20)
thu_21_may = date(2026, 5, 21)
wed_3_jun = date(2026, 6, 3)
wed_10_jun = date(2026, 6, 10)

review_on_20_may = Reached(mon_2_mar, M.REVIEW_BOOKED, for_day=wed_20_may, occasion=1)


def booked_for(day: date) -> Reached:
    return Reached(date(2025, 10, 1), M.REVIEW_BOOKED, for_day=day, occasion=1)


@pytest.mark.requirement("S2-19", "T-08", "C-4")
@pytest.mark.parametrize(
    ("review_on", "due_on"),
    [
        (wed_20_may, wed_13_may),
        (date(2026, 4, 8), date(2026, 3, 30)),
        (date(2026, 1, 2), date(2025, 12, 23)),
        (date(2026, 12, 29), date(2026, 12, 18)),
        (date(2027, 3, 30), date(2027, 3, 19)),
    ],
)
def test_the_plan_is_to_be_updated_five_working_days_before_the_review(due, review_on, due_on):
    [clock] = due("review-plan-updated", PLAN, booked_for(review_on))

    assert (clock.started_on, clock.due_on) == (date(2025, 10, 1), due_on)


@pytest.mark.requirement("T-08", "C-11")
def test_moving_the_review_moves_the_date_and_not_the_day_it_was_asked_for(due):
    moved = replace(review_on_20_may, for_day=wed_10_jun, moved_on=wed_6_may)
    [clock] = due("review-plan-updated", PLAN, moved)

    assert (clock.started_on, clock.due_on) == (mon_2_mar, wed_3_jun)


@pytest.mark.requirement("T-08", "C-13")
def test_a_review_booked_too_late_is_short_notice_and_not_anybody_s_delay(due):
    booked_late = Reached(fri_15_may, M.REVIEW_BOOKED, for_day=wed_20_may)
    brought_forward = Reached(mon_2_mar, M.REVIEW_BOOKED, for_day=wed_20_may, moved_on=thu_14_may)
    booked_in_time = Reached(wed_13_may, M.REVIEW_BOOKED, for_day=wed_20_may)

    standings = [
        due("review-plan-updated", PLAN, booking)[0].standing(thu_21_may)
        for booking in (booked_late, brought_forward, booked_in_time)
    ]

    assert standings == [Standing.SHORT_NOTICE, Standing.SHORT_NOTICE, Standing.OVERDUE]


@pytest.mark.requirement("T-08")
def test_an_update_made_for_another_review_does_not_count_for_this_one(due):
    for_another = Reached(wed_6_may, M.PLAN_UPDATED, occasion=2)
    for_this = Reached(wed_13_may, M.PLAN_UPDATED, occasion=1)

    [clock] = due("review-plan-updated", PLAN, review_on_20_may, for_another, for_this)

    assert (clock.met_on, clock.standing(thu_21_may)) == (wed_13_may, Standing.MET)


@pytest.mark.requirement("T-08")
def test_two_reviews_booked_on_one_day_are_two_countdowns(due):
    another = Reached(mon_2_mar, M.REVIEW_BOOKED, for_day=wed_10_jun, occasion=2)

    clocks = due("review-plan-updated", PLAN, review_on_20_may, another)

    assert sorted(clock.due_on for clock in clocks) == [wed_13_may, wed_3_jun]


@pytest.mark.requirement("C-14", "T-08")
def test_a_plan_that_ends_first_leaves_nothing_to_count_down_to(due):
    [clock] = due("review-plan-updated", PLAN, review_on_20_may, (M.PLAN_ENDED, wed_6_may))

    assert clock.lapsed_on == wed_6_may


@pytest.mark.requirement("S0-24", "T-14")
@pytest.mark.parametrize(
    ("review_on", "opens_on"),
    [
        (wed_20_may, wed_29_apr),
        (date(2026, 1, 14), date(2025, 12, 24)),
        (date(2027, 4, 6), date(2027, 3, 16)),  # Easter inside the window
        (date(2028, 3, 7), date(2028, 2, 15)),  # a leap day inside the window
    ],
)
def test_a_core_group_counts_from_twenty_one_days_before_the_review(due, review_on, opens_on):
    [clock] = due("core-group-before-review", PLAN, booked_for(review_on))

    assert (clock.opens_on, clock.due_on) == (opens_on, review_on)


@pytest.mark.requirement("S0-24", "T-14")
@pytest.mark.parametrize(
    ("held_on", "met_on", "standing"),
    [
        (tue_28_apr, None, Standing.OVERDUE),  # 22 days before: too early
        (wed_29_apr, wed_29_apr, Standing.MET),  # 21 days before
        (wed_20_may, wed_20_may, Standing.MET),  # on the day of the review
        (thu_21_may, thu_21_may, Standing.MET_LATE),
    ],
)
def test_both_ends_of_the_window_count(due, held_on, met_on, standing):
    [clock] = due("core-group-before-review", PLAN, review_on_20_may, (M.CORE_GROUP_HELD, held_on))

    assert (clock.met_on, clock.standing(wed_10_jun)) == (met_on, standing)


@pytest.mark.requirement("T-14")
def test_a_meeting_held_before_the_review_was_booked_counts_if_it_lies_in_the_window(due):
    booked_late = Reached(fri_15_may, M.REVIEW_BOOKED, for_day=wed_20_may)

    [clock] = due("core-group-before-review", PLAN, booked_late, (M.CORE_GROUP_HELD, wed_6_may))

    assert (clock.started_on, clock.met_on) == (fri_15_may, wed_6_may)


@pytest.mark.requirement("T-14", "C-11")
def test_putting_the_review_off_can_leave_a_meeting_already_held_outside_the_window(due):
    held = (M.CORE_GROUP_HELD, wed_29_apr)
    put_off = replace(review_on_20_may, for_day=thu_21_may, moved_on=wed_13_may)

    [in_time] = due("core-group-before-review", PLAN, review_on_20_may, held)
    [no_longer] = due("core-group-before-review", PLAN, put_off, held)

    assert (in_time.met_on, no_longer.met_on) == (wed_29_apr, None)
