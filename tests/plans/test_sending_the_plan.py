"""A version of the plan goes to the core group and always to the chair; what was not sent is in sight (B-11, B-02)."""

from datetime import date

import pytest
from django.urls import reverse

from audit.models import Refused
from circulation.models import Circulation, Receipt
from coregroups.actions import add_member
from plans.actions import update_plan
from plans.actions.sending import circulate_version, may_be_circulated, to_be_sent
from plans.models import PlanRevision
from tests.factories import PersonFactory, RelationshipFactory, stories
from tests.factories.stories import on_a_plan
from tests.plans.conftest import signed_in

tue_24_feb, tue_3_mar, wed_4_mar = date(2026, 2, 24), date(2026, 3, 3), date(2026, 3, 4)
pytestmark = [
    pytest.mark.requirement("B-11", "B-02", "S1-63", "S1-49"),
    pytest.mark.usefixtures("it_is_today"),
]


@pytest.fixture
def plan(child, social_worker):
    plan = on_a_plan(child, started_on=tue_24_feb)
    mother = PersonFactory(name="Mara Fixture", agency="", email="", user=None)
    RelationshipFactory(child=child, person=mother, kind="mother")
    gp = PersonFactory(name="Gil Practice", agency="Surgery", email="gp@surgery.example", user=None)
    father = PersonFactory(name="Fred Fixture", agency="", user=None)
    for person in (mother, gp, father):
        add_member(
            children=[child], person=person, role="Member", from_on=tue_24_feb, by=social_worker,
            excluded_because="Bail." if person is father else "",
        )  # fmt: skip
    return plan


def at(plan, name, **kept):
    return reverse(f"plans:{name}", kwargs={"child_pk": plan.child_id, **kept})


def sent_to():
    return {str(receipt.recipient): receipt.way for receipt in Receipt.objects.all()}


class TestAnUpdate:
    def answers(self, sent):
        return {"revised_on": "4/3/2026", "what_changed": "A new routine.", "sent": sent}

    @pytest.fixture(autouse=True)
    def something_new(self, plan, social_worker):
        stories.in_detail(plan, by=social_worker)

    @pytest.mark.requirement("S0-11")
    def test_sent_at_once_to_the_core_group_and_the_chair_and_nobody_excluded(self, plan, social_worker):
        signed_in(social_worker).post(at(plan, "update"), self.answers("now"))

        assert sent_to() == {"Chandra Chart": "portal", "Mara Fixture": "post", "Gil Practice": "link"}
        sent = Circulation.objects.get()
        assert sent.title == "Child protection plan, version 2: Robin Fixture"
        assert sent.sections == plan.versions.first().sections

    def test_later_it_is_in_sight_until_it_is_sent(self, plan, social_worker, chair):
        browser = signed_in(social_worker)
        browser.post(at(plan, "update"), self.answers("later"))
        assert not Receipt.objects.exists()
        page = browser.get(at(plan, "plan")).content.decode()
        assert "Version 2 has gone to nobody" in page
        version = plan.versions.first()
        offered = browser.get(at(plan, "circulate-version", plan_version_pk=version.pk)).content.decode()
        assert "Chandra Chart, Conference chair" in offered
        assert "Version 2 of 4 March 2026" in offered
        members = dict(plan.child.coregroupmembers.values_list("person__name", "person_id"))
        ways = {f"way_{members['Gil Practice']}": "secure-email", f"way_{members['Mara Fixture']}": "by-hand"}

        done = browser.post(
            at(plan, "circulate-version", plan_version_pk=version.pk), ways, follow=True
        ).content.decode()

        assert "The conference chair has it in the in-box." in done
        assert "Who was sent it" in done
        assert sent_to()["Gil Practice"] == "secure-email"
        assert "has gone to nobody" not in browser.get(at(plan, "plan")).content.decode()
        assert "version 2" in signed_in(chair).get("/in-box/").content.decode()

    def test_one_of_the_two_has_to_be_chosen_and_nothing_typed_is_lost(self, plan, social_worker):
        page = (
            signed_in(social_worker)
            .post(at(plan, "update"), {"revised_on": "4/3/2026", "what_changed": "A new routine."})
            .content.decode()
        )

        assert "Select when the plan is sent" in page
        assert "A new routine." in page

    def test_without_a_chair_neither_is_done(self, plan, child, social_worker):
        child.conference_chair = None
        child.save_by(social_worker)

        page = signed_in(social_worker).post(at(plan, "update"), self.answers("now")).content.decode()

        assert "has no conference chair yet" in page
        assert not PlanRevision.objects.exists()
        assert not Circulation.objects.exists()


class TestAVersion:
    @pytest.fixture
    def version(self, plan, social_worker):
        stories.in_detail(plan, by=social_worker)
        update_plan(plan=plan, revised_on=wed_4_mar, what_changed="More.", by=social_worker, today=wed_4_mar)
        return plan.versions.first()

    def test_it_is_circulated_once(self, version, social_worker):
        circulate_version(version=version, by=social_worker)

        with pytest.raises(Refused, match="already circulated on 4 March 2026"):
            circulate_version(version=version, by=social_worker)
        assert not may_be_circulated(version)

    def test_an_older_one_is_not(self, plan, version, social_worker):
        older = plan.versions.last()

        assert not may_be_circulated(older)
        with pytest.raises(Refused, match="A newer version holds"):
            circulate_version(version=older, by=social_worker)

    def test_a_change_after_it_was_sent_asks_to_be_sent_again(self, plan, version, social_worker):
        circulate_version(version=version, by=social_worker)
        assert to_be_sent(plan) is None
        stories.in_detail(plan, by=social_worker)

        update_plan(plan=plan, revised_on=wed_4_mar, what_changed="Again.", by=social_worker, today=wed_4_mar)

        assert to_be_sent(plan).number == version.number + 1

    def test_what_the_core_group_agreed_went_out_with_its_minute(self, plan, child, social_worker):
        stories.in_detail(plan, by=social_worker)
        stories.core_group_held(child, on=tue_3_mar, by=social_worker)

        assert plan.versions.first().agreed_by == "core-group"
        assert to_be_sent(plan) is None

    @pytest.mark.requirement("A-07")
    def test_a_copy_for_the_mother_that_names_somebody_else_waits(self, plan, child, social_worker):
        RelationshipFactory(child=child, person=PersonFactory(name="Darren Cole"), kind="step-parent")
        plan.concerns = "Darren Cole hits."
        plan.save_by(social_worker)
        update_plan(plan=plan, revised_on=wed_4_mar, what_changed="More.", by=social_worker, today=wed_4_mar)

        circulate_version(version=plan.versions.first(), by=social_worker)

        assert Receipt.objects.get(person__name="Mara Fixture").held_because == "It names Darren Cole."

    def test_nobody_else_sends_it(self, plan, version, auditor, chair, stranger):
        page = at(plan, "circulate-version", plan_version_pk=version.pk)

        assert signed_in(auditor).post(page).status_code == 403
        assert signed_in(chair).post(page).status_code == 403
        assert signed_in(stranger).post(page).status_code == 404
        assert not Circulation.objects.exists()
