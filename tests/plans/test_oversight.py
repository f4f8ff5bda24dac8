"""A manager's notes on a plan; a change of what a conference set, refused and told; the proposal that a plan ends."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from audit.models import Refused
from dashboards.agreements import about_plans
from plans.actions import add_outcome
from plans.actions.oversight import oversee, propose_end, read_refusal
from plans.models import Outcome, Oversight, RefusedChange
from tests.factories import stories
from tests.factories.stories import on_a_plan
from tests.plans.conftest import signed_in

tue_24_feb, wed_4_mar, thu_5_mar = date(2026, 2, 24), date(2026, 3, 4), date(2026, 3, 5)
pytestmark = pytest.mark.usefixtures("it_is_today")


@pytest.fixture
def plan(child):
    return on_a_plan(child, started_on=tue_24_feb)


@pytest.fixture
def outcome(plan, chair):
    return add_outcome(
        plan=plan, set_by=Outcome.SetBy.CONFERENCE, what_will_be_different="Nobody hits.", how_we_will_know="",
        achieve_by=None, by=chair,
    )  # fmt: skip


def at(plan, name, **kept):
    return reverse(f"plans:{name}", kwargs={"child_pk": plan.child_id, **kept})


@pytest.mark.requirement("B-02", "S1-132")
class TestAChangeThatIsRefused:
    def test_it_is_refused_in_words_and_the_manager_reads_what_was_tried(
        self, plan, outcome, social_worker, her_manager
    ):
        worker, page = signed_in(social_worker), at(plan, "change-outcome", outcome_pk=outcome.pk)
        looked = worker.get(page)
        assert looked.status_code == 403
        assert "only a conference can change it" in looked.content.decode()
        assert not RefusedChange.objects.exists()

        tried = worker.post(page, {"what_will_be_different": "Hits less."})

        assert tried.status_code == 403
        assert "Nothing was changed. Your manager is told of it." in tried.content.decode()
        outcome.refresh_from_db()
        assert outcome.what_will_be_different == "Nobody hits."
        [link] = about_plans(her_manager, today=wed_4_mar)
        assert link.label == "Robin Fixture: Priya Pattern tried to change what a conference set"
        manager = signed_in(her_manager)
        assert link.url in manager.get("/team/").content.decode()
        told = manager.get(link.url).content.decode()
        assert "Nobody hits." in told
        assert "Hits less." in told
        manager.post(link.url)
        assert about_plans(her_manager, today=wed_4_mar) == []

    def test_whoever_tried_it_does_not_read_it_away(self, plan, outcome, her_manager):
        signed_in(her_manager).post(
            at(plan, "change-outcome", outcome_pk=outcome.pk), {"what_will_be_different": "Hits less."}
        )

        with pytest.raises(Refused, match="Somebody other than"):
            read_refusal(refusal=RefusedChange.objects.get(), by=her_manager, today=wed_4_mar)
        assert about_plans(her_manager, today=wed_4_mar) == []

    def test_a_stranger_and_an_auditor_leave_no_trace(self, plan, outcome, stranger, auditor):
        page = at(plan, "change-outcome", outcome_pk=outcome.pk)

        assert signed_in(stranger).post(page).status_code == 404
        assert signed_in(auditor).post(page).status_code == 403
        assert not RefusedChange.objects.exists()

    def test_the_chair_changes_it_with_a_reason(self, plan, outcome, chair):
        signed_in(chair).post(
            at(plan, "change-conference-outcome", outcome_pk=outcome.pk),
            {"what_will_be_different": "Nobody hits or shouts.", "why": "As was said."},
        )

        outcome.refresh_from_db()
        assert outcome.what_will_be_different == "Nobody hits or shouts."


@pytest.mark.requirement("B-20", "B-01", "S1-97", "S1-79")
class TestOversight:
    def test_from_the_page_to_the_plan(self, plan, her_manager, social_worker):
        signed_in(her_manager).post(
            at(plan, "oversee"),
            {
                "kind": "supervision", "on": "4/3/2026", "words": "Talked about the visits.", "decided": "",
                "frequencies_confirmed": "on", "review_on": "5/3/2026",
            },
        )  # fmt: skip

        page = signed_in(social_worker).get(at(plan, "plan")).content.decode()
        assert "Talked about the visits." in page
        assert "How often visits and core groups are held is confirmed." in page
        assert "Looked at again by 5 March 2026." in page

    @pytest.mark.parametrize("kind", ["decision", "cannot-progress"])
    def test_a_plan_that_cannot_progress_needs_a_decision(self, plan, her_manager, kind):
        page = (
            signed_in(her_manager)
            .post(at(plan, "oversee"), {"kind": kind, "on": "4/3/2026", "words": "Stuck."})
            .content.decode()
        )
        assert "Write down what is decided" in page
        assert "Stuck." in page

        with pytest.raises(ValidationError, match="Write down what is decided"):
            oversee(plan=plan, kind=kind, on=wed_4_mar, words="Stuck.", by=her_manager, today=wed_4_mar)

    def test_what_was_to_be_looked_at_again_is_on_the_first_page_until_it_was(self, plan, her_manager):
        def note(review_on=None):
            oversee(
                plan=plan, kind="review", on=wed_4_mar, words="Slow.", by=her_manager, today=wed_4_mar,
                review_on=review_on,
            )  # fmt: skip

        note(review_on=thu_5_mar)
        assert about_plans(her_manager, today=wed_4_mar) == []
        [link] = about_plans(her_manager, today=thu_5_mar)
        assert link.label == "Robin Fixture: look at the plan again, as you wrote on 4 March 2026"

        note()

        assert about_plans(her_manager, today=thu_5_mar) == []

    def test_not_tomorrow_and_not_looked_at_again_yesterday(self, plan, her_manager):
        given = {"plan": plan, "kind": "review", "words": "Slow.", "by": her_manager, "today": wed_4_mar}

        with pytest.raises(Refused, match="today or earlier"):
            oversee(on=thu_5_mar, **given)
        with pytest.raises(Refused, match="today or later"):
            oversee(on=wed_4_mar, review_on=date(2026, 3, 3), **given)

    def test_a_worker_reads_and_does_not_write_it(self, plan, social_worker):
        assert signed_in(social_worker).get(at(plan, "oversee")).status_code == 403

    def test_of_a_plan_that_ended_nothing_more_is_asked(self, plan, child, her_manager):
        oversee(
            plan=plan, kind="review", on=wed_4_mar, words="Slow.", by=her_manager, today=wed_4_mar,
            review_on=thu_5_mar,
        )  # fmt: skip
        stories.reviewed(child, held_on=wed_4_mar, ends=True)

        assert about_plans(her_manager, today=thu_5_mar) == []
        plan.refresh_from_db()
        with pytest.raises(Refused, match="The plan ended on 4 March 2026"):
            oversee(plan=plan, kind="review", on=wed_4_mar, words="Slow.", by=her_manager, today=wed_4_mar)
        assert Oversight.objects.count() == 1


@pytest.mark.requirement("B-14", "S0-25")
class TestProposingThatItEnds:
    @pytest.mark.requirement("S1-105")
    def test_the_chair_has_it_in_the_in_box_and_nothing_has_ended(self, plan, child, social_worker, chair):
        page = (
            signed_in(social_worker)
            .post(at(plan, "propose-end"), {"because": "Calm for months.", "support": "A club."}, follow=True)
            .content.decode()
        )

        assert "The conference chair has the proposal in the in-box." in page
        assert "Proposed that the plan ends" in page
        plan.refresh_from_db()
        assert plan.ended_on is None
        inbox = signed_in(chair).get("/in-box/").content.decode()
        assert "Proposal to end the plan: Robin Fixture" in inbox
        assert "A review conference decides." in str(chair.received.get().words)

    def test_without_a_reason_or_a_chair_it_is_refused_and_nothing_is_kept(self, plan, child, social_worker):
        given = {"plan": plan, "support": "", "by": social_worker, "today": wed_4_mar}
        with pytest.raises(Refused, match="what has changed for the child"):
            propose_end(because=" ", **given)
        child.conference_chair = None
        child.save_by(social_worker)
        plan.child.refresh_from_db()

        with pytest.raises(Refused, match="has no conference chair yet"):
            propose_end(because="Calm.", **given)
        assert not plan.end_proposals.exists()
