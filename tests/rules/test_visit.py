from datetime import date

import pytest

from deadlines.engine import Standing
from deadlines.limits import Whose
from deadlines.milestones import Milestone as M
from deadlines.milestones import Reached
from deadlines.periods import Days, Weeks, WorkingDays

tue_24_feb = date(2026, 2, 24)
mon_2_mar = date(2026, 3, 2)
tue_3_mar = date(2026, 3, 3)
mon_9_mar = date(2026, 3, 9)
tue_10_mar = date(2026, 3, 10)
mon_16_mar = date(2026, 3, 16)
tue_17_mar = date(2026, 3, 17)
wed_27_may = date(2026, 5, 27)
wed_10_jun = date(2026, 6, 10)


@pytest.mark.requirement("S0-20", "T-16", "C-3", "C-8")
@pytest.mark.parametrize(
    ("last_on", "due_on"),
    [
        (mon_2_mar, mon_16_mar),
        (date(2025, 12, 18), date(2026, 1, 6)),
        (date(2026, 3, 26), date(2026, 4, 13)),
        (date(2026, 8, 21), date(2026, 9, 7)),
        (date(2028, 2, 17), date(2028, 3, 2)),
        (date(2026, 4, 11), date(2026, 4, 24)),  # a Saturday visit
    ],
)
def test_the_next_is_due_ten_working_days_after_the_child_was_last_seen(due, last_on, due_on):
    *_, upcoming = due("visit", (M.PLAN_STARTED, date(2025, 12, 8)), (M.CHILD_SEEN, last_on))

    assert (upcoming.started_on, upcoming.due_on, upcoming.met_on) == (last_on, due_on, None)


@pytest.mark.requirement("T-16", "C-9")
def test_the_first_is_counted_from_the_start_of_the_plan(due):
    [first] = due("visit", (M.PLAN_STARTED, tue_24_feb))

    assert (first.started_on, first.due_on) == (tue_24_feb, tue_10_mar)
    assert first.standing(tue_10_mar) is Standing.DUE
    assert first.standing(date(2026, 3, 11)) is Standing.OVERDUE


@pytest.mark.requirement("T-16")
def test_each_visit_meets_what_was_owed_and_starts_the_next(due):
    owed, upcoming = due("visit", (M.PLAN_STARTED, tue_24_feb), (M.CHILD_SEEN, tue_3_mar))

    assert (owed.met_on, owed.standing(tue_17_mar)) == (tue_3_mar, Standing.MET)
    assert (upcoming.started_on, upcoming.due_on) == (tue_3_mar, tue_17_mar)


@pytest.mark.requirement("T-16")
def test_a_late_visit_stays_late_and_the_next_is_counted_from_it(due):
    late, upcoming = due("visit", (M.PLAN_STARTED, tue_24_feb), (M.CHILD_SEEN, tue_17_mar))

    assert late.standing(wed_27_may) is Standing.MET_LATE
    assert upcoming.due_on == date(2026, 3, 31)


@pytest.mark.requirement("T-16")
def test_two_visits_on_one_day_start_one_clock(due):
    visits = due("visit", (M.PLAN_STARTED, tue_24_feb), (M.CHILD_SEEN, tue_3_mar), (M.CHILD_SEEN, tue_3_mar))

    assert [clock.started_on for clock in visits] == [tue_24_feb, tue_3_mar]


@pytest.mark.requirement("T-16")
def test_a_visit_before_the_plan_began_starts_nothing(due):
    [first] = due("visit", (M.CHILD_SEEN, mon_2_mar), (M.PLAN_STARTED, tue_3_mar))

    assert (first.started_on, first.met_on) == (tue_3_mar, None)


@pytest.mark.requirement("C-14", "T-16")
def test_the_plan_s_last_day_can_still_meet_a_visit_and_starts_no_other(due):
    visits = due(
        "visit", (M.PLAN_STARTED, tue_24_feb), (M.CHILD_SEEN, tue_10_mar), (M.PLAN_ENDED, tue_10_mar)
    )

    assert [(clock.met_on, clock.lapsed_on) for clock in visits] == [(tue_10_mar, None)]


@pytest.mark.requirement("B-17", "T-16")
def test_an_unborn_child_is_owed_no_visit_until_the_birth(due):
    before_birth = due("visit", (M.PLAN_STARTED, tue_24_feb), born=None)
    [after_birth] = due("visit", (M.PLAN_STARTED, tue_24_feb), born=wed_27_may)

    assert before_birth == []
    assert (after_birth.started_on, after_birth.due_on) == (wed_27_may, wed_10_jun)


@pytest.mark.requirement("T-19", "S2-16")
@pytest.mark.parametrize(
    ("frequency", "last_on", "due_on", "whose"),
    [
        (Days(7), mon_2_mar, mon_9_mar, Whose.PLAN),
        (WorkingDays(5), date(2026, 12, 23), date(2027, 1, 4), Whose.PLAN),
        (Weeks(3), mon_2_mar, mon_16_mar, Whose.AUTHORITY),
        (Weeks(6), mon_2_mar, mon_16_mar, Whose.AUTHORITY),
    ],
)
def test_the_plan_s_own_frequency_decides_only_where_it_is_stricter(due, frequency, last_on, due_on, whose):
    *_, upcoming = due(
        "visit",
        (M.PLAN_STARTED, tue_24_feb),
        Reached(tue_24_feb, M.PLAN_FREQUENCY_SET, rule="visit", period=frequency),
        (M.CHILD_SEEN, last_on),
    )

    assert (upcoming.due_on, upcoming.limit.whose) == (due_on, whose)
    assert [lost.would_have_given >= due_on for lost in upcoming.lost] == [True]


@pytest.mark.requirement("T-19")
def test_a_new_frequency_applies_from_the_next_visit_and_not_to_the_one_already_owed(due):
    owed, upcoming = due(
        "visit",
        (M.PLAN_STARTED, tue_24_feb),
        Reached(date(2026, 2, 26), M.PLAN_FREQUENCY_SET, rule="visit", period=WorkingDays(5)),
        (M.CHILD_SEEN, tue_3_mar),
    )

    assert (owed.due_on, upcoming.due_on) == (tue_10_mar, tue_10_mar)
    assert (owed.limit.whose, upcoming.limit.whose) == (Whose.AUTHORITY, Whose.PLAN)


@pytest.mark.requirement("T-19")
def test_a_frequency_that_was_withdrawn_no_longer_tightens(due):
    *_, upcoming = due(
        "visit",
        (M.PLAN_STARTED, tue_24_feb),
        Reached(tue_24_feb, M.PLAN_FREQUENCY_SET, rule="visit", period=WorkingDays(5)),
        Reached(mon_2_mar, M.PLAN_FREQUENCY_SET, rule="visit"),
        (M.CHILD_SEEN, tue_3_mar),
    )

    assert upcoming.due_on == tue_17_mar


@pytest.mark.requirement("T-19")
def test_a_frequency_ends_with_the_plan_it_was_set_in(due):
    *_, under_the_new_plan = due(
        "visit",
        (M.PLAN_STARTED, date(2025, 6, 2)),
        Reached(date(2025, 6, 2), M.PLAN_FREQUENCY_SET, rule="visit", period=WorkingDays(5)),
        (M.PLAN_ENDED, date(2025, 9, 1)),
        (M.PLAN_STARTED, tue_24_feb),
    )

    assert under_the_new_plan.due_on == tue_10_mar


@pytest.mark.requirement("T-19")
def test_a_frequency_set_before_the_birth_holds_from_the_birth(due):
    [first] = due(
        "visit",
        (M.PLAN_STARTED, tue_24_feb),
        Reached(tue_24_feb, M.PLAN_FREQUENCY_SET, rule="visit", period=WorkingDays(5)),
        born=wed_27_may,
    )

    assert first.due_on == date(2026, 6, 3)


@pytest.mark.requirement("T-19")
def test_of_two_frequencies_set_on_one_day_the_stricter_decides(due):
    fortnightly = Reached(tue_24_feb, M.PLAN_FREQUENCY_SET, rule="visit", period=Weeks(2))
    weekly = Reached(tue_24_feb, M.PLAN_FREQUENCY_SET, rule="visit", period=Weeks(1))

    for order in ((fortnightly, weekly), (weekly, fortnightly)):
        [first] = due("visit", (M.PLAN_STARTED, tue_24_feb), *order)
        assert first.due_on == tue_3_mar
