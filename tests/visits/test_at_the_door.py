"""What is known before knocking at the door."""

from datetime import date

import pytest
from django.urls import reverse

from children.actions import add_to_network
from children.models import Relationship
from tests.factories import PersonFactory, stories
from visits.actions import Seen, record_visit
from visits.at_the_door import to_look_at

wed_4_march = date(2026, 3, 4)
pytestmark = pytest.mark.requirement("B-09")


def sentences(child, today: date) -> list[str]:
    [looked] = to_look_at([child], today=today)
    return looked.sentences


def test_it_says_since_when_a_child_was_not_seen_alone_and_the_bedroom_not_seen(child, social_worker):
    # 13 February is 19 days before 4 March; 31 December is nine weeks before.
    record_visit(
        seen=[Seen(child=child, child_seen=True, child_seen_alone=True, bedroom_seen=True)],
        visited_on=date(2025, 12, 31), by=social_worker, today=wed_4_march,
    )  # fmt: skip
    stories.seen(child, on=date(2026, 2, 13), by=social_worker)
    stories.seen(child, on=date(2026, 3, 2), by=social_worker, alone=False)

    assert sentences(child, wed_4_march) == [
        "Last seen alone on 13 February 2026, 19 days ago.",
        "Bedroom last seen on 31 December 2025, 9 weeks ago.",
    ]


def test_what_never_was_is_said(child):
    assert sentences(child, wed_4_march) == [
        "Last seen alone: never, on record.",
        "Bedroom last seen: never, on record.",
    ]


def test_a_visit_that_does_not_count_is_not_the_last_time_a_child_was_seen_alone(child, stranger):
    stories.seen(child, on=date(2026, 3, 2), by=stranger)

    assert sentences(child, wed_4_march)[0] == "Last seen alone: never, on record."


def test_the_form_shows_it_with_warnings_and_who_is_at_home(child, sam, social_worker, it_is_today, read):
    mother = PersonFactory(
        name="Nina Fixture", staff_safety_warning="Two large dogs.", staff_safety_review_on=date(2026, 5, 1)
    )
    add_to_network(
        children=[child], person=mother, kind=Relationship.Kind.MOTHER, from_on=date(2026, 1, 5), by=social_worker,
        parental_responsibility=True,
    )  # fmt: skip
    stories.on_a_plan(child, started_on=date(2026, 2, 24))

    words = read(social_worker, reverse("visits:record", args=[child.pk])).words

    assert "Two large dogs. (to be reviewed by 1 May 2026)" in words
    assert f"At home and in the family: Nina Fixture (mother), {sam.name}." in words
    assert "Bedroom last seen: never, on record." in words
