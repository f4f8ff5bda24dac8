"""Reminders that something is not booked come only while it is not, and the lists say for when it is."""

from datetime import UTC, date, datetime

import pytest

from alerts.actions import raise_alerts
from alerts.models import Alert, Step
from alerts.words import of_alert
from conferences.actions import book_conference, cancel_conference
from coregroups.actions import cancel_meeting, plan_meeting
from deadlines.numbers import working_calendar
from deadlines.standing_words import in_words
from tests.factories import stories

tue_24_feb, tue_10_mar = date(2026, 2, 24), date(2026, 3, 10)
NOW = datetime(2026, 3, 12, 9, tzinfo=UTC)


@pytest.fixture
def robin(child, social_worker):
    """On a plan since Tuesday 24 February; a core group on Tuesday 10 March, so the next by 21 April."""
    stories.on_a_plan(child, started_on=tue_24_feb)
    stories.core_group_held(child, on=tue_10_mar, by=social_worker)
    return child


def told(child, rule: str) -> list[tuple[str, date]]:
    alerts = Alert.objects.live().filter(deadline__child=child, deadline__rule=rule)
    return sorted(set(alerts.values_list("step", "since")))


def booked_for(child, rule: str) -> date | None:
    return child.deadlines.outstanding().get(rule=rule).booked_for


@pytest.mark.requirement("T-12", "B-31")
def test_a_core_group_that_is_booked_in_time_is_not_called_due_soon(robin, social_worker):
    # Two weeks before Tuesday 21 April is 7 April.
    plan_meeting(children=[robin], planned_for=date(2026, 4, 14), by=social_worker)
    assert booked_for(robin, "second-core-group") == date(2026, 4, 14)

    raise_alerts(today=date(2026, 4, 14))
    assert told(robin, "second-core-group") == []

    # Nobody has recorded by Wednesday 15 April that it was held.
    raise_alerts(today=date(2026, 4, 15))
    assert told(robin, "second-core-group") == [(Step.DUE_SOON, date(2026, 4, 15))]


@pytest.mark.requirement("T-12")
def test_a_booking_after_the_last_day_is_none(robin, social_worker):
    plan_meeting(children=[robin], planned_for=date(2026, 4, 22), by=social_worker)

    raise_alerts(today=date(2026, 4, 7))

    assert booked_for(robin, "second-core-group") is None
    assert told(robin, "second-core-group") == [(Step.DUE_SOON, date(2026, 4, 7))]


@pytest.mark.requirement("T-12")
def test_a_reminder_ends_when_it_is_booked_and_comes_again_when_that_is_cancelled(robin, social_worker):
    reminder = (Step.DUE_SOON, date(2026, 4, 7))
    raise_alerts(today=date(2026, 4, 7))
    assert told(robin, "second-core-group") == [reminder]
    alert = Alert.objects.live().filter(deadline__rule="second-core-group").first()
    assert of_alert(alert, today=date(2026, 4, 7)) == "Second core group: not booked, due on 21 April 2026"

    meeting = plan_meeting(children=[robin], planned_for=date(2026, 4, 16), by=social_worker)
    assert told(robin, "second-core-group") == []

    cancel_meeting(meeting=meeting, because="The school is closed.", by=social_worker, today=date(2026, 4, 9))
    raise_alerts(today=date(2026, 4, 9))
    assert booked_for(robin, "second-core-group") is None
    assert told(robin, "second-core-group") == [reminder]


@pytest.mark.requirement("T-20", "T-14")
def test_a_review_that_is_booked_is_not_called_unbooked_until_it_is_cancelled(robin, chair, social_worker):
    # The first review is due by 24 May 2026; six weeks before is 12 April.
    conference = book_conference(
        children=[robin], booked_for=date(2026, 5, 19), chair=chair, by=chair, today=date(2026, 3, 12)
    )
    raise_alerts(today=date(2026, 4, 12))
    assert told(robin, "first-review") == []
    # There is no core group in the three weeks before the review: that is said on the day it is booked.
    assert told(robin, "core-group-before-review") == [(Step.DUE_SOON, date(2026, 3, 12))]

    plan_meeting(children=[robin], planned_for=date(2026, 5, 6), by=social_worker)
    assert told(robin, "core-group-before-review") == []

    cancel_conference(conference=conference, because="The chair has left.", by=chair, today=date(2026, 4, 13))
    raise_alerts(today=date(2026, 4, 13))
    assert told(robin, "first-review") == [(Step.DUE_SOON, date(2026, 4, 12))]


@pytest.mark.requirement("T-12")
def test_the_lists_say_for_when_it_is_booked(robin, social_worker):
    plan_meeting(children=[robin], planned_for=date(2026, 4, 14), by=social_worker)
    deadline = robin.deadlines.outstanding().get(rule="second-core-group")

    before = in_words(deadline, date(2026, 4, 9), working_calendar()).words
    after = in_words(deadline, date(2026, 4, 15), working_calendar()).words

    assert before == "Due in 8 working days, Tue 21 Apr. It is booked for Tue 14 Apr"
    assert after == "Due in 4 working days, Tue 21 Apr. Not recorded: it was booked for Tue 14 Apr"
