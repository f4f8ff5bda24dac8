from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from children.models import Child
from deadlines.numbers import working_calendar
from plans.models import ChildProtectionPlan
from tests.factories.stories import on_a_plan


@pytest.fixture
def now_today() -> date:
    """Today as a page reads it."""
    return timezone.localdate()


@pytest.fixture
def plan(child: Child, now_today: date) -> ChildProtectionPlan:
    """Begun by an initial conference about six weeks ago, on a working day."""
    return on_a_plan(
        child, started_on=working_calendar().last_working_day_on_or_before(now_today - timedelta(weeks=6))
    )


@pytest.fixture
def worker(client: Client, social_worker: User) -> Client:
    client.force_login(social_worker, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def manager(her_manager: User) -> Client:
    return signed_in(her_manager)


@pytest.fixture
def at_the_conference(chair: User) -> Client:
    return signed_in(chair)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client
