"""A copy for the family that tells of others is read by a second person first, who is not its author."""

from datetime import date

import pytest
from django.urls import reverse

from alerts.digests import waiting_for
from circulation.models import CopyLink, Receipt
from coregroups.actions import REQUIRED, Passage, add_member, circulate_minute, plan_meeting, record_meeting
from dashboards.agreements import to_release
from tests.factories import (
    ChildFactory,
    HouseholdFactory,
    PersonFactory,
    RelationshipFactory,
    ResidenceFactory,
    UserFactory,
    stories,
)
from tests.plans.conftest import signed_in

mon_12_jan, tue_20_jan, wed_4_mar = date(2026, 1, 12), date(2026, 1, 20), date(2026, 3, 4)
pytestmark = [pytest.mark.requirement("A-07", "B-11"), pytest.mark.usefixtures("it_is_today")]


@pytest.fixture
def mother(child):
    person = PersonFactory(name="Mara Fixture", agency="", email="", user=None)
    RelationshipFactory(child=child, person=person, kind="mother")
    return person


@pytest.fixture
def teacher():
    return PersonFactory(name="Tess Teach", agency="School", email="", user=None)


@pytest.fixture
def minute(child, mother, teacher, social_worker):
    """Of a core group of her mother and a teacher, sent by the social worker."""
    stories.on_a_plan(child, started_on=mon_12_jan)
    for person in (mother, teacher):
        add_member(children=[child], person=person, role="Member", from_on=mon_12_jan, by=social_worker)

    def written(*, passages=(), sent=True, **said):
        meeting = plan_meeting(children=[child], planned_for=tue_20_jan, by=social_worker)
        record_meeting(
            meeting=meeting, held_on=tue_20_jan, chaired_by="Priya", passages=passages, by=social_worker,
            today=wed_4_mar, **{**dict.fromkeys(REQUIRED, "None."), **said},
        )  # fmt: skip
        if sent:
            circulate_minute(meeting=meeting, by=social_worker)
        return meeting

    return written


def copy_of(person) -> Receipt:
    return Receipt.objects.get(person=person)


def at(receipt, page):
    kept = {"child_pk": receipt.circulation.child_id, "receipt_pk": receipt.pk}
    return reverse(f"copies:{page}", kwargs=kept)


class TestWhatHoldsIt:
    def test_nothing_that_is_only_about_those_who_know(self, minute, mother):
        minute(updates="Tess Teach and Mara Fixture spoke with Robin Fixture.")

        assert copy_of(mother).held_because == ""
        assert copy_of(mother).sent_at

    def test_somebody_of_the_childs_life_who_is_not_there(self, minute, mother, teacher, child):
        other = PersonFactory(name="Darren Cole", user=None)
        RelationshipFactory(child=child, person=other, kind="step-parent")

        minute(risks="darren cole was seen near the school.")

        assert copy_of(mother).held_because == "It names Darren Cole."
        assert copy_of(teacher).held_because == ""

    @pytest.mark.parametrize(
        "words",
        [
            "Darren was seen near the school.",
            "She spoke of Darren’s car.",
            "Mr Cole rang twice.",
            "It was said that Mr. Cole\nrang.",
        ],
    )
    def test_by_a_first_name_alone_or_a_title(self, minute, mother, child, words):
        other = PersonFactory(name="Darren Cole", user=None)
        RelationshipFactory(child=child, person=other, kind="step-parent")

        minute(risks=words)

        assert copy_of(mother).held_because == "It names Darren Cole."

    @pytest.mark.parametrize(
        ("name", "words"),
        [
            ("Tess Cole", "Tess came with the reports."),  # as the teacher is called, who is there
            ("Darren Fixture", "Mrs Fixture was there."),  # as the mother is called
            ("Will Cole", "Will the school tell us?\nWill it ring?"),
            ("Darren Cole", "The coal was in the yard; darrenfield."),
            ("Al Cole", "Al fresco."),
        ],
    )
    def test_what_may_mean_somebody_who_is_there_or_no_name_at_all_holds_nothing(
        self, minute, mother, child, name, words
    ):
        RelationshipFactory(child=child, person=PersonFactory(name=name, user=None), kind="step-parent")

        minute(risks=words)

        assert copy_of(mother).held_because == ""

    def test_a_first_name_that_is_also_a_word_holds_it_inside_a_sentence(self, minute, mother, child):
        RelationshipFactory(
            child=child, person=PersonFactory(name="Will Cole", user=None), kind="step-parent"
        )

        minute(risks="At the weekend Will came.")

        assert copy_of(mother).held_because == "It names Will Cole."

    def test_whoever_lives_with_the_child(self, minute, mother, child):
        home = HouseholdFactory()
        ResidenceFactory(child=child, household=home, from_on=mon_12_jan)
        ResidenceFactory(
            child=None, person=PersonFactory(name="Lodger Lane"), household=home, from_on=mon_12_jan
        )

        minute(risks="Lodger Lane drinks.")

        assert copy_of(mother).held_because == "It names Lodger Lane."

    def test_a_child_of_another_family(self, minute, mother):
        ChildFactory(given_name="Tom", family_name="Hale")

        minute(updates="Yesterday Tom Hale fell too.")

        assert copy_of(mother).held_because == "It names Tom Hale."

    def test_a_safe_address_that_was_taken_out(self, minute, mother, child):
        safe = HouseholdFactory(address="12 Refuge Row", postcode="HG1 2AB", is_safe_address=True)
        ResidenceFactory(child=child, household=safe, from_on=mon_12_jan)

        minute(updates="Settled at 12 Refuge Row.")

        assert copy_of(mother).held_because == "An address that is kept safe was taken out of it."
        assert "Refuge" not in str(copy_of(mother).words)

    def test_the_chair_is_never_kept_waiting(self, minute, chair, child):
        RelationshipFactory(child=child, person=PersonFactory(name="Darren Cole"), kind="step-parent")

        minute(risks="Darren Cole.")

        assert not Receipt.objects.get(user=chair).is_held


class TestPassages:
    def test_it_is_left_out_for_that_person_and_nobody_of_the_family_learns_of_it(
        self, minute, mother, teacher, chair, child
    ):
        aunt = PersonFactory(name="Anna Aunt", agency="", user=None)
        RelationshipFactory(child=child, person=aunt, kind="relative")
        add_member(children=[child], person=aunt, role="Aunt", from_on=mon_12_jan, by=UserFactory())
        secret = "Robin fears going home on Fridays."

        minute(passages=[Passage(words=secret, kept_from=[mother])])

        assert secret not in str(copy_of(mother).words)
        assert "Also said" not in str(copy_of(mother).words)
        assert copy_of(mother).held_because == "Something that this person may not read was left out of it."
        assert ["Also said", secret] in copy_of(aunt).words
        assert ["Also said (not for Mara Fixture)", secret] in copy_of(teacher).words
        assert secret in str(Receipt.objects.get(user=chair).words)

    def test_one_that_is_kept_from_nobody_is_refused(self, minute):
        with pytest.raises(Exception, match="Say who is not to read it"):
            minute(passages=[Passage(words="Something.", kept_from=[])])

    def test_two_passages_for_two_people(self, minute, mother, teacher):
        minute(
            passages=[
                Passage(words="About her.", kept_from=[mother]),
                Passage(words="About school.", kept_from=[teacher]),
            ]
        )

        assert "About school." in str(copy_of(mother).words)
        assert "About her." not in str(copy_of(mother).words)
        assert "About her." in str(copy_of(teacher).words)
        assert "About school." not in str(copy_of(teacher).words)


class TestTheSecondPerson:
    @pytest.fixture
    def held(self, minute, mother):
        ChildFactory(given_name="Tom", family_name="Hale")
        minute(updates="Tom Hale fell too.")
        return copy_of(mother)

    def test_her_manager_finds_it_on_the_first_page_reads_it_and_lets_it_go(self, held, her_manager):
        browser = signed_in(her_manager)
        first_page = browser.get("/team/").content.decode()
        assert "read the copy for Mara Fixture before it is sent" in first_page
        assert at(held, "copy") in first_page

        asked = browser.get(at(held, "release")).content.decode()
        assert "It names Tom Hale." in asked
        assert "Tom Hale fell too." in asked
        done = browser.post(at(held, "release"), {"read": "on"}, follow=True).content.decode()

        assert "The copy was let go." in done
        held.refresh_from_db()
        assert (held.released_by, held.is_held) == (her_manager, False)
        assert held.sent_at
        assert to_release(her_manager, today=wed_4_mar) == []

    def test_it_has_to_be_read(self, held, her_manager):
        page = signed_in(her_manager).post(at(held, "release"), {}).content.decode()

        assert "Read the copy, then say that it may go" in page
        held.refresh_from_db()
        assert held.is_held

    def test_its_author_is_not_that_person_whatever_their_role(self, held, her_manager, social_worker):
        assert signed_in(social_worker).post(at(held, "release"), {"read": "on"}).status_code == 403
        held.circulation.recorded_by = her_manager
        held.circulation.save_by(her_manager)

        page = signed_in(her_manager).post(at(held, "release"), {"read": "on"}).content.decode()

        assert "Somebody other than the person who sends it" in page
        assert to_release(her_manager, today=wed_4_mar) == []
        held.refresh_from_db()
        assert held.is_held

    def test_a_manager_of_another_team_does_not_find_it(self, held):
        elsewhere = UserFactory(role="team-manager")

        assert signed_in(elsewhere).get(at(held, "copy")).status_code == 404
        assert to_release(elsewhere, today=wed_4_mar) == []

    def test_it_is_not_sent_with_a_reason_that_stays(self, held, her_manager, social_worker):
        browser = signed_in(her_manager)
        assert (
            "Enter why they are not sent it" in browser.post(at(held, "keep-from-them"), {}).content.decode()
        )

        browser.post(at(held, "keep-from-them"), {"because": "Told by word of mouth on Friday."})

        held.refresh_from_db()
        page = signed_in(social_worker).get(at(held, "copy")).content.decode()
        assert "Not sent: Told by word of mouth on Friday." in page
        assert held.sent_at is None
        again = browser.post(at(held, "release"), {"read": "on"}).content.decode()
        assert "It was decided already whether this copy goes." in again

    def test_until_then_it_is_neither_printed_nor_sent_again_nor_opened_by_a_link(self, held, social_worker):
        browser = signed_in(social_worker)

        answer = browser.get(reverse("copies:file", kwargs={
            "child_pk": held.circulation.child_id, "receipt_pk": held.pk, "form": "pdf"}), follow=True)  # fmt: skip

        assert "A second person reads this copy before it is printed or sent." in answer.content.decode()
        assert browser.get(at(held, "send-again")).status_code == 404
        assert browser.get(at(held, "came-back")).status_code == 404
        assert not CopyLink.objects.exists()

    def test_one_that_goes_by_link_gets_its_link_when_it_is_let_go(
        self, minute, mother, her_manager, social_worker
    ):
        mother.email = "mara@home.example"
        mother.save_by(social_worker)
        ChildFactory(given_name="Tom", family_name="Hale")
        minute(updates="Tom Hale fell too.")
        assert not CopyLink.objects.exists()

        signed_in(her_manager).post(at(copy_of(mother), "release"), {"read": "on"})

        assert CopyLink.objects.get().receipt.person == mother


def test_a_reader_here_finds_a_held_copy_nowhere(minute, mother, professional, social_worker):
    """Somebody of the family who also works as a member elsewhere and has an in-box."""
    mother.user = professional
    mother.save_by(social_worker)
    ChildFactory(given_name="Tom", family_name="Hale")
    minute(updates="Tom Hale fell too.")
    receipt = Receipt.objects.get(person=mother)
    assert receipt.is_held

    browser = signed_in(professional)

    assert "Core group of 20 January" not in browser.get("/in-box/").content.decode()
    assert browser.get(receipt.get_absolute_url()).status_code == 404
    assert browser.get(f"{receipt.get_absolute_url()}file/pdf/").status_code == 404
    assert waiting_for(professional, today=wed_4_mar)["unread"] == 0


def test_a_copy_that_tells_a_child_of_this_family_goes(minute, mother, child, social_worker):
    minute(updates=f"{child.name} and Tess Teach played.")

    assert copy_of(mother).held_because == ""
