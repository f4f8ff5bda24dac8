"""Each reason for ending a plan without a conference has a gate of its own (B-14); and the unborn child (B-17)."""

from datetime import date

import pytest

from alerts.models import Alert
from alerts.sweeping import sweep
from audit.models import Refused
from children.actions import record_birth
from deadlines.models import Deadline
from plans.actions import end_plan_without_a_conference
from plans.models import EndReason
from tests.factories import AllocationFactory, ChildFactory
from tests.factories.stories import on_a_plan
from tests.plans.conftest import signed_in

# The worked example: moved on 1 July 2026, the receiving conference on Wednesday 22 July: the plan ends that day.
mon_1_jun, wed_1_jul, tue_21_jul, wed_22_jul, thu_23_jul = (
    date(2026, 6, 1),
    date(2026, 7, 1),
    date(2026, 7, 21),
    date(2026, 7, 22),
    date(2026, 7, 23),
)


@pytest.fixture
def plan(child):
    return on_a_plan(child, started_on=mon_1_jun)


@pytest.fixture
def end(plan, her_manager):
    def ended(reason, on=wed_22_jul, **more):
        given = {
            "consulted": "The chair agrees; school told.",
            "by": her_manager,
            "today": thu_23_jul,
            **more,
        }
        return end_plan_without_a_conference(plan=plan, ended_on=on, reason=reason, **given)

    return ended


@pytest.mark.requirement("B-14", "B-15")
class TestMoved:
    there = {"receiving_authority": "Otherborough", "receiving_conference_on": wed_22_jul}

    def test_it_ends_on_the_day_of_the_receiving_conference_and_not_of_the_move(self, end):
        with pytest.raises(Refused, match="conference was on 22 July 2026: the plan ends that day or later"):
            end(EndReason.MOVED, on=wed_1_jul, **self.there)

        plan = end(EndReason.MOVED, **self.there)

        assert plan.ended_on == wed_22_jul
        assert (plan.receiving_authority, plan.receiving_conference_on) == ("Otherborough", wed_22_jul)

    @pytest.mark.parametrize(
        ("changed", "why"),
        [
            ({"receiving_authority": ""}, "Say which authority holds the plan now"),
            ({"receiving_conference_on": None}, "until the receiving authority has held its conference"),
            (
                {"receiving_conference_on": date(2026, 7, 24)},
                "until the receiving authority has held its conference",
            ),
            ({"consulted": ""}, "Say who was asked"),
        ],
    )
    def test_not_before_it_is_taken_over_there(self, end, plan, changed, why):
        with pytest.raises(Refused, match=why):
            end(EndReason.MOVED, **{**self.there, **changed})

        plan.refresh_from_db()
        assert plan.ended_on is None


@pytest.mark.requirement("B-14")
def test_leaving_the_country_is_talked_about_first(end):
    with pytest.raises(Refused, match="Say who was asked"):
        end(EndReason.LEFT_UK, consulted="")
    assert end(EndReason.LEFT_UK).ended_on == wed_22_jul


@pytest.mark.requirement("B-14")
def test_a_death_needs_nobody_s_leave(end):
    assert end(EndReason.DIED, consulted="").ended_on == wed_22_jul


@pytest.mark.requirement("B-14")
@pytest.mark.usefixtures("it_is")
def test_the_page_asks_which_authority_and_keeps_what_was_typed(plan, her_manager, it_is):
    it_is(thu_23_jul)
    at = f"/children/{plan.child.pk}/plan/end/"
    typed = {"reason": "moved", "ended_on": "22/7/2026", "consulted": "All agree."}

    page = signed_in(her_manager).post(at, typed).content.decode()
    assert "Enter the authority that holds the plan now" in page
    assert "All agree." in page

    page = signed_in(her_manager).post(
        at,
        {**typed, "receiving_authority": "Otherborough", "receiving_conference_on": "22/7/2026"},
        follow=True,
    )
    assert "Otherborough, by a conference on 22 July 2026" in page.content.decode()


@pytest.mark.requirement("B-17")
class TestUnborn:
    """ICPC Tuesday 24 February 2026, expected 1 June, born Wednesday 27 May: the first visit by Wednesday 10 June."""

    tue_24_feb, wed_27_may, wed_10_jun = date(2026, 2, 24), date(2026, 5, 27), date(2026, 6, 10)

    @pytest.fixture
    def unborn(self, social_worker, chair):
        child = ChildFactory(
            born_on=None,
            expected_on=mon_1_jun,
            given_name="",
            team=social_worker.team,
            conference_chair=chair,
        )
        AllocationFactory(child=child, social_worker=social_worker, from_on=date(2026, 1, 5))
        on_a_plan(child, started_on=self.tue_24_feb)
        return child

    def due(self, child):
        return dict(Deadline.objects.outstanding().filter(child=child).values_list("rule", "due_on"))

    def test_no_visit_is_due_before_the_birth_and_ten_working_days_after_it_one_is(
        self, unborn, social_worker
    ):
        assert not {"visit", "contact", "seen-alone"} & set(self.due(unborn))

        record_birth(
            child=unborn, born_on=self.wed_27_may, given_name="Rowan", family_name="Fixture", sex="M",
            by=social_worker, today=self.wed_27_may,
        )  # fmt: skip

        due = self.due(unborn)
        assert due["visit"] == self.wed_10_jun
        assert due["contact"] == due["seen-alone"] == date(2026, 6, 24)  # 28 days
        assert "birth-recorded" not in due

    def test_two_weeks_past_the_expected_day_somebody_is_asked_what_became_of_it(
        self, unborn, social_worker, her_manager
    ):
        mon_15_jun, tue_16_jun = date(2026, 6, 15), date(2026, 6, 16)
        assert self.due(unborn)["birth-recorded"] == mon_15_jun

        asked = Deadline.objects.outstanding().get(child=unborn, rule="birth-recorded")
        sweep(today=mon_1_jun)
        assert {alert.person for alert in Alert.objects.filter(deadline=asked)} == {social_worker}
        sweep(today=tue_16_jun)
        assert {alert.person for alert in Alert.objects.filter(deadline=asked)} == {
            social_worker,
            her_manager,
        }

    def test_nothing_is_asked_of_a_child_without_a_plan(self, social_worker):
        child = ChildFactory(born_on=None, expected_on=mon_1_jun, given_name="", team=social_worker.team)

        assert self.due(child) == {}

    def test_a_pregnancy_that_ended_ends_the_plan_and_every_clock(self, unborn, her_manager):
        plan = end_plan_without_a_conference(
            plan=unborn.plans.get(), ended_on=date(2026, 3, 10), reason=EndReason.PREGNANCY_ENDED, by=her_manager,
            today=date(2026, 3, 10),
        )  # fmt: skip

        unborn.refresh_from_db()
        assert (plan.end_reason, unborn.pregnancy_ended_on) == (EndReason.PREGNANCY_ENDED, date(2026, 3, 10))
        assert self.due(unborn) == {}

    def test_not_of_a_child_who_is_born(self, child, her_manager):
        plan = on_a_plan(child, started_on=mon_1_jun)
        with pytest.raises(Refused, match="birth is recorded"):
            end_plan_without_a_conference(
                plan=plan,
                ended_on=tue_21_jul,
                reason=EndReason.PREGNANCY_ENDED,
                by=her_manager,
                today=thu_23_jul,
            )
