from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from audit.models import Refused
from coregroups.actions import REQUIRED, cancel_meeting, circulate_minute, plan_meeting, record_meeting
from deadlines.models import Deadline
from tests.factories.stories import core_group_held, on_a_plan

mon_12_jan = date(2026, 1, 12)
fri_9_jan = date(2026, 1, 9)
tue_20_jan = date(2026, 1, 20)
mon_26_jan = date(2026, 1, 26)
mon_9_feb = date(2026, 2, 9)
tue_3_mar = date(2026, 3, 3)
wed_4_mar = date(2026, 3, 4)


@pytest.fixture
def plan(child):
    return on_a_plan(child, started_on=mon_12_jan)


@pytest.fixture
def meeting(plan, social_worker):
    return plan_meeting(children=[plan.child], planned_for=tue_20_jan, by=social_worker)


@pytest.fixture
def record(meeting, social_worker):
    def written(held_on=tue_20_jan, **more):
        answers = {**dict.fromkeys(REQUIRED, "None."), "childs_voice": "Mornings are calmer.", **more}
        return record_meeting(
            meeting=meeting,
            held_on=held_on,
            chaired_by="Priya Pattern",
            by=social_worker,
            today=wed_4_mar,
            **answers,
        )

    return written


def test_a_meeting_before_the_plan_began_cannot_be_planned(plan, social_worker):
    with pytest.raises(Refused, match="had no child protection plan on 9 January 2026"):
        plan_meeting(children=[plan.child], planned_for=fri_9_jan, by=social_worker)


def test_a_meeting_for_no_child_is_refused(social_worker, plan):
    with pytest.raises(Refused, match="Choose at least one child"):
        plan_meeting(children=[], planned_for=tue_20_jan, by=social_worker)


@pytest.mark.requirement("B-10", "S0-31")
@pytest.mark.parametrize(
    ("held_on", "more", "why"),
    [
        (fri_9_jan, {}, "had no child protection plan on 9 January 2026"),
        (date(2026, 3, 5), {}, "once it has been held"),
        (tue_20_jan, {"childs_voice": "  "}, "lived experience and voice"),
        (tue_20_jan, {"next_planned_for": tue_20_jan}, "The next core group is after this one"),
        (tue_20_jan, {"next_planned_for": fri_9_jan}, "The next core group is after this one"),
    ],
)
def test_a_minute_that_cannot_be_so_is_refused(record, meeting, held_on, more, why):
    with pytest.raises(Refused, match=why):
        record(held_on, **more)

    meeting.refresh_from_db()
    assert meeting.held_on is None


def test_a_second_minute_is_refused(record):
    record()

    with pytest.raises(Refused, match="minute is already written"):
        record()


def test_a_cancelled_meeting_has_no_minute_and_a_held_one_is_not_cancelled(record, meeting, social_worker):
    cancel_meeting(meeting=meeting, because="Nobody could come.", by=social_worker, today=tue_20_jan)
    with pytest.raises(Refused, match="was cancelled"):
        record()
    with pytest.raises(Refused, match="already cancelled on 20 January 2026"):
        cancel_meeting(meeting=meeting, because="Again.", by=social_worker, today=tue_20_jan)

    held = core_group_held(
        *[row.child for row in meeting.for_children.all()], on=mon_26_jan, by=social_worker
    )
    with pytest.raises(Refused, match="it cannot be cancelled"):
        cancel_meeting(meeting=held, because="No.", by=social_worker, today=wed_4_mar)


def test_cancelling_without_a_reason_is_refused(meeting, social_worker):
    with pytest.raises(Refused, match="Say why"):
        cancel_meeting(meeting=meeting, because=" ", by=social_worker, today=tue_20_jan)


@pytest.mark.requirement("T-11")
def test_planning_meets_no_deadline_and_holding_does(meeting, record, plan):
    first = Deadline.objects.in_force().get(child=plan.child, rule="first-core-group")
    assert (first.due_on, first.met_on) == (mon_26_jan, None)

    record()

    first.refresh_from_db()
    assert first.met_on == tue_20_jan


@pytest.mark.requirement("T-12")
def test_the_second_is_due_six_weeks_after_the_first_was_held(record, plan):
    record()

    assert Deadline.objects.outstanding().get(child=plan.child, rule="second-core-group").due_on == tue_3_mar


def test_the_next_meeting_is_put_in_the_diary_with_the_minute(record, plan):
    record(next_planned_for=mon_9_feb)

    planned = [row.meeting.planned_for for row in plan.child.core_groups.select_related("meeting")]
    assert sorted(planned) == [tue_20_jan, mon_9_feb]


def test_nothing_is_circulated_before_it_is_held(meeting, social_worker):
    with pytest.raises(Refused, match="Write the minute first"):
        circulate_minute(meeting=meeting, by=social_worker)


def test_the_database_keeps_no_held_core_group_without_the_child_s_voice(meeting, social_worker):
    meeting.held_on = tue_20_jan

    with pytest.raises(ValidationError, match="lived experience and voice"), transaction.atomic():
        meeting.save_by(social_worker)


@pytest.mark.requirement("B-18")
def test_one_minute_moves_the_dates_of_every_child_it_is_for(sibling, child, social_worker, now_today):
    core_group_held(child, sibling, on=now_today - timedelta(days=1), by=social_worker)

    met = Deadline.objects.in_force().filter(rule="first-core-group", child__in=[child, sibling])
    assert [deadline.met_on for deadline in met] == [now_today - timedelta(days=1)] * 2
