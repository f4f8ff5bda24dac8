"""A plan and its history as dated evidence: what is in it, what never is, and that taking it leaves a line (B-24)."""

from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse
from docx import Document as WordFile

from audit.models import AccessLog, Export
from coregroups.actions import add_member, circulate_minute
from dashboards.evidence import evidence
from plans.actions import update_plan
from plans.actions.agreement import record_explanation
from plans.actions.lines import add_line
from tests.factories import HouseholdFactory, PersonFactory, ResidenceFactory, stories
from tests.plans.conftest import signed_in

tue_24_feb, mon_2_mar, wed_4_mar = date(2026, 2, 24), date(2026, 3, 2), date(2026, 3, 4)
pytestmark = [pytest.mark.requirement("S1-37", "B-24"), pytest.mark.usefixtures("it_is_today")]


@pytest.fixture
def plan(child, social_worker):
    plan = stories.on_a_plan(child, started_on=tue_24_feb)
    stories.in_detail(plan, by=social_worker)
    stories.seen(child, on=mon_2_mar, by=social_worker, today=wed_4_mar)
    add_line(
        plan=plan, kind="legal", words="Counsel advises.", who="Legal", from_on=mon_2_mar, by=social_worker
    )
    update_plan(
        plan=plan, revised_on=wed_4_mar, what_changed="The detail.", by=social_worker, today=wed_4_mar
    )
    meeting = stories.core_group_held(child, on=wed_4_mar, by=social_worker)
    circulate_minute(meeting=meeting, by=social_worker)
    return plan


@pytest.fixture
def at(plan):
    return reverse("evidence", kwargs={"child_pk": plan.child_id, "plan_pk": plan.pk})


def said(plan):
    document = evidence(plan, until=wed_4_mar)
    return dict(document.sections)


def test_every_version_whole_with_its_day_and_who_agreed_it(plan):
    sections = said(plan)

    versions = [heading for heading in sections if heading.startswith("Version ")]
    assert versions[0] == "Version 1, agreed on 24 February 2026 by a conference"
    assert len(versions) == plan.versions.count() >= 2
    assert "Vulnerabilities and risks: Written." in sections[versions[-1]]


def test_how_child_and_family_were_worked_with(plan, social_worker):
    mother = PersonFactory(name="Mo Fixture")
    add_member(children=[plan.child], person=mother, role="Mother", from_on=tue_24_feb, by=social_worker)
    record_explanation(
        plan=plan, person=mother, explained_on=mon_2_mar, told=["court"], how="At home, with an interpreter.",
        understood="yes", accepted="partly", by=social_worker, today=wed_4_mar,
    )  # fmt: skip

    assert said(plan)["The plan was explained"] == (
        "2 March 2026, Mo Fixture: At home, with an interpreter. Understood: yes; accepted: partly."
    )


def test_visits_are_counted_by_what_came_of_them_and_what_happened_stands_by_its_day(plan):
    sections = said(plan)

    assert sections["How often the child was seen"].startswith("1 visit or attempt in that time.")
    happened = sections["What happened, by its day"]
    assert happened.index("24 February 2026: Child protection plan began") < happened.index(
        "2 March 2026: Visit"
    )
    assert "Chandra Chart: Core group of 4 March 2026" in sections["What was sent to whom"]


def test_nothing_after_the_end_of_the_plan_is_in_it(plan, child, social_worker):
    document = evidence(plan, until=tue_24_feb)

    assert "2 March 2026: Visit" not in dict(document.sections)["What happened, by its day"]
    assert document.version == "24 February 2026 to 24 February 2026"


@pytest.mark.requirement("A-07")
def test_legal_advice_and_a_safe_address_are_not(plan, child, social_worker):
    home = HouseholdFactory(address="7 Hidden Row\nSampleton", postcode="ZZ1 1ZZ", is_safe_address=True)
    ResidenceFactory(child=child, household=home, from_on=date(2026, 1, 1))
    update_plan(
        plan=plan,
        revised_on=wed_4_mar,
        what_changed="Now at 7 Hidden Row.",
        by=social_worker,
        today=wed_4_mar,
    )

    text = "\n".join(said(plan).values())
    assert "Counsel advises" not in text
    assert "Hidden Row" not in text


def test_it_is_given_for_a_reason_that_is_kept(at, plan, child, her_manager):
    browser = signed_in(her_manager)
    assert "Say what the file is for" in browser.post(at, {"form": "word"}).content.decode()
    assert not Export.objects.exists()

    answer = browser.post(at, {"form": "word", "why": "Care proceedings, first hearing"})

    text = "\n".join(paragraph.text for paragraph in WordFile(BytesIO(answer.content)).paragraphs)
    assert "Version 1, agreed on 24 February 2026" in text
    assert child.name not in answer["Content-Disposition"]
    line = Export.objects.get()
    assert (line.user, line.form, line.why) == (her_manager, "word", "Care proceedings, first hearing")
    assert AccessLog.objects.filter(child_pk=child.pk, page="exports:take-out", user=her_manager).exists()


def test_as_pdf_and_in_large_print(at, her_manager):
    for form in ("pdf", "large-print"):
        answer = signed_in(her_manager).post(at, {"form": form, "why": "Care proceedings"})
        assert answer.content.startswith(b"%PDF-")


def test_of_a_plan_that_ended_too_and_not_of_another_child_s(plan, child, her_manager, at):
    stories.reviewed(child, held_on=wed_4_mar, ends=True)
    page = signed_in(her_manager).get(reverse("plans:plan", kwargs={"child_pk": child.pk})).content.decode()

    assert at in page
    assert signed_in(her_manager).get(at.replace(f"/{plan.pk}/", "/999999/")).status_code == 404
