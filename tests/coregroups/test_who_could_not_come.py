"""Who could not come owes a summary or sent somebody instead; the first core group is chaired by a manager."""

from datetime import UTC, date, datetime

import pytest

from audit.models import Refused
from coregroups.actions import (
    REQUIRED,
    plan_meeting,
    record_meeting,
    record_summary,
)
from coregroups.models import CoreGroupAttendance
from coregroups.owed import agenda
from tests.factories import UserFactory
from tests.factories.stories import OF_THE_FIRST
from tests.plans.conftest import signed_in

mon_12_jan, tue_3_mar, wed_4_mar, tue_10_mar = (
    date(2026, 1, 12),
    date(2026, 3, 3),
    date(2026, 3, 4),
    date(2026, 3, 10),
)
now = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
pytestmark = pytest.mark.usefixtures("it_is_today")
Came = CoreGroupAttendance.Came


@pytest.mark.requirement("B-10", "S1-127", "S1-146")
class TestSummaries:
    @pytest.fixture
    def held(self, child, group, social_worker):
        nurse, aunt, _ = group
        meeting = plan_meeting(children=[child], planned_for=tue_3_mar, by=social_worker)
        record_meeting(
            meeting=meeting, held_on=tue_3_mar, chaired_by="Priya", by=social_worker, today=wed_4_mar,
            came={nurse: Came.APOLOGIES, aunt: Came.APOLOGIES}, **dict.fromkeys(REQUIRED, "None."),
        )  # fmt: skip
        return meeting

    def test_a_professionals_apologies_stay_on_the_agenda_until_the_summary_comes(
        self, held, child, social_worker
    ):
        [link] = agenda([child])
        assert link.label == (
            "Hattie Visitor sent apologies for the core group of 3 March 2026, "
            "and no summary of their involvement has come"
        )
        browser = signed_in(social_worker)
        assert (
            "Write down what the summary says"
            in browser.post(link.url, {"came_on": "4/3/2026"}).content.decode()
        )

        page = browser.post(
            link.url, {"came_on": "4/3/2026", "words": "Weight is on its line."}, follow=True
        ).content.decode()

        assert "Weight is on its line." in page
        assert agenda([child]) == []

    def test_only_once_and_not_in_the_future(self, held, social_worker):
        row = held.attendance.get(person__name="Hattie Visitor")
        said = {"attendance": row, "words": "Well.", "by": social_worker, "today": wed_4_mar}

        with pytest.raises(Refused, match="today or earlier"):
            record_summary(came_on=date(2026, 3, 5), **said)
        record_summary(came_on=wed_4_mar, **said)
        with pytest.raises(Refused, match="it came on 4 March 2026"):
            record_summary(came_on=wed_4_mar, **said)

    def test_whoever_sent_somebody_instead_owes_none(self, child, group, social_worker):
        meeting = plan_meeting(children=[child], planned_for=tue_3_mar, by=social_worker)
        record_meeting(
            meeting=meeting, held_on=tue_3_mar, chaired_by="Priya", by=social_worker, today=wed_4_mar,
            came={group[0]: Came.APOLOGIES}, instead={group[0]: "Nora Nurse"}, **dict.fromkeys(REQUIRED, "None."),
        )  # fmt: skip

        assert agenda([child]) == []


@pytest.mark.requirement("S1-145")
def test_a_substitute_is_asked_for_and_stands_in_the_minute(child, group, social_worker):
    nurse, _, _ = group
    meeting = plan_meeting(children=[child], planned_for=tue_3_mar, by=social_worker)
    at = f"/children/{child.pk}/core-groups/{meeting.pk}/record/"
    browser = signed_in(social_worker)
    answers = {
        "held_on": "3/3/2026", "chaired_by": "Priya", **OF_THE_FIRST, **dict.fromkeys(REQUIRED, "None."),
        "sent": "later", f"instead_{nurse.pk}": "Nora Nurse",
    }  # fmt: skip

    both = browser.post(at, {**answers, "present": [nurse.pk]}).content.decode()
    assert "Hattie Visitor is ticked as having come. Untick them, or leave this empty" in both
    page = browser.post(at, {**answers, "apologies": [nurse.pk]}, follow=True).content.decode()

    assert "Hattie Visitor: sent apologies, Nora Nurse came instead" in page


@pytest.mark.requirement("T-12", "S1-96")
def test_the_first_is_chaired_by_a_manager_or_says_why_not(child, group, social_worker):
    meeting = plan_meeting(children=[child], planned_for=tue_3_mar, by=social_worker)
    at = f"/children/{child.pk}/core-groups/{meeting.pk}/record/"
    browser = signed_in(social_worker)
    answers = {
        "held_on": "3/3/2026", "chaired_by": "Priya", **dict.fromkeys(REQUIRED, "None."), "sent": "later",
        **{name: answer for name, answer in OF_THE_FIRST.items() if name != "manager_chaired"},
    }  # fmt: skip

    assert "Select whether a manager chaired" in browser.post(at, answers).content.decode()
    assert (
        "Enter why no manager chaired the first core group"
        in browser.post(at, {**answers, "manager_chaired": "no"}).content.decode()
    )
    page = browser.post(
        at, {**answers, "manager_chaired": "no", "no_manager_because": "Ill that day."}, follow=True
    ).content.decode()
    assert "Ill that day." in page

    later = plan_meeting(children=[child], planned_for=wed_4_mar, by=UserFactory())
    assert (
        "Did a manager chair"
        not in browser.get(at.replace(f"/{meeting.pk}/", f"/{later.pk}/")).content.decode()
    )
