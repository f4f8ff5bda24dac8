from datetime import date

import pytest
from django.urls import reverse

from coregroups.actions import REQUIRED, plan_meeting, record_meeting
from plans.actions import add_action, add_outcome
from plans.models import Outcome
from tests.factories import stories

mon_12_jan, tue_20_jan = date(2026, 1, 12), date(2026, 1, 20)
fri_13_feb = date(2026, 2, 13)
tue_3_mar = date(2026, 3, 3)
wed_4_mar = date(2026, 3, 4)


@pytest.fixture
def plan(child):
    return stories.on_a_plan(child, started_on=mon_12_jan)


@pytest.fixture
def outcome(plan, social_worker):
    return add_outcome(
        plan=plan, set_by=Outcome.SetBy.CORE_GROUP, what_will_be_different="Calm mornings.", how_we_will_know="",
        achieve_by=None, by=social_worker,
    )  # fmt: skip


@pytest.fixture
def late(plan, outcome, social_worker):
    return add_action(
        plan=plan, outcome=outcome, what="Register with a dentist", who="Mother", by_when=fri_13_feb,
        agreed_on=tue_20_jan, by=social_worker,
    )  # fmt: skip


@pytest.fixture
def to_come(plan, social_worker):
    return add_action(
        plan=plan, outcome=None, what="After-school club", who="School", by_when=date(2026, 3, 20),
        agreed_on=tue_20_jan, by=social_worker,
    )  # fmt: skip


@pytest.fixture
def meeting(child, plan, social_worker):
    stories.core_group_held(child, on=tue_20_jan, by=social_worker)
    return plan_meeting(children=[child], planned_for=tue_3_mar, by=social_worker)


@pytest.fixture
def at(child, meeting):
    return reverse("coregroups:record", kwargs={"child_pk": child.pk, "meeting_pk": meeting.pk})


@pytest.fixture
def record(meeting, social_worker):
    def recorded(**more):
        answers = {**dict.fromkeys(REQUIRED, "None."), **more}
        return record_meeting(
            meeting=meeting,
            held_on=tue_3_mar,
            chaired_by="Priya",
            by=social_worker,
            today=wed_4_mar,
            **answers,
        )

    return recorded
