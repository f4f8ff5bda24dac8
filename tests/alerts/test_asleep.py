"""A portal that was asleep wakes to the tables that it would have had."""

from datetime import date, timedelta

import pytest

from alerts.models import Alert
from alerts.sweeping import sweep
from deadlines.models import Deadline
from deadlines.what_if import undone
from tests.factories import AllocationFactory, ChildFactory, stories

tue_24_feb = date(2026, 2, 24)
# Among the days asleep is a Sunday, on which everybody is looked at and the overdue are told again.
thu_26_march, mon_30_march = date(2026, 3, 26), date(2026, 3, 30)


def dates() -> set[tuple]:
    return set(
        Deadline.objects.values_list(
            "child", "rule", "started_on", "due_on", "met_on", "lapsed_on", "short_notice", "booked_for",
            "next_step_on", "withdrawn_at",
        )
    )  # fmt: skip


def told() -> list[tuple]:
    return sorted(Alert.objects.values_list("deadline", "step", "since", "person"))


@pytest.fixture
def children(team, social_worker, chair, her_manager, service_manager):
    """Five on plans, seen on different days: in these days some dates come near, some fall due, some pass."""
    for number in (0, 1, 2, 6, 7):
        child = ChildFactory(team=team, conference_chair=chair)
        AllocationFactory(child=child, social_worker=social_worker, from_on=tue_24_feb)
        stories.on_a_plan(child, started_on=tue_24_feb + timedelta(days=number))
        stories.seen(
            child, on=date(2026, 3, 9) + timedelta(days=2 * number), by=social_worker, alone=bool(number % 2)
        )
    sweep(today=thu_26_march)


@pytest.mark.requirement("B-31")
def test_four_days_asleep_end_as_four_daily_sweeps_do(children):
    when_last_swept = told()
    with undone():
        for number in range(1, 5):
            sweep(today=thu_26_march + timedelta(days=number))
        day_by_day = dates(), told()
    assert told() == when_last_swept

    sweep(today=mon_30_march)

    assert (dates(), told()) == day_by_day
    assert len({since for _, _, since, _ in told()} & {date(2026, 3, day) for day in (27, 28, 29, 30)}) > 1
