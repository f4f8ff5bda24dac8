"""What stands in the plans of several siblings in the same words is asked about once, and goes into each plan."""

from datetime import timedelta

import pytest

from coregroups.actions import REQUIRED, plan_meeting
from plans.actions import add_action, add_outcome
from plans.models import Action, Outcome
from tests.factories import stories
from tests.factories.stories import OF_THE_FIRST
from visits.actions import Seen, record_visit

pytestmark = pytest.mark.requirement("B-10", "B-18")


@pytest.fixture
def family(child, sibling, social_worker, now_today):
    for each in (child, sibling):
        plan = each.plans.get()
        add_outcome(
            plan=plan, set_by=Outcome.SetBy.CORE_GROUP, what_will_be_different="Calm mornings.", how_we_will_know="",
            achieve_by=None, by=social_worker,
        )  # fmt: skip
        add_action(
            plan=plan, outcome=None, what="Set an alarm", who="Mother", by_when=now_today + timedelta(days=9),
            by=social_worker,
        )  # fmt: skip
    add_action(
        plan=sibling.plans.get(), outcome=None, what="Glasses", who="GP", by_when=now_today + timedelta(days=9),
        by=social_worker,
    )  # fmt: skip
    return [child, sibling]


@pytest.fixture
def at(family, social_worker, now_today):
    meeting = plan_meeting(children=family, planned_for=now_today, by=social_worker)
    return f"/children/{family[0].pk}/core-groups/{meeting.pk}/record/"


def test_it_is_asked_once_and_what_is_one_childs_is_said_to_be(worker, at):
    page = worker.get(at).content.decode()

    assert page.count("Calm mornings") == 1
    assert page.count("Set an alarm") == 1
    assert "Sam Sample: Glasses" in page or "Sam" in page.split("Glasses")[0][-40:]


def test_one_answer_goes_into_each_plan(worker, at, now_today):
    outcome = Outcome.objects.earliest("pk")
    alarm, glasses = (Action.objects.filter(what=what).earliest("pk") for what in ("Set an alarm", "Glasses"))

    answer = worker.post(at, {
        "held_on": f"{now_today:%d/%m/%Y}", "chaired_by": "Priya", **OF_THE_FIRST,
        **dict.fromkeys(REQUIRED, "None."), "sent": "later",
        f"outcome_{outcome.pk}": "Four of five.", f"action_{alarm.pk}": "done",
        f"done_on_{alarm.pk}": f"{now_today:%d/%m/%Y}", f"action_{glasses.pk}": "open",
    })  # fmt: skip

    assert answer.status_code == 302
    assert {each.progress for each in Outcome.objects.all()} == {"Four of five."}
    assert {each.done_on for each in Action.objects.filter(what="Set an alarm")} == {now_today}
    assert Action.objects.get(what="Glasses").done_on is None


def test_a_visit_to_both_is_one_line(worker, at, family, social_worker, now_today):
    record_visit(
        seen=[Seen(child=each, child_seen=True, child_seen_alone=True) for each in family],
        visited_on=now_today - timedelta(days=2), by=social_worker, today=now_today,
    )  # fmt: skip

    page = worker.get(at).content.decode()

    assert f"{family[0].name} seen alone; {family[1].name} seen alone, by Priya Pattern" in page


def test_siblings_who_met_apart_are_looked_back_on_from_the_earlier_day(
    worker, at, family, sibling, social_worker, now_today
):
    """Sam had a core group of his own last week: what happened to Robin before that is not left out."""
    stories.core_group_held(sibling, on=now_today - timedelta(days=5), by=social_worker)
    stories.seen(family[0], on=now_today - timedelta(days=12), by=social_worker, today=now_today)

    page = worker.get(at).content.decode()

    assert f"{family[0].name} seen alone, by Priya Pattern" in page
    assert "Since the plan began on" in page
