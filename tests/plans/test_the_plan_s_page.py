from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from plans.actions import add_action, add_outcome
from plans.models import Outcome
from plans.shown import length_in_words
from tests.factories.stories import on_a_plan, reviewed
from tests.plans.conftest import signed_in

SetBy = Outcome.SetBy


def outcome(plan, by, text="Robin is in school.", set_by=SetBy.CORE_GROUP):
    return add_outcome(
        plan=plan, set_by=set_by, what_will_be_different=text, how_we_will_know="", achieve_by=None, by=by
    )


@pytest.fixture
def at(plan):
    return f"/children/{plan.child.pk}/plan/"


def test_a_child_who_never_had_a_plan_is_said_to_have_had_none(worker, child):
    page = worker.get(f"/children/{child.pk}/plan/").content.decode()

    assert "This child has never had a child protection plan." in page


@pytest.mark.requirement("B-19")
def test_the_page_says_which_conference_began_the_plan_and_why(worker, plan, at):
    page = worker.get(at).content.decode()

    assert "Initial conference on" in page
    assert "chaired by Chandra Chart" in page
    assert "Neglect" in page


@pytest.mark.requirement("B-02")
def test_who_set_an_outcome_is_said_in_words_and_only_their_own_can_be_changed(
    worker, at_the_conference, plan, chair, social_worker, at
):
    fixed = outcome(plan, chair, "Robin is safe.", SetBy.CONFERENCE)
    own = outcome(plan, social_worker)

    seen_by_worker = worker.get(at).content.decode()
    seen_by_chair = at_the_conference.get(at).content.decode()

    assert "Set by the conference: only a conference can change it" in seen_by_worker
    assert "Added by the core group" in seen_by_worker
    assert f"{at}outcomes/{own.pk}/" in seen_by_worker
    assert f"{at}outcomes/{fixed.pk}/from-conference/" not in seen_by_worker
    assert f"{at}outcomes/{fixed.pk}/from-conference/" in seen_by_chair
    assert worker.get(f"{at}outcomes/{fixed.pk}/").status_code == 403
    assert worker.get(f"{at}outcomes/{fixed.pk}/from-conference/").status_code == 403


@pytest.mark.requirement("B-02")
def test_a_worker_notes_progress_on_the_conference_s_outcome_and_is_not_asked_whether_it_is_achieved(
    worker, at_the_conference, plan, chair, now_today, at
):
    fixed = outcome(plan, chair, "Robin is safe.", SetBy.CONFERENCE)
    today = f"{now_today:%d/%m/%Y}"

    assert "Achieved on" not in worker.get(f"{at}outcomes/{fixed.pk}/progress/").content.decode()
    worker.post(f"{at}outcomes/{fixed.pk}/progress/", {"progress": "Nearly.", "achieved_on": today})
    fixed.refresh_from_db()
    assert (fixed.progress, fixed.achieved_on) == ("Nearly.", None)

    at_the_conference.post(
        f"{at}outcomes/{fixed.pk}/from-conference/progress/", {"progress": "There.", "achieved_on": today}
    )
    fixed.refresh_from_db()
    assert (fixed.progress, fixed.achieved_on) == ("There.", now_today)


def test_an_action_is_overdue_in_words(worker, plan, social_worker, now_today, at):
    for days, what in ((-3, "Register with a GP"), (0, "Call the school"), (2, "See the dentist")):
        by_when = now_today + timedelta(days=days)
        add_action(plan=plan, outcome=None, what=what, who="Mother", by_when=by_when, by=social_worker)

    page = worker.get(at).content.decode()

    assert "Actions under no outcome" in page
    for words in ("Overdue by 3 days", "Due today", "Due in 2 days"):
        assert words in page


def test_a_day_that_does_not_exist_is_refused_and_nothing_typed_is_lost(worker, plan, at):
    page = worker.post(
        at + "actions/add/", {"what": "Buy a bed", "who": "Both parents", "by_when": "31/2/2026"}
    ).content.decode()

    assert "must be a real date" in page
    assert "Buy a bed" in page
    assert 'value="Both parents"' in page
    assert 'value="31/2/2026"' in page


@pytest.mark.requirement("S0-10")
def test_an_action_nobody_will_do_is_refused(worker, plan, at):
    page = worker.post(at + "actions/add/", {"what": "Buy a bed", "by_when": "31/3/2030"}).content.decode()

    assert "Choose who will do it, or write down somebody else" in page


def test_an_action_is_added_under_its_outcome_and_marked_done(worker, plan, social_worker, now_today, at):
    under = outcome(plan, social_worker)
    worker.post(
        at + "actions/add/",
        {"outcome": under.pk, "what": "Buy a bed", "who": "Both parents", "by_when": f"{now_today:%d/%m/%Y}"},
    )
    action = plan.actions.get()

    worker.post(f"{at}actions/{action.pk}/", {"progress": "Bought.", "done_on": f"{now_today:%d/%m/%Y}"})

    action.refresh_from_db()
    assert (action.outcome, action.done_on, action.progress) == (under, now_today, "Bought.")


def test_an_outcome_without_words_is_refused_by_the_form(worker, plan, at):
    assert "Say what will be different" in worker.post(at + "outcomes/add/", {}).content.decode()


def test_the_words_of_the_plan_are_saved_and_shown(worker, plan, at):
    worker.post(
        at + "description/",
        {
            "concerns": "Left alone at night.",
            "what_must_change": "An adult stays.",
            "contingency": "Legal advice.",
        },
    )

    page = worker.get(at).content.decode()
    for words in ("Left alone at night.", "An adult stays.", "Legal advice."):
        assert words in page


def test_an_earlier_plan_is_read_at_its_own_address(worker, child, chair, now_today):
    earlier = on_a_plan(child, started_on=date(2026, 1, 12))
    reviewed(child, held_on=date(2026, 2, 2), ends=True)
    on_a_plan(child, started_on=date(2026, 3, 4))

    page = worker.get(f"/children/{child.pk}/plan/{earlier.pk}/").content.decode()

    assert "This plan ended on 2 February 2026" in page
    assert (
        f"/children/{child.pk}/plan/{earlier.pk}/"
        in worker.get(f"/children/{child.pk}/plan/").content.decode()
    )
    assert worker.get(f"/children/{child.pk}/plan/999999/").status_code == 404


def test_a_stranger_finds_no_plan(plan, stranger, at):
    client = signed_in(stranger)

    assert client.get(at).status_code == 404
    assert client.post(at + "outcomes/add/", {"what_will_be_different": "x"}).status_code == 404


def test_an_auditor_reads_and_is_offered_nothing(plan, auditor, social_worker, at):
    outcome(plan, social_worker)

    page = signed_in(auditor).get(at).content.decode()

    assert "Robin is in school." in page
    for verb in ("Mark progress", "Add an", "Write or change", "End the plan"):
        assert verb not in page


def test_a_longer_plan_costs_no_more_queries(worker, plan, social_worker, now_today, at):
    def cost():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            worker.get(at)
        return len(queries)

    def more(number):
        for _ in range(number):
            add_action(
                plan=plan,
                outcome=outcome(plan, social_worker),
                what="Visit",
                who="Mother",
                by_when=now_today,
                by=social_worker,
            )

    more(2)
    with_two = cost()
    more(10)
    assert cost() == with_two


@pytest.mark.parametrize(
    ("started_on", "until", "words"),
    [
        (date(2026, 1, 12), date(2026, 1, 18), "0 weeks"),
        (date(2026, 1, 12), date(2026, 5, 4), "16 weeks"),
        (date(2026, 1, 12), date(2027, 4, 12), "15 months"),
        (date(2026, 1, 12), date(2028, 1, 12), "2 years"),
        (date(2026, 1, 12), date(2028, 4, 12), "2 years and 3 months"),
    ],
)
def test_a_plan_s_length_is_said_in_the_unit_people_use(started_on, until, words):
    assert length_in_words(started_on, until) == words
