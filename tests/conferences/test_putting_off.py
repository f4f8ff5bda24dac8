"""Putting a conference off turns nothing from red to green."""

from datetime import date
from importlib import import_module

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from alerts.actions import raise_alerts
from alerts.models import Alert, Step
from conferences.actions import book_conference, move_conference
from conferences.models import Conference
from conferences.timeline import days_since
from deadlines.models import Deadline
from tests.factories import stories

pytestmark = pytest.mark.requirement("C-13", "T-08")
thu_7_may, fri_8_may = date(2026, 5, 7), date(2026, 5, 8)


@pytest.fixture
def review(child, chair) -> Conference:
    """Booked for Tuesday 12 May 2026: five working days before it is Tuesday 5 May, after the bank holiday."""
    stories.on_a_plan(child, started_on=date(2026, 2, 24))
    return book_conference(
        children=[child], booked_for=date(2026, 5, 12), booked_on=date(2026, 3, 3), chair=chair, by=chair,
        today=date(2026, 3, 3),
    )  # fmt: skip


def put_off(conference: Conference, to: date, on: date, chair) -> Conference:
    return move_conference(
        conference=conference, booked_for=to, booked_at=None, because="The chair is ill.", by=chair, today=on
    )


def late(on: date) -> bool:
    return Deadline.objects.overdue(on=on).filter(rule="review-plan-updated").exists()


def test_what_is_overdue_stays_overdue_and_its_alerts_stay(review, chair, social_worker):
    raise_alerts(today=thu_7_may)
    assert late(thu_7_may)

    put_off(review, date(2026, 5, 13), thu_7_may, chair)
    put_off(review, date(2026, 5, 14), fri_8_may, chair)

    assert late(fri_8_may)
    steps = Alert.objects.live().filter(person=social_worker, deadline__rule="review-plan-updated")
    raise_alerts(today=fri_8_may)
    assert Step.OVERDUE in steps.values_list("step", flat=True)
    assert Step.SHORT_NOTICE not in steps.values_list("step", flat=True)


def test_every_day_it_had_is_kept(review, chair):
    put_off(review, date(2026, 5, 13), thu_7_may, chair)
    put_off(review, date(2026, 5, 14), fri_8_may, chair)

    review.refresh_from_db()
    assert review.earlier_days == [
        [date(2026, 3, 3), date(2026, 5, 12)],
        [thu_7_may, date(2026, 5, 13)],
    ]


def test_far_enough_ahead_it_has_a_new_day(review, chair):
    # Tuesday 2 June: five working days before it is 26 May, the day after the bank holiday.
    put_off(review, date(2026, 6, 2), thu_7_may, chair)

    assert not late(date(2026, 5, 26))
    assert late(date(2026, 5, 27))


@pytest.mark.parametrize(
    ("sought_on", "kept"),
    [
        # Before the first move: both earlier days were counted back from, the first from the request on.
        (date(2026, 4, 1), ((date(2026, 4, 1), date(2026, 5, 12)), (thu_7_may, date(2026, 5, 13)))),
        # Between the two moves, and on the day of the second.
        (thu_7_may, ((thu_7_may, date(2026, 5, 13)),)),
        (fri_8_may, ()),
    ],
)
def test_a_request_counts_only_from_days_that_the_conference_still_had(review, chair, sought_on, kept):
    put_off(review, date(2026, 5, 13), thu_7_may, chair)
    put_off(review, date(2026, 5, 14), fri_8_may, chair)
    review.refresh_from_db()

    assert days_since(sought_on, review.earlier_days, review.moved_on) == kept


def test_one_that_was_never_moved_had_no_other_day(review):
    assert days_since(fri_8_may, review.earlier_days, review.moved_on) == ()


def test_a_conference_moved_before_its_days_were_kept_has_them_from_its_history(review, chair):
    put_off(review, date(2026, 5, 13), thu_7_may, chair)
    put_off(review, date(2026, 5, 14), fri_8_may, chair)
    review.refresh_from_db()
    kept = review.earlier_days
    with connection.cursor() as cursor:
        cursor.execute("update conferences_conference set earlier_days = '{}'")

    migration = ("conferences", "0003_earlier_days")
    as_migrated = MigrationLoader(connection, replace_migrations=False).project_state(migration).apps
    import_module(".migrations.".join(migration)).from_history(as_migrated, None)

    review.refresh_from_db()
    assert review.earlier_days == kept
