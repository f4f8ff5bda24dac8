"""Whether the manager came, whether the lead's part was explained, and what was made of the other children at home."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from conferences.actions import Decided, book_conference, hold_conference, others_at_home
from conferences.models import ChildConsidered
from tests.factories import ChildFactory, HouseholdFactory, ResidenceFactory
from tests.plans.conftest import signed_in

tue_24_feb, wed_4_mar = date(2026, 2, 24), date(2026, 3, 4)
pytestmark = pytest.mark.usefixtures("it_is_today")


@pytest.fixture
def brother(child):
    """Wren, who lives in the same home; an older cousin moved out last year."""
    home = HouseholdFactory()
    wren, cousin = ChildFactory(given_name="Wren"), ChildFactory(given_name="Cousin")
    for one in (child, wren):
        ResidenceFactory(child=one, household=home, from_on=date(2020, 1, 1))
    ResidenceFactory(child=cousin, household=home, from_on=date(2020, 1, 1), until_on=date(2025, 1, 1))
    return wren


@pytest.fixture
def conference(child, chair):
    return book_conference(
        children=[child], booked_for=wed_4_mar, booked_on=tue_24_feb, chair=chair, by=chair, today=wed_4_mar
    )


@pytest.fixture
def answers(child):
    return {
        "held_on": "4/3/2026", "quorate": "yes", "manager_came": "no", "lead_role_explained": "yes",
        f"decision_{child.pk}": "no-plan", f"reason_{child.pk}": "Safe.",
        "outcomes-TOTAL_FORMS": "1", "outcomes-INITIAL_FORMS": "0",
    }  # fmt: skip


@pytest.fixture
def at(child, conference):
    return reverse("conferences:hold", kwargs={"child_pk": child.pk, "conference_pk": conference.pk})


@pytest.mark.requirement("S3-10", "B-18")
def test_each_child_at_home_is_considered_and_no_other(at, answers, child, brother, conference, chair):
    assert others_at_home([child], on=wed_4_mar) == [brother]

    page = signed_in(chair).post(at, answers).content.decode()
    assert f"Enter what the conference made of {brother.name}’s safety" in page
    assert "Cousin" not in page

    answer = signed_in(chair).post(
        at, {**answers, f"considered_{brother.pk}": "Sees the same; an enquiry begins."}, follow=True
    )
    text = answer.content.decode()
    assert f"Also lives there: {brother.name}" in text
    assert "Sees the same; an enquiry begins." in text
    considered = ChildConsidered.objects.get()
    assert (considered.child, considered.conference) == (brother, conference)


def test_a_sibling_whom_the_conference_is_about_is_none_of_the_others(child, brother):
    assert others_at_home([child, brother], on=wed_4_mar) == []


@pytest.mark.requirement("S1-100", "S1-57")
def test_whether_the_manager_came_and_the_lead_s_part_was_explained(at, answers, child, conference, chair):
    browser = signed_in(chair)
    asked = browser.post(at, {**answers, "manager_came": "", "lead_role_explained": ""}).content.decode()
    assert "Select yes if the team manager came" in asked
    assert "Select yes if the lead social worker’s part was explained" in asked

    browser.post(at, answers)

    conference.refresh_from_db()
    assert (conference.manager_came, conference.lead_role_explained) == (False, True)
    kept = {"child_pk": child.pk, "conference_pk": conference.pk}
    page = browser.get(reverse("conferences:conference", kwargs=kept)).content.decode()
    assert "The team manager came" in page


def test_nothing_said_is_nothing_considered(child, brother, conference, chair):
    with pytest.raises(ValidationError, match="Say what was made of the child’s safety"):
        hold_conference(
            conference=conference, held_on=wed_4_mar, quorate=True, considered={brother: ""}, by=chair,
            decided=[Decided(child=child, decision="no-plan", reason="Safe.")], today=wed_4_mar,
        )  # fmt: skip


class TestTheFirstCoreGroup:
    """Its date is fixed at the conference (T-09, T-11)."""

    @pytest.fixture
    def with_a_plan(self, answers, child):
        pk = child.pk
        return {
            **answers, f"decision_{pk}": "plan", f"categories_{pk}": ["NEG"], f"plans_before_{pk}": "0",
            f"concerns_{pk}": "Alone.", f"change_{pk}": "Not alone.", f"contingency_{pk}": "An aunt.",
            "outcomes-0-what_will_be_different": "Sleeps safely.",
        }  # fmt: skip

    @pytest.mark.requirement("S1-116", "T-09", "S4-17", "S2-13")
    def test_the_outline_begins_the_plan_and_its_first_core_group_is_in_the_diary(
        self, at, with_a_plan, child, chair
    ):
        signed_in(chair).post(at, {**with_a_plan, "core_group_on": "13/3/2026"})

        assert child.plans.get().outcomes.get().what_will_be_different == "Sleeps safely."
        meeting = child.core_groups.get().meeting
        assert (meeting.planned_for, meeting.held_on) == (date(2026, 3, 13), None)
        due = child.deadlines.outstanding().get(rule="first-core-group")
        assert due.due_on == date(2026, 3, 18)  # ten working days on: booking it meets nothing

    @pytest.mark.parametrize(
        ("day", "why"),
        [("4/3/2026", "is held after this conference"), ("14/3/2026", "Saturday")],
    )
    def test_a_day_that_will_not_do_undoes_nothing_half(self, at, with_a_plan, child, chair, day, why):
        page = signed_in(chair).post(at, {**with_a_plan, "core_group_on": day}).content.decode()

        assert why in page
        assert not child.plans.exists()
        assert not child.core_groups.exists()

    def test_where_no_plan_begins_it_is_refused(self, at, answers, child, chair):
        page = signed_in(chair).post(at, {**answers, "core_group_on": "13/3/2026"}).content.decode()

        assert "No plan begins" in page
