from datetime import date, timedelta

import pytest

from deadlines.engine import Standing
from deadlines.milestones import Milestone as M
from deadlines.milestones import SeeAlone, see_alone_by_age

tue_2_dec = date(2025, 12, 2)
fri_19_dec = date(2025, 12, 19)
tue_30_dec = date(2025, 12, 30)
tue_24_feb = date(2026, 2, 24)
tue_3_mar = date(2026, 3, 3)
tue_17_mar = date(2026, 3, 17)
tue_24_mar = date(2026, 3, 24)
mon_30_mar = date(2026, 3, 30)
tue_14_apr = date(2026, 4, 14)
mon_1_jun = date(2026, 6, 1)
mon_29_jun = date(2026, 6, 29)
tue_30_jun = date(2026, 6, 30)


@pytest.mark.requirement("S1-67", "T-18")
def test_a_visit_with_somebody_else_in_the_room_leaves_it_standing(due):
    first, following = due(
        "seen-alone",
        (M.PLAN_STARTED, tue_24_feb),
        (M.CHILD_SEEN, tue_3_mar),
        (M.CHILD_SEEN, tue_17_mar),
        (M.CHILD_SEEN_ALONE, tue_17_mar),
    )

    assert (first.due_on, first.met_on) == (tue_24_mar, tue_17_mar)
    assert following.due_on == tue_14_apr


@pytest.mark.requirement("S1-67", "T-18")
def test_visiting_every_week_but_never_alone_is_a_breach_on_the_twenty_ninth_day(due):
    weekly = [(M.CHILD_SEEN, mon_1_jun + timedelta(weeks=week)) for week in range(1, 8)]
    [clock] = due("seen-alone", (M.PLAN_STARTED, mon_1_jun), *weekly)

    assert clock.standing(mon_29_jun) is Standing.DUE
    assert clock.standing(tue_30_jun) is Standing.OVERDUE


@pytest.mark.requirement("T-18")
def test_a_leap_day_is_a_day(due):
    *_, following = due(
        "seen-alone", (M.PLAN_STARTED, date(2028, 1, 10)), (M.CHILD_SEEN_ALONE, date(2028, 2, 1))
    )

    assert following.due_on == date(2028, 2, 29)


@pytest.mark.requirement("S0-22", "S1-67", "T-18")
def test_a_baby_seen_asleep_leaves_it_standing(due):
    *_, clock = due(
        "seen-alone",
        (M.PLAN_STARTED, date(2025, 11, 24)),
        (M.CHILD_SEEN, tue_2_dec),
        (M.CHILD_SEEN_AWAKE, tue_2_dec),
        (M.CHILD_SEEN, fri_19_dec),
        (M.CHILD_SEEN_ALONE, fri_19_dec),
        born=date(2025, 8, 4),
        see_alone=SeeAlone.BABY_AWAKE,
    )

    assert (clock.due_on, clock.met_on) == (tue_30_dec, None)


@pytest.mark.requirement("T-18")
def test_being_awake_is_not_enough_for_a_child_old_enough_to_talk_alone(due):
    [clock] = due("seen-alone", (M.PLAN_STARTED, tue_24_feb), (M.CHILD_SEEN_AWAKE, tue_3_mar))

    assert clock.met_on is None


@pytest.mark.requirement("T-18")
def test_growing_out_of_babyhood_unmakes_no_earlier_sighting(due):
    born = date(2024, 3, 10)
    as_a_baby, as_a_toddler, upcoming = due(
        "seen-alone",
        (M.PLAN_STARTED, tue_24_feb),
        (M.CHILD_SEEN_AWAKE, tue_3_mar),
        (M.CHILD_SEEN_AWAKE, tue_17_mar),  # two years old by now, and not alone
        (M.CHILD_SEEN_ALONE, tue_24_mar),
        born=born,
        see_alone=see_alone_by_age(born),
    )

    assert (as_a_baby.met_on, as_a_toddler.met_on) == (tue_3_mar, tue_24_mar)
    assert upcoming.started_on == tue_24_mar


@pytest.mark.requirement("S0-21", "T-18")
def test_where_it_is_not_appropriate_no_clock_runs(due):
    assert due("seen-alone", (M.PLAN_STARTED, tue_24_feb), see_alone=SeeAlone.NOT_APPROPRIATE) == []


@pytest.mark.requirement("S0-21", "T-18")
def test_a_decision_that_it_is_not_appropriate_stops_the_clock_and_reversing_it_starts_one(due):
    stopped, started = due(
        "seen-alone",
        (M.PLAN_STARTED, tue_24_feb),
        see_alone=(
            (date.min, SeeAlone.ALONE),
            (tue_3_mar, SeeAlone.NOT_APPROPRIATE),
            (mon_30_mar, SeeAlone.ALONE),
        ),
    )

    assert (stopped.lapsed_on, stopped.standing(mon_1_jun)) == (tue_3_mar, Standing.LAPSED)
    assert (started.started_on, started.due_on) == (mon_30_mar, date(2026, 4, 27))


@pytest.mark.requirement("B-17", "T-18")
def test_an_unborn_child_is_owed_nothing_until_the_birth(due):
    assert due("seen-alone", (M.PLAN_STARTED, tue_24_feb), born=None) == []
    [clock] = due("seen-alone", (M.PLAN_STARTED, tue_24_feb), born=mon_1_jun)
    assert clock.started_by.milestone is M.BORN


@pytest.mark.requirement("T-18")
def test_a_conference_is_not_seeing_a_child_alone(due):
    [clock] = due("seen-alone", (M.PLAN_STARTED, tue_24_feb), (M.REVIEW_HELD, tue_17_mar))

    assert clock.met_on is None
