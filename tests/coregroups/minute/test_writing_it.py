"""The page on which a minute is written: all of it at once, nothing typed lost, nobody else's plan touched."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from circulation.models import Receipt
from coregroups.actions import REQUIRED, add_member, plan_meeting, what_is_sent
from coregroups.models import CoreGroupMeeting, MinutePassage
from plans.actions import add_action
from plans.models import Action
from tests.factories import ChildFactory, PersonFactory, RelationshipFactory, stories
from tests.plans.conftest import signed_in
from unfinished.models import Unfinished

mon_12_jan = date(2026, 1, 12)
fri_13_feb = date(2026, 2, 13)
tue_3_mar = date(2026, 3, 3)
wed_4_mar = date(2026, 3, 4)
pytestmark = pytest.mark.usefixtures("it_is_today")


class TestThePage:
    def posted(self, **more):
        return {
            "held_on": "3/3/2026", "chaired_by": "Priya", **dict.fromkeys(REQUIRED, "None."), "sent": "now",
            "new-actions-TOTAL_FORMS": "1", "new-actions-INITIAL_FORMS": "0", "new-actions-0-what": "",
            "new-actions-0-who": "", "new-actions-0-by_when": "", **more,
        }  # fmt: skip

    @pytest.mark.requirement("B-10", "B-11", "T-36")
    def test_all_of_it_at_once(self, at, late, to_come, outcome, child, social_worker, chair):
        new = {
            "new-actions-0-what": "Reading",
            "new-actions-0-who": "Mother",
            "new-actions-0-by_when": "20/3/2026",
        }

        answer = signed_in(social_worker).post(
            at,
            self.posted(
                **{
                    f"action_{late.pk}": "moved", f"moved_to_{late.pk}": "27/3/2026",
                    f"moved_because_{late.pk}": "No appointment.", f"action_{to_come.pk}": "open",
                    f"progress_{to_come.pk}": "", f"outcome_{outcome.pk}": "Better.",
                    **new,
                }
            ),
            follow=True,
        )  # fmt: skip

        assert (
            "The minute is saved and sent. The conference chair has it in the in-box."
            in answer.content.decode()
        )
        late.refresh_from_db()
        assert late.by_when == date(2026, 3, 27)
        assert Action.objects.filter(what="Reading").exists()
        copy = chair.received.get()
        assert "Reading (Mother, by 20 March 2026)" in str(copy.circulation.sections)

    def test_a_late_action_needs_an_answer_and_nothing_typed_is_lost(self, at, late, social_worker):
        browser = signed_in(social_worker)

        page = browser.post(at, self.posted(updates="Long text.")).content.decode()
        again = browser.post(at, self.posted(**{f"action_{late.pk}": "open"})).content.decode()

        assert "Select whether it is done: Register with a dentist" in page
        assert "Long text." in page
        assert "Enter what is done about the delay: Register with a dentist" in again

    @pytest.mark.requirement("S0-10", "S1-10")
    def test_an_action_without_owner_or_date(self, at, social_worker):
        page = (
            signed_in(social_worker)
            .post(at, self.posted(**{"new-actions-0-what": "Reading"}))
            .content.decode()
        )

        assert "Enter who will do it" in page
        assert "Enter the day by which it will be done" in page
        assert "Reading" in page
        assert not CoreGroupMeeting.objects.filter(held_on=tue_3_mar).exists()

    def test_another_row_without_a_script(self, at, social_worker):
        page = signed_in(social_worker).post(
            at, self.posted(**{"new-actions-add": "1", "new-actions-0-what": "Reading", "risks": "Typed."})
        )

        assert 'name="new-actions-1-what"' in page.content.decode()
        assert "Typed." in page.content.decode()
        assert "There is a problem" not in page.content.decode()

    def test_what_is_kept_is_there_again_new_actions_too(self, at, social_worker):
        browser = signed_in(social_worker)
        browser.post(
            at, self.posted(_keep="yes", _version="0", **{"new-actions-0-what": "Reading", "risks": "Typed."})
        )

        page = browser.get(at).content.decode()

        assert Unfinished.objects.get().person == social_worker
        assert "Reading" in page
        assert "Typed." in page

    def test_without_a_chair_it_is_sent_later(self, at, child, social_worker, her_manager):
        child.conference_chair = None
        child.save_by(her_manager)
        browser = signed_in(social_worker)

        now = browser.post(at, self.posted()).content.decode()
        later = browser.post(at, self.posted(sent="later"), follow=True).content.decode()

        assert "no conference chair is named yet. Choose “Later”" in now
        assert "The minute is saved. Circulate it to the members and the chair." in later

    @pytest.mark.requirement("A-06")
    def test_a_sibling_out_of_reach_is_not_shown_and_their_plan_not_changed(
        self, child, plan, social_worker, chair
    ):
        other = ChildFactory(given_name="Out", family_name="Ofreach", conference_chair=chair)
        theirs = stories.on_a_plan(other, started_on=mon_12_jan)
        hidden = add_action(
            plan=theirs, outcome=None, what="Secret step", who="GP", by_when=fri_13_feb, by=chair
        )
        both = plan_meeting(children=[child, other], planned_for=tue_3_mar, by=social_worker)
        at = reverse("coregroups:record", kwargs={"child_pk": child.pk, "meeting_pk": both.pk})
        browser = signed_in(social_worker)

        page = browser.get(at).content.decode()
        browser.post(
            at,
            self.posted(sent="later", **{f"action_{hidden.pk}": "done", f"done_on_{hidden.pk}": "3/3/2026"}),
        )

        assert "Secret step" not in page
        hidden.refresh_from_db()
        assert hidden.done_on is None
        assert "Secret step" not in str(what_is_sent(CoreGroupMeeting.objects.get(pk=both.pk)))

    def test_it_asks_the_database_as_often_however_many_actions(self, at, plan, to_come, social_worker):
        browser = signed_in(social_worker)
        browser.get(at)
        with CaptureQueriesContext(connection) as few:
            browser.get(at)
        for number in range(12):
            add_action(
                plan=plan, outcome=None, what=f"Step {number}", who="GP", by_when=wed_4_mar + timedelta(days=number),
                by=social_worker,
            )  # fmt: skip

        with CaptureQueriesContext(connection) as many:
            assert "Step 11" in browser.get(at).content.decode()
        assert len(many) == len(few)


@pytest.mark.requirement("B-11", "A-07")
class TestLookingFirst:
    """Before anything is sent, the writer reads each copy as its reader will."""

    @pytest.fixture
    def answers(self, child, social_worker, meeting):
        self.mother = PersonFactory(name="Mara Fixture", agency="", email="", user=None)
        RelationshipFactory(child=child, person=self.mother, kind="mother")
        add_member(children=[child], person=self.mother, role="Mother", from_on=mon_12_jan, by=social_worker)
        return {
            "held_on": "3/3/2026", "chaired_by": "Priya", **dict.fromkeys(REQUIRED, "None."), "sent": "now",
            "updates": "Long text.", "_look": "yes", "passages-TOTAL_FORMS": "1", "passages-INITIAL_FORMS": "0",
            "passages-0-words": "Afraid on Fridays.", "passages-0-kept_from": [self.mother.pk],
        }  # fmt: skip

    def test_each_copy_is_shown_and_nothing_has_happened(self, at, answers, meeting, social_worker):
        page = signed_in(social_worker).post(at, answers).content.decode()

        assert "Nothing is sent or saved as final yet." in page
        looked_at = page.split("What each person will be sent")[1].split("</details>")
        [hers] = [copy for copy in looked_at if "Mara Fixture, Mother" in copy]
        [chairs] = [copy for copy in looked_at if "Conference chair" in copy]
        assert "Afraid on Fridays." in chairs
        assert "Afraid on Fridays." not in hers
        assert "Something that this person may not read was left out of it." in hers
        meeting.refresh_from_db()
        assert meeting.held_on is None
        assert not Receipt.objects.exists()
        assert not MinutePassage.objects.exists()

    def test_all_that_was_typed_is_there_still_and_can_be_finished(self, at, answers, meeting, social_worker):
        browser = signed_in(social_worker)
        page = browser.post(at, answers).content.decode()
        assert page.count("Long text.") == 3  # her copy, the chair's, and the question itself
        assert 'value="now" checked' in " ".join(page.split())

        answers.pop("_look")
        done = browser.post(at, answers, follow=True).content.decode()

        assert "The minute is saved and sent." in done
        assert "Afraid on Fridays." not in str(Receipt.objects.get(person=self.mother).words)

    def test_what_is_missing_is_said_before_anything_is_shown(self, at, answers, social_worker):
        page = signed_in(social_worker).post(at, {**answers, "risks": ""}).content.decode()

        assert "Write down what the group makes of the risks now" in page
        assert "What each person will be sent" not in page

    def test_a_passage_without_anybody_is_refused_beside_it(self, at, answers, social_worker):
        answers["passages-0-kept_from"] = []

        page = signed_in(social_worker).post(at, answers).content.decode()

        assert "Select who may not read it" in page
        assert "Afraid on Fridays." in page

    def test_another_passage_is_added_without_a_script(self, at, answers, social_worker):
        answers.pop("_look")

        page = signed_in(social_worker).post(at, {**answers, "passages-add": "1"}).content.decode()

        assert "passages-1-words" in page
        assert "Afraid on Fridays." in page
        assert "There is a problem" not in page
