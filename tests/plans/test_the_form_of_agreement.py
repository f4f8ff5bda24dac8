"""The authority sets how its written agreements are recorded, and who signs them (S3-44)."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.roles import Role
from audit.models import Refused
from children.models import Relationship
from coregroups.actions import add_member
from plans import agreement
from plans.actions.agreement import record_signature, set_standard_agreement
from plans.models import StandardAgreement
from plans.signatories import signatories
from tests.factories import PersonFactory, RelationshipFactory, UserFactory
from tests.factories.stories import on_a_plan
from tests.plans.conftest import signed_in

tue_24_feb, wed_4_mar = date(2026, 2, 24), date(2026, 3, 4)
pytestmark = [pytest.mark.requirement("S3-44", "B-04"), pytest.mark.usefixtures("it_is_today")]


@pytest.fixture
def plan(child, chair, social_worker):
    plan = on_a_plan(child, started_on=tue_24_feb, chair=chair)
    for name, kind, role in (
        ("Mia Fixture", Relationship.Kind.MOTHER, "Mother"),
        ("Tess Template", Relationship.Kind.SCHOOL, "Teacher"),
    ):
        person = PersonFactory(name=name)
        RelationshipFactory(child=child, person=person, kind=kind)
        add_member(children=[child], person=person, role=role, from_on=tue_24_feb, by=social_worker)
    child.refresh_from_db()
    return plan


@pytest.fixture
def set_to(safeguarding_unit):
    def setting(*signed_by, heading="Family agreement", opening="Ask us.", closing="Signing means this."):
        return set_standard_agreement(
            heading=heading, opening=opening, closing=closing, signed_by=signed_by, by=safeguarding_unit
        )

    return setting


def names(child):
    return [one.name for one in signatories(child, today=wed_4_mar)]


class TestWhoSigns:
    def test_until_it_is_set_child_family_and_professionals(self, plan):
        assert names(plan.child) == [plan.child.name, "Mia Fixture", "Tess Template"]

    @pytest.mark.parametrize(
        ("signed_by", "who"),
        [
            (["family"], ["Mia Fixture"]),
            (["professionals"], ["Tess Template"]),
            (["chair", "lead"], ["Priya Pattern, lead social worker", "Chandra Chart, conference chair"]),
            (["manager", "family"], ["Mia Fixture", "Martin Model, team manager"]),
        ],
    )
    def test_then_whoever_the_authority_says(self, plan, her_manager, set_to, signed_by, who):
        set_to(*signed_by)

        assert names(plan.child) == who

    def test_a_lead_who_is_in_the_core_group_signs_once(self, plan, social_worker, set_to):
        herself = PersonFactory(name="Priya Pattern", user=social_worker)
        add_member(children=[plan.child], person=herself, role="Lead", from_on=tue_24_feb, by=social_worker)
        set_to("professionals", "lead")

        assert names(plan.child) == ["Priya Pattern", "Tess Template"]

    def test_the_manager_is_of_the_team_that_holds_the_child_and_works_here_still(
        self, plan, her_manager, social_worker, set_to
    ):
        her_manager.is_active = False
        her_manager.save_by(her_manager.recorded_by)
        UserFactory(name="Of another team", role=Role.TEAM_MANAGER)
        set_to("manager")

        assert names(plan.child) == []


class TestSigning:
    def test_somebody_of_the_authority_signs_in_their_office(self, plan, chair, social_worker, set_to):
        set_to("family", "chair")
        version = plan.versions.get()

        record_signature(
            version=version, user=chair, standing="refused", reason="Too thin.", on=wed_4_mar, by=social_worker,
            today=wed_4_mar,
        )  # fmt: skip

        found = {
            row.name: (row.standing.words, row.signs, row.is_told)
            for row in agreement.rows(plan, version, today=wed_4_mar)
        }
        assert found == {
            "Mia Fixture": ("Not asked yet", True, True),
            "Chandra Chart, conference chair": ("Refused to sign, 4 March 2026", True, False),
            plan.child.name: ("Is not asked to sign", False, True),
            "Tess Template": ("Is not asked to sign", False, True),
        }
        assert [link.label for link in agreement.agenda([plan.child])] == [
            f"{plan.child.name}: Chandra Chart refused to sign the plan"
        ]

    def test_who_is_not_asked_cannot_be_recorded_as_having_signed(self, plan, social_worker, set_to):
        set_to("chair")

        with pytest.raises(Refused, match="not asked to by the authority's form of agreement"):
            record_signature(
                version=plan.versions.get(), person=None, standing="unable", reason="Is four.", on=wed_4_mar,
                by=social_worker, today=wed_4_mar,
            )  # fmt: skip

    def test_what_was_signed_stays_in_sight_when_the_form_changes(self, plan, social_worker, set_to):
        record_signature(
            version=plan.versions.get(), standing="unable", reason="Is four.", on=wed_4_mar, by=social_worker,
            today=wed_4_mar,
        )  # fmt: skip
        set_to("chair")

        [of_the_child] = [
            row for row in agreement.rows(plan, plan.versions.get(), today=wed_4_mar) if row.key == "child"
        ]
        assert of_the_child.standing.words == "Is not able to sign, 4 March 2026"

    def test_a_chair_who_has_handed_over_has_signed_all_the_same(self, plan, chair, social_worker, set_to):
        set_to("chair")
        record_signature(
            version=plan.versions.get(), user=chair, standing="unable", reason="On leave.",
            on=wed_4_mar, by=social_worker, today=wed_4_mar,
        )  # fmt: skip
        plan.child.conference_chair = UserFactory(name="Declan Diagram", role=Role.CONFERENCE_CHAIR)
        plan.child.save_by(social_worker)

        found = {
            row.name: row.standing.words
            for row in agreement.rows(plan, plan.versions.get(), today=wed_4_mar)
            if row.signs or not row.is_told
        }
        assert found == {
            "Declan Diagram, conference chair": "Not asked yet",
            "Chandra Chart": "Is not able to sign, 4 March 2026",
        }

    def test_the_form_offers_those_who_sign(self, plan, chair, social_worker, set_to):
        set_to("family", "chair")
        where = reverse("plans:sign", kwargs={"child_pk": plan.child_id})
        browser = signed_in(social_worker)

        page = browser.get(f"{where}?who=user-{chair.pk}").content.decode()
        assert f'value="user-{chair.pk}" checked' in page
        assert 'value="child"' not in page
        browser.post(
            where,
            {"who": f"user-{chair.pk}", "standing": "unable", "reason": "On leave.", "on": "4/3/2026"},
        )
        assert plan.versions.get().signatures.get().user == chair


class TestSettingIt:
    def test_the_safeguarding_unit_sets_it_and_what_it_was_is_kept(self, plan, safeguarding_unit):
        browser = signed_in(safeguarding_unit)
        answers = {"heading": "Family agreement", "opening": "Ask your worker.", "closing": "I have read it."}

        before = browser.get(reverse("standard-agreement")).content.decode()
        browser.post(reverse("set-standard-agreement"), answers | {"signed_by": ["family", "chair"]})
        browser.post(reverse("set-standard-agreement"), answers | {"signed_by": ["lead"]})
        page = browser.get(reverse("standard-agreement")).content.decode()

        assert "Nothing has been set here yet" in before
        assert "Nothing has been set here yet" not in page
        assert "The lead social worker" in page
        assert "What it was before" in page
        assert [each.signed_by for each in StandardAgreement.objects.all()] == [["lead"], ["family", "chair"]]

    def test_nobody_to_sign_or_no_name_is_answered_and_what_was_typed_is_kept(self, safeguarding_unit):
        page = (
            signed_in(safeguarding_unit)
            .post(reverse("set-standard-agreement"), {"heading": "", "opening": "Ask.", "signed_by": []})
            .content.decode()
        )

        assert "Enter what the agreement is called" in page
        assert "Select who signs" in page
        assert "Ask.</textarea>" in page
        assert not StandardAgreement.objects.exists()

    def test_saving_what_holds_already_is_refused(self, set_to):
        set_to("family", "lead")

        with pytest.raises(Refused, match="Nothing was changed"):
            set_to("lead", "family")

    def test_nobody_else_sets_it(self, social_worker, administrator):
        for user in (social_worker, administrator):
            assert signed_in(user).get(reverse("set-standard-agreement")).status_code == 403


def test_its_words_and_its_signatories_are_on_paper_and_in_the_file(plan, social_worker, set_to, monkeypatch):
    # What a plan must say first is told elsewhere.
    monkeypatch.setattr("plans.views.agreement.AgreementPage._todo", lambda *_: [])
    set_to(
        "family", "lead", opening="Ask your worker about it.", closing="Signing does not give up any right."
    )
    where = {"child_pk": plan.child_id}
    browser = signed_in(social_worker)

    page = browser.get(reverse("plans:paper", kwargs=where)).content.decode()
    file = browser.get(reverse("plans:paper-file", kwargs=where | {"form": "pdf"}))

    told = page.split("<h1", 1)[1]
    assert "Family agreement: " in told
    assert told.index("Ask your worker about it.") < told.index("Signatures")
    assert told.index("Signing does not give up any right.") < told.index("Priya Pattern, lead social worker")
    assert "Tess Template" not in told.split("Signatures", 1)[1]
    words = text_of(file.content)
    assert words.index("Ask your worker about it.") < words.index("Signing does not give up any right.")
    assert "Priya Pattern, lead social worker" in words


def text_of(pdf: bytes) -> str:
    import io

    from pypdf import PdfReader

    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())
