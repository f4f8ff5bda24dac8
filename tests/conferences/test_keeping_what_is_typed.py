"""A chair who is called away finds what they had typed about a conference, its outcomes too."""

from datetime import date

import pytest
from django.urls import reverse
from lxml import html

from conferences.actions import book_conference
from tests.plans.conftest import signed_in
from unfinished.models import Unfinished

tue_3_mar, wed_4_mar = date(2026, 3, 3), date(2026, 3, 4)
pytestmark = pytest.mark.usefixtures("it_is_today")


@pytest.fixture
def where(child, chair):
    conference = book_conference(
        children=[child], booked_for=tue_3_mar, chair=chair, by=chair, today=wed_4_mar,
        booked_on=date(2026, 2, 24),
    )  # fmt: skip
    return reverse("conferences:hold", kwargs={"child_pk": child.pk, "conference_pk": conference.pk})


TYPED = {
    "held_on": "3/3/2026",
    "record": "The school was heard fir",
    "outcomes-TOTAL_FORMS": "2",
    "outcomes-INITIAL_FORMS": "0",
    "outcomes-0-what_will_be_different": "Robin sleeps safely.",
    "outcomes-1-what_will_be_different": "Robin is at school by ni",
}


def boxes(answer) -> dict[str, str]:
    tree = html.fromstring(answer.content)
    texts = {box.get("name"): (box.text or "").removeprefix("\n") for box in tree.xpath("//textarea")}
    return texts | {box.get("name"): box.get("value", "") for box in tree.xpath("//input")}


def test_the_conference_and_both_outcomes_are_there_again(where, chair):
    browser = signed_in(chair)

    browser.post(where, {**TYPED, "_keep": "yes"})
    again = browser.get(where)

    shown = boxes(again)
    assert {name: shown.get(name) for name in TYPED if "INITIAL" not in name} == {
        name: typed for name, typed in TYPED.items() if "INITIAL" not in name
    }
    assert "There is a problem" not in again.content.decode()


def test_what_cannot_be_saved_yet_is_kept_with_every_complaint_at_once(where, chair):
    browser = signed_in(chair)

    page = browser.post(where, {**TYPED, "outcomes-1-achieve_by": "31/2/2026"})

    text = page.content.decode()
    assert "There is a problem" in text
    assert "31/2/2026" in text
    assert text.count("govuk-error-message") > 2
    assert boxes(browser.get(where))["outcomes-1-what_will_be_different"] == "Robin is at school by ni"


def test_another_row_is_added_without_keeping_or_losing_anything(where, chair):
    page = signed_in(chair).post(where, {**TYPED, "outcomes-add": "yes"})

    shown = boxes(page)
    assert shown["record"] == TYPED["record"]
    assert shown["outcomes-1-what_will_be_different"] == TYPED["outcomes-1-what_will_be_different"]
    assert shown["outcomes-TOTAL_FORMS"] == "3"
    assert not Unfinished.objects.exists()
