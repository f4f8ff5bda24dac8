"""A child with a plan becomes looked after: is the plan still needed, and who is asked (B-16)."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from alerts.models import Alert
from alerts.sweeping import sweep
from audit.models import Refused
from children.actions.looked_after import (
    begin_looked_after,
    decide_about_plan,
    end_looked_after,
    record_review,
)
from children.models import LookedAfter
from children.pages import agenda
from deadlines.models import Deadline
from plans.actions import end_plan_without_a_conference
from plans.models import EndReason
from tests.factories import ChildFactory, stories
from tests.plans.conftest import signed_in

tue_24_feb, mon_2_mar, tue_3_mar, wed_4_mar, thu_5_mar = (
    date(2026, 2, 24),
    date(2026, 3, 2),
    date(2026, 3, 3),
    date(2026, 3, 4),
    date(2026, 3, 5),
)
wed_18_mar, thu_19_mar = date(2026, 3, 18), date(2026, 3, 19)
pytestmark = [pytest.mark.requirement("B-16", "S1-86"), pytest.mark.usefixtures("it_is_today")]


@pytest.fixture
def plan(child):
    return stories.on_a_plan(child, started_on=tue_24_feb)


@pytest.fixture
def begin(child, plan, social_worker):
    def begun(from_on=wed_4_mar, legal_status="interim-order", **more):
        return begin_looked_after(
            child=child, from_on=from_on, legal_status=legal_status, placement="Foster carers",
            reviewing_officer="Ivo Officer", **{"by": social_worker, "today": wed_4_mar, **more},
        )  # fmt: skip

    return begun


def waiting(child):
    return Deadline.objects.outstanding().filter(child=child, rule="plan-still-needed")


def test_worker_manager_and_chair_are_told_the_same_day_and_the_manager_has_ten_working_days(
    begin, child, social_worker, her_manager, chair
):
    begin()
    sweep(today=wed_4_mar)

    [asked] = waiting(child)
    assert asked.due_on == wed_18_mar
    assert {alert.person for alert in Alert.objects.filter(deadline=asked)} == {
        social_worker,
        her_manager,
        chair,
    }


def test_over_easter(begin, child):
    # From Thursday 26 March 2026: Good Friday 3 and Easter Monday 6 April are no working days; the tenth is the 13th.
    thu_26_mar = date(2026, 3, 26)
    begin(from_on=thu_26_mar, today=thu_26_mar)

    assert waiting(child).get().due_on == date(2026, 4, 13)


def test_the_plan_and_its_visits_go_on_until_it_is_ended(begin, child, plan):
    begin()

    plan.refresh_from_db()
    assert plan.ended_on is None
    assert Deadline.objects.outstanding().filter(child=child, rule="visit").exists()


def test_short_breaks_ask_nothing(begin, child, her_manager):
    spell = begin(legal_status="short-breaks")

    assert not waiting(child).exists()
    assert not [link for link in agenda([child]) if "looked after" in link.label]
    with pytest.raises(Refused, match="Short breaks change nothing"):
        decide_about_plan(
            looked_after=spell,
            plan_needed=False,
            because="X",
            decided_on=wed_4_mar,
            by=her_manager,
            today=wed_4_mar,
        )


def test_back_home_after_a_while_the_plan_continues_and_nothing_is_asked(begin, child, plan, social_worker):
    spell = begin(from_on=tue_24_feb)
    end_looked_after(
        looked_after=spell,
        until_on=wed_4_mar,
        because="Home with his mother.",
        by=social_worker,
        today=wed_4_mar,
    )

    assert not waiting(child).exists()
    plan.refresh_from_db()
    assert plan.ended_on is None


class TestDeciding:
    def test_a_manager_decides_and_it_stands_on_the_page(self, begin, child, her_manager, social_worker):
        spell = begin()
        at = reverse("children:still-needed", kwargs={"child_pk": child.pk, "looked_after_pk": spell.pk})
        page = reverse("children:looked-after", kwargs={"child_pk": child.pk})
        assert f"{child.name} is looked after since 4 March 2026: is the plan still needed?" in [
            link.label for link in agenda([child])
        ]

        answer = signed_in(her_manager).post(
            at,
            {"plan_needed": "yes", "because": "Contact with dad goes on.", "decided_on": "4/3/2026"},
            follow=True,
        )

        assert "Yes: Contact with dad goes on." in answer.content.decode()
        assert "Martin Model" in signed_in(social_worker).get(page).content.decode()
        assert not waiting(child).exists()
        assert not [link for link in agenda([child]) if "looked after" in link.label]
        assert "Looked after since 4 March 2026" in signed_in(social_worker).get(page).content.decode()

    def test_a_social_worker_does_not(self, begin, child, social_worker):
        spell = begin()
        at = reverse("children:still-needed", kwargs={"child_pk": child.pk, "looked_after_pk": spell.pk})

        assert signed_in(social_worker).get(at).status_code == 403
        with pytest.raises(Refused, match="A manager decides"):
            decide_about_plan(
                looked_after=spell, plan_needed=False, because="X", decided_on=wed_4_mar, by=social_worker,
                today=wed_4_mar,
            )  # fmt: skip

    @pytest.mark.parametrize(
        ("changed", "why"),
        [
            ({"because": " "}, "Say why"),
            ({"decided_on": thu_5_mar}, "Enter a day from 4 March 2026 to today"),
            ({"decided_on": tue_3_mar}, "Enter a day from 4 March 2026 to today"),
        ],
    )
    def test_what_cannot_be_so(self, begin, her_manager, changed, why):
        given = {"plan_needed": True, "because": "X", "decided_on": wed_4_mar, **changed}
        with pytest.raises(Refused, match=why):
            decide_about_plan(looked_after=begin(), by=her_manager, today=wed_4_mar, **given)

    def test_it_may_be_decided_anew(self, begin, her_manager):
        spell = begin()
        for needed, on in ((True, wed_4_mar), (False, wed_18_mar)):
            decide_about_plan(
                looked_after=spell,
                plan_needed=needed,
                because="X",
                decided_on=on,
                by=her_manager,
                today=wed_18_mar,
            )

        spell.refresh_from_db()
        assert (spell.plan_needed, spell.decided_on) == (False, wed_18_mar)


@pytest.mark.requirement("S1-87", "S1-89")
class TestTheReviewingOfficer:
    def test_reviews_of_progress_are_kept_with_the_next_day(self, begin, child, social_worker):
        spell = begin(from_on=mon_2_mar)
        at = reverse(
            "children:review-looked-after", kwargs={"child_pk": child.pk, "looked_after_pk": spell.pk}
        )

        page = signed_in(social_worker).post(
            at,
            {
                "held_on": "4/3/2026", "with_conference": "yes", "progress": "Sleeps through the night.",
                "next_planned_for": "4/6/2026",
            },
            follow=True,
        )  # fmt: skip

        text = page.content.decode()
        assert "Together with the child protection review. Sleeps through the night." in text
        assert "The next is on 4 June 2026." in text
        assert "Ivo Officer" in text

    @pytest.mark.parametrize("held_on", [date(2026, 3, 1), thu_5_mar])
    def test_only_while_looked_after(self, begin, social_worker, held_on):
        with pytest.raises(Refused, match="Enter a day from 2 March 2026"):
            record_review(
                looked_after=begin(from_on=mon_2_mar), held_on=held_on, progress="X", with_conference=False,
                next_planned_for=None, by=social_worker, today=wed_4_mar,
            )  # fmt: skip


class TestTheSpell:
    @pytest.mark.requirement("S1-24")
    def test_it_stands_in_the_chronology_with_its_dates_while_the_plan_goes_on(
        self, begin, child, social_worker
    ):
        spell = begin(from_on=mon_2_mar)
        end_looked_after(
            looked_after=spell,
            until_on=wed_4_mar,
            because="Home with mum.",
            by=social_worker,
            today=wed_4_mar,
        )

        text = (
            signed_in(social_worker)
            .get(reverse("chronology", kwargs={"child_pk": child.pk}))
            .content.decode()
        )
        assert "Became looked after" in text
        assert "Lives with: Foster carers" in text
        assert "Looked after no longer" in text

    @pytest.mark.parametrize(
        ("changed", "why"),
        [
            ({"from_on": thu_5_mar}, "Enter today or an earlier day"),
            ({"from_on": date(2010, 1, 1)}, "from the day of birth at the earliest"),
        ],
    )
    def test_days_that_cannot_be_so(self, begin, changed, why):
        with pytest.raises(Refused, match=why):
            begin(**changed)

    def test_once_at_a_time_and_none_inside_another(self, begin, social_worker):
        spell = begin(from_on=mon_2_mar)
        with pytest.raises(Refused, match="recorded as looked after already"):
            begin()
        end_looked_after(
            looked_after=spell, until_on=wed_4_mar, because="Home.", by=social_worker, today=wed_4_mar
        )
        with pytest.raises(Refused, match="was looked after until 4 March 2026"):
            begin(from_on=tue_3_mar)
        with pytest.raises(Refused, match="no longer looked after: that ended on 4 March 2026"):
            end_looked_after(
                looked_after=spell, until_on=wed_4_mar, because="X", by=social_worker, today=wed_4_mar
            )

    def test_the_database_keeps_two_out_whoever_asks(self, begin, child, social_worker):
        begin()
        with pytest.raises(ValidationError):
            LookedAfter(child=child, from_on=wed_4_mar, legal_status="order", placement="X").save_by(
                social_worker
            )


@pytest.mark.requirement("B-14")
class TestEndingThePlan:
    @pytest.fixture
    def end(self, plan, her_manager):
        def ended(on=wed_4_mar, **more):
            return end_plan_without_a_conference(
                plan=plan, ended_on=on, reason=EndReason.LOOKED_AFTER,
                **{"consulted": "The chair and Ivo Officer agree.", "by": her_manager, "today": wed_4_mar, **more},
            )  # fmt: skip

        return ended

    def decided(self, spell, her_manager, *, needed):
        decide_about_plan(
            looked_after=spell, plan_needed=needed, because="One plan.", decided_on=wed_4_mar, by=her_manager,
            today=wed_4_mar,
        )  # fmt: skip

    def test_of_a_child_who_is_not_looked_after_it_does_not_end_so(self, end):
        with pytest.raises(Refused, match="not recorded as looked after on that day"):
            end()

    def test_nor_before_a_manager_decided_nor_while_it_is_needed(self, begin, end, her_manager):
        spell = begin(from_on=mon_2_mar)
        with pytest.raises(Refused, match="Nobody has decided that the plan is no longer needed"):
            end()
        self.decided(spell, her_manager, needed=True)
        with pytest.raises(Refused, match="Nobody has decided that the plan is no longer needed"):
            end()

    def test_nor_when_nobody_was_asked(self, begin, end, her_manager):
        self.decided(begin(from_on=mon_2_mar), her_manager, needed=False)
        with pytest.raises(Refused, match="Say who was asked about ending the plan"):
            end(consulted=" ")

    def test_decided_and_asked_about_it_ends_and_no_child_in_need_plan_is_due(
        self, begin, end, her_manager, child
    ):
        self.decided(begin(from_on=mon_2_mar), her_manager, needed=False)

        plan = end()

        assert (plan.ended_on, plan.end_reason) == (wed_4_mar, EndReason.LOOKED_AFTER)
        assert plan.consulted_about_end == "The chair and Ivo Officer agree."
        assert not Deadline.objects.outstanding().filter(child=child, rule="cin-plan-after-plan").exists()


def test_an_unborn_child_is_not_looked_after(social_worker, chair):
    unborn = ChildFactory(
        born_on=None, expected_on=date(2026, 6, 1), team=social_worker.team, conference_chair=chair
    )
    with pytest.raises(Refused, match="from the day of birth"):
        begin_looked_after(
            child=unborn, from_on=wed_4_mar, legal_status="order", placement="X", reviewing_officer="",
            by=social_worker, today=wed_4_mar,
        )  # fmt: skip
