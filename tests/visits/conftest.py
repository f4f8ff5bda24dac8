from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from children.models import Child
from deadlines.models import Deadline
from tests.factories import AllocationFactory, ChildFactory, HouseholdFactory, ResidenceFactory

tue_24_february = date(2026, 2, 24)
tue_3_march = date(2026, 3, 3)
wed_4_march = date(2026, 3, 4)


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
def worker(social_worker: User) -> Client:
    browser = Client()
    browser.force_login(social_worker)
    return browser


@pytest.fixture
def answers(child: Child) -> dict[str, Any]:
    """A visit today, Wednesday 4 March 2026, at home, on which Robin was seen alone."""
    return {
        "visited_which_day": wed_4_march.isoformat(),
        "visited_at": "4:30pm",
        "place": "home",
        "contact": "face-to-face",
        f"seen_{child.pk}": "alone",
        f"bedroom_{child.pk}": "on",
        f"said_{child.pk}": "School is fine.",
        "account": "The kitchen was clean.",
        "who_was_present": "Robin's mother.",
    }
