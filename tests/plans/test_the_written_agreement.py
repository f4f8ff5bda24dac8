"""Who signed which version of the plan, to whom it was explained, and what follows from a refusal (B-04 to B-06)."""

from datetime import date

import pytest
from django.urls import reverse

from audit.models import Refused
from coregroups.actions import add_member, exclude_member
from plans import agreement
from plans.actions import add_action, add_outcome, describe_plan, update_plan
from plans.actions.agreement import record_explanation, record_signature
from plans.completeness import missing, parts
from plans.models import Explanation, Outcome, Signature
from plans.parties import parties
from tests.factories import HouseholdFactory, PersonFactory, ResidenceFactory, stories
from tests.factories.stories import on_a_plan
from tests.plans.conftest import signed_in

tue_24_feb, mon_2_mar, tue_3_mar, wed_4_mar = (
    date(2026, 2, 24),
    date(2026, 3, 2),
    date(2026, 3, 3),
    date(2026, 3, 4),
)
thu_5_mar = date(2026, 3, 5)
pytestmark = [pytest.mark.requirement("B-04", "S3-43"), pytest.mark.usefixtures("it_is_today")]


@pytest.fixture
def plan(child):
    return on_a_plan(child, started_on=tue_24_feb)


@pytest.fixture
def complete(plan, mother, social_worker):
    """Everything that a plan must say before it is signed."""
    describe_plan(
        plan=plan,
        concerns="Nights.",
        what_must_change="Nights.",
        contingency="Legal advice.",
        by=social_worker,
    )
    stories.in_detail(plan, by=social_worker)
    outcome = add_outcome(
        plan=plan, set_by=Outcome.SetBy.CORE_GROUP, what_will_be_different="Calm nights.",
        how_we_will_know="Robin says so.", achieve_by=date(2026, 5, 1), by=social_worker,
    )  # fmt: skip
    add_action(
        plan=plan,
        outcome=outcome,
        what="Set an alarm",
        who="Mother",
        by_when=date(2026, 3, 20),
        by=social_worker,
    )
    return plan


@pytest.fixture
def version(plan):
    return plan.versions.get()


@pytest.fixture
def mother(plan, social_worker):
    person = PersonFactory(name="Mia Fixture")
    add_member(children=[plan.child], person=person, role="Mother", from_on=tue_24_feb, by=social_worker)
    return person


@pytest.fixture
def sign(version, social_worker):
    def signed(person=None, standing="signed", on=wed_4_mar, reason=""):
        return record_signature(
            version=version,
            person=person,
            standing=standing,
            on=on,
            reason=reason,
            by=social_worker,
            today=wed_4_mar,
        )

    return signed


@pytest.fixture
def explain(plan, social_worker):
    def explained(person=None, explained_on=wed_4_mar, **more):
        answers = {"how": "At home, page by page.", "understood": "yes", "accepted": "partly", **more}
        return record_explanation(
            plan=plan, person=person, explained_on=explained_on, by=social_worker, today=wed_4_mar, **answers
        )

    return explained


def at(plan, name="agreement"):
    return reverse(f"plans:{name}", kwargs={"child_pk": plan.child_id})


class TestSigning:
    def test_the_child_and_each_present_member_is_a_party_and_waits(self, plan, version, mother):
        rows = agreement.rows(plan, version, today=wed_4_mar)

        assert [(row.name, row.standing.words, row.explained) for row in rows] == [
            (plan.child.name, "Not asked yet", "Not yet"),
            ("Mia Fixture", "Not asked yet", "Not yet"),
        ]

    def test_signed_refused_unable_or_not_appropriate(self, plan, version, mother, sign):
        sign(mother, "refused", reason="Does not agree with the visits.")
        sign(None, "not-appropriate", reason="Robin is four.")

        rows = agreement.rows(plan, version, today=wed_4_mar)
        assert [(row.standing.words, row.detail) for row in rows] == [
            ("It is not appropriate to ask, 4 March 2026", "Robin is four."),
            ("Refused to sign, 4 March 2026", "Does not agree with the visits."),
        ]

    def test_whoever_refused_may_sign_later_and_what_was_before_is_kept(self, complete, mother, sign):
        sign(mother, "refused", on=tue_3_mar, reason="Needs time.")
        signature = sign(mother)

        assert Signature.objects.count() == 1
        assert [line.standing for line in signature.history.all()] == ["signed", "refused"]

    def test_a_refusal_is_on_the_next_agenda_and_the_plan_goes_on(self, plan, mother, sign):
        sign(mother, "refused", reason="No.")

        assert [link.label for link in agreement.agenda([plan.child])] == [
            f"{plan.child.name}: Mia Fixture refused to sign the plan"
        ]
        assert plan.child.plans.open().exists()

    def test_a_new_version_is_signed_anew_and_the_old_refusal_is_no_longer_on_the_agenda(
        self, plan, mother, sign, social_worker
    ):
        sign(mother, "refused", reason="No.")
        describe_plan(plan=plan, concerns="Nights.", what_must_change="", contingency="", by=social_worker)
        update_plan(
            plan=plan, revised_on=wed_4_mar, what_changed="Nights.", by=social_worker, today=wed_4_mar
        )

        rows = agreement.rows(plan, plan.versions.first(), today=wed_4_mar)
        assert {row.standing.words for row in rows} == {"Not asked yet"}
        assert agreement.agenda([plan.child]) == []

    @pytest.mark.parametrize(
        ("changed", "why"),
        [
            ({"standing": "refused"}, "Say why it was not signed"),
            ({"standing": "unable", "reason": " "}, "Say why it was not signed"),
            ({"on": thu_5_mar}, "enter a day from then to today"),
            ({"on": date(2026, 2, 23)}, "Version 1 was agreed on 24 February 2026"),
        ],
    )
    def test_what_cannot_be_so_is_refused(self, mother, sign, changed, why):
        with pytest.raises(Refused, match=why):
            sign(mother, **changed)

    @pytest.mark.requirement("A-02")
    def test_an_excluded_parent_is_no_party(self, plan, mother, sign, social_worker, her_manager):
        member = plan.child.coregroupmembers.get()
        exclude_member(member=member, because="Violence.", agreed_by=her_manager, by=social_worker)

        assert parties(plan.child, today=wed_4_mar) == []
        with pytest.raises(Refused, match="are excluded from it"):
            sign(mother)


@pytest.mark.requirement("B-05", "S3-47")
class TestExplaining:
    @pytest.mark.requirement("S1-42")
    def test_how_to_whom_and_whether_it_was_understood(self, plan, version, mother, explain):
        explain(mother, said="It is fair.", copy_in="Polish, on paper")
        explain(None, explained_on=mon_2_mar, understood="partly")

        assert [row.explained for row in agreement.rows(plan, version, today=wed_4_mar)] == [
            "2 March 2026", "4 March 2026",
        ]  # fmt: skip
        [first, _] = agreement.explanations(plan)
        assert first.text == (
            "At home, page by page.\nUnderstood: yes\nAccepts it: partly\n"
            "Said: It is fair.\nCopy given: Polish, on paper"
        )

    @pytest.mark.requirement("B-06")
    def test_without_an_interpreter_where_one_is_needed_it_is_not_explained(self, mother, explain):
        mother.interpreter_needed = True
        mother.save_by(mother.recorded_by)

        with pytest.raises(Refused, match="Mia Fixture needs an interpreter"):
            explain(mother)
        assert explain(mother, interpreter="Language line").interpreter == "Language line"

    @pytest.mark.parametrize(
        ("changed", "why"),
        [
            ({"explained_on": thu_5_mar}, "enter a day from then to today"),
            ({"explained_on": date(2026, 2, 23)}, "The plan began on 24 February 2026"),
            ({"how": " "}, "Say how it was explained"),
        ],
    )
    def test_what_cannot_be_so_is_refused(self, explain, changed, why):
        with pytest.raises(Refused, match=why):
            explain(**changed)


class TestPages:
    def test_from_the_plan_to_a_signature(self, complete, plan, mother, social_worker):
        browser = signed_in(social_worker)

        assert at(plan) in browser.get(f"/children/{plan.child_id}/plan/").content.decode()
        form = browser.get(f"{at(plan, 'sign')}?who={mother.pk}").content.decode()
        page = browser.post(
            at(plan, "sign"), {"who": mother.pk, "standing": "signed", "on": "4/3/2026"}, follow=True
        ).content.decode()

        assert f'value="{mother.pk}" checked' in form
        assert "Signed, 4 March 2026" in page

    def test_a_refusal_without_a_reason_keeps_what_was_chosen(self, plan, mother, social_worker):
        page = (
            signed_in(social_worker)
            .post(at(plan, "sign"), {"who": mother.pk, "standing": "refused", "on": "4/3/2026"})
            .content.decode()
        )

        assert "Enter why it was not signed" in page
        assert 'value="refused" checked' in page

    def test_explained_to_the_child(self, plan, social_worker):
        answers = {"who": "child", "explained_on": "4/3/2026", "how": "With pictures."}
        answers |= {"understood": "partly", "accepted": "yes", "told": ["change"]}
        page = (
            signed_in(social_worker)
            .post(
                at(plan, "explain"),
                answers,
                follow=True,
            )
            .content.decode()
        )

        assert "With pictures." in page
        assert Explanation.objects.get().person is None

    def test_somebody_who_is_no_party_cannot_be_chosen(self, plan, social_worker):
        stranger = PersonFactory(name="Stranger")

        page = (
            signed_in(social_worker)
            .post(at(plan, "sign"), {"who": stranger.pk, "standing": "signed", "on": "4/3/2026"})
            .content.decode()
        )

        assert "There is a problem" in page
        assert not Signature.objects.exists()

    def test_on_paper_there_is_a_line_for_each_and_no_safe_address(
        self, complete, plan, mother, social_worker
    ):
        home = HouseholdFactory(address="12 Refuge Row", postcode="ZZ1 2AB", is_safe_address=True)
        ResidenceFactory(child=plan.child, household=home, from_on=date(2026, 1, 1))
        describe_plan(
            plan=plan, concerns="Lives at 12 Refuge Row, ZZ1 2AB now.", what_must_change="Nights.",
            contingency="Legal advice.", by=social_worker,
        )  # fmt: skip
        update_plan(plan=plan, revised_on=wed_4_mar, what_changed="Moved.", by=social_worker, today=wed_4_mar)

        page = signed_in(social_worker).get(at(plan, "paper")).content.decode()

        assert "Version 2, agreed on 4 March 2026" in page
        assert "Mia Fixture" in page
        assert "Refuge" not in page.split("<h1", 1)[1]
        assert "ZZ1 2AB" not in page.split("<h1", 1)[1]

    def test_an_auditor_reads_and_records_nothing(self, plan, auditor):
        browser = signed_in(auditor)

        assert browser.get(at(plan)).status_code == 200
        assert browser.get(at(plan, "sign")).status_code == 403


@pytest.mark.requirement("B-01")
class TestWhatMustBeThereFirst:
    def test_a_task_list_of_the_required_parts(self, plan, mother, social_worker):
        page = signed_in(social_worker).get(at(plan)).content.decode()

        assert "Before the plan can be signed" in page
        assert [(part.what, part.standing.words) for part in parts(plan, today=wed_4_mar)] == [
            ("What exactly the concerns are", "Not started"),
            ("What must change", "Not started"),
            ("Outcomes, each with a measure and a day", "Not started"),
            ("An action for each outcome", "Cannot start yet"),
            ("Vulnerabilities and risks", "Not started"),
            ("The child's needs", "Not started"),
            ("What is expected of each person", "Not started"),
            ("Contact by each professional", "Not started"),
            ("The child's wishes and feelings", "Not started"),
            ("The parents' views", "Not started"),
            ("How the lead social worker visits", "Not started"),
            ("How the plan is watched and judged", "Not started"),
            ("What happens if things do not change", "Not started"),
            ("A lead social worker", "Completed"),
            ("A core group", "Completed"),
        ]

    def test_an_outcome_without_a_measure_is_in_progress_and_one_without_an_action_not_served(
        self, complete, social_worker
    ):
        add_outcome(
            plan=complete, set_by=Outcome.SetBy.CORE_GROUP, what_will_be_different="School.", how_we_will_know="",
            achieve_by=None, by=social_worker,
        )  # fmt: skip

        found = {part.what: (part.standing.words, part.hint) for part in parts(complete, today=wed_4_mar)}
        assert found["Outcomes, each with a measure and a day"] == (
            "In progress", "1 outcome without a measure or a day",
        )  # fmt: skip
        assert found["An action for each outcome"] == ("In progress", "1 outcome without an action")

    def test_with_all_of_them_there_is_no_list_and_it_can_be_signed(
        self, complete, mother, sign, social_worker
    ):
        assert missing(complete, today=wed_4_mar) == []
        assert (
            "Before the plan can be signed" not in signed_in(social_worker).get(at(complete)).content.decode()
        )
        assert sign(mother).standing == "signed"

    def test_without_one_it_is_not_signed_nor_printed_but_a_refusal_is_kept(
        self, plan, mother, sign, social_worker
    ):
        with pytest.raises(Refused, match="What is missing: what exactly the concerns are; what must change"):
            sign(mother)

        assert sign(mother, "refused", reason="No.").standing == "refused"
        assert (
            "The plan cannot be signed yet"
            in signed_in(social_worker).get(at(plan, "paper")).content.decode()
        )

    def test_what_a_conference_left_vague_is_the_chairs_to_complete(self, plan, chair):
        add_outcome(
            plan=plan, set_by=Outcome.SetBy.CONFERENCE, what_will_be_different="School.", how_we_will_know="",
            achieve_by=None, by=chair,
        )  # fmt: skip

        [hint] = [part.hint for part in parts(plan, today=wed_4_mar) if part.standing.words == "In progress"]
        assert hint == "1 outcome without a measure or a day. The chair adds them to what a conference set."
