from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from conferences.actions import book_conference, move_conference
from deadlines.models import Deadline
from tests.factories import ChildFactory
from tests.factories.stories import on_a_plan, reviewed, seen

wed_4_feb = date(2026, 2, 4)
wed_18_feb = date(2026, 2, 18)
fri_27_feb = date(2026, 2, 27)

pytestmark = pytest.mark.usefixtures("it_is_today")


def dates_of(child) -> str:
    return reverse("deadlines:of-child", kwargs={"child_pk": child.pk})


def why(child, rule: str, **which: object) -> str:
    deadline = child.deadlines.in_force().get(rule=rule, **which)
    return reverse("deadlines:why", kwargs={"child_pk": child.pk, "deadline_pk": deadline.pk})


def test_what_is_owed_stands_in_order_of_its_day_with_its_standing(read, child, social_worker):
    on_a_plan(child, started_on=wed_4_feb)
    rows = read(social_worker, dates_of(child)).context["outstanding"]
    assert [row.due_on for row in rows] == sorted(row.due_on for row in rows)
    standing = {row.what: row.words for row in rows}
    assert standing["Visit to the child"] == "Overdue by 10 working days"
    assert standing["Contact with the child"] == "Due today"


def test_earlier_dates_are_grouped_by_rule_and_counted(read, child, social_worker):
    on_a_plan(child, started_on=wed_4_feb)
    seen(child, on=date(2026, 2, 11), by=social_worker)
    seen(child, on=fri_27_feb, by=social_worker)
    histories = {each.name: each for each in read(social_worker, dates_of(child)).context["histories"]}
    assert histories["Visit to the child"].summary == "1 met on time, 1 met late"


def test_only_the_newest_of_a_long_history_are_shown_at_once_and_the_rest_are_a_link_away(
    read, child, social_worker
):
    on_a_plan(child, started_on=wed_4_feb)
    for day in (5, 6, 9, 10, 11, 12, 13, 16):
        seen(child, on=date(2026, 2, day), by=social_worker)
    page = read(social_worker, dates_of(child))
    visits = next(each for each in page.context["histories"] if each.name == "Visit to the child")
    assert len(visits.rows) == 6
    everything = read(social_worker, dates_of(child) + visits.all_url)
    assert everything.context["page"].paginator.count == 9


def test_the_working_names_each_weekend_and_holiday_and_the_limit_that_decided(read, child, social_worker):
    on_a_plan(child, started_on=wed_4_feb)
    words = read(social_worker, why(child, "visit")).words
    assert "10 working days after Wednesday 4 February 2026 is Wednesday 18 February 2026" in words
    assert "Not counted: 4 weekend days" in words
    assert "Saturday 7 February 2026 Saturday, not counted" in words
    assert "Sussex procedures" in words


def test_what_started_a_clock_is_a_link_to_its_record(read, child, social_worker):
    on_a_plan(child, started_on=wed_4_feb)
    visit = seen(child, on=wed_18_feb, by=social_worker)
    links = read(social_worker, why(child, "visit", started_on=wed_18_feb)).links
    assert links["Visit, child seen, Wednesday 18 February 2026"] == reverse(
        "visits:visit", kwargs={"child_pk": child.pk, "visit_pk": visit.pk}
    )


def test_a_date_that_moved_says_what_it_was_why_and_by_whom(read, child, chair, social_worker, today):
    on_a_plan(child, started_on=wed_4_feb)
    conference = book_conference(
        children=[child], booked_for=date(2026, 4, 23), chair=chair, by=chair, today=today
    )
    move_conference(
        conference=conference, booked_for=date(2026, 4, 30), booked_at=None, because="The school is closed",
        by=chair, today=today,
    )  # fmt: skip
    words = read(social_worker, why(child, "review-plan-updated")).words
    assert "Was 16 April 2026, now 23 April 2026, because the conference was moved" in words
    assert "The school is closed" in words
    assert f"({chair}," in words


def test_a_date_that_was_withdrawn_can_still_be_explained(read, child, chair, social_worker, today):
    on_a_plan(child, started_on=wed_4_feb)
    [deadline] = child.deadlines.filter(rule="visit")
    address = why(child, "visit")
    Deadline.objects.filter(pk=deadline.pk).update(
        started_on=date(2026, 2, 3), withdrawn_at="2026-03-01T09:00Z"
    )
    words = read(social_worker, address).words
    assert "This date no longer stands" in words
    assert "The facts no longer ask for this date" in words


def test_a_date_of_another_child_is_not_found_through_this_one(read, child, social_worker):
    on_a_plan(child, started_on=wed_4_feb)
    other = ChildFactory(team=child.team)
    on_a_plan(other, started_on=wed_4_feb)
    address = why(other, "visit").replace(f"/{other.pk}/dates", f"/{child.pk}/dates")
    assert read(social_worker, address).status == 404


def test_an_ended_plan_leaves_what_lapsed_in_the_history(read, child, social_worker):
    on_a_plan(child, started_on=wed_4_feb)
    reviewed(child, held_on=fri_27_feb, ends=True)
    page = read(social_worker, dates_of(child))
    histories = {each.name: each.summary for each in page.context["histories"]}
    assert histories["Contact with the child"] == "1 no longer needed"
    assert [row.what for row in page.context["outstanding"]] == ["Child in need plan after the plan"]


def test_a_child_without_a_plan_has_no_dates_and_is_told_what_would_start_them(read, child, social_worker):
    assert (
        "Nothing is owed under the statutory timetable today." in read(social_worker, dates_of(child)).words
    )


def test_the_page_asks_as_many_questions_for_two_visits_as_for_twenty(child, social_worker):
    on_a_plan(child, started_on=wed_4_feb)
    browser = Client()
    browser.force_login(social_worker)
    browser.get(dates_of(child))

    def questions() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert browser.get(dates_of(child)).status_code == 200
        return len(captured)

    seen(child, on=date(2026, 2, 5), by=social_worker)
    seen(child, on=date(2026, 2, 6), by=social_worker)
    with_two = questions()
    for day in range(9, 27):
        seen(child, on=date(2026, 2, day), by=social_worker)
    assert questions() == with_two
