from datetime import date, timedelta

import pytest

from audit.models import Refused
from deadlines.models import Deadline
from plans.actions import end_plan_without_a_conference, start_child_in_need_plan
from plans.models import EndReason
from tests.factories.stories import on_a_plan, reviewed

mon_12_jan = date(2026, 1, 12)
tue_13_jan = date(2026, 1, 13)
mon_2_feb = date(2026, 2, 2)
wed_11_feb = date(2026, 2, 11)
wed_4_mar = date(2026, 3, 4)


@pytest.fixture
def plan(child):
    return on_a_plan(child, started_on=mon_12_jan)


@pytest.fixture
def end(plan, her_manager):
    def end_on(ended_on, reason=EndReason.MOVED):
        return end_plan_without_a_conference(
            plan=plan, ended_on=ended_on, reason=reason, by=her_manager, today=wed_4_mar,
            consulted="The chair agrees.", receiving_authority="Otherborough", receiving_conference_on=ended_on,
        )  # fmt: skip

    return end_on


@pytest.mark.requirement("B-14")
@pytest.mark.parametrize(
    ("ended_on", "reason", "why"),
    [
        (mon_12_jan, EndReason.MOVED, "It can end from the next day"),
        (date(2026, 3, 5), EndReason.LEFT_UK, "not in advance"),
        (date(2026, 3, 5), EndReason.MOVED, "until the receiving authority has held its conference"),
        (mon_2_feb, EndReason.NO_LONGER_AT_RISK, "Only a review conference may decide"),
        (mon_2_feb, EndReason.TURNED_18, "not yet 18"),
        (mon_2_feb, EndReason.UNKNOWN, "Say why the plan ended"),
        (mon_2_feb, "", "Say why the plan ended"),
    ],
)
def test_an_end_that_cannot_be_so_is_refused(end, plan, ended_on, reason, why):
    with pytest.raises(Refused, match=why):
        end(ended_on, reason)

    plan.refresh_from_db()
    assert plan.ended_on is None


@pytest.mark.requirement("B-14")
def test_a_plan_cannot_have_ended_before_a_conference_that_continued_it(end, plan):
    reviewed(plan.child, held_on=mon_2_feb)

    with pytest.raises(Refused, match="A conference on 2 February 2026 decided about this plan"):
        end(tue_13_jan)


@pytest.mark.requirement("B-14")
def test_a_child_s_death_ends_the_plan_and_is_written_on_the_child(end, plan):
    end(mon_2_feb, EndReason.DIED)

    plan.child.refresh_from_db()
    assert (plan.ended_on, plan.child.died_on) == (mon_2_feb, mon_2_feb)


def test_no_clock_of_an_ended_plan_is_left_running(end, plan):
    end(mon_2_feb)

    assert not Deadline.objects.outstanding().filter(child=plan.child).exists()


@pytest.mark.requirement("T-24")
def test_a_child_in_need_plan_waits_until_the_child_protection_plan_has_ended(plan, social_worker):
    with pytest.raises(Refused, match="follows once that has ended"):
        start_child_in_need_plan(
            child=plan.child, started_on=mon_2_feb, summary="", by=social_worker, today=wed_4_mar
        )


@pytest.mark.requirement("T-24")
def test_a_child_in_need_plan_meets_what_the_end_of_the_plan_asked_for(plan, social_worker):
    reviewed(plan.child, held_on=mon_2_feb, ends=True)

    due = Deadline.objects.outstanding().get(child=plan.child, rule="cin-plan-after-plan")
    assert due.due_on == wed_11_feb
    start_child_in_need_plan(
        child=plan.child, started_on=wed_11_feb, summary="Parenting group.", by=social_worker, today=wed_4_mar
    )

    due.refresh_from_db()
    assert due.met_on == wed_11_feb


def test_a_manager_ends_a_plan_and_then_nothing_but_reading_and_the_child_in_need_plan_is_offered(
    manager, worker, plan, now_today
):
    yesterday = now_today - timedelta(days=1)
    at = f"/children/{plan.child.pk}/plan/"

    manager.post(
        at + "end/",
        {
            "reason": "moved",
            "receiving_authority": "Otherborough",
            "consulted": "All agree.",
            "receiving_conference_on": f"{yesterday:%d/%m/%Y}",
            "ended_on": f"{yesterday:%d/%m/%Y}",
        },
    )

    page = worker.get(at).content.decode()
    assert "Moved to another authority" in page
    assert "Start a child in need plan" in page
    for verb in (
        "Add an outcome",
        "Add an action",
        "Write or change this",
        "Record that the plan was updated",
    ):
        assert verb not in page
    assert worker.get(at + "outcomes/add/").status_code == 404


def test_what_was_typed_about_the_end_is_kept_when_it_is_refused(manager, plan, now_today):
    typed = f"{now_today + timedelta(days=3):%d/%m/%Y}"

    page = manager.post(
        f"/children/{plan.child.pk}/plan/end/", {"reason": "left-uk", "consulted": "All.", "ended_on": typed}
    ).content.decode()

    assert "not in advance" in page
    assert f'value="{typed}"' in page


def test_a_social_worker_may_not_end_a_plan_alone(worker, plan):
    assert "End the plan" not in worker.get(f"/children/{plan.child.pk}/plan/").content.decode()
    assert worker.post(f"/children/{plan.child.pk}/plan/end/").status_code == 403
