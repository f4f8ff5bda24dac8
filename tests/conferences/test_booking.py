from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from audit.models import Refused
from conferences.actions import book_conference, cancel_conference, move_conference
from conferences.limits import last_days
from conferences.models import Conference
from deadlines.models import DeadlineChange
from tests.conferences.conftest import tue_3_february, tue_24_february
from tests.factories.stories import on_a_plan

wed_4_february = date(2026, 2, 4)
mon_23_february = date(2026, 2, 23)
sat_14_march = date(2026, 3, 14)
good_friday = date(2026, 4, 3)
tue_19_may = date(2026, 5, 19)
fri_22_may = date(2026, 5, 22)


@pytest.fixture
def book(child, chair, social_worker):
    def booked(*children, on=wed_4_february, for_day=mon_23_february, **more):
        given = {"chair": chair, "by": social_worker, "today": on} | more
        return book_conference(children=children or [child], booked_for=for_day, **given)

    return booked


@pytest.mark.requirement("T-03")
def test_booking_a_conference_meets_nothing(child, discussed, book, due):
    discussed()

    book()

    assert due(child, "initial-conference") == tue_24_february


@pytest.mark.requirement("T-08", "T-14")
def test_a_booked_review_starts_what_must_be_ready_before_it_and_moving_it_moves_them(
    child, book, due, social_worker
):
    on_a_plan(child, started_on=tue_24_february)
    review = book(on=date(2026, 4, 1), for_day=tue_19_may)
    assert review.for_children.get().kind == "review"
    assert due(child, "review-plan-updated") == date(2026, 5, 12)  # Tuesday, five working days before
    assert due(child, "core-group-before-review") == tue_19_may

    move_conference(
        conference=review,
        booked_for=fri_22_may,
        booked_at=None,
        because="The chair is in court.",
        by=social_worker,
        today=date(2026, 4, 20),
    )

    assert due(child, "review-plan-updated") == date(2026, 5, 15)  # Friday
    assert due(child, "core-group-before-review") == fri_22_may
    changes = DeadlineChange.objects.filter(deadline__child=child, deadline__rule="review-plan-updated")
    assert "The chair is in court." in changes.latest("at").because


def test_a_cancelled_conference_leaves_the_limit_and_takes_its_countdown_away(
    child, book, due, social_worker
):
    on_a_plan(child, started_on=tue_24_february)
    review = book(on=date(2026, 4, 1), for_day=tue_19_may)

    cancel_conference(conference=review, because="Flood.", by=social_worker, today=date(2026, 4, 2))

    assert due(child, "review-plan-updated") is None
    assert due(child, "first-review") == date(2026, 5, 24)  # Sunday: the limit stays there


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        (sat_14_march, "Saturday 14 March 2026 is not a working day. Choose another day."),
        (good_friday, r"Friday 3 April 2026 is not a working day: Good Friday \(bank holiday\)"),
        (date(2060, 3, 1), "Bank holidays are known only until"),
    ],
)
def test_no_conference_is_booked_or_moved_to_a_day_nobody_works(book, social_worker, day, sentence):
    with pytest.raises(Refused, match=sentence):
        book(for_day=day)

    conference = book()
    with pytest.raises(Refused, match=sentence):
        move_conference(
            conference=conference,
            booked_for=day,
            booked_at=None,
            because="Room.",
            by=social_worker,
            today=wed_4_february,
        )


def test_a_conference_is_not_moved_into_the_past_nor_without_a_reason_nor_to_where_it_is(book, social_worker):
    conference = book()
    move = {"conference": conference, "booked_at": None, "by": social_worker, "today": wed_4_february}

    with pytest.raises(Refused, match="today or a day to come"):
        move_conference(booked_for=tue_3_february, because="Room.", **move)
    with pytest.raises(Refused, match="Say why the conference is moved"):
        move_conference(booked_for=tue_24_february, because=" ", **move)
    with pytest.raises(Refused, match="already booked for 23 February 2026"):
        move_conference(booked_for=mon_23_february, because="Room.", **move)
    with pytest.raises(Refused, match="Say why the conference is cancelled"):
        cancel_conference(conference=conference, because="", by=social_worker, today=wed_4_february)


def test_a_conference_in_the_past_is_booked_only_by_saying_when_it_was_booked(book):
    with pytest.raises(Refused, match="say when it was booked"):
        book(for_day=tue_3_february)

    assert book(for_day=tue_3_february, booked_on=date(2026, 1, 28)).booked_for == tue_3_february


def test_somebody_who_is_not_a_chair_cannot_be_named_as_one(book, her_manager, chair):
    with pytest.raises(Refused, match="Martin Model does not chair conferences"):
        book(chair=her_manager)

    chair.is_active = False
    chair.save_by(chair)
    with pytest.raises(Refused, match="does not chair"):
        book(chair=chair)


def test_a_child_has_one_conference_to_come_at_a_time(child, sam, book):
    book()

    with pytest.raises(Refused, match="already has a conference booked for 23 February 2026"):
        book(sam, child)

    assert Conference.objects.count() == 1


@pytest.mark.requirement("T-03")
def test_the_last_lawful_day_is_said_with_what_it_is_counted_from(child, sam, discussed):
    discussed()

    assert [str(each) for each in last_days([child, sam])] == [
        "Robin Fixture: conference must be held by Tuesday 24 February 2026 "
        "(15 working days after Tuesday 3 February 2026)"
    ]


def test_the_database_itself_refuses_a_conference_held_and_cancelled(book, social_worker):
    conference = book()
    conference.held_on = conference.cancelled_on = mon_23_february

    with pytest.raises(ValidationError, match="was not cancelled"), transaction.atomic():
        conference.save_by(social_worker)
