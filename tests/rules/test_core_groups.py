from datetime import date

import pytest

from deadlines.engine import Standing
from deadlines.limits import Whose
from deadlines.milestones import Milestone as M
from deadlines.milestones import Reached
from deadlines.periods import Weeks

fri_2_jan = date(2026, 1, 2)
fri_9_jan = date(2026, 1, 9)
fri_30_jan = date(2026, 1, 30)
tue_24_feb = date(2026, 2, 24)
fri_27_feb = date(2026, 2, 27)
tue_10_mar = date(2026, 3, 10)
tue_21_apr = date(2026, 4, 21)
tue_2_jun = date(2026, 6, 2)


@pytest.mark.requirement("T-12", "S1-123")
@pytest.mark.parametrize(
    ("plan_on", "first_on", "due_on", "practical_on"),
    [
        (tue_24_feb, tue_10_mar, tue_21_apr, tue_21_apr),
        (date(2025, 11, 3), date(2025, 11, 13), date(2025, 12, 25), date(2025, 12, 24)),  # Christmas Day
        (date(2026, 2, 10), date(2026, 2, 20), date(2026, 4, 3), date(2026, 4, 2)),  # Good Friday
        (date(2028, 1, 10), date(2028, 1, 18), date(2028, 2, 29), date(2028, 2, 29)),  # a leap day
        (date(2026, 11, 9), date(2026, 11, 16), date(2026, 12, 28), date(2026, 12, 24)),  # bank holiday
    ],
)
def test_the_second_is_due_six_weeks_after_the_first(due, plan_on, first_on, due_on, practical_on):
    [second] = due("second-core-group", (M.PLAN_STARTED, plan_on), (M.CORE_GROUP_HELD, first_on))

    assert (second.due_on, second.practical_on) == (due_on, practical_on)


@pytest.mark.requirement("T-13", "S0-27", "S1-109")
@pytest.mark.parametrize(
    ("last_on", "due_on", "practical_on"),
    [
        (tue_10_mar, tue_21_apr, tue_21_apr),
        (date(2025, 12, 4), date(2026, 1, 15), date(2026, 1, 15)),
        (date(2027, 2, 15), date(2027, 3, 29), date(2027, 3, 25)),  # Easter Monday
    ],
)
def test_every_later_one_is_due_six_weeks_after_the_last(due, last_on, due_on, practical_on):
    [another] = due(
        "core-group",
        (M.PLAN_STARTED, date(2025, 11, 3)),
        (M.CORE_GROUP_HELD, date(2025, 11, 13)),
        (M.CORE_GROUP_HELD, last_on),
    )

    assert (another.due_on, another.practical_on) == (due_on, practical_on)


@pytest.mark.requirement("T-12", "T-13")
def test_the_first_meeting_starts_the_second_s_clock_and_each_later_one_the_next(due):
    meetings = [
        (M.PLAN_STARTED, tue_24_feb),
        (M.CORE_GROUP_HELD, tue_10_mar),
        (M.CORE_GROUP_HELD, tue_21_apr),
        (M.CORE_GROUP_HELD, tue_2_jun),
    ]
    [second] = due("second-core-group", *meetings)
    third, fourth = due("core-group", *meetings)

    assert (second.started_on, second.met_on) == (tue_10_mar, tue_21_apr)
    assert (third.started_on, third.met_on) == (tue_21_apr, tue_2_jun)
    assert (fourth.started_on, fourth.met_on) == (tue_2_jun, None)


@pytest.mark.requirement("T-12")
def test_a_new_plan_has_a_first_and_a_second_meeting_of_its_own(due):
    old, new = due(
        "second-core-group",
        (M.PLAN_STARTED, fri_2_jan),
        (M.CORE_GROUP_HELD, fri_9_jan),
        (M.PLAN_ENDED, fri_30_jan),
        (M.PLAN_STARTED, tue_24_feb),
        (M.CORE_GROUP_HELD, tue_10_mar),
    )

    assert old.standing(tue_10_mar) is Standing.LAPSED
    assert (new.started_on, new.due_on) == (tue_10_mar, tue_21_apr)


@pytest.mark.requirement("T-13", "T-19", "S2-17")
def test_a_plan_that_asks_for_meetings_every_four_weeks_brings_the_next_one_forward(due):
    [third] = due(
        "core-group",
        (M.PLAN_STARTED, fri_2_jan),
        Reached(fri_2_jan, M.PLAN_FREQUENCY_SET, rule="core-group", period=Weeks(4)),
        (M.CORE_GROUP_HELD, fri_9_jan),
        (M.CORE_GROUP_HELD, fri_30_jan),
    )

    assert third.due_on == fri_27_feb
    assert third.limit.whose is Whose.PLAN
    [lost] = third.lost
    assert lost.would_have_given == date(2026, 3, 13)


@pytest.mark.requirement("T-13", "T-19")
def test_a_plan_that_asks_for_meetings_every_nine_weeks_changes_nothing(due):
    [third] = due(
        "core-group",
        (M.PLAN_STARTED, fri_2_jan),
        Reached(fri_2_jan, M.PLAN_FREQUENCY_SET, rule="core-group", period=Weeks(9)),
        (M.CORE_GROUP_HELD, fri_9_jan),
        (M.CORE_GROUP_HELD, tue_10_mar),
    )

    assert third.due_on == tue_21_apr
    assert [lost.limit.whose for lost in third.lost] == [Whose.PLAN]
