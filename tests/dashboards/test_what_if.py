"""A look ahead says what would follow, and writes nothing."""

from datetime import date

import pytest
from django.apps import apps

from accounts.roles import Role
from audit.models import Refused
from children.actions import allocate, arrange_cover
from children.models import Cover
from conferences.actions import book_conference, move_conference
from conferences.models import Conference
from coregroups.actions import REQUIRED, plan_meeting, record_meeting
from dashboards.what_if import Kind, falls_due, hidden_siblings, in_the_diary, look, who_could_cover
from deadlines.closures import close_office
from deadlines.engine import Standing
from deadlines.models import Deadline
from deadlines.own_pack import Changed
from deadlines.projection import refresh
from deadlines.what_if import if_closed
from tests.deadlines.test_own_limits import approved as approve
from tests.factories import ChildFactory, UserFactory, stories
from visits.actions import Seen, record_visit

tue_24_feb = date(2026, 2, 24)
tue_3_mar = date(2026, 3, 3)
wed_4_mar = date(2026, 3, 4)
tue_10_mar = date(2026, 3, 10)
tue_12_may = date(2026, 5, 12)
tue_2_jun = date(2026, 6, 2)

pytestmark = pytest.mark.requirement("T-16")


@pytest.fixture
def robin(child, social_worker, chair):
    """On a plan since 24 February, seen alone on 3 March, with a review booked for Tuesday 12 May."""
    stories.on_a_plan(child, started_on=tue_24_feb)
    stories.seen(child, on=tue_3_mar, by=social_worker)
    book_conference(
        children=[child], booked_for=tue_12_may, booked_on=tue_3_mar, chair=chair, by=chair, today=wed_4_mar
    )
    return child


def looked(child, by, **asked) -> dict[tuple[str, date], tuple]:
    found = look(child, by=by, today=wed_4_mar, **{"seen": "alone", **asked})
    return {(each.rule.code, each.started_on): (each.due_now, each.due_then, each.then) for each in found}


def rows_of(child) -> dict[tuple[str, date], tuple]:
    return {
        (row.rule, row.started_on): (row.due_on, row.met_on, row.lapsed_on, row.short_notice)
        for row in Deadline.objects.in_force().filter(child=child)
    }


class TestOneChild:
    def test_a_visit_shows_what_it_meets_and_what_it_starts(self, robin, social_worker):
        found = looked(robin, social_worker, kind=Kind.VISIT, on=tue_10_mar)

        # Ten working days after 3 March are 17 March; after 10 March 24 March. 28 days after it are 7 April.
        assert found["visit", tue_3_mar] == (date(2026, 3, 17), date(2026, 3, 17), Standing.MET)
        assert found["visit", tue_10_mar] == (None, date(2026, 3, 24), Standing.DUE)
        assert found["seen-alone", tue_10_mar] == (None, date(2026, 4, 7), Standing.DUE)

    def test_a_visit_at_which_the_child_is_not_seen_meets_nothing(self, robin, social_worker):
        found = looked(robin, social_worker, kind=Kind.VISIT, on=tue_10_mar, seen="not-seen")

        assert found == {}

    def test_another_day_for_the_review_moves_what_is_counted_back_from_it(self, robin, social_worker):
        found = looked(robin, social_worker, kind=Kind.CONFERENCE, on=tue_2_jun)

        # Five working days before 12 May, with the bank holiday of 4 May not among them; before 2 June, with
        # that of 25 May.
        assert found["review-plan-updated", tue_3_mar][:2] == (date(2026, 5, 5), date(2026, 5, 26))

    @pytest.mark.parametrize(
        ("kind", "on", "sentence"),
        [
            (Kind.CONFERENCE, date(2026, 5, 25), "not a working day: Spring bank holiday"),
            (Kind.CONFERENCE, tue_12_may, "already booked"),
            (Kind.CORE_GROUP, date(2026, 2, 3), "had no child protection plan"),
        ],
    )
    def test_what_would_be_refused_is_refused(self, robin, social_worker, kind, on, sentence):
        with pytest.raises(Refused, match=sentence):
            looked(robin, social_worker, kind=kind, on=on)

    @pytest.mark.parametrize(
        ("kind", "on"),
        [(Kind.VISIT, tue_10_mar), (Kind.CORE_GROUP, tue_10_mar), (Kind.CONFERENCE, tue_2_jun)],
    )
    def test_nothing_is_written_by_looking(self, robin, social_worker, kind, on):
        def everything():
            return {
                model._meta.label: list(model._base_manager.order_by("pk").values())
                for model in apps.get_models()
            }

        before = everything()
        assert looked(robin, social_worker, kind=kind, on=on)
        assert everything() == before

    @pytest.mark.parametrize(
        ("kind", "on"),
        [(Kind.VISIT, tue_10_mar), (Kind.CORE_GROUP, tue_10_mar), (Kind.CONFERENCE, tue_2_jun)],
    )
    def test_what_is_then_done_for_real_gives_just_that(self, robin, social_worker, kind, on):
        before = rows_of(robin)
        said = looked(robin, social_worker, kind=kind, on=on)

        if kind == Kind.VISIT:
            record_visit(
                seen=[Seen(child=robin, child_seen=True, child_seen_alone=True)], visited_on=on, by=social_worker,
                today=on,
            )  # fmt: skip
        elif kind == Kind.CORE_GROUP:
            meeting = plan_meeting(children=[robin], planned_for=on, by=social_worker)
            record_meeting(
                meeting=meeting,
                held_on=on,
                chaired_by="Priya",
                **dict.fromkeys(REQUIRED, "Well."),
                by=social_worker,
                today=on,
            )
        else:
            move_conference(
                conference=Conference.objects.get(held_on=None), booked_for=on, booked_at=None, because="A strike.",
                by=social_worker, today=wed_4_mar,
            )  # fmt: skip

        after = rows_of(robin)
        differ = {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
        assert said.keys() == differ
        assert {key: said[key][1] for key in said} == {key: after[key][0] for key in differ}


class TestAWorkerAway:
    @pytest.fixture
    def carla(self, team):
        return UserFactory(name="Carla Copy", team=team, role=Role.SOCIAL_WORKER)

    def test_what_falls_due_before_the_first_day_back(self, robin, social_worker, her_manager):
        # The visit is due on 17 March, the first core group (ten working days after the conference) on the 10th.
        away = {"from_on": tue_10_mar, "today": wed_4_mar, "reader": her_manager}

        before = falls_due(social_worker, until_on=date(2026, 3, 17), **away)
        until = falls_due(social_worker, until_on=date(2026, 3, 18), **away)

        assert [each.rule for each in before] == ["first-core-group"]
        assert [each.rule for each in until] == ["first-core-group", "visit"]

    def test_a_child_whom_the_manager_may_not_open_is_not_in_it(self, robin, social_worker, stranger):
        plan_meeting(children=[robin], planned_for=tue_10_mar, by=social_worker)
        away = {"from_on": tue_10_mar, "until_on": date(2026, 3, 18), "today": wed_4_mar, "reader": stranger}

        assert list(falls_due(social_worker, **away)) == []
        assert in_the_diary(social_worker, **away) == []

    def test_what_is_in_the_diary(self, robin, social_worker, her_manager):
        plan_meeting(children=[robin], planned_for=tue_10_mar, by=social_worker)
        reader = {"reader": her_manager, "today": wed_4_mar}

        assert in_the_diary(social_worker, **reader, from_on=tue_10_mar, until_on=date(2026, 3, 11)) == [
            (tue_10_mar, "Core group", robin)
        ]
        in_may = {"from_on": date(2026, 5, 11), "until_on": date(2026, 5, 13)}
        assert in_the_diary(social_worker, **reader, **in_may) == [(tue_12_may, "Conference", robin)]

    def test_who_could_cover_is_here_all_that_time_the_least_burdened_first(
        self, robin, social_worker, carla, team, her_manager
    ):
        other = ChildFactory(team=team)
        busy = UserFactory(name="Aaron Busy", team=team, role=Role.SOCIAL_WORKER)
        allocate(child=other, social_worker=busy, from_on=tue_24_feb, by=her_manager, today=wed_4_mar)
        stories.on_a_plan(other, started_on=tue_24_feb)
        gone = UserFactory(name="Gone Away", team=team, role=Role.SOCIAL_WORKER)
        arrange_cover(
            away=gone, covering=None, from_on=date(2026, 3, 16), until_on=date(2026, 3, 20),
            reason=Cover.Reason.LEAVE, by=her_manager, today=wed_4_mar,
        )  # fmt: skip

        found = who_could_cover(
            social_worker, from_on=tue_10_mar, until_on=date(2026, 3, 17), today=wed_4_mar
        )

        # His visit is due ten working days after the conference, on 10 March; so is contact on the 24th.
        assert [(each.person, each.children, each.visits) for each in found] == [(carla, 0, 0), (busy, 1, 1)]


class TestAConferenceOfSeveral:
    def test_children_whom_the_person_may_not_open_are_counted(self, child, social_worker, chair, stranger):
        other = ChildFactory(team=stranger.team, conference_chair=chair)
        for each in (child, other):
            stories.on_a_plan(each, started_on=tue_24_feb)
        book_conference(
            children=[child, other], booked_for=tue_12_may, chair=chair, by=chair, today=wed_4_mar
        )

        assert hidden_siblings(child, social_worker, today=wed_4_mar) == 1
        assert hidden_siblings(child, chair, today=wed_4_mar) == 0


class TestTheOfficeClosed:
    def test_a_window_in_working_days_that_opens_earlier_is_told(
        self, robin, administrator, safeguarding_unit
    ):
        # Ten working days before Tuesday 12 May, with the bank holiday of the 4th: Monday 27 April. With Thursday
        # 7 May closed one more: Friday 24 April.
        limit = Changed("core-group-before-review", "10 working days", "", "Ours", tue_24_feb)
        approve(administrator, safeguarding_unit, limit, today=wed_4_mar)
        refresh([robin], by=safeguarding_unit, because="the limit changed")

        [found] = [
            each
            for each in if_closed([robin.pk], [date(2026, 5, 7)], on=wed_4_mar)
            if each.rule.code == "core-group-before-review"
        ]

        assert (found.opens_now, found.opens_then) == (date(2026, 4, 27), date(2026, 4, 24))
        assert found.due_now == found.due_then == tue_12_may

    def test_dates_in_working_days_step_over_it_and_others_stay(self, robin):
        found = if_closed([robin.pk], [date(2026, 3, 12), date(2026, 3, 13)], on=wed_4_mar)

        moved = {each.rule.code: (each.due_now, each.due_then) for each in found}
        # 17 March with two days less is the 19th; the core group was due on the 10th, before they close.
        assert moved["visit"] == (date(2026, 3, 17), date(2026, 3, 19))
        assert moved.keys().isdisjoint({"first-core-group", "contact", "seen-alone", "first-review"})

    def test_closed_for_real_gives_just_that(self, robin, safeguarding_unit, social_worker):
        days = [date(2026, 3, 12), date(2026, 3, 13)]
        said = {
            (each.rule.code, each.started_on): each.due_then
            for each in if_closed([robin.pk], days, on=wed_4_mar)
        }
        before = rows_of(robin)

        close_office(
            first=days[0], last=days[1], reason="A burst pipe", by=safeguarding_unit, today=wed_4_mar
        )
        refresh([robin], by=social_worker, because="the office is closed")

        after = rows_of(robin)
        assert said == {key: row[0] for key, row in after.items() if before[key] != row}
