"""A form whose answer would be refused says so before anything is typed. What was typed before is still shown."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from children.actions import record_birth
from children.actions.looked_after import begin_looked_after
from children.actions.missing import report_missing
from circulation.models import Circulation
from coregroups.actions import add_member
from plans.actions import add_outcome, update_plan
from plans.models import Outcome
from tests.factories import (
    AllocationFactory,
    ChildFactory,
    HouseholdFactory,
    PersonFactory,
    ResidenceFactory,
    stories,
)
from unfinished.models import Unfinished
from visits.actions import Seen, decide_injury, record_visit

tue_3_mar = date(2026, 3, 3)
wed_4_mar = date(2026, 3, 4)


@pytest.fixture(autouse=True)
def today(it_is_today):
    return wed_4_mar


@pytest.fixture
def robin(child, chair):
    stories.on_a_plan(child, started_on=date(2026, 2, 24), chair=chair)
    return child


@pytest.fixture
def told(client):
    """What somebody is told who opens a page, and whether it still asks anything."""

    def open_it(person, name, **records) -> tuple[str, bool]:
        client.force_login(person)
        answer = client.get(reverse(name, kwargs=records), follow=True)
        sentences = " ".join(str(each) for each in answer.context["messages"])
        return sentences, not answer.redirect_chain

    return open_it


def test_a_birth_that_is_recorded(told, child, social_worker):
    assert told(social_worker, "children:record-birth", child_pk=child.pk) == (
        "This child's birth is already recorded.",
        False,
    )


def test_a_birth_that_is_not(told, social_worker, her_manager):
    unborn = ChildFactory(born_on=None, expected_on=wed_4_mar + timedelta(days=9), team=social_worker.team)
    assert told(her_manager, "children:record-birth", child_pk=unborn.pk) == ("", True)

    record_birth(
        child=unborn,
        born_on=tue_3_mar,
        given_name="Ash",
        family_name="X",
        sex="F",
        by=her_manager,
        today=wed_4_mar,
    )
    assert told(her_manager, "children:record-birth", child_pk=unborn.pk)[1] is False


def test_an_exclusion_of_somebody_who_is_not_excluded(told, robin, social_worker):
    mother = PersonFactory(name="Mo Ther")
    [member] = add_member(
        children=[robin], person=mother, role="mother", from_on=date(2026, 2, 24), by=social_worker
    )
    for page in ("coregroups:lift-exclusion", "coregroups:keep-excluded"):
        answer = told(social_worker, page, child_pk=robin.pk, member_pk=member.pk)
        assert answer == ("Mo Ther is not excluded.", False)


def test_an_injury_that_a_manager_has_decided_about(told, robin, social_worker, her_manager):
    bruise = Seen(
        child=robin, child_seen=True, child_seen_alone=True, injury="A bruise.", manager_told_of_injury=True
    )
    [visit] = record_visit(seen=[bruise], visited_on=tue_3_mar, by=social_worker, today=wed_4_mar)
    records = {"child_pk": robin.pk, "visit_pk": visit.pk}
    assert told(her_manager, "visits:decide-injury", **records) == ("", True)

    decide_injury(
        visit=visit,
        decision="plan",
        because="A fall.",
        decided_on=wed_4_mar,
        by=her_manager,
        today=wed_4_mar,
    )
    assert told(her_manager, "visits:decide-injury", **records) == (
        "This was decided on 4 March 2026.",
        False,
    )


def test_a_version_of_the_plan_that_a_newer_one_took_the_place_of(told, robin, social_worker):
    plan = robin.plans.get()
    for number in (1, 2):
        add_outcome(
            plan=plan, set_by=Outcome.SetBy.CORE_GROUP, what_will_be_different=f"Calm {number}.",
            achieve_by=None, how_we_will_know="", by=social_worker,
        )  # fmt: skip
        update_plan(plan=plan, revised_on=wed_4_mar, what_changed="More.", by=social_worker, today=wed_4_mar)
    newest, before, *_ = plan.versions.all()
    records = {"child_pk": robin.pk}

    assert told(social_worker, "plans:circulate-version", plan_version_pk=newest.pk, **records) == ("", True)
    assert told(social_worker, "plans:circulate-version", plan_version_pk=before.pk, **records) == (
        "A newer version holds. Circulate that one.",
        False,
    )
    assert not Circulation.objects.exists()


def test_a_child_in_need_plan_while_the_child_is_on_a_child_protection_plan(told, robin, social_worker):
    for page in ("plans:start-child-in-need", "plans:no-child-in-need"):
        sentence, is_asked = told(social_worker, page, child_pk=robin.pk)
        assert sentence.startswith("The child is on a child protection plan")
        assert not is_asked


def test_a_plan_made_elsewhere_while_a_brother_or_sister_may_still_come(told, robin, social_worker):
    assert told(social_worker, "conferences:record-transfer-in", child_pk=robin.pk)[1] is False

    sibling, home = ChildFactory(given_name="Sam", team=social_worker.team), HouseholdFactory()
    for each in (robin, sibling):
        ResidenceFactory(child=each, household=home, from_on=date(2026, 2, 24))
    AllocationFactory(child=sibling, social_worker=social_worker, from_on=date(2026, 2, 24))
    assert told(social_worker, "conferences:record-transfer-in", child_pk=robin.pk) == ("", True)


def test_a_child_who_is_looked_after_already(told, robin, social_worker):
    begin_looked_after(
        child=robin, from_on=tue_3_mar, legal_status="agreed", placement="Foster carers", reviewing_officer="",
        by=social_worker, today=wed_4_mar,
    )  # fmt: skip
    assert told(social_worker, "children:begin-looked-after", child_pk=robin.pk)[1] is False


def test_what_was_typed_before_is_shown_all_the_same(client, told, robin, social_worker):
    client.force_login(social_worker)
    address = reverse("children:report-missing", kwargs={"child_pk": robin.pk})
    client.post(address, {"_keep": "yes", "circumstances": "Not home from school."})
    report_missing(
        child=robin, who="child", since_on=tue_3_mar, circumstances="Not home.", agencies_told="Police.",
        by=social_worker, today=wed_4_mar,
    )  # fmt: skip

    assert Unfinished.objects.get().address == address
    answer = client.get(address)
    assert answer.status_code == 200
    assert "Not home from school." in answer.content.decode()
