from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from accounts.models import User
from children.models import Child
from conferences.actions import book_conference, record_strategy_discussion
from conferences.models import StrategyDiscussion
from deadlines.models import Deadline
from tests.factories import AllocationFactory, ChildFactory, HouseholdFactory, ResidenceFactory

tue_3_february = date(2026, 2, 3)
wed_18_february = date(2026, 2, 18)
tue_24_february = date(2026, 2, 24)
wed_4_march = date(2026, 3, 4)


def at(child, *parts):
    return f"/children/{child.pk}/conferences/" + "".join(f"{part}/" for part in parts)


def words_of(response):
    return " ".join(response.content.decode().replace("&quot;", '"').replace("&#x27;", "'").split())


@pytest.fixture
def sam(child: Child, social_worker: User) -> Child:
    """Robin's brother, seven, at the same address and held by the same worker."""
    brother = ChildFactory(
        given_name="Sam",
        born_on=date(2018, 2, 1),
        team=social_worker.team,
        conference_chair=child.conference_chair,
    )
    AllocationFactory(child=brother, social_worker=social_worker)
    home = HouseholdFactory()
    for one in (child, brother):
        ResidenceFactory(child=one, household=home, from_on=date(2019, 1, 1))
    return brother


@pytest.fixture
def due() -> Callable[[Child, str], date | None]:
    def outstanding(child: Child, rule: str) -> date | None:
        deadline = Deadline.objects.outstanding().filter(child=child, rule=rule).first()
        return deadline.due_on if deadline else None

    return outstanding


@pytest.fixture
def discussed(child: Child, social_worker: User) -> Callable[..., list[StrategyDiscussion]]:
    """A strategy discussion on Tuesday 3 February 2026 agreed a section 47 enquiry."""

    def held(*children: Child, on: date = tue_3_february) -> list[StrategyDiscussion]:
        return record_strategy_discussion(
            children=children or [child],
            held_on=on,
            enquiry_agreed=True,
            who_took_part="Police, health visitor, team manager.",
            by=social_worker,
            today=on,
        )

    return held


@pytest.fixture
def signed_in() -> Callable[[User], Client]:
    def browser(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return browser


@pytest.fixture
def worker(signed_in, social_worker):
    return signed_in(social_worker)


@pytest.fixture
def presiding(signed_in, chair):
    return signed_in(chair)


@pytest.fixture
def booked(child, chair):
    """An initial conference for today, booked two weeks ago."""

    def book(*children, for_day=wed_4_march):
        return book_conference(
            children=children or [child],
            booked_for=for_day,
            booked_on=wed_18_february,
            chair=chair,
            by=chair,
            today=wed_4_march,
        )

    return book
