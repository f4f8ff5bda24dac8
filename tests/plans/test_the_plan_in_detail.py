"""The parts of a plan besides its outcomes, line by line: outline and detail, each with its origin (B-01)."""

from datetime import date
from html import unescape

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from audit.models import Refused
from plans.actions import update_plan
from plans.actions.lines import add_line, change_line, describe_family, end_line
from plans.festivals import days_kept
from plans.lines import KINDS, in_words
from plans.models import PlanLine
from plans.versions import as_text
from tests.factories import stories
from tests.factories.stories import on_a_plan
from tests.plans.conftest import signed_in

tue_24_feb, wed_4_mar = date(2026, 2, 24), date(2026, 3, 4)
pytestmark = [pytest.mark.requirement("B-01"), pytest.mark.usefixtures("it_is_today")]


@pytest.fixture
def plan(child):
    return on_a_plan(child, started_on=tue_24_feb)


def at(plan, name, **kept):
    return reverse(f"plans:{name}", kwargs={"child_pk": plan.child_id, **kept})


@pytest.fixture
def risk(plan, social_worker):
    return add_line(plan=plan, kind="risk", words="Left alone.", by=social_worker)


@pytest.fixture
def outline(plan, chair):
    return add_line(plan=plan, kind="risk", words="Hit.", by=chair)


@pytest.mark.requirement("B-03")
class TestWhoWritesWhat:
    def test_each_line_says_where_it_comes_from(self, plan, risk, outline, social_worker):
        page = signed_in(social_worker).get(at(plan, "plan")).content.decode()

        assert "Outline: the conference" in page
        assert "Detail: the core group" in page

    def test_the_core_group_changes_its_own_and_nothing_of_the_outline(self, risk, outline, social_worker):
        change_line(line=risk, words="Left alone at night.", by=social_worker)

        with pytest.raises(Refused, match="The conference set this, and only a conference can change it"):
            change_line(line=outline, words="Not hit.", by=social_worker)
        with pytest.raises(Refused, match="The conference set this"):
            end_line(line=outline, because="Gone.", on=wed_4_mar, by=social_worker)
        outline.refresh_from_db()
        assert (outline.words, outline.ended_on) == ("Hit.", None)

    def test_nor_does_the_conference_the_core_groups(self, risk, chair):
        with pytest.raises(Refused, match="The core group wrote this"):
            change_line(line=risk, words="Other.", by=chair)

    def test_the_pages_of_each_find_only_their_own(self, plan, risk, outline, social_worker, chair):
        worker, conference = signed_in(social_worker), signed_in(chair)

        assert worker.get(at(plan, "change-detail-line", plan_line_pk=risk.pk)).status_code == 200
        assert worker.get(at(plan, "change-detail-line", plan_line_pk=outline.pk)).status_code == 404
        assert worker.get(at(plan, "change-outline-line", plan_line_pk=outline.pk)).status_code == 403
        assert conference.get(at(plan, "change-outline-line", plan_line_pk=outline.pk)).status_code == 200
        assert conference.get(at(plan, "change-outline-line", plan_line_pk=risk.pk)).status_code == 404

    def test_the_chair_is_offered_the_outline_and_the_worker_the_detail(
        self, plan, social_worker, chair, auditor
    ):
        assert "plan/detail/add/risk/" in signed_in(social_worker).get(at(plan, "detail")).content.decode()
        assert "plan/outline/add/risk/" in signed_in(chair).get(at(plan, "detail")).content.decode()
        assert "/add/risk/" not in signed_in(auditor).get(at(plan, "detail")).content.decode()

    def test_of_a_plan_that_ended_nothing_is_changed(self, child, plan, risk, social_worker):
        stories.reviewed(child, held_on=date(2026, 3, 3), ends=True)
        risk.refresh_from_db()

        with pytest.raises(Refused, match="The plan ended on 3 March 2026"):
            change_line(line=PlanLine.objects.get(pk=risk.pk), words="More.", by=social_worker)


class TestTheForms:
    @pytest.mark.parametrize("kind", KINDS)
    def test_an_empty_one_says_what_to_enter_and_keeps_nothing(self, plan, kind, social_worker):
        page = signed_in(social_worker).post(at(plan, "add-detail-line", kind=kind), {}).content.decode()

        assert "There is a problem" in page
        assert f"Enter {KINDS[kind].one}" in unescape(page)
        assert not PlanLine.objects.exists()

    def test_a_service_from_the_page_to_the_plan(self, plan, social_worker):
        answers = {
            "words": "Parenting group", "components": ["parenting"], "who": "Family centre", "how_often": "Tuesdays",
            "standing": "waiting",
        }  # fmt: skip

        page = (
            signed_in(social_worker)
            .post(at(plan, "add-detail-line", kind="service"), answers, follow=True)
            .content.decode()
        )

        assert "Parenting group, for helping a parent, Family centre, Tuesdays, on a waiting list" in page

    @pytest.mark.parametrize(
        ("component", "words"),
        [
            pytest.param("safety", "for keeping the child safe", marks=pytest.mark.requirement("S1-32")),
            pytest.param(
                "health", "for the child's health", marks=pytest.mark.requirement("S1-33", "S3-11", "S1-26")
            ),
            pytest.param("parenting", "for helping a parent", marks=pytest.mark.requirement("S1-34")),
            pytest.param("therapy", "for therapy for the child", marks=pytest.mark.requirement("S1-35")),
            pytest.param("family", "for support for the wider family", marks=pytest.mark.requirement("S1-7")),
        ],
    )
    def test_each_kind_of_service(self, plan, social_worker, component, words):
        line = add_line(
            plan=plan, kind="service", words="A group", components=[component], who="Centre", how_often="weekly",
            by=social_worker,
        )  # fmt: skip

        assert words in in_words(line)

    @pytest.mark.requirement("B-28", "S1-53", "S3-46")
    def test_the_views_of_the_child_and_of_each_parent_are_kept_apart(self, plan, social_worker):
        add_line(plan=plan, kind="childs-view", words="Stay.", caveat="", by=social_worker)
        for who in ("Mother", "Father"):
            add_line(
                plan=plan, kind="parents-view", who=who, words=f"{who} agrees.", caveat="", by=social_worker
            )

        text = dict(map(tuple, as_text(plan)))
        assert text["The child's wishes and feelings"] == "Stay. (Detail: the core group)"
        assert text["The parents' views"].splitlines() == [
            "Mother: Mother agrees. (Detail: the core group)", "Father: Father agrees. (Detail: the core group)"
        ]  # fmt: skip

    def test_no_other_kind_is_found(self, plan, social_worker):
        assert signed_in(social_worker).get(at(plan, "add-detail-line", kind="horoscope")).status_code == 404

    def test_a_festival_does_not_end_before_it_begins(self, plan, social_worker):
        answers = {"words": "Eid", "from_on": "22/3/2026", "until_on": "20/3/2026"}

        page = (
            signed_in(social_worker)
            .post(at(plan, "add-detail-line", kind="festival"), answers)
            .content.decode()
        )

        assert "The last day must be the first day or later" in page

    def test_what_is_said_of_the_family_is_kept_as_typed(self, plan, social_worker):
        page = (
            signed_in(social_worker)
            .post(at(plan, "describe-family"), {"culture": "Polish."})
            .content.decode()
        )

        assert "Polish." in page
        assert "Write down how the plan is watched and judged" in page

    def test_the_parents_were_not_told_tomorrow(self, plan, social_worker):
        with pytest.raises(Refused, match="today or earlier"):
            describe_family(
                plan=plan, culture="", disability="", visiting="", monitoring="", parents_told_on=date(2026, 3, 5),
                by=social_worker, today=wed_4_mar,
            )  # fmt: skip


class TestTheDatabase:
    """What a form asks for is asked for below it too."""

    @pytest.mark.parametrize(
        ("kind", "says", "told"),
        [
            ("service", {}, "Select what the service is for"),
            ("expectation", {}, "Enter who it is about"),
            ("contact", {"how_often": "weekly"}, "Enter who it is about"),
            ("parents-view", {}, "Enter who it is about"),
            ("festival", {}, "The last day is the first or later"),
            (
                "festival",
                {"from_on": date(2026, 3, 2), "until_on": date(2026, 3, 1)},
                "The last day is the first",
            ),
        ],
    )
    def test_it_refuses_half_a_line(self, plan, kind, says, told, social_worker):
        with pytest.raises(ValidationError, match=told):
            add_line(plan=plan, kind=kind, words="Something.", by=social_worker, **says)

    def test_a_line_is_something(self, plan, social_worker):
        with pytest.raises(Refused, match="Write down what it is"):
            add_line(plan=plan, kind="risk", words="  ", by=social_worker)


class TestInTheVersions:
    def test_every_part_is_in_the_text_with_its_origin(self, plan, social_worker):
        stories.in_detail(plan, by=social_worker)

        text = dict(map(tuple, as_text(plan)))
        assert text["Vulnerabilities and risks"] == "Written. (Detail: the core group)"
        assert text["What is expected of each person"] == "Written.: Written. (Detail: the core group)"
        assert text["How the plan is watched and judged"] == "Each Friday."

    def test_a_wish_that_cannot_be_followed_is_told_with_the_reason(self, plan, social_worker):
        line = add_line(
            plan=plan, kind="childs-view", words="Wants to live with dad.", caveat="Dad may not be alone with him.",
            by=social_worker,
        )  # fmt: skip

        assert in_words(line) == "Wants to live with dad. The child's welfare: Dad may not be alone with him."

    def test_what_holds_no_longer_is_gone_from_the_next_and_stays_in_the_last(
        self, plan, risk, social_worker
    ):
        update_plan(plan=plan, revised_on=wed_4_mar, what_changed="Risk.", by=social_worker, today=wed_4_mar)
        page = signed_in(social_worker).post(
            at(plan, "end-detail-line", plan_line_pk=risk.pk),
            {"because": "A neighbour is there."},
            follow=True,
        )

        assert "Left alone." not in page.content.decode().split("Vulnerabilities")[1].split("Needs")[0]
        assert "Left alone." in str(plan.versions.first().sections)
        assert "Left alone." not in str(as_text(plan))
        with pytest.raises(Refused, match="no longer holds since 4 March 2026"):
            change_line(line=PlanLine.objects.get(pk=risk.pk), words="More.", by=social_worker)


def test_days_kept_are_those_that_touch_the_time(child, plan, social_worker):
    add_line(
        plan=plan,
        kind="festival",
        words="Eid",
        from_on=date(2026, 3, 20),
        until_on=date(2026, 3, 22),
        by=social_worker,
    )

    def kept(since, until):
        return days_kept([child], since=since, until=until)

    assert kept(date(2026, 3, 1), date(2026, 3, 19)) == []
    assert kept(date(2026, 3, 1), date(2026, 3, 20)) == ["Eid, 20 March 2026 to 22 March 2026"]
    assert kept(date(2026, 3, 22), date(2026, 4, 1)) == ["Eid, 20 March 2026 to 22 March 2026"]
    assert kept(date(2026, 3, 23), date(2026, 4, 1)) == []
