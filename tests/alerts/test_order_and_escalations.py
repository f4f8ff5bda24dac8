from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from alerts.actions import acknowledge, raise_alerts
from alerts.models import Alert, Step
from alerts.views import one_each
from children.models import Child
from deadlines.gravity import GRAVITY
from deadlines.numbers import working_calendar
from tests.factories import stories

# On a plan from Tuesday 24 February 2026, never seen since: the visit was due on Tuesday 10 March, ten working days
# later, and the first core group as well. The service manager hears of the visit on Friday 13 March.
tue_24_feb = date(2026, 2, 24)
fri_13_march = date(2026, 3, 13)


@pytest.fixture
def never_seen(child: Child) -> Child:
    stories.on_a_plan(child, started_on=tue_24_feb)
    return child


@pytest.mark.requirement("B-31")
def test_alerts_stand_in_order_of_consequence_for_the_child_and_not_of_arrival(never_seen, social_worker):
    raise_alerts(today=fri_13_march)
    mine = Alert.objects.live_for(social_worker, today=fri_13_march)

    lines = list(one_each(mine, today=fri_13_march))

    overdue = [each.deadline.rule for each in lines if each.deadline.due_on < fri_13_march]
    assert {"visit", "first-core-group"} <= set(overdue)
    assert [each.deadline.rule for each in lines][: len(overdue)] == overdue
    assert overdue == sorted(overdue, key=GRAVITY.__getitem__)
    assert overdue.index("visit") < overdue.index("first-core-group")


@pytest.mark.requirement("B-31")
def test_what_was_acknowledged_stands_last(never_seen, social_worker):
    raise_alerts(today=fri_13_march)
    mine = Alert.objects.live_for(social_worker, today=fri_13_march)
    first = one_each(mine, today=fri_13_march)[0]

    acknowledge(alert=first, note="Visiting today.", by=social_worker, now=timezone.now())

    assert list(one_each(mine, today=fri_13_march))[-1] == first


@pytest.mark.requirement("B-31", "S1-93")
def test_an_escalation_waits_until_the_service_manager_decides_and_the_alert_until_the_child_is_seen(
    never_seen, service_manager, social_worker, her_manager
):
    raise_alerts(today=fri_13_march)
    waiting = Alert.objects.escalated_to(service_manager, today=fri_13_march)
    escalated = waiting.get(deadline__rule="visit")
    assert escalated.step == Step.STILL_OVERDUE

    acknowledge(alert=escalated, note="Duty visits today.", by=service_manager, now=timezone.now())

    live = Alert.objects.live_for(service_manager, today=fri_13_march)
    assert not waiting.filter(deadline__rule="visit").exists()
    assert escalated in live.all()
    stories.seen(never_seen, on=fri_13_march, by=social_worker)
    assert escalated not in live.all()


def test_a_decision_is_written_on_the_page_and_leads_back_to_the_list(client, child, service_manager):
    eight_weeks_ago = timezone.localdate() - timedelta(weeks=8)
    started_on = working_calendar().last_working_day_on_or_before(eight_weeks_ago)
    stories.on_a_plan(child, started_on=started_on)
    raise_alerts(today=timezone.localdate())
    client.force_login(service_manager, "django.contrib.auth.backends.ModelBackend")

    page = client.get(reverse("alerts:escalations"))
    row = page.context["rows"][0]
    address = reverse("alerts:acknowledge", kwargs={"alert_pk": row.alert.pk}) + "?escalated=1"
    assert "What have you decided?" in client.get(address).content.decode()
    response = client.post(address, {"note": "Duty visits today."})

    assert response["Location"] == reverse("alerts:escalations")
    row.alert.refresh_from_db()
    assert row.alert.note == "Duty visits today."
    left = client.get(reverse("alerts:escalations")).context["rows"]
    assert row.alert.deadline_id not in {each.alert.deadline_id for each in left}
