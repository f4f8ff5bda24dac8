from datetime import date, timedelta

import pytest

from accounts.models import User
from accounts.roles import Role
from alerts.actions import raise_alerts
from alerts.models import Alert, Step
from alerts.sweeping import sweep
from audit.models import Refused
from children.actions import end_cover
from children.models import Child, Cover
from dashboards.caseload import Caseload
from dashboards.covering import cover_rows, gaps
from deadlines.models import Deadline
from tests.factories import TeamFactory, UserFactory, stories

# A plan from Tuesday 24 February 2026; seen alone on Tuesday 3 March, so that the next visit is due on Tuesday
# 17 March, ten working days later.
tue_24_feb = date(2026, 2, 24)
tue_3_march = date(2026, 3, 3)
mon_9_march = date(2026, 3, 9)
fri_13_march = date(2026, 3, 13)
fri_20_march = date(2026, 3, 20)
sat_14_march = date(2026, 3, 14)
tue_17_march = date(2026, 3, 17)
wed_18_march = date(2026, 3, 18)
mon_23_march = date(2026, 3, 23)
tue_24_march = date(2026, 3, 24)


def sees(person: User, child: Child, on: date) -> bool:
    return Child.objects.visible_to(person, today=on).filter(pk=child.pk).exists()


def told(person: User, *, rule: str = "visit") -> set[str]:
    return set(Alert.objects.filter(person=person, deadline__rule=rule).values_list("step", flat=True))


@pytest.mark.requirement("B-13", "A-08")
def test_whoever_covers_sees_the_children_from_the_first_day_to_the_last(robin, away, carla):
    away(carla)

    seen_on = [mon_9_march - timedelta(days=1), mon_9_march, mon_23_march - timedelta(days=1), mon_23_march]

    assert [sees(carla, robin, day) for day in seen_on] == [False, True, True, False]


@pytest.mark.requirement("B-13")
def test_a_child_allocated_meanwhile_is_covered_with_the_others(away, carla, another):
    away(carla)

    assert sees(carla, another, wed_18_march)


@pytest.mark.requirement("B-13")
def test_only_the_chosen_children_are_covered_where_some_are_chosen(robin, another, away, carla):
    away(carla, children=[robin])

    assert sees(carla, robin, wed_18_march)
    assert not sees(carla, another, wed_18_march)


@pytest.mark.requirement("B-13", "T-16")
def test_a_visit_by_whoever_covers_stops_the_clock_like_one_by_the_lead(robin, away, carla):
    away(carla)

    stories.seen(robin, on=fri_13_march, by=carla)

    visit = Deadline.objects.outstanding().get(child=robin, rule="visit")
    assert (visit.started_on, visit.due_on) == (fri_13_march, date(2026, 3, 27))


@pytest.mark.requirement("B-13", "B-31", "S1-102")
def test_alerts_go_to_whoever_covers_and_not_to_the_worker_who_is_away(robin, away, carla, social_worker):
    away(carla)

    raise_alerts(today=fri_13_march)

    assert told(carla) == {Step.DUE_SOON}
    assert told(social_worker) == set()


@pytest.mark.requirement("B-13", "B-31", "S1-102")
def test_cover_that_begins_between_two_sweeps_tells_whoever_covers_what_was_told_before(
    robin, away, carla, social_worker
):
    # The visit is due soon on Friday 13 March; cover begins on the Saturday.
    away(carla, from_on=sat_14_march)
    sweep(today=fri_13_march)
    assert (told(social_worker), told(carla)) == ({Step.DUE_SOON}, set())

    sweep(today=sat_14_march)

    assert told(carla) == {Step.DUE_SOON}


@pytest.mark.requirement("B-13", "B-31")
def test_when_cover_has_ended_alerts_go_to_the_lead_again_even_if_days_of_sweeps_were_missed(
    robin, away, carla, social_worker
):
    away(carla)
    # The last step, three working days after, is reached on Friday 20 March: nothing is to come after that.
    sweep(today=fri_20_march)
    assert told(social_worker) == set()

    sweep(today=tue_24_march)

    assert told(social_worker) == {Step.DUE_SOON, Step.DUE_TODAY, Step.OVERDUE}
    assert not Alert.objects.live_for(carla, today=tue_24_march).exists()


@pytest.mark.requirement("B-13", "B-31")
def test_somebody_back_early_is_told_at_the_next_tick(robin, away, carla, social_worker, her_manager):
    cover = away(carla)
    raise_alerts(today=wed_18_march)

    end_cover(cover=cover, until_on=wed_18_march, by=her_manager, today=wed_18_march)
    raise_alerts(today=wed_18_march)

    assert Step.OVERDUE in told(social_worker)
    assert not sees(carla, robin, wed_18_march)


@pytest.mark.requirement("B-13", "S1-102")
def test_with_nobody_covering_the_manager_answers_and_sees_the_gap(robin, away, her_manager, social_worker):
    away(None)

    raise_alerts(today=fri_13_march)

    assert told(her_manager) == {Step.DUE_SOON}
    assert told(social_worker) == set()
    [row] = cover_rows(her_manager, today=fri_13_march)
    # What is owed in seeing the child before the 23rd is the visit of the 17th.
    assert row.gap == "Nobody covers 1 child: 1 visit due by then"


@pytest.mark.requirement("B-13")
def test_a_gap_is_closed_only_when_every_child_is_covered(robin, another, away, carla, her_manager):
    away(None)
    assert gaps(her_manager, today=tue_3_march) == 1

    away(carla, children=[robin])
    assert {row.gap for row in cover_rows(her_manager, today=tue_3_march)} == {"Nobody covers 1 child"}

    away(UserFactory(team=carla.team), children=[another])
    assert gaps(her_manager, today=tue_3_march) == 0


@pytest.mark.requirement("B-13")
def test_cover_arranged_for_somebody_who_is_away_already_stands_alone_from_then_on(away, carla, her_manager):
    away(None)

    away(carla, from_on=wed_18_march, today=wed_18_march)

    assert [row.who for row in cover_rows(her_manager, today=wed_18_march)] == ["Carla Copy"]
    assert list(Cover.objects.values_list("from_on", "until_on")) == [
        (mon_9_march, wed_18_march),
        (wed_18_march, mon_23_march),
    ]


@pytest.mark.requirement("B-13")
def test_two_covers_of_one_child_at_one_time_are_refused(robin, another, away, carla, team):
    away(carla, children=[robin])
    second = UserFactory(team=team)

    for different in ({}, {"children": [robin]}, {"children": [robin, another]}):
        with pytest.raises(Refused, match="Carla Copy already covers"):
            away(second, **different)
    away(second, children=[another])
    away(second, from_on=mon_23_march, until_on=tue_24_march)


@pytest.mark.parametrize(
    ("different", "why"),
    [
        ({"until_on": mon_9_march}, "first day back is after"),
        ({"from_on": date(2026, 2, 2), "until_on": tue_3_march}, "That time is over"),
    ],
)
def test_days_that_make_no_sense_are_refused(away, carla, different, why):
    with pytest.raises(Refused, match=why):
        away(carla, **different)


def test_nobody_covers_who_is_away_no_social_worker_or_the_same_person(
    away, carla, chair, social_worker, her_manager
):
    with pytest.raises(Refused, match="Choose somebody else"):
        away(social_worker)
    with pytest.raises(Refused, match="is not a social worker"):
        away(chair)
    away(None, away=carla, from_on=wed_18_march, until_on=tue_24_march)
    with pytest.raises(Refused, match="Carla Copy is away from 18 March 2026"):
        away(carla)


@pytest.mark.requirement("A-09")
def test_a_manager_arranges_for_their_own_team_and_a_service_manager_for_everybody(
    away, carla, service_manager
):
    other = UserFactory(role=Role.TEAM_MANAGER, team=TeamFactory(name="West team"))

    with pytest.raises(Refused, match="is not in your team"):
        away(carla, by=other)
    away(carla, by=service_manager)


@pytest.mark.requirement("B-12", "B-13", "A-09")
def test_a_manager_who_covers_for_another_acts_for_the_team_and_hears_its_alerts(robin, away, her_manager):
    other = UserFactory(name="Wanda Wire", role=Role.TEAM_MANAGER, team=TeamFactory(name="West team"))
    assert not sees(other, robin, wed_18_march)

    away(other, away=her_manager)
    raise_alerts(today=wed_18_march)

    assert sees(other, robin, wed_18_march)
    assert not sees(other, robin, mon_23_march)
    assert told(other) == {Step.OVERDUE}
    assert told(her_manager) == set()


@pytest.mark.requirement("B-12")
def test_only_a_team_manager_covers_for_a_team_manager(away, carla, her_manager):
    with pytest.raises(Refused, match="only another team manager can countersign"):
        away(carla, away=her_manager)


def test_a_child_who_is_covered_stands_in_the_caseload_and_says_for_whom(robin, away, carla):
    away(carla)

    caseload = Caseload(carla, wed_18_march)

    [row] = caseload.rows(list(caseload.children))
    assert row.child == robin
    assert row.covering == "covering for Priya Pattern, who is back on 23 March 2026"


def test_an_absence_is_recorded_once(away, carla):
    away(None)
    with pytest.raises(Refused, match="Priya Pattern is already recorded as away from 9 March 2026"):
        away(None, from_on=tue_17_march)


def test_cover_that_was_called_off_stands_in_nobodys_way(away, carla, her_manager, team):
    cover = away(carla, from_on=wed_18_march)
    end_cover(cover=cover, until_on=tue_3_march, by=her_manager, today=tue_3_march)

    assert away(UserFactory(team=team)).pk


def test_cover_that_has_not_begun_is_called_off(robin, away, carla, her_manager):
    cover = away(carla)

    end_cover(cover=cover, until_on=tue_3_march, by=her_manager, today=tue_3_march)

    assert not sees(carla, robin, mon_9_march)
    assert cover_rows(her_manager, today=tue_3_march) == []
