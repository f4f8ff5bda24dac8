"""Days on which nobody acts for a worker who is away: found from the absences, told to managers."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from alerts.actions import raise_alerts
from alerts.models import Alert, Step
from alerts.sweeping import sweep
from children.actions import allocate, end_allocation, end_cover
from children.actions.gaps import look_for_gaps
from children.models import Child, CoverGap
from deadlines.models import Deadline
from tests.factories import AllocationFactory, ChildFactory

tue_24_feb = date(2026, 2, 24)
tue_3_march = date(2026, 3, 3)
thu_5_march = date(2026, 3, 5)
mon_9_march = date(2026, 3, 9)
tue_10_march = date(2026, 3, 10)
wed_11_march = date(2026, 3, 11)
fri_13_march = date(2026, 3, 13)
mon_16_march = date(2026, 3, 16)
tue_17_march = date(2026, 3, 17)
mon_23_march = date(2026, 3, 23)
tue_24_march = date(2026, 3, 24)

pytestmark = pytest.mark.requirement("B-13", "S1-102")


def gaps_of(child: Child) -> list[tuple[date, date | None, bool]]:
    return list(child.cover_gaps.values_list("from_on", "until_on", "was_covered"))


def told(person: User) -> set[str]:
    return set(
        Alert.objects.live()
        .filter(person=person, deadline__rule="cover-arranged")
        .values_list("step", flat=True)
    )


def test_the_daily_check_finds_it_on_the_first_day_and_tells_the_manager_then_the_service_manager(
    robin, away, her_manager, service_manager, social_worker
):
    away(None)
    sweep(today=thu_5_march)
    assert gaps_of(robin) == []

    sweep(today=mon_9_march)
    assert gaps_of(robin) == [(mon_9_march, None, False)]
    assert (told(her_manager), told(service_manager)) == ({Step.DUE_TODAY}, set())

    # One working day after.
    sweep(today=tue_10_march)
    assert told(service_manager) == {Step.STILL_OVERDUE}
    assert told(social_worker) == set()
    [deadline] = Deadline.objects.outstanding().filter(child=robin, rule="cover-arranged")
    assert (deadline.started_on, deadline.due_on) == (mon_9_march, mon_9_march)


def test_days_on_which_the_check_slept_are_in_it(robin, away, service_manager):
    away(None)

    sweep(today=fri_13_march)

    assert gaps_of(robin) == [(mon_9_march, None, False)]
    assert told(service_manager) == {Step.STILL_OVERDUE}


def test_cover_ends_it_at_once(robin, away, carla, her_manager):
    away(None)
    sweep(today=mon_9_march)

    away(carla, from_on=wed_11_march, today=wed_11_march)

    assert gaps_of(robin) == [(mon_9_march, wed_11_march, True)]
    deadline = Deadline.objects.in_force().get(child=robin, rule="cover-arranged")
    assert deadline.met_on == wed_11_march
    raise_alerts(today=wed_11_march)
    assert told(her_manager) == set()


def test_the_worker_s_return_ends_it_on_its_day_even_if_the_check_comes_later(robin, away, her_manager):
    away(None)
    sweep(today=mon_9_march)

    sweep(today=tue_24_march)

    assert gaps_of(robin) == [(mon_9_march, mon_23_march, False)]
    assert Deadline.objects.in_force().get(child=robin, rule="cover-arranged").lapsed_on == mon_23_march
    assert told(her_manager) == set()


def test_somebody_back_early_ends_it_that_day(robin, away, her_manager):
    cover = away(None)
    sweep(today=mon_9_march)

    end_cover(cover=cover, until_on=fri_13_march, by=her_manager, today=fri_13_march)

    assert gaps_of(robin) == [(mon_9_march, fri_13_march, False)]


def test_only_children_for_whom_somebody_acts_are_out_of_it(robin, another, away, carla):
    away(carla, children=[another])

    sweep(today=mon_9_march)

    assert gaps_of(robin) == [(mon_9_march, None, False)]
    assert gaps_of(another) == []


def test_cover_that_ends_before_the_leave_begins_it_on_the_day_after(robin, away, carla):
    away(carla, until_on=mon_16_march)
    away(None, from_on=mon_16_march)

    sweep(today=tue_17_march)

    assert gaps_of(robin) == [(mon_16_march, None, False)]


def test_whoever_covers_and_can_no_longer_sign_in_acts_for_nobody(robin, away, carla, her_manager):
    away(carla)
    sweep(today=mon_9_march)
    assert gaps_of(robin) == []

    carla.is_active = False
    carla.save_by(her_manager)
    sweep(today=tue_10_march)

    assert gaps_of(robin) == [(mon_9_march, None, False)]


def test_a_child_handed_over_meanwhile_has_somebody(robin, away, carla, her_manager):
    away(None)
    sweep(today=mon_9_march)

    allocate(child=robin, social_worker=carla, from_on=wed_11_march, by=her_manager, today=wed_11_march)

    assert gaps_of(robin) == [(mon_9_march, wed_11_march, False)]


def test_a_hand_over_written_down_two_days_later_ends_it_on_its_own_day(robin, away, carla, her_manager):
    away(None)
    sweep(today=mon_9_march)

    allocate(child=robin, social_worker=carla, from_on=wed_11_march, by=her_manager, today=fri_13_march)

    assert gaps_of(robin) == [(mon_9_march, wed_11_march, False)]


def test_a_child_handed_to_somebody_who_is_away_has_nobody_from_that_day(another, away, carla, her_manager):
    away(None, away=carla)

    allocate(child=another, social_worker=carla, from_on=wed_11_march, by=her_manager, today=fri_13_march)

    assert gaps_of(another) == [(wed_11_march, None, False)]


def test_with_nobody_allocated_it_is_another_duty(robin, away, her_manager):
    away(None)
    sweep(today=mon_9_march)

    end_allocation(
        allocation=robin.allocation_on(wed_11_march),
        until_on=wed_11_march,
        by=her_manager,
        today=wed_11_march,
    )

    assert gaps_of(robin) == [(mon_9_march, wed_11_march, False)]
    outstanding = Deadline.objects.outstanding().filter(child=robin)
    assert outstanding.filter(rule="lead-social-worker").exists()
    assert not outstanding.filter(rule="cover-arranged").exists()


def test_cover_taken_back_on_its_day_begins_it_where_it_had_begun(robin, away, carla, her_manager):
    away(None)
    sweep(today=mon_9_march)
    cover = away(carla, from_on=wed_11_march, today=wed_11_march)

    end_cover(cover=cover, until_on=wed_11_march, by=her_manager, today=wed_11_march)
    away(None, from_on=wed_11_march, today=wed_11_march)

    assert gaps_of(robin)[-1] == (mon_9_march, None, False)


def test_looking_again_finds_nothing_new(robin, away, her_manager):
    away(None)

    assert look_for_gaps(today=mon_9_march, by=her_manager) == 1
    assert look_for_gaps(today=mon_9_march, by=her_manager) == 0
    assert CoverGap.history.count() == 1


def test_the_check_asks_as_much_about_four_children_as_about_one(
    robin, social_worker, chair, away, her_manager
):
    away(None)
    look_for_gaps(today=mon_9_march, by=her_manager)
    with CaptureQueriesContext(connection) as of_one:
        look_for_gaps(today=tue_10_march, by=her_manager)
    for _ in range(3):
        other = ChildFactory(team=social_worker.team, conference_chair=chair)
        AllocationFactory(child=other, social_worker=social_worker, from_on=date(2026, 1, 5))
    look_for_gaps(today=tue_10_march, by=her_manager)

    with CaptureQueriesContext(connection) as of_four:
        assert look_for_gaps(today=wed_11_march, by=her_manager) == 0

    assert CoverGap.objects.count() == 4
    assert len(of_four) == len(of_one)
