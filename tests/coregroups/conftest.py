from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from children.models import Child
from coregroups.actions import add_member
from coregroups.models import CoreGroupMember
from deadlines.numbers import working_calendar
from plans.models import ChildProtectionPlan
from tests.factories import (
    AllocationFactory,
    ChildFactory,
    HouseholdFactory,
    PersonFactory,
    ResidenceFactory,
)
from tests.factories.stories import on_a_plan


@pytest.fixture
def now_today() -> date:
    """Today as a page reads it."""
    return timezone.localdate()


@pytest.fixture
def plan(child: Child, now_today: date) -> ChildProtectionPlan:
    """Begun about three weeks ago, on a working day."""
    started_on = working_calendar().last_working_day_on_or_before(now_today - timedelta(weeks=3))
    return on_a_plan(child, started_on=started_on)


@pytest.fixture
def sibling(child: Child, social_worker: User, plan: ChildProtectionPlan) -> Child:
    """Sam, who lives with Robin and has been on a plan as long."""
    sam = ChildFactory(
        given_name="Sam",
        born_on=date(2018, 2, 1),
        team=social_worker.team,
        conference_chair=child.conference_chair,
    )
    AllocationFactory(child=sam, social_worker=social_worker)
    home = HouseholdFactory()
    for one in (child, sam):
        ResidenceFactory(child=one, household=home, from_on=date(2019, 1, 1))
    on_a_plan(sam, started_on=plan.started_on)
    return sam


@pytest.fixture
def join(social_worker: User, plan: ChildProtectionPlan) -> Callable[..., CoreGroupMember]:
    """Somebody joins a child's core group on the day its plan began."""

    def joined(child: Child, name: str, *, role: str = "Teacher", excluded: str = "", **about: object):
        [member] = add_member(
            children=[child],
            person=PersonFactory(name=name, **about),
            role=role,
            from_on=plan.started_on,
            excluded_because=excluded,
            by=social_worker,
        )
        return member

    return joined


@pytest.fixture
def group(child, social_worker):
    """A nurse with email, an aunt without, a father who is kept out."""
    on_a_plan(child, started_on=date(2026, 1, 12))
    nurse = PersonFactory(name="Hattie Visitor", agency="Health Trust", email="post@trust.example", user=None)
    aunt = PersonFactory(name="Anna Aunt", agency="", email="", user=None)
    father = PersonFactory(name="Fred Fixture", agency="", email="fred@home.example", user=None)
    for person in (nurse, aunt, father):
        add_member(
            children=[child], person=person, role="Member", from_on=date(2026, 1, 12), by=social_worker,
            excluded_because="Bail conditions." if person is father else "",
        )  # fmt: skip
    return nurse, aunt, father


@pytest.fixture
def worker(client: Client, social_worker: User) -> Client:
    client.force_login(social_worker, backend="django.contrib.auth.backends.ModelBackend")
    return client


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client
