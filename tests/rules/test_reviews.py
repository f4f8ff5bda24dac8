from datetime import date

import pytest

from deadlines.engine import Standing
from deadlines.milestones import Milestone as M

tue_24_feb = date(2026, 2, 24)
wed_20_may = date(2026, 5, 20)
fri_22_may = date(2026, 5, 22)
sun_24_may = date(2026, 5, 24)
mon_25_may = date(2026, 5, 25)
tue_26_may = date(2026, 5, 26)
tue_9_jun = date(2026, 6, 9)
wed_12_aug = date(2026, 8, 12)
fri_20_nov = date(2026, 11, 20)


@pytest.mark.requirement("T-20", "C-6", "C-7")
@pytest.mark.parametrize(
    ("plan_on", "due_on", "practical_on"),
    [
        (tue_24_feb, sun_24_may, fri_22_may),
        (date(2026, 11, 30), date(2027, 2, 28), date(2027, 2, 26)),
        (date(2027, 11, 30), date(2028, 2, 29), date(2028, 2, 29)),  # a leap year has a 29th
        (date(2026, 8, 28), date(2026, 11, 28), date(2026, 11, 27)),
        (date(2025, 12, 31), date(2026, 3, 31), date(2026, 3, 31)),
        (date(2027, 1, 25), date(2027, 4, 25), date(2027, 4, 23)),
        (date(2026, 12, 21), date(2027, 3, 21), date(2027, 3, 19)),
        (wed_20_may, date(2026, 8, 20), date(2026, 8, 20)),  # a sibling added later has a clock of their own
    ],
)
def test_the_first_is_due_three_months_after_the_plan_began(due, plan_on, due_on, practical_on):
    [review] = due("first-review", (M.PLAN_STARTED, plan_on))

    assert (review.due_on, review.practical_on) == (due_on, practical_on)


@pytest.mark.requirement("T-21", "C-6", "C-7")
@pytest.mark.parametrize(
    ("last_on", "due_on", "practical_on"),
    [
        (tue_24_feb, date(2026, 8, 24), date(2026, 8, 24)),
        (date(2026, 11, 30), date(2027, 5, 30), date(2027, 5, 28)),
        (date(2027, 11, 30), date(2028, 5, 30), date(2028, 5, 30)),
        (date(2026, 8, 28), date(2027, 2, 28), date(2027, 2, 26)),
        (date(2025, 12, 31), date(2026, 6, 30), date(2026, 6, 30)),
        (date(2027, 1, 25), date(2027, 7, 25), date(2027, 7, 23)),
    ],
)
def test_each_later_one_is_due_six_months_after_the_last_was_held(due, last_on, due_on, practical_on):
    [review] = due("review", (M.PLAN_STARTED, date(2025, 10, 6)), (M.REVIEW_HELD, last_on))

    assert (review.due_on, review.practical_on) == (due_on, practical_on)


@pytest.mark.requirement("T-20", "C-7")
def test_the_limit_stays_on_a_sunday_and_tuesday_after_the_bank_holiday_is_late(due):
    [on_the_friday] = due("first-review", (M.PLAN_STARTED, tue_24_feb), (M.REVIEW_HELD, fri_22_may))
    [after_the_holiday] = due("first-review", (M.PLAN_STARTED, tue_24_feb), (M.REVIEW_HELD, tue_26_may))
    [not_held] = due("first-review", (M.PLAN_STARTED, tue_24_feb))

    assert on_the_friday.standing(tue_9_jun) is Standing.MET
    assert after_the_holiday.standing(tue_9_jun) is Standing.MET_LATE
    assert not_held.standing(mon_25_may) is Standing.OVERDUE


@pytest.mark.requirement("T-21", "B-20", "C-8")
def test_a_review_brought_forward_moves_the_one_after_it_forward_too(due):
    first, second = due(
        "review", (M.PLAN_STARTED, tue_24_feb), (M.REVIEW_HELD, wed_20_may), (M.REVIEW_HELD, tue_9_jun)
    )

    assert (first.due_on, first.met_on) == (fri_20_nov, tue_9_jun)
    assert second.due_on == date(2026, 12, 9)


@pytest.mark.requirement("T-21", "B-14", "C-14")
def test_a_review_that_ends_the_plan_meets_its_own_clock_and_starts_no_other(due):
    [clock] = due(
        "review",
        (M.PLAN_STARTED, tue_24_feb),
        (M.REVIEW_HELD, wed_20_may),
        (M.REVIEW_HELD, wed_12_aug),
        (M.PLAN_ENDED, wed_12_aug),
    )

    assert (clock.started_on, clock.met_on, clock.lapsed_on) == (wed_20_may, wed_12_aug, None)
