from datetime import date

import pytest

from deadlines.engine import Standing
from deadlines.milestones import Milestone as M

tue_24_feb = date(2026, 2, 24)
mon_9_march = date(2026, 3, 9)
tue_10_march = date(2026, 3, 10)
wed_11_march = date(2026, 3, 11)
fri_13_march = date(2026, 3, 13)
mon_23_march = date(2026, 3, 23)

AWAY = [(M.PLAN_STARTED, tue_24_feb), (M.COVER_LACKING, mon_9_march)]


@pytest.mark.requirement("S1-102", "B-13")
def test_cover_is_owed_on_the_first_day_on_which_nobody_acts(due):
    [clock] = due("cover-arranged", *AWAY)

    assert (clock.started_on, clock.due_on) == (mon_9_march, mon_9_march)
    assert clock.standing(mon_9_march) is Standing.DUE
    assert clock.standing(tue_10_march) is Standing.OVERDUE


@pytest.mark.requirement("S1-102", "B-13")
def test_cover_arranged_later_meets_it_late(due):
    ends = [(M.COVER_ARRANGED, wed_11_march), (M.COVER_NO_LONGER_LACKING, wed_11_march)]

    [clock] = due("cover-arranged", *AWAY, *ends)

    assert clock.met_on == wed_11_march
    assert clock.standing(fri_13_march) is Standing.MET_LATE


@pytest.mark.requirement("B-13")
def test_a_worker_who_is_back_is_no_cover_and_ends_it(due):
    [clock] = due("cover-arranged", *AWAY, (M.COVER_NO_LONGER_LACKING, mon_23_march))

    assert (clock.met_on, clock.lapsed_on) == (None, mon_23_march)


@pytest.mark.requirement("B-13")
def test_what_is_arranged_on_the_day_leaves_no_trace(due):
    ends = [(M.COVER_ARRANGED, mon_9_march), (M.COVER_NO_LONGER_LACKING, mon_9_march)]

    assert due("cover-arranged", *AWAY, *ends) == []


@pytest.mark.requirement("B-13")
def test_a_plan_that_starts_meanwhile_asks_from_its_first_day(due):
    [clock] = due("cover-arranged", (M.COVER_LACKING, tue_24_feb), (M.PLAN_STARTED, mon_9_march))

    assert clock.started_on == mon_9_march


@pytest.mark.requirement("B-13")
def test_nothing_is_asked_for_a_child_without_a_plan(due):
    assert due("cover-arranged", (M.COVER_LACKING, mon_9_march)) == []


@pytest.mark.requirement("B-13")
def test_the_next_worker_who_is_away_too_starts_it_again(due):
    again = [(M.COVER_NO_LONGER_LACKING, wed_11_march), (M.COVER_LACKING, wed_11_march)]

    first, second = due("cover-arranged", *AWAY, *again)

    assert (first.started_on, first.lapsed_on) == (mon_9_march, wed_11_march)
    assert (second.started_on, second.met_on, second.lapsed_on) == (wed_11_march, None, None)
