"""Every review has progress and the need for change on its agenda, whatever else is spoken of (S3-17)."""

from datetime import date, timedelta

import pytest

from conferences.actions import book_conference
from plans.actions.lines import add_line
from tests.factories.stories import on_a_plan
from tests.plans.conftest import signed_in

tue_24_feb, wed_4_mar, wed_20_may = date(2026, 2, 24), date(2026, 3, 4), date(2026, 5, 20)
FIXED = "Robin Fixture: what has come of each outcome, and whether the plan has to change"
pytestmark = [pytest.mark.requirement("S3-17"), pytest.mark.usefixtures("it_is_today")]


@pytest.fixture
def review(child, chair, social_worker):
    on_a_plan(child, started_on=tue_24_feb)
    return book_conference(
        children=[child],
        booked_for=wed_20_may,
        booked_on=wed_4_mar,
        chair=chair,
        by=social_worker,
        today=wed_4_mar,
    )


def test_it_is_the_first_item_before_it_is_held(review, child, chair, it_is):
    browser, at = signed_in(chair), f"/children/{child.pk}/conferences/{review.pk}/"

    page = browser.get(at).content.decode()

    assert FIXED in page
    it_is(wed_20_may)
    assert FIXED in signed_in(chair).get(f"{at}hold/").content.decode()


def test_an_initial_conference_has_no_plan_to_speak_of(child, chair, social_worker):
    initial = book_conference(
        children=[child], booked_for=wed_4_mar + timedelta(days=7), booked_on=wed_4_mar, chair=chair, by=social_worker,
        today=wed_4_mar,
    )  # fmt: skip

    page = signed_in(chair).get(f"/children/{child.pk}/conferences/{initial.pk}/").content.decode()
    assert "what has come of each outcome" not in page


@pytest.mark.requirement("B-29")
def test_booked_on_a_day_that_the_family_keeps_it_says_so(child, chair, social_worker):
    plan = on_a_plan(child, started_on=tue_24_feb)
    add_line(
        plan=plan,
        kind="festival",
        words="Eid",
        from_on=date(2026, 5, 19),
        until_on=wed_20_may,
        by=social_worker,
    )
    answers = {
        "booked_for": "20/5/2026", "chair": chair.pk, "children": [child.pk], "kind": "review", "booked_at": "10am",
    }  # fmt: skip

    page = signed_in(social_worker).post(f"/children/{child.pk}/conferences/book/", answers, follow=True)

    assert "That day falls into Eid, 19 May 2026 to 20 May 2026" in page.content.decode()
