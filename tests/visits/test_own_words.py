"""What a child said to a visitor is where somebody writes about the child, and is sent nowhere by itself."""

from datetime import date

import pytest
from django.urls import reverse

from conferences.actions import book_conference
from tests.factories import stories
from tests.plans.conftest import signed_in
from visits.actions import Seen, record_visit

tue_24_feb, tue_3_mar, wed_4_mar = date(2026, 2, 24), date(2026, 3, 3), date(2026, 3, 4)
WORDS = "Dad shouts when you are gone."
pytestmark = [pytest.mark.requirement("B-09"), pytest.mark.usefixtures("it_is_today")]


def said(child, by, *, on=tue_3_mar, words=WORDS):
    record_visit(
        seen=[Seen(child=child, child_seen=True, child_seen_alone=True, own_words=words)],
        visited_on=on,
        by=by,
        today=on,
    )


@pytest.fixture
def pages(child, chair, social_worker):
    stories.on_a_plan(child, started_on=tue_24_feb)
    review = book_conference(
        children=[child], booked_for=date(2026, 5, 20), booked_on=wed_4_mar, chair=chair, by=social_worker,
        today=wed_4_mar,
    )  # fmt: skip
    at = {"child_pk": child.pk, "conference_pk": review.pk}
    return [
        reverse("plans:plan", kwargs={"child_pk": child.pk}),
        reverse("conferences:report", kwargs=at),
        reverse("conferences:write-draft", kwargs=at),
    ]


def test_it_is_on_the_plan_the_report_and_the_draft(child, pages, social_worker):
    said(child, social_worker)

    for page in pages:
        text = signed_in(social_worker).get(page).content.decode()
        assert f"{child.name}, 3 March 2026: {WORDS}" in text
        assert "It goes into nothing by itself." in text


def test_only_of_the_last_half_year_and_of_this_child(child, sam, pages, social_worker):
    said(child, social_worker, on=date(2025, 9, 3), words="Long ago.")
    said(child, social_worker, on=date(2025, 9, 4), words="Six months ago.")
    said(sam, social_worker, words="Sam’s own.")

    for page in pages:
        text = signed_in(social_worker).get(page).content.decode()
        assert "Six months ago." in text
        assert "Long ago." not in text
        assert "Sam’s own." not in text


def test_where_nothing_was_said_there_is_no_heading(child, pages, social_worker):
    said(child, social_worker, words="")

    for page in pages:
        assert "in the child’s own words" not in signed_in(social_worker).get(page).content.decode()
