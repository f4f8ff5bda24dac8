from datetime import date

import pytest

from audit.models import Refused
from children.codes import AbuseCategory
from conferences.actions import decide_enquiry, record_strategy_discussion
from deadlines.models import Deadline
from plans.actions import (
    add_action,
    decline_child_in_need_plan,
    end_plan_without_a_conference,
    move_action,
    record_progress,
    start_child_in_need_plan,
)
from plans.models import EndReason
from tests.factories.stories import on_a_plan

tue_24_feb = date(2026, 2, 24)
wed_25_feb = date(2026, 2, 25)
mon_9_mar = date(2026, 3, 9)
fri_13_mar = date(2026, 3, 13)
fri_27_mar = date(2026, 3, 27)
thu_5_mar = date(2026, 3, 5)
mon_2_mar = date(2026, 3, 2)


@pytest.fixture
def add(child, social_worker):
    on_a_plan(child, started_on=tue_24_feb, categories=[AbuseCategory.NEGLECT])

    def added(what="Register with a dentist", by_when=fri_13_mar, agreed_on=wed_25_feb):
        return add_action(
            plan=child.plans.get(), outcome=None, what=what, who="Mother", by_when=by_when,
            agreed_on=agreed_on, by=social_worker,
        )  # fmt: skip

    return added


@pytest.fixture
def waiting(child):
    return lambda rule: list(
        Deadline.objects.outstanding()
        .filter(child=child, rule=rule)
        .order_by("due_on", "pk")
        .values_list("due_on", flat=True)
    )


@pytest.mark.requirement("T-36", "S1-134")
def test_an_action_is_owed_by_its_own_day_and_done_on_the_day_it_was_done(child, add, waiting, social_worker):
    action = add()
    assert waiting("plan-action") == [fri_13_mar]

    record_progress(action=action, progress="", done_on=mon_9_mar, by=social_worker, today=fri_27_mar)

    [done] = Deadline.objects.in_force().filter(child=child, rule="plan-action")
    assert done.met_on == mon_9_mar


@pytest.mark.requirement("T-36")
def test_one_action_done_does_not_answer_for_another_of_the_same_day(add, waiting, social_worker):
    dentist, _school = add(), add(what="Be in school every day")
    assert waiting("plan-action") == [fri_13_mar, fri_13_mar]

    record_progress(action=dentist, progress="", done_on=mon_9_mar, by=social_worker, today=mon_9_mar)

    assert waiting("plan-action") == [fri_13_mar]


@pytest.mark.requirement("T-36")
def test_moving_an_action_moves_its_day_and_keeps_the_reason(child, add, waiting, social_worker):
    action = add()

    move_action(
        action=action,
        by_when=fri_27_mar,
        because="The surgery has no place.",
        by=social_worker,
        today=mon_9_mar,
    )

    assert waiting("plan-action") == [fri_27_mar]
    change = Deadline.objects.get(child=child, rule="plan-action").changes.get()
    assert "The surgery has no place." in change.because
    assert (action.moved_on, action.moved_because) == (mon_9_mar, "The surgery has no place.")


@pytest.mark.parametrize(
    ("by_when", "because", "why"),
    [
        (fri_13_mar, "Ill.", "already"),
        (thu_5_mar, "Ill.", "today or a day to come"),
        (fri_27_mar, " ", "Say why the date is moved"),
    ],
)
def test_a_move_that_moves_nothing_or_hides_something_is_refused(add, social_worker, by_when, because, why):
    with pytest.raises(Refused, match=why):
        move_action(action=add(), by_when=by_when, because=because, by=social_worker, today=mon_9_mar)


def test_what_was_done_before_it_was_written_down_is_met_all_the_same(child, add, social_worker):
    action = add(agreed_on=fri_13_mar)

    record_progress(action=action, progress="", done_on=mon_9_mar, by=social_worker, today=fri_13_mar)

    assert Deadline.objects.in_force().get(child=child, rule="plan-action").met_on == mon_9_mar


# --- no conference: T-02 --------------------------------------------------------------------------------


@pytest.fixture
def no_conference(child, social_worker, her_manager):
    """Decided on Tuesday 24 February 2026: seven working days later is Thursday 5 March."""
    [discussion] = record_strategy_discussion(
        children=[child], held_on=date(2026, 2, 16), enquiry_agreed=True, by=social_worker,
        today=date(2026, 2, 16),
    )  # fmt: skip
    decide_enquiry(
        enquiry=discussion.enquiry, decided_on=tue_24_feb, outcome="no-conference", findings="Support.",
        agreed_by=her_manager, by=social_worker, today=tue_24_feb,
    )  # fmt: skip


@pytest.mark.requirement("T-02", "S2-8")
def test_a_decision_that_no_child_in_need_plan_is_needed_meets_the_clock(
    child, no_conference, waiting, social_worker, her_manager
):
    assert waiting("cin-plan-if-no-conference") == [thu_5_mar]

    decline_child_in_need_plan(
        child=child, decided_on=mon_2_mar, reason="The school counsellor has it in hand.", agreed_by=her_manager,
        by=social_worker, today=thu_5_mar,
    )  # fmt: skip

    met = Deadline.objects.in_force().get(child=child, rule="cin-plan-if-no-conference")
    assert met.met_on == mon_2_mar


@pytest.mark.requirement("T-02", "S2-8")
def test_so_does_the_plan_itself(child, no_conference, waiting, social_worker):
    start_child_in_need_plan(child=child, started_on=mon_2_mar, summary="", by=social_worker, today=mon_2_mar)

    assert waiting("cin-plan-if-no-conference") == []


@pytest.mark.requirement("T-02")
def test_such_a_decision_needs_a_reason_and_a_manager(child, no_conference, social_worker, her_manager):
    given = {"child": child, "decided_on": mon_2_mar, "by": social_worker, "today": mon_2_mar}

    with pytest.raises(Refused, match="Say why none is needed"):
        decline_child_in_need_plan(reason=" ", agreed_by=her_manager, **given)
    with pytest.raises(Refused, match="A manager must agree"):
        decline_child_in_need_plan(reason="Fine.", agreed_by=social_worker, **given)


@pytest.mark.requirement("T-02")
def test_the_plan_page_offers_both_ways_out(it_is, read, child, no_conference, social_worker):
    it_is(mon_2_mar)

    links = read(social_worker, f"/children/{child.pk}/plan/").links

    assert {"Start a child in need plan", "Record that no child in need plan is needed"} <= links.keys()


@pytest.mark.requirement("C-14", "B-14")
@pytest.mark.parametrize("reason", [EndReason.DIED, EndReason.MOVED, EndReason.LEFT_UK])
def test_nothing_is_owed_about_a_child_who_is_no_longer_ours(
    child, no_conference, waiting, social_worker, her_manager, reason
):
    plan = on_a_plan(child, started_on=wed_25_feb)
    end_plan_without_a_conference(
        plan=plan, ended_on=mon_2_mar, reason=reason, by=her_manager, today=mon_2_mar, consulted="All agree.",
        receiving_authority="Otherborough", receiving_conference_on=mon_2_mar,
    )  # fmt: skip

    assert not Deadline.objects.outstanding().filter(child=child).exists()
