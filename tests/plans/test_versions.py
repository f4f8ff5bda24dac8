"""A plan is kept whole as it stood when it was agreed, and two versions are compared word by word."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.actions import add_action, add_outcome, describe_plan, move_action, record_progress, update_plan
from plans.models import AgreedBy, Outcome
from plans.slippage import slippage_of
from plans.versions import LONGEST, compare, words_that_differ
from tests.factories.stories import on_a_plan, reviewed

tue_24_feb, mon_9_mar, wed_11_mar = date(2026, 2, 24), date(2026, 3, 9), date(2026, 3, 11)
fri_13_mar, fri_27_mar, thu_9_apr = date(2026, 3, 13), date(2026, 3, 27), date(2026, 4, 9)
fri_22_may = date(2026, 5, 22)


def said(pieces):
    return [(piece.kind, piece.text) for piece in pieces]


@pytest.mark.requirement("S1-129")
class TestWordsThatDiffer:
    def test_one_word_is_marked_and_the_comma_beside_it_is_not(self):
        pieces = words_that_differ("Robin is at school, daily.", "Robin is at nursery, daily.")

        assert said(pieces) == [
            ("same", "Robin is at "), ("gone", "school"), ("new", "nursery"), ("same", ", daily."),
        ]  # fmt: skip

    def test_what_was_only_added_or_only_taken_out(self):
        assert said(words_that_differ("", "New.")) == [("new", "New.")]
        assert said(words_that_differ("Old.", "")) == [("gone", "Old.")]
        assert said(words_that_differ("", "")) == []

    def test_two_very_long_texts_are_shown_one_after_the_other(self):
        before, after = "a " * LONGEST, "b " * LONGEST

        assert said(words_that_differ(before, after)) == [("gone", before), ("new", after)]

    @given(st.text(max_size=80), st.text(max_size=80))
    def test_no_word_of_either_is_lost(self, before, after):
        pieces = words_that_differ(before, after)

        assert "".join(piece.text for piece in pieces if piece.kind != "new") == before
        assert "".join(piece.text for piece in pieces if piece.kind != "gone") == after

    def test_sections_of_either_are_shown_in_the_order_of_the_later(self):
        compared = compare([["A", "1"], ["Gone", "2"]], [["New", "3"], ["A", "1"]])

        assert [(each.heading, each.is_changed) for each in compared] == [
            ("New", True), ("A", False), ("Gone", True),
        ]  # fmt: skip


@pytest.fixture
def plan(child):
    return on_a_plan(child, started_on=tue_24_feb)


def text_of(version):
    return dict(map(tuple, version.sections))


@pytest.mark.requirement("S0-12", "S0-19", "S1-129")
class TestKeeping:
    def test_the_conference_that_began_it_keeps_the_first_version(self, plan):
        [version] = plan.versions.all()

        assert (version.number, version.agreed_on, version.agreed_by) == (1, tue_24_feb, AgreedBy.CONFERENCE)
        assert text_of(version)["Categories"] == "Neglect"

    def test_an_update_keeps_all_that_the_plan_says_then(self, plan, social_worker):
        describe_plan(
            plan=plan, concerns="Left alone.", what_must_change="Is not left alone.", contingency="Legal advice.",
            by=social_worker,
        )  # fmt: skip
        outcome = add_outcome(
            plan=plan, set_by=Outcome.SetBy.CORE_GROUP, what_will_be_different="Calm mornings.",
            how_we_will_know="Robin says so.", achieve_by=fri_27_mar, by=social_worker,
        )  # fmt: skip
        add_action(
            plan=plan,
            outcome=outcome,
            what="Set an alarm",
            who="Mother",
            by_when=fri_13_mar,
            by=social_worker,
        )
        update_plan(
            plan=plan, revised_on=mon_9_mar, what_changed="Mornings.", by=social_worker, today=mon_9_mar
        )

        version = plan.versions.first()
        assert version.number == 2
        assert text_of(version) == {
            "Categories": "Neglect",
            "Concerns": "Left alone.",
            "What must change": "Is not left alone.",
            "Contingency": "Legal advice.",
            "Outcome 1, set by the core group": "Calm mornings.\nHow we will know: Robin says so.\nBy 27 March 2026\n"
            "Action: Set an alarm (Mother, by 13 March 2026).",
        }

    def test_what_says_nothing_new_is_no_version(self, plan, social_worker):
        update_plan(
            plan=plan, revised_on=mon_9_mar, what_changed="Looked at.", by=social_worker, today=mon_9_mar
        )

        assert plan.versions.count() == 1

    def test_a_review_that_changes_the_category_keeps_another(self, child, plan):
        reviewed(child, held_on=fri_22_may, categories=["EMO"])

        assert [text_of(version)["Categories"] for version in plan.versions.all()] == [
            "Emotional abuse", "Neglect",
        ]  # fmt: skip


@pytest.mark.requirement("S0-12", "S0-19", "S1-129")
class TestPages:
    @pytest.fixture
    def changed(self, plan, social_worker):
        describe_plan(
            plan=plan, concerns="Left alone at night.", what_must_change="", contingency="", by=social_worker
        )
        update_plan(
            plan=plan, revised_on=mon_9_mar, what_changed="Nights.", by=social_worker, today=mon_9_mar
        )
        describe_plan(
            plan=plan, concerns="Left alone by day.", what_must_change="", contingency="", by=social_worker
        )
        return plan

    def at(self, plan, number, asked=""):
        version = plan.versions.get(number=number)
        return f"/children/{plan.child_id}/plan/versions/{version.pk}/{asked}"

    def test_a_version_is_compared_with_the_one_before(self, worker, changed):
        page = worker.get(self.at(changed, 2)).content.decode()

        assert "From version 1 of 24 February 2026 to version 2 of 9 March 2026." in page
        assert '(added: </span>Left alone at night.<span class="govuk-visually-hidden">)</span></ins>' in page

    def test_and_with_the_plan_as_it_is_now_word_by_word(self, worker, changed):
        page = worker.get(self.at(changed, 2, "?with=now")).content.decode()

        assert "(taken out: </span>at night<" in page or "(taken out: </span>at<" in page
        assert "Left alone " in page

    def test_the_first_has_none_before_it(self, worker, changed):
        page = worker.get(self.at(changed, 1)).content.decode()

        assert "This is the first version that is kept." in page
        assert "(added" not in page

    @pytest.mark.parametrize("asked", ["?with=9", "?with=x", "?with=2"])
    def test_a_version_that_there_is_not(self, worker, changed, asked):
        assert worker.get(self.at(changed, 2, asked)).status_code == 404

    def test_what_changed_since_the_conference(self, worker, changed):
        page = worker.get(f"/children/{changed.child_id}/plan/changes/").content.decode()

        assert "From version 1 of 24 February 2026 to the plan as it is now." in page
        assert "Left alone by day." in page

    def test_the_plan_leads_to_them(self, worker, changed):
        page = worker.get(f"/children/{changed.child_id}/plan/").content.decode()

        assert "Version 2: agreed by the lead social worker" in page
        assert f"/children/{changed.child_id}/plan/changes/" in page


@pytest.mark.requirement("T-36")
class TestSlippage:
    @pytest.fixture
    def action(self, plan, social_worker):
        return add_action(
            plan=plan, outcome=None, what="Dentist", who="Mother", by_when=fri_13_mar, by=social_worker
        )

    def move(self, action, to, because, by, today):
        action.refresh_from_db()
        return move_action(action=action, by_when=to, because=because, by=by, today=today)

    def test_each_move_is_counted_from_the_first_day(self, action, social_worker):
        self.move(action, fri_27_mar, "No appointment.", social_worker, wed_11_mar)
        moved = self.move(action, thu_9_apr, "Dentist ill.", social_worker, fri_27_mar)
        record_progress(action=moved, progress="Booked.", done_on=None, by=social_worker, today=fri_27_mar)

        [slippage] = slippage_of([moved]).values()

        assert slippage.words == "Moved twice since 13 March 2026, 27 days in all: Dentist ill."

    def test_one_that_was_brought_forward_has_no_days(self, action, social_worker):
        self.move(action, wed_11_mar, "Cancellation.", social_worker, mon_9_mar)

        assert slippage_of([action])[action.pk].words == "Moved once since 13 March 2026: Cancellation."

    def test_one_that_was_never_moved_is_not_among_them(self, action):
        assert slippage_of([action]) == {}

    def test_it_costs_one_query_however_many(self, plan, action, social_worker, django_assert_num_queries):
        for number in range(1, 6):
            other = add_action(
                plan=plan,
                outcome=None,
                what=f"Call {number}",
                who="Mother",
                by_when=fri_13_mar,
                by=social_worker,
            )
            self.move(other, fri_13_mar + timedelta(days=number), "Later.", social_worker, wed_11_mar)

        actions = list(plan.actions.all())
        with django_assert_num_queries(1):
            assert len(slippage_of(actions)) == 5
