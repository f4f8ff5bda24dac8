from datetime import date

import pytest

from deadlines.engine import Standing
from deadlines.milestones import Milestone as M
from deadlines.milestones import Reached
from deadlines.periods import Weeks

tue_24_feb = date(2026, 2, 24)
mon_2_mar = date(2026, 3, 2)
mon_30_mar = date(2026, 3, 30)
tue_31_mar = date(2026, 3, 31)


@pytest.mark.requirement("S1-66", "T-17", "C-5", "C-7")
@pytest.mark.parametrize(
    ("last_on", "due_on", "practical_on"),
    [
        (mon_2_mar, mon_30_mar, mon_30_mar),
        (date(2025, 12, 18), date(2026, 1, 15), date(2026, 1, 15)),
        (date(2026, 11, 27), date(2026, 12, 25), date(2026, 12, 24)),  # Christmas Day is still the limit
        (date(2028, 2, 17), date(2028, 3, 16), date(2028, 3, 16)),  # 2028 is a leap year
    ],
)
def test_is_due_within_twenty_eight_days_whatever_day_that_is(due, last_on, due_on, practical_on):
    *_, upcoming = due("contact", (M.PLAN_STARTED, date(2025, 12, 8)), (M.CHILD_SEEN, last_on))

    assert (upcoming.due_on, upcoming.practical_on) == (due_on, practical_on)


@pytest.mark.requirement("T-17")
def test_four_weeks_is_allowed_and_a_day_more_is_a_breach(due):
    *_, upcoming = due("contact", (M.PLAN_STARTED, tue_24_feb), (M.CHILD_SEEN, mon_2_mar))

    assert upcoming.standing(mon_30_mar) is Standing.DUE
    assert upcoming.standing(tue_31_mar) is Standing.OVERDUE


@pytest.mark.requirement("T-17", "T-19")
def test_a_plan_that_allows_six_weeks_does_not_loosen_the_four(due):
    *_, upcoming = due(
        "contact",
        (M.PLAN_STARTED, tue_24_feb),
        Reached(tue_24_feb, M.PLAN_FREQUENCY_SET, rule="contact", period=Weeks(6)),
        (M.CHILD_SEEN, mon_2_mar),
    )

    assert upcoming.due_on == mon_30_mar


@pytest.mark.requirement("T-16", "T-17")
def test_the_visiting_limit_is_always_the_earlier_of_the_two(due):
    said = [(M.PLAN_STARTED, tue_24_feb), (M.CHILD_SEEN, mon_2_mar)]

    for visit, contact in zip(due("visit", *said), due("contact", *said), strict=True):
        assert visit.started_on == contact.started_on
        assert visit.due_on < contact.due_on
