from datetime import date

import pytest

from audit.models import Refused
from deadlines.models import Deadline
from plans.actions import (
    add_action,
    add_outcome,
    change_outcome,
    describe_plan,
    record_outcome_progress,
    record_progress,
    update_plan,
)
from plans.models import Outcome
from tests.factories.stories import on_a_plan, reviewed

mon_12_jan = date(2026, 1, 12)
tue_13_jan = date(2026, 1, 13)
mon_2_feb = date(2026, 2, 2)
wed_4_mar = date(2026, 3, 4)
wed_8_apr = date(2026, 4, 8)

SetBy = Outcome.SetBy


@pytest.fixture
def plan(child):
    return on_a_plan(child, started_on=mon_12_jan)


def outcome(plan, by, *, set_by=SetBy.CORE_GROUP, text="Robin sleeps through the night.", achieve_by=None):
    return add_outcome(
        plan=plan,
        set_by=set_by,
        what_will_be_different=text,
        how_we_will_know="What Robin says.",
        achieve_by=achieve_by,
        by=by,
    )


@pytest.mark.requirement("B-02", "S1-122")
def test_a_core_group_cannot_reword_what_the_conference_set(plan, chair, social_worker, her_manager):
    fixed = outcome(plan, chair, set_by=SetBy.CONFERENCE)

    for member in (social_worker, her_manager):
        with pytest.raises(Refused, match="only a conference can change it"):
            change_outcome(
                outcome=fixed,
                what_will_be_different="Robin sleeps most nights.",
                how_we_will_know="",
                achieve_by=None,
                by=member,
            )

    fixed.refresh_from_db()
    assert fixed.what_will_be_different == "Robin sleeps through the night."


@pytest.mark.requirement("B-02")
def test_a_core_group_cannot_add_an_outcome_in_the_conference_s_name(plan, social_worker):
    with pytest.raises(Refused, match="only a conference"):
        outcome(plan, social_worker, set_by=SetBy.CONFERENCE)


@pytest.mark.requirement("B-02")
def test_the_conference_rewords_its_own_outcome(plan, chair):
    fixed = outcome(plan, chair, set_by=SetBy.CONFERENCE)

    change_outcome(
        outcome=fixed,
        what_will_be_different="Robin feels safe.",
        how_we_will_know="",
        achieve_by=None,
        why="The order was lifted.",
        by=chair,
    )

    assert [version.what_will_be_different for version in fixed.history.all()] == [
        "Robin feels safe.",
        "Robin sleeps through the night.",
    ]


@pytest.mark.requirement("B-03", "A-04")
def test_the_chair_leaves_the_core_group_s_own_outcome_alone(plan, chair, social_worker):
    own = outcome(plan, social_worker)

    with pytest.raises(Refused, match="The core group added this outcome"):
        change_outcome(
            outcome=own, what_will_be_different="Other", how_we_will_know="", achieve_by=None, by=chair
        )


@pytest.mark.requirement("B-02", "S2-3")
def test_progress_is_noted_on_a_conference_outcome_but_not_that_it_is_achieved(plan, chair, social_worker):
    fixed = outcome(plan, chair, set_by=SetBy.CONFERENCE)

    record_outcome_progress(
        outcome=fixed, progress="Five nights of seven.", achieved_on=None, by=social_worker, today=wed_4_mar
    )
    with pytest.raises(Refused, match="only a conference can change it"):
        record_outcome_progress(
            outcome=fixed, progress="All seven.", achieved_on=mon_2_feb, by=social_worker, today=wed_4_mar
        )

    fixed.refresh_from_db()
    assert (fixed.progress, fixed.achieved_on) == ("Five nights of seven.", None)


@pytest.mark.parametrize(
    ("achieved_on", "why"),
    [(wed_8_apr, "today or was achieved earlier"), (date(2026, 1, 5), "The plan began on")],
)
def test_an_outcome_is_not_achieved_before_the_plan_nor_tomorrow(plan, social_worker, achieved_on, why):
    own = outcome(plan, social_worker)

    with pytest.raises(Refused, match=why):
        record_outcome_progress(
            outcome=own, progress="", achieved_on=achieved_on, by=social_worker, today=wed_4_mar
        )


def test_an_outcome_without_words_is_refused(plan, social_worker):
    with pytest.raises(Refused, match="Say what will be different"):
        outcome(plan, social_worker, text="   ")


@pytest.mark.requirement("S0-10")
@pytest.mark.parametrize(
    ("what", "who", "by_when", "why"),
    [
        (" ", "Mother", mon_2_feb, "Say what will be done"),
        ("Register with a dentist", " ", mon_2_feb, "Say who will do it"),
        ("Register with a dentist", "Mother", date(2026, 1, 9), "due before that"),
    ],
)
def test_an_action_needs_words_and_somebody_and_a_day_in_the_plan(
    plan, social_worker, what, who, by_when, why
):
    with pytest.raises(Refused, match=why):
        add_action(plan=plan, outcome=None, what=what, who=who, by_when=by_when, by=social_worker)


def test_an_action_cannot_stand_under_another_plan_s_outcome(plan, social_worker):
    reviewed(plan.child, held_on=mon_2_feb, ends=True)
    own = Outcome(child=plan.child, plan=plan, set_by=SetBy.CORE_GROUP, what_will_be_different="x").save_by(
        social_worker
    )
    later = on_a_plan(plan.child, started_on=wed_4_mar)

    with pytest.raises(Refused, match="an outcome of this plan"):
        add_action(plan=later, outcome=own, what="Visit", who="Mother", by_when=wed_8_apr, by=social_worker)


@pytest.mark.requirement("T-08")
def test_an_update_is_what_a_booked_review_waits_for(plan, social_worker, chair):
    from conferences.actions import book_conference

    book_conference(
        children=[plan.child],
        booked_for=wed_8_apr,
        booked_on=mon_2_feb,
        chair=chair,
        by=chair,
        today=mon_2_feb,
    )
    update_plan(
        plan=plan,
        revised_on=wed_4_mar,
        what_changed="The routine is kept.",
        by=social_worker,
        today=wed_4_mar,
    )

    assert Deadline.objects.in_force().get(child=plan.child, rule="review-plan-updated").met_on == wed_4_mar


@pytest.mark.parametrize(
    ("revised_on", "what_changed", "why"),
    [
        (wed_8_apr, "x", "today or earlier"),
        (date(2026, 1, 9), "x", "The plan began on 12 January 2026"),
        (wed_4_mar, " ", "Say what changed"),
    ],
)
def test_an_update_has_words_and_a_day_within_the_plan(plan, social_worker, revised_on, what_changed, why):
    with pytest.raises(Refused, match=why):
        update_plan(
            plan=plan, revised_on=revised_on, what_changed=what_changed, by=social_worker, today=wed_4_mar
        )


def test_nothing_of_an_ended_plan_can_be_changed(plan, social_worker):
    own = outcome(plan, social_worker)
    action = add_action(
        plan=plan, outcome=own, what="Visit", who="Mother", by_when=mon_2_feb, by=social_worker
    )
    reviewed(plan.child, held_on=mon_2_feb, ends=True)
    plan.refresh_from_db()
    own.refresh_from_db()
    action.refresh_from_db()

    for attempt in (
        lambda: describe_plan(plan=plan, concerns="", what_must_change="", contingency="", by=social_worker),
        lambda: outcome(plan, social_worker),
        lambda: change_outcome(
            outcome=own, what_will_be_different="x", how_we_will_know="", achieve_by=None, by=social_worker
        ),
        lambda: record_progress(action=action, progress="x", done_on=None, by=social_worker, today=wed_4_mar),
        lambda: update_plan(
            plan=plan, revised_on=mon_2_feb, what_changed="x", by=social_worker, today=wed_4_mar
        ),
    ):
        with pytest.raises(Refused, match="The plan ended on 2 February 2026"):
            attempt()
