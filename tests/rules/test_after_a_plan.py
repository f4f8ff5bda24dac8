"""What the end of a plan asks for (T-24), the two-year flag (T-25) and the eighteenth birthday (T-29)."""

from datetime import date

import pytest

from deadlines.engine import Standing
from deadlines.milestones import Milestone as M

START = (M.PLAN_STARTED, date(2025, 6, 2))
wed_20_may = date(2026, 5, 20)
mon_1_jun = date(2026, 6, 1)
fri_25_dec_2026 = date(2026, 12, 25)


@pytest.mark.requirement("S2-21", "T-24")
@pytest.mark.parametrize(
    ("ended_on", "due_on"),
    [
        (date(2026, 2, 24), date(2026, 3, 5)),
        (date(2025, 12, 19), date(2026, 1, 2)),
        (date(2026, 3, 31), date(2026, 4, 13)),
        (date(2026, 12, 21), date(2027, 1, 4)),
        (date(2027, 12, 22), date(2028, 1, 5)),
        (wed_20_may, mon_1_jun),
    ],
)
def test_a_child_in_need_plan_is_due_seven_working_days_after_the_plan_was_no_longer_required(
    due, ended_on, due_on
):
    [clock] = due(
        "cin-plan-after-plan", START, (M.PLAN_ENDED, ended_on), (M.PLAN_NO_LONGER_REQUIRED, ended_on)
    )

    assert (clock.started_on, clock.due_on) == (ended_on, due_on)


@pytest.mark.requirement("B-14", "T-24")
def test_a_plan_that_ended_for_any_other_reason_asks_for_no_child_in_need_plan(due):
    assert due("cin-plan-after-plan", START, (M.PLAN_ENDED, wed_20_may)) == []


@pytest.mark.requirement("T-24")
def test_a_child_in_need_plan_may_start_on_the_very_day(due):
    [clock] = due(
        "cin-plan-after-plan",
        START,
        (M.CIN_PLAN_STARTED, wed_20_may),
        (M.PLAN_NO_LONGER_REQUIRED, wed_20_may),
        (M.PLAN_ENDED, wed_20_may),
    )

    assert clock.met_on == wed_20_may


@pytest.mark.requirement("T-24")
def test_a_new_protection_plan_takes_the_place_of_the_child_in_need_plan(due):
    [clock] = due(
        "cin-plan-after-plan",
        START,
        (M.PLAN_ENDED, wed_20_may),
        (M.PLAN_NO_LONGER_REQUIRED, wed_20_may),
        (M.PLAN_STARTED, mon_1_jun),
    )

    assert clock.lapsed_on == mon_1_jun


@pytest.mark.requirement("S4-26", "T-25", "C-6")
@pytest.mark.parametrize(
    ("started_on", "two_years_on"),
    [
        (date(2024, 11, 22), date(2026, 11, 22)),
        (date(2024, 2, 29), date(2026, 2, 28)),  # clamped
        (date(2025, 8, 31), date(2027, 8, 31)),
        (date(2026, 2, 28), date(2028, 2, 28)),  # not the 29th
    ],
)
def test_two_years_on_a_plan_raises_a_flag_and_never_an_overdue_date(due, started_on, two_years_on):
    [flag] = due("two-years", (M.PLAN_STARTED, started_on))

    assert flag.due_on == two_years_on
    assert flag.standing(date.fromordinal(two_years_on.toordinal() - 1)) is Standing.DUE
    assert flag.standing(two_years_on) is Standing.FLAG
    assert flag.standing(date(2030, 1, 1)) is Standing.FLAG


@pytest.mark.requirement("T-25")
def test_the_flag_goes_when_the_plan_ends(due):
    [flag] = due("two-years", START, (M.PLAN_ENDED, wed_20_may))

    assert flag.standing(date(2030, 1, 1)) is Standing.LAPSED


@pytest.mark.requirement("T-29", "S0-25")
@pytest.mark.parametrize(
    ("born", "eighteen_on"),
    [
        (date(2008, 12, 25), fri_25_dec_2026),  # a bank holiday
        (date(2008, 2, 29), date(2026, 3, 1)),  # no 29 February that year
        (date(2008, 11, 22), date(2026, 11, 22)),  # a Sunday
    ],
)
def test_a_plan_is_to_end_by_the_eighteenth_birthday(due, born, eighteen_on):
    [clock] = due("eighteenth-birthday", START, born=born)

    assert (clock.started_on, clock.due_on) == (date(2025, 6, 2), eighteen_on)


@pytest.mark.requirement("T-29")
def test_ending_the_plan_on_the_birthday_itself_is_in_time(due):
    [clock] = due("eighteenth-birthday", START, (M.PLAN_ENDED, fri_25_dec_2026), born=date(2008, 12, 25))

    assert clock.standing(date(2027, 1, 4)) is Standing.MET
    assert clock.practical_on == date(2026, 12, 24)


@pytest.mark.requirement("T-29")
def test_a_birthday_beyond_the_known_bank_holidays_has_a_date_and_no_practical_day(due):
    [clock] = due("eighteenth-birthday", START, born=date(2024, 7, 1))

    assert (clock.due_on, clock.practical_on) == (date(2042, 7, 1), None)


@pytest.mark.requirement("T-29")
def test_a_child_without_a_plan_has_a_birthday_and_no_deadline(due):
    assert due("eighteenth-birthday", born=date(2008, 12, 25)) == []
