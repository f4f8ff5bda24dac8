from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conferences.actions import book_conference, hold_conference
from conferences.actions.holding import Decided
from conferences.models import Conference, Section47Enquiry, StrategyDiscussion
from tests.conferences.conftest import (
    at,
    tue_3_february,
    tue_24_february,
    wed_4_march,
    wed_18_february,
    words_of,
)
from tests.factories import ChildFactory
from tests.factories.stories import on_a_plan, reviewed

pytestmark = pytest.mark.usefixtures("it_is_today")

tue_19_may = date(2026, 5, 19)
wed_27_may = date(2026, 5, 27)


@pytest.mark.requirement("T-01", "T-03")
def test_the_list_says_when_the_enquiry_and_the_conference_are_due(read, social_worker, child, discussed):
    discussed()

    page = read(social_worker, at(child))

    assert (
        "must be held by Tuesday 24 February 2026 (15 working days after Tuesday 3 February 2026)"
        in page.words
    )
    assert "Decision after section 47 enquiries" in page.words
    assert "17 February 2026" in page.words
    assert "Overdue by" in page.words
    assert "Record what the enquiry decided" in page.links


def test_an_empty_list_says_so_and_that_a_plan_needs_a_conference(read, social_worker, child):
    words = read(social_worker, at(child)).words

    assert "No conference is booked, and none has been held." in words
    assert "A plan begins only with a conference." in words


def test_a_discussion_is_recorded_for_the_children_ticked(worker, child, sam):
    answers = {
        "children": [child.pk, sam.pk],
        "held_on": "3/3/2026",
        "who_took_part": "Police, health, social care.",
        "enquiry_agreed": "yes",
    }

    saved = worker.post(at(child, "discussions", "record"), answers, follow=True)

    assert "Sam Fixture: conference must be held by Tuesday 24 March 2026" in words_of(saved)
    assert StrategyDiscussion.objects.count() == 2


def test_a_discussion_to_come_is_refused_and_nothing_typed_is_lost(worker, child):
    answers = {"held_on": "5/3/2026", "who_took_part": "The police.", "enquiry_agreed": "yes"}

    page = words_of(worker.post(at(child, "discussions", "record"), answers))

    assert "must be today (4 March 2026) or earlier" in page
    assert "The police." in page
    assert not StrategyDiscussion.objects.exists()


@pytest.mark.requirement("S2-7")
def test_one_decision_is_recorded_for_the_siblings_whose_enquiries_began_that_day(
    worker, child, sam, discussed, her_manager
):
    robins, _ = discussed(child, sam)
    answers = {
        "children": [child.pk, sam.pk],
        "decided_on": "17/2/2026",
        "outcome": "no-conference",
        "findings": "Explained.",
        "agreed_by": her_manager.pk,
    }

    saved = worker.post(at(child, "enquiries", robins.enquiry.pk, "decide"), answers, follow=True)

    assert "No conference is needed." in words_of(saved)
    assert Section47Enquiry.objects.filter(agreed_by=her_manager, outcome="no-conference").count() == 2


def test_only_managers_are_offered_as_having_agreed(
    read, social_worker, child, discussed, her_manager, chair
):
    [discussion] = discussed()

    words = read(social_worker, at(child, "enquiries", discussion.enquiry.pk, "decide")).words

    assert "Martin Model" in words
    assert "Chandra Chart" not in words


@pytest.mark.requirement("T-03")
def test_a_day_after_the_limit_is_booked_only_knowingly_and_with_the_reason(worker, child, chair, discussed):
    discussed(on=wed_18_february)
    first = worker.get(at(child, "book"))
    assert "must be held by Wednesday 11 March 2026" in words_of(first)
    assert "I know that this is later" not in words_of(first)
    late = {"booked_for": "12/3/2026", "chair": chair.pk, "place": "Civic Centre"}

    refused = words_of(worker.post(at(child, "book"), late))
    assert "Thursday 12 March 2026 is too late." in refused
    assert "I know that this is later than the limit" in refused
    assert "Civic Centre" in refused
    assert not Conference.objects.exists()

    unexplained = words_of(worker.post(at(child, "book"), late | {"known_late": "on"}))
    assert "Enter why it cannot be sooner" in unexplained

    reason = {"known_late": "on", "late_because": "No chair is free."}
    saved = worker.post(at(child, "book"), late | reason, follow=True)
    assert "Conference booked for Thursday 12 March 2026." in words_of(saved)
    assert "Later than the limit" in words_of(saved)
    assert Conference.objects.get().late_because == "No chair is free."


def test_a_reason_that_was_not_needed_is_not_kept(worker, child, chair, discussed):
    discussed(on=wed_18_february)

    worker.post(
        at(child, "book"),
        {"booked_for": "11/3/2026", "chair": chair.pk, "known_late": "on", "late_because": "None."},
    )

    assert Conference.objects.get().late_because == ""


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"booked_for": "14/3/2026"}, "Saturday 14 March 2026 is not a working day"),
        ({"booked_for": "3/4/2026"}, "Good Friday (bank holiday)"),
        ({"booked_for": "2/3/2026"}, "say when it was booked"),
        ({"booked_for": "31/2/2026"}, "Date of the conference must be a real date"),
        ({"chair": ""}, "Select who chairs the conference"),
    ],
)
def test_a_booking_that_will_not_do_is_refused_in_words_with_what_was_typed(
    worker, child, chair, wrong, sentence
):
    answers = {"booked_for": "10/3/2026", "chair": chair.pk, "place": "Civic Centre"}

    page = words_of(worker.post(at(child, "book"), answers | wrong))

    assert sentence in page
    assert "Civic Centre" in page
    assert not Conference.objects.exists()


def test_nobody_but_a_chair_is_offered_to_chair(worker, child, chair, her_manager):
    page = worker.post(at(child, "book"), {"booked_for": "10/3/2026", "chair": her_manager.pk})

    assert "must be one of the answers listed" in words_of(page)
    assert not Conference.objects.exists()


@pytest.mark.requirement("T-08", "T-14")
def test_a_booked_review_shows_what_must_be_ready_and_by_when(read, social_worker, child, booked):
    on_a_plan(child, started_on=date(2026, 1, 6))
    review = booked(for_day=date(2026, 3, 18))

    words = read(social_worker, at(child, review.pk)).words

    assert "Review conference on Wednesday 18 March 2026" in words
    assert "Plan updated for the review conference" in words
    assert "Due in 5 working days, Wed 11 Mar" in words
    assert "Core group shortly before the review" in words
    assert "Who may record what it decided: Conference chair, Safeguarding unit." in words


def test_moving_and_cancelling_say_what_became_of_it(worker, child, booked):
    conference = booked(for_day=date(2026, 3, 10))

    moved = worker.post(
        at(child, conference.pk, "move"), {"booked_for": "12/3/2026", "because": "Strike."}, follow=True
    )
    assert "Conference moved to Thursday 12 March 2026." in words_of(moved)
    assert "Strike." in words_of(moved)

    cancelled = worker.post(at(child, conference.pk, "cancel"), {"because": "Moved away."}, follow=True)
    assert "Conference cancelled." in words_of(cancelled)
    again = worker.post(at(child, conference.pk, "cancel"), {"because": "Again."})
    assert "This conference was cancelled on 4 March 2026." in words_of(again)


def test_a_conference_is_not_moved_into_the_past(worker, child, booked):
    conference = booked(for_day=date(2026, 3, 10))

    page = worker.post(at(child, conference.pk, "move"), {"booked_for": "3/3/2026", "because": "Strike."})

    assert "must be today or later" in words_of(page)
    assert Conference.objects.get().booked_for == date(2026, 3, 10)


def test_who_may_not_record_a_conference_is_not_offered_it(read, social_worker, chair, child, booked):
    conference = booked()

    assert "Record what it decided" not in read(social_worker, at(child, conference.pk)).words
    assert read(social_worker, at(child, conference.pk, "hold")).status == 403
    assert "Record what it decided" in read(chair, at(child, conference.pk)).words


def test_a_child_at_the_conference_whom_one_may_not_see_is_counted_and_not_named(
    read, social_worker, child, booked
):
    elsewhere = ChildFactory(given_name="Elsie")
    conference = booked(child, elsewhere)

    words = read(social_worker, at(child, conference.pk)).words

    assert "1 other child whose record you may not open" in words
    assert "Elsie" not in words


def test_a_conference_is_not_found_through_a_child_who_was_not_at_it(read, social_worker, child, sam, booked):
    conference = booked(child)

    for page in ("", "move", "cancel"):
        assert read(social_worker, at(sam, conference.pk, *filter(None, [page]))).status == 404


def test_the_list_costs_the_same_with_two_conferences_and_with_six(worker, child, chair, discussed):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            assert worker.get(at(child)).status_code == 200
        return len(asked)

    def no_plan(day):
        conference = book_conference(
            children=[child],
            booked_for=day,
            booked_on=tue_3_february,
            chair=chair,
            by=chair,
            today=wed_4_march,
        )
        hold_conference(
            conference=conference,
            held_on=day,
            quorate=True,
            decided=[Decided(child=child, decision="no-plan", reason="Safe.")],
            by=chair,
            today=wed_4_march,
        )

    for day in (3, 4):
        discussed(on=date(2026, 2, day))
        no_plan(date(2026, 2, day))
    with_two = queries()
    for day in (5, 6, 9, 10):
        discussed(on=date(2026, 2, day))
        no_plan(date(2026, 2, day))

    assert queries() == with_two


def test_the_list_of_a_child_whose_plan_has_ended_tells_the_whole_way(read, social_worker, child):
    on_a_plan(child, started_on=date(2026, 1, 6))
    reviewed(child, held_on=tue_24_february, ends=True)

    words = read(social_worker, at(child)).words

    assert words.index("Review conference on Tuesday 24 February 2026") < words.index(
        "Initial conference on Tuesday 6 January 2026"
    )
    assert "Plan ends" in words
    assert "Child protection plan" in words
