"""What the first core group has before it and writes down, besides what every core group does."""

from datetime import date

import pytest
from django.urls import reverse

from children.pages import agenda
from circulation.models import Circulation
from coregroups.actions import REQUIRED, circulate_minute, plan_meeting
from coregroups.models import CoreGroupMeeting
from tests.factories import stories
from tests.factories.stories import OF_THE_FIRST
from tests.plans.conftest import signed_in

tue_24_feb, tue_3_mar, wed_4_mar = date(2026, 2, 24), date(2026, 3, 3), date(2026, 3, 4)
pytestmark = [pytest.mark.requirement("B-10"), pytest.mark.usefixtures("it_is_today")]


@pytest.fixture
def plan(child):
    return stories.on_a_plan(child, started_on=tue_24_feb)


@pytest.fixture
def meeting(child, plan, social_worker):
    return plan_meeting(children=[child], planned_for=tue_3_mar, by=social_worker)


@pytest.fixture
def at(child, meeting):
    return reverse("coregroups:record", kwargs={"child_pk": child.pk, "meeting_pk": meeting.pk})


ANSWERS = {"held_on": "3/3/2026", "chaired_by": "Martin", **dict.fromkeys(REQUIRED, "None."), "sent": "later"}


@pytest.mark.requirement("S1-57", "S1-60", "S1-119")
def test_what_was_explained_and_what_the_assessment_lacks_is_asked_and_stands_in_what_is_sent(
    at, child, meeting, social_worker
):
    browser = signed_in(social_worker)
    page = browser.post(at, {**ANSWERS, "manager_chaired": "yes"}).content.decode()
    assert "Enter what was explained of the parts of social worker, members and parents" in page
    assert "Enter what is still to be done for the assessment, or that nothing is" in page

    browser.post(
        at,
        {
            **ANSWERS, **OF_THE_FIRST, "roles_explained": "That parents help to make the plan.",
            "assessment_outstanding": "The paediatrician’s part, by 13 March.",
        },
    )  # fmt: skip
    circulate_minute(meeting=CoreGroupMeeting.objects.get(pk=meeting.pk), by=social_worker)

    sections = dict(map(tuple, Circulation.objects.get().sections))
    assert sections["What was explained of everybody’s part"] == "That parents help to make the plan."
    assert sections["Still to be done for the assessment"] == "The paediatrician’s part, by 13 March."


def test_later_ones_are_not_asked_it_again(at, child, meeting, social_worker):
    stories.core_group_held(child, on=date(2026, 3, 2), by=social_worker)

    page = signed_in(social_worker).get(at).content.decode()
    assert "What was explained of everybody’s part?" not in page


@pytest.mark.requirement("S1-65")
def test_until_it_is_held_the_plan_is_to_be_drafted_in_every_part(child, plan, meeting, social_worker):
    [link] = agenda([child])
    assert link.label.startswith(f"{child.name}: the plan is drafted in detail before the first core group; ")
    assert link.url == reverse("plans:agreement", kwargs={"child_pk": child.pk})
    page = reverse("coregroups:meeting", kwargs={"child_pk": child.pk, "meeting_pk": meeting.pk})
    assert link.label in signed_in(social_worker).get(page).content.decode()

    stories.core_group_held(child, on=tue_3_mar, by=social_worker)

    assert agenda([child]) == []


@pytest.mark.requirement("S1-125", "S1-114", "B-26")
def test_the_lead_is_offered_as_chair_and_another_professional_may_chair_and_write(
    at, child, meeting, social_worker, her_manager
):
    page = signed_in(social_worker).get(at)
    assert page.context["form"]["chaired_by"].value() == social_worker.name

    signed_in(her_manager).post(
        at, {**ANSWERS, **OF_THE_FIRST, "chaired_by": "Hattie Visitor, the lead is ill"}
    )

    meeting.refresh_from_db()
    assert (meeting.chaired_by, meeting.minute_taken_by) == ("Hattie Visitor, the lead is ill", her_manager)
