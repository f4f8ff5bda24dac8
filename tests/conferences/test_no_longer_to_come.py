import pytest

from conferences.actions import book_conference, cancel_conference
from tests.factories.stories import NEGLECT, hold

pytestmark = pytest.mark.usefixtures("it_is_today")

EVERY_FORM = ["move", "cancel", "hold"]


@pytest.fixture
def conference(child, chair, today):
    return book_conference(
        children=[child], booked_for=today, booked_on=today, chair=chair, by=chair, today=today
    )


@pytest.mark.parametrize("form", EVERY_FORM)
def test_nothing_is_asked_about_a_conference_that_was_held_meanwhile(
    signed_in, child, chair, conference, form
):
    hold(conference, decision="plan", categories=NEGLECT, by=chair)

    response = signed_in(chair).get(f"/children/{child.pk}/conferences/{conference.pk}/{form}/", follow=True)

    assert response.redirect_chain == [(f"/children/{child.pk}/conferences/{conference.pk}/", 302)]
    assert "This conference was held on 4 March 2026." in response.content.decode()


@pytest.mark.parametrize("form", EVERY_FORM)
def test_nothing_is_asked_about_a_conference_that_was_cancelled_meanwhile(
    signed_in, child, chair, conference, today, form
):
    cancel_conference(conference=conference, because="The family was ill.", by=chair, today=today)

    response = signed_in(chair).get(f"/children/{child.pk}/conferences/{conference.pk}/{form}/", follow=True)

    assert "This conference was cancelled on 4 March 2026." in response.content.decode()
