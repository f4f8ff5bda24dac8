from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.models import User
from accounts.roles import Role
from alerts.actions import acknowledge, raise_alerts
from alerts.models import Alert, Step
from audit.models import Refused
from children.actions import allocate, end_allocation
from children.models import Child
from tests.factories import UserFactory, stories

tue_24_feb = date(2026, 2, 24)
tue_3_march = date(2026, 3, 3)
mon_16_march = date(2026, 3, 16)
fri_13_march = date(2026, 3, 13)
tue_17_march = date(2026, 3, 17)
wed_18_march = date(2026, 3, 18)
fri_20_march = date(2026, 3, 20)
sat_21_march = date(2026, 3, 21)


@pytest.fixture
def seen_on_3_march(child: Child, social_worker: User) -> Child:
    """On a plan from 24 February, seen alone on 3 March, so the next visit is due on Tuesday 17 March."""
    stories.on_a_plan(child, started_on=tue_24_feb)
    stories.seen(child, on=tue_3_march, by=social_worker)
    stories.core_group_held(child, on=tue_3_march, by=social_worker)
    return child


def steps(child: Child, person: User, rule: str) -> list[str]:
    return list(
        Alert.objects.filter(deadline__child=child, person=person, deadline__rule=rule)
        .live()
        .order_by("since")
        .values_list("step", flat=True)
    )


@pytest.mark.requirement("T-16", "S0-20")
def test_the_worker_is_reminded_two_working_days_before_a_visit_is_due(
    seen_on_3_march, social_worker, her_manager
):
    raise_alerts(today=fri_13_march - timedelta(days=1))
    assert steps(seen_on_3_march, social_worker, "visit") == []

    raise_alerts(today=fri_13_march)

    assert steps(seen_on_3_march, social_worker, "visit") == [Step.DUE_SOON]
    assert steps(seen_on_3_march, her_manager, "visit") == []


@pytest.mark.requirement("T-16")
def test_the_manager_hears_the_day_after_and_the_service_manager_three_working_days_after(
    seen_on_3_march, social_worker, her_manager, service_manager
):
    raise_alerts(today=wed_18_march)
    assert steps(seen_on_3_march, her_manager, "visit") == [Step.OVERDUE]
    assert steps(seen_on_3_march, service_manager, "visit") == []

    raise_alerts(today=fri_20_march)

    assert steps(seen_on_3_march, service_manager, "visit") == [Step.STILL_OVERDUE]


@pytest.mark.requirement("B-31")
def test_running_twice_raises_nothing_and_running_late_raises_what_was_missed(seen_on_3_march, social_worker):
    late = sat_21_march + timedelta(days=7)

    first, again = raise_alerts(today=late), raise_alerts(today=late)

    assert first > 0
    assert again == 0
    assert steps(seen_on_3_march, social_worker, "visit") == [Step.DUE_SOON, Step.DUE_TODAY, Step.OVERDUE]
    overdue = Alert.objects.get(person=social_worker, deadline__rule="visit", step=Step.OVERDUE)
    assert overdue.since == wed_18_march


@pytest.mark.requirement("B-31")
def test_an_alert_goes_when_the_child_has_been_seen_and_comes_back_for_nothing_else(
    seen_on_3_march, social_worker
):
    raise_alerts(today=wed_18_march)
    alert = Alert.objects.get(person=social_worker, deadline__rule="visit", step=Step.OVERDUE)

    acknowledge(alert=alert, note="Visiting tomorrow.", by=social_worker, now=alert.raised_at)
    assert alert in Alert.objects.live()

    stories.not_seen(seen_on_3_march, on=wed_18_march, by=social_worker)
    assert alert in Alert.objects.live()

    stories.seen(seen_on_3_march, on=wed_18_march, by=social_worker)
    assert alert not in Alert.objects.live()


@pytest.mark.requirement("B-13", "B-31")
def test_alerts_go_to_whoever_holds_the_child_now(seen_on_3_march, social_worker, team):
    cover = UserFactory(name="Carla Copy", team=team)
    allocate(
        child=seen_on_3_march, social_worker=cover, from_on=tue_17_march, by=social_worker, today=tue_17_march
    )

    raise_alerts(today=wed_18_march)

    assert Step.OVERDUE in steps(seen_on_3_march, cover, "visit")
    assert steps(seen_on_3_march, social_worker, "visit") == []


@pytest.mark.requirement("B-13", "S1-46")
def test_a_child_on_a_plan_with_nobody_allocated_is_an_alert_to_the_manager_that_day(
    seen_on_3_march, social_worker, her_manager, service_manager
):
    end_allocation(
        allocation=seen_on_3_march.allocation_on(mon_16_march),
        until_on=mon_16_march,
        by=her_manager,
        today=mon_16_march,
    )

    raise_alerts(today=mon_16_march)
    assert steps(seen_on_3_march, her_manager, "lead-social-worker") == [Step.DUE_TODAY]

    raise_alerts(today=tue_17_march)
    assert steps(seen_on_3_march, service_manager, "lead-social-worker") == [Step.STILL_OVERDUE]
    # With nobody allocated the manager answers for the visit too.
    assert steps(seen_on_3_march, her_manager, "visit") == [Step.DUE_SOON, Step.DUE_TODAY]


@pytest.mark.requirement("B-31")
def test_a_person_who_no_longer_works_here_is_told_nothing(seen_on_3_march, her_manager):
    her_manager.is_active = False
    her_manager.save_by(her_manager)

    raise_alerts(today=fri_20_march)

    assert not Alert.objects.filter(person=her_manager).exists()


@pytest.mark.requirement("C-14", "B-31")
def test_nothing_is_raised_for_a_plan_that_has_ended(seen_on_3_march):
    wed_11_march = date(2026, 3, 11)
    stories.reviewed(seen_on_3_march, held_on=wed_11_march, ends=True)

    raise_alerts(today=wed_11_march + timedelta(days=60))

    rules = set(Alert.objects.values_list("deadline__rule", flat=True))
    assert rules == {"cin-plan-after-plan"}


def test_the_database_keeps_one_alert_for_each_deadline_step_and_person(seen_on_3_march, social_worker):
    raise_alerts(today=wed_18_march)
    alert = Alert.objects.filter(person=social_worker).first()

    with pytest.raises(IntegrityError), transaction.atomic():
        Alert.objects.create(
            deadline=alert.deadline, step=alert.step, person=social_worker, since=alert.since
        )


def test_acknowledging_says_what_is_being_done(seen_on_3_march, social_worker, stranger):
    raise_alerts(today=wed_18_march)
    alert = Alert.objects.filter(person=social_worker).first()

    with pytest.raises(Refused, match="Say what is being done"):
        acknowledge(alert=alert, note="  ", by=social_worker, now=alert.raised_at)
    with pytest.raises(Refused, match="Only the person it was sent to"):
        acknowledge(alert=alert, note="Done.", by=stranger, now=alert.raised_at)


@pytest.mark.django_db
def test_raising_costs_the_same_number_of_queries_for_two_children_and_for_twenty(
    django_assert_max_num_queries, social_worker, team, chair
):
    from tests.factories import AllocationFactory, ChildFactory

    def children(number: int) -> None:
        for _ in range(number):
            one = ChildFactory(team=team, conference_chair=chair)
            AllocationFactory(child=one, social_worker=social_worker)
            stories.on_a_plan(one, started_on=tue_24_feb)

    children(2)
    with django_assert_max_num_queries(19) as two:
        raise_alerts(today=wed_18_march)
    children(18)
    with django_assert_max_num_queries(19) as twenty:
        raise_alerts(today=wed_18_march)

    assert len(twenty.captured_queries) == len(two.captured_queries)


def test_there_is_always_somebody_to_tell(child, service_manager):
    stories.on_a_plan(child, started_on=tue_24_feb)
    end_allocation(
        allocation=child.allocation_on(tue_3_march),
        until_on=tue_3_march,
        by=service_manager,
        today=tue_3_march,
    )
    assert not User.objects.with_role(Role.TEAM_MANAGER).exists()

    raise_alerts(today=tue_17_march)

    assert steps(child, service_manager, "visit")
