"""The plan in words for the child and the parents: generated, rewritten, measured, and stale (B-05)."""

import io
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from audit.models import Refused
from children.actions import change_child
from children.pages import agenda
from coregroups.actions import add_member
from dashboards.agreements import plain_copies_to_release
from plans.actions import add_action, add_outcome, describe_plan, record_progress
from plans.actions.copies import release_copy, write_copy
from plans.actions.lines import add_line
from plans.models import Outcome, PlainCopy
from plans.plain import AIMS_AT, TO_A_CHILD, PlainWords, fits, generated, is_stale
from plans.reading_age import reading_age
from tests.factories import (
    HouseholdFactory,
    PersonFactory,
    RelationshipFactory,
    ResidenceFactory,
    UserFactory,
)
from tests.factories.stories import on_a_plan
from tests.plans.conftest import signed_in

tue_24_feb, wed_4_mar = date(2026, 2, 24), date(2026, 3, 4)
pytestmark = [pytest.mark.requirement("B-05", "S1-43", "A-03"), pytest.mark.usefixtures("it_is_today")]
Reader = PlainCopy.Reader


@pytest.fixture
def plan(child, social_worker):
    plan = on_a_plan(child, started_on=tue_24_feb)
    describe_plan(
        plan=plan,
        concerns="Hit with a belt.",
        what_must_change="Nobody hits.",
        contingency="Court.",
        by=social_worker,
    )
    add_line(plan=plan, kind="childs-view", words="Wants to keep the cat.", caveat="", by=social_worker)
    outcome = add_outcome(
        plan=plan, set_by=Outcome.SetBy.CORE_GROUP, what_will_be_different="Home is calm.",
        how_we_will_know="Robin says so.", achieve_by=None, by=social_worker,
    )  # fmt: skip
    add_action(
        plan=plan, outcome=outcome, what="Read a story each night.", who="Mum", by_when=date(2026, 3, 20),
        by=social_worker,
    )  # fmt: skip
    return plan


@pytest.fixture
def write(plan, social_worker):
    def written(reader=Reader.FROM_8_TO_12, text="We keep you safe.", is_finished=True, by=None):
        return write_copy(
            plan=plan, reader=reader, sections=[("Why", text)], is_finished=is_finished, by=by or social_worker,
            today=wed_4_mar,
        )  # fmt: skip

    return written


def at(plan, name, reader=None, **kept):
    kept |= {"reader": reader} if reader else {}
    return reverse(f"plans:{name}", kwargs={"child_pk": plan.child_id, **kept})


class TestWhatIsGenerated:
    @pytest.mark.parametrize("reader", [Reader.UNDER_8, Reader.FROM_8_TO_12, Reader.FROM_13])
    def test_a_child_is_told_what_gets_better_and_who_does_what_and_no_concern(self, plan, reader):
        text = str(generated(plan, reader, today=wed_4_mar))

        for told in ("Home is calm.", "Mum: Read a story each night. By 20 March 2026.", "Wants to keep the cat.",
                     "Priya Pattern", "0800 1111", "not your fault"):  # fmt: skip
            assert told in text
        assert "belt" not in text

    def test_the_parents_are_told_the_concerns_what_is_expected_and_their_rights(self, plan, social_worker):
        add_line(plan=plan, kind="expectation", who="Both", words="Call for help.", by=social_worker)

        text = str(generated(plan, Reader.PARENTS, today=wed_4_mar))

        for told in ("Hit with a belt.", "Nobody hits.", "Both: Call for help.", "Court.", "complain",
                     "We will know because: Robin says so."):  # fmt: skip
            assert told in text

    @pytest.mark.requirement("A-07")
    @pytest.mark.parametrize("reader", Reader)
    def test_no_safe_address_is_in_any(self, plan, child, social_worker, reader):
        home = HouseholdFactory(address="12 Refuge Row", postcode="HG1 2AB", is_safe_address=True)
        ResidenceFactory(child=child, household=home, from_on=tue_24_feb)
        add_action(
            plan=plan, outcome=None, what="Visit 12 Refuge Row, HG1 2AB.", who="Nurse", by_when=date(2026, 4, 1),
            by=social_worker,
        )  # fmt: skip

        text = str(generated(plan, reader, today=wed_4_mar))

        assert "address withheld" in text
        assert "Refuge" not in text

    @pytest.mark.parametrize("reader", [Reader.UNDER_8, Reader.FROM_8_TO_12, Reader.FROM_13])
    def test_what_is_ours_in_it_can_be_followed_at_that_age(self, child, plan, reader):
        words = TO_A_CHILD[reader]
        text = "\n".join([words.why[1], words.visits[1], words.worried[1]]).replace("{lead}", "Priya")

        assert reading_age(text).years <= AIMS_AT[reader]

    @pytest.mark.parametrize(
        ("born_on", "reader"),
        [
            (date(2022, 3, 5), ""),  # three on the 4th, four on the 5th of March 2026
            (date(2022, 3, 4), Reader.UNDER_8),
            (date(2018, 3, 5), Reader.UNDER_8),
            (date(2018, 3, 4), Reader.FROM_8_TO_12),
            (date(2013, 3, 5), Reader.FROM_8_TO_12),
            (date(2013, 3, 4), Reader.FROM_13),
            (date(2016, 2, 29), Reader.FROM_8_TO_12),  # of a leap year
        ],
    )
    def test_which_is_for_this_childs_age(self, plan, child, social_worker, born_on, reader):
        change_child(child=child, born_on=born_on, by=social_worker, today=wed_4_mar)
        plan.refresh_from_db()

        assert fits(plan, today=wed_4_mar) == reader


class TestWriting:
    def test_from_the_plan_to_a_finished_copy(self, plan, social_worker):
        browser = signed_in(social_worker)
        assert "in plain words" in browser.get(at(plan, "plan")).content.decode()
        page = browser.get(at(plan, "write-plain-copy", "8-to-12")).content.decode()
        assert "Mum: Read a story each night." in page
        assert "A reader of about" in page

        answers = {"part_0": "You are safe.", "part_1": "", "standing": "finished"}
        done = browser.post(at(plan, "write-plain-copy", "8-to-12"), answers, follow=True).content.decode()

        assert "Finished on 4 March 2026" in done
        assert "You are safe." in done
        assert "What you told us" not in done.split("<h1")[1]

    def test_a_draft_is_gone_on_with(self, plan, write, social_worker):
        heading = generated(plan, Reader.FROM_8_TO_12, today=wed_4_mar)[0][0]
        write_copy(
            plan=plan, reader=Reader.FROM_8_TO_12, sections=[(heading, "Half of it.")], is_finished=False,
            by=social_worker, today=wed_4_mar,
        )  # fmt: skip

        page = signed_in(social_worker).get(at(plan, "write-plain-copy", "8-to-12")).content.decode()

        assert "Half of it." in page
        write()
        assert PlainCopy.objects.count() == 1

    def test_a_finished_one_is_not_changed_the_next_is_another(self, write):
        first = write(text="First.")
        write(text="Second.")

        first.refresh_from_db()
        assert first.sections == [["Why", "First."]]
        assert PlainCopy.objects.count() == 2

    def test_measured_again_without_saving(self, plan, social_worker):
        page = (
            signed_in(social_worker)
            .post(
                at(plan, "write-plain-copy", "under-8"),
                {
                    "part_0": "A multidisciplinary intervention necessitates continuing collaboration.",
                    "_measure": "yes",
                },
            )
            .content.decode()
        )

        assert "A reader of about 18 or over can follow this. Long words: " in page
        assert "multidisciplinary" in page
        assert "Make it easier." in page
        assert "There is a problem" not in page
        assert not PlainCopy.objects.exists()

    def test_nothing_at_all_is_refused(self, plan, social_worker):
        page = (
            signed_in(social_worker)
            .post(at(plan, "write-plain-copy", "under-8"), {"standing": "finished"})
            .content.decode()
        )

        assert "Write at least one part of it" in page

    def test_no_other_reader(self, plan, social_worker, auditor):
        assert signed_in(social_worker).get(at(plan, "write-plain-copy", "cat")).status_code == 404
        assert signed_in(auditor).get(at(plan, "write-plain-copy", "parents")).status_code == 403
        assert signed_in(auditor).get(at(plan, "plain-copies")).status_code == 200

    def test_what_a_worker_types_of_a_safe_address_is_taken_out(self, plan, child, write):
        home = HouseholdFactory(address="12 Refuge Row", postcode="HG1 2AB", is_safe_address=True)
        ResidenceFactory(child=child, household=home, from_on=tue_24_feb)

        assert "Refuge" not in str(write(text="You live at 12 Refuge Row.").sections)


class TestPrinting:
    def test_it_is_roomy_has_the_childs_name_and_no_marking(self, plan, write, social_worker):
        write()

        answer = signed_in(social_worker).get(at(plan, "plain-copy-file", "8-to-12", form="pdf"))

        text = PdfReader(io.BytesIO(answer.content)).pages[0].extract_text()
        assert "A plan for Robin" in text
        assert "We keep you safe." in text
        assert "OFFICIAL" not in text

    @pytest.mark.parametrize("form", ["large-print", "word"])
    def test_in_large_print_and_as_word(self, plan, write, social_worker, form):
        write()

        assert (
            signed_in(social_worker).get(at(plan, "plain-copy-file", "8-to-12", form=form)).status_code == 200
        )

    def test_a_draft_is_not_printed(self, plan, write, social_worker):
        write(is_finished=False)

        answer = signed_in(social_worker).get(at(plan, "plain-copy-file", "8-to-12", form="pdf"), follow=True)

        assert "This copy is not finished, or waits for a second person." in answer.content.decode()


class TestStale:
    def test_it_is_when_the_plan_says_something_else_to_this_reader(self, plan, write, child, social_worker):
        copy = write()
        assert not is_stale(copy, now=PlainWords(plan, today=wed_4_mar))

        add_action(
            plan=plan,
            outcome=None,
            what="Bed at eight.",
            who="Mum",
            by_when=date(2026, 3, 20),
            by=social_worker,
        )

        assert is_stale(copy, now=PlainWords(plan, today=wed_4_mar))
        [link] = [link for link in agenda([child]) if "the plan has changed" in link.label]
        assert link.label == (
            "Robin Fixture: the plan has changed since the copy for the child, 8 to 12 was written"
        )
        page = signed_in(social_worker).get(at(plan, "plain-copies")).content.decode()
        assert "The plan says something else since it was written" in page

        write()
        assert not [link for link in agenda([child]) if "the plan has changed" in link.label]

    def test_what_a_child_is_not_told_makes_it_no_older(self, plan, write, social_worker):
        copy = write()
        action = plan.actions.get()

        record_progress(action=action, progress="Half.", done_on=None, by=social_worker, today=wed_4_mar)
        describe_plan(
            plan=plan, concerns="Other.", what_must_change="Other.", contingency="Other.", by=social_worker
        )

        assert not is_stale(copy, now=PlainWords(plan, today=wed_4_mar))


@pytest.mark.requirement("A-07")
class TestASecondPerson:
    @pytest.fixture
    def mother(self, plan, child, social_worker):
        person = PersonFactory(name="Mara Fixture", agency="", user=None)
        RelationshipFactory(child=child, person=person, kind="mother")
        add_member(children=[child], person=person, role="Mother", from_on=tue_24_feb, by=social_worker)
        return person

    @pytest.fixture
    def held(self, mother, child, write):
        RelationshipFactory(child=child, person=PersonFactory(name="Darren Cole"), kind="step-parent")
        return write(Reader.PARENTS, "Darren Cole stays away.")

    def test_a_copy_for_the_parents_that_names_somebody_else_waits(self, held, plan, social_worker):
        assert held.held_because == "For Mara Fixture: It names Darren Cole."
        answer = signed_in(social_worker).get(at(plan, "plain-copy-file", "parents", form="pdf"), follow=True)
        assert "waits for a second person" in answer.content.decode()

    def test_one_that_names_nobody_else_does_not(self, mother, write):
        assert write(Reader.PARENTS, "Mara Fixture calls for help.").may_be_given

    def test_her_manager_reads_it_and_lets_it_go(self, held, plan, her_manager):
        [link] = plain_copies_to_release(her_manager, today=wed_4_mar)
        browser = signed_in(her_manager)
        assert "Let it go" in browser.get(link.url).content.decode()

        browser.post(at(plan, "release-plain-copy", "parents"), {"read": "on"})

        held.refresh_from_db()
        assert held.may_be_given
        assert plain_copies_to_release(her_manager, today=wed_4_mar) == []

    def test_whoever_wrote_any_of_it_is_no_second_person(self, held, plan, her_manager, write):
        with pytest.raises(Refused, match="Somebody other than the person who wrote it"):
            release_copy(copy=held, by=UserFactory())
        hers = write(Reader.PARENTS, "Darren Cole stays away, she says.", is_finished=False, by=her_manager)
        write(Reader.PARENTS, "Darren Cole stays away.")
        hers.refresh_from_db()

        with pytest.raises(Refused, match="Somebody other than the person who wrote it"):
            release_copy(copy=hers, by=her_manager)


@pytest.mark.parametrize(
    ("text", "years"),
    [
        # Flesch and Kincaid: 0.39 × words a sentence + 11.8 × syllables a word − 15.59, and five years.
        ("The cat sat. The dog ran.", 5),  # 1.17 + 11.8 − 15.59 = −2.62, and nobody reads before five
        (
            "You can tell us what you think and we will write it down in the plan for you.",
            8,
        ),  # 7.02 + 11.8 − 15.59
    ],
)
def test_the_reading_age_worked_out_by_hand(text, years):
    assert reading_age(text).years == years


def test_a_text_without_words_has_none():
    assert reading_age(" 12 … ") is None


def test_four_copies_cost_no_more_questions_than_one(plan, write, child):
    write(Reader.UNDER_8)
    with CaptureQueriesContext(connection) as one:
        agenda([child])

    for reader in Reader:
        write(reader)
    with CaptureQueriesContext(connection) as four:
        agenda([child])

    assert len(four) == len(one)
