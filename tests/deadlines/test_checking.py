"""Whatever was changed behind the portal's back is found by the daily check, and nothing else is."""

import random
from datetime import date, timedelta

import pytest
from django.db import connection

from accounts.roles import Role
from children.models import Child
from conferences.models import Conference
from deadlines import checking, timelines
from deadlines.models import Deadline, Reckoned
from deadlines.numbers import read_once
from deadlines.projection import refresh
from deadlines.sources import every_source, fingerprints
from tests.factories import stories
from tests.factories.accounts import UserFactory
from visits.models import Visit

tue_24_feb = date(2026, 2, 24)
tue_3_mar = date(2026, 3, 3)


@pytest.fixture
def on_a_plan(child, social_worker):
    stories.on_a_plan(child, started_on=tue_24_feb)
    stories.seen(child, on=tue_3_mar, by=social_worker)
    stories.core_group_held(child, on=date(2026, 3, 10), by=social_worker)
    stories.reviewed(child, held_on=date(2026, 5, 20))
    return child


def differing(child: Child) -> bool:
    return checking.differing([child.pk]) == [child.pk]


def behind_its_back(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        assert cursor.rowcount


def test_nothing_differs_after_the_portal_s_own_actions(on_a_plan):
    assert not differing(on_a_plan)


@pytest.mark.requirement("C-12")
@pytest.mark.parametrize(
    "statement",
    [
        "update visits_visit set visited_on = visited_on - 1",
        "update visits_visit set child_seen_alone = false",
        "update coregroups_coregroupmeeting set held_on = held_on - 1",
        "update conferences_conference set booked_for = booked_for + 1, held_on = held_on + 1",
        "update plans_childprotectionplan set started_on = started_on - 1",
        "update children_child set born_on = born_on - 1",
        "update children_child set see_alone = 'alone', see_alone_from_on = '2026-03-01'",
        "delete from visits_visit",
        "delete from deadlines_reckoned",
        "update deadlines_deadline set due_on = due_on + 1 where met_on is null",
        "update deadlines_deadline set met_on = '2026-03-11' where met_on is null and rule = 'visit'",
        "delete from deadlines_deadline where met_on is null and rule = 'seen-alone'",
    ],
)
def test_what_is_changed_by_hand_in_the_database_is_found(on_a_plan, statement):
    behind_its_back(statement)

    assert differing(on_a_plan)


def test_every_kind_of_record_that_is_read_is_in_the_fingerprint_and_gives_only_what_it_says(on_a_plan):
    statement, _ = fingerprints()

    for facts in every_source():
        assert facts.gives, facts
        told = {each for _, each in facts.of([on_a_plan.pk])}
        assert {each.milestone for each in told} <= facts.gives
    assert statement.count("hash_record_extended") == len(every_source())


def test_another_number_another_calendar_or_another_program_is_found(on_a_plan, settings, monkeypatch):
    settings.RULE_PACK = "greenwich"
    assert differing(on_a_plan)
    settings.RULE_PACK = "composite"
    assert not differing(on_a_plan)

    monkeypatch.setattr(timelines, "_program", lambda: "the next version")
    assert differing(on_a_plan)


def test_a_visit_recorded_meanwhile_does_not_hide_what_was_changed_by_hand(on_a_plan, social_worker):
    behind_its_back("update coregroups_coregroupmeeting set held_on = held_on - 1")
    stories.seen(on_a_plan, on=date(2026, 3, 12), by=social_worker)

    assert differing(on_a_plan)


def test_a_visit_recorded_by_the_portal_leaves_nothing_to_check(on_a_plan, social_worker):
    stories.seen(on_a_plan, on=date(2026, 3, 12), by=social_worker)
    stories.seen(on_a_plan, on=date(2026, 2, 26), by=social_worker)

    assert not differing(on_a_plan)


@pytest.mark.requirement("C-8", "C-10")
@pytest.mark.parametrize("seed", range(12))
def test_recording_visits_one_by_one_in_any_order_gives_what_working_everything_out_gives(
    child, social_worker, seed
):
    chance = random.Random(seed)
    stories.on_a_plan(child, started_on=tue_24_feb)
    for _ in range(8):
        on = tue_24_feb + timedelta(days=chance.randrange(-5, 60))
        seen = chance.choice([stories.seen, stories.seen, stories.not_seen])
        if seen is stories.seen:
            seen(child, on=on, by=social_worker, alone=chance.random() < 0.5, today=date(2026, 6, 1))
        else:
            seen(child, on=on, by=social_worker, today=date(2026, 6, 1))

    assert refresh([child], by=social_worker, because="it was worked out again").changed == 0
    assert not differing(child)


@pytest.mark.requirement("T-16")
@pytest.mark.parametrize("earlier", [1, 60])
def test_one_visit_asks_the_database_eight_things_however_many_went_before(
    child, social_worker, earlier, django_assert_max_num_queries
):
    from deadlines.sources import Added
    from visits.timeline import OF_A_VISIT

    stories.on_a_plan(child, started_on=tue_24_feb)
    for number in range(earlier):
        stories.seen(child, on=tue_24_feb + timedelta(days=number), by=social_worker, today=date(2026, 6, 1))
    on = tue_24_feb + timedelta(days=70)
    visit = stories.seen(child, on=on, by=social_worker, today=date(2026, 6, 1))
    Deadline.objects.filter(started_on=on).delete()
    Deadline.objects.filter(met_on=on).update(met_on=None)

    # Limits and closures are read once for a request, whatever it does; then eight, and two for the savepoint.
    with read_once(), django_assert_max_num_queries(2 + 8 + 2):
        refresh(
            [child], by=social_worker, because="a visit was recorded", added=Added(OF_A_VISIT, [visit.pk], on)
        )

    assert Deadline.objects.in_force().filter(child=child, rule="visit", started_on=on).exists()


def test_who_answers_for_the_child_now_is_told_what_the_one_before_was_told(on_a_plan, her_manager):
    from alerts.actions import raise_alerts
    from alerts.models import Alert
    from children.actions import allocate

    mon_1_jun = date(2026, 6, 1)
    raise_alerts(today=mon_1_jun)
    another = UserFactory(role=Role.SOCIAL_WORKER, team=her_manager.team)
    assert raise_alerts(today=mon_1_jun) == 0

    allocate(child=on_a_plan, social_worker=another, from_on=mon_1_jun, by=her_manager, today=mon_1_jun)
    raise_alerts(today=mon_1_jun)

    assert Alert.objects.filter(person=another, deadline__rule="visit").exists()


def test_what_is_changed_while_dates_are_worked_out_is_never_taken_for_known(
    on_a_plan, monkeypatch, social_worker
):
    from deadlines import projection

    read = projection.timelines

    def and_meanwhile(*arguments, **options):
        behind_its_back("update coregroups_coregroupmeeting set held_on = held_on - 1")
        return read(*arguments, **options)

    with monkeypatch.context() as patched:
        patched.setattr(projection, "timelines", and_meanwhile)
        refresh([on_a_plan], by=social_worker, because="it was worked out again")

    assert differing(on_a_plan)


@pytest.mark.requirement("T-33")
def test_writing_up_is_a_clock_where_an_authority_asks_for_it(on_a_plan):
    from deadlines.milestones import Milestone

    told = timelines.timelines([on_a_plan.pk], giving=[Milestone.VISIT_MADE])[on_a_plan.pk]

    [made] = told.track(frozenset({Milestone.VISIT_MADE})).reached
    [recorded] = told.track(frozenset({Milestone.VISIT_RECORDED})).reached
    assert (made.on, made.occasion) == (tue_3_mar, recorded.occasion)


def test_the_state_is_kept_for_every_child_that_was_worked_out(on_a_plan):
    kept = Reckoned.objects.get(child=on_a_plan)

    assert kept.facts is not None
    assert kept.outstanding is not None
    assert Conference.objects.exists()
    assert Visit.objects.exists()
