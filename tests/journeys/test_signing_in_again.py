"""The idle time-out, as somebody meets it who was called away."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser

from accounts.models import User
from children.models import Child
from tests.journeys.people import Somebody

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def time_passes(monkeypatch: pytest.MonkeyPatch) -> Callable[[timedelta], None]:
    def pass_(span: timedelta) -> None:
        later = timezone.now() + span
        monkeypatch.setattr(timezone, "now", lambda: later)

    return pass_


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_who_was_away_too_long_is_told_so_and_comes_back_to_where_they_were_going(
    browser: Browser, live_server, social_worker: User, child: Child, time_passes, scripts
):
    priya = Somebody(social_worker, browser, live_server.url, width=390, scripts=scripts)
    priya.comes_in()
    priya.page.goto(live_server.url + child.get_absolute_url())
    minutes = settings.SESSION_COOKIE_AGE // 60

    time_passes(timedelta(minutes=minutes - 1))
    priya.turns_to("Visits")
    priya.is_at("Visits")
    time_passes(timedelta(minutes=minutes + 1))
    priya.turns_to("Core groups")

    priya.is_at("Sign in")
    priya.reads(f"You were signed out because nothing happened for {minutes} minutes.")
    priya.signs_in()
    priya.is_at("Core groups")
    assert priya.page.url == live_server.url + reverse("coregroups:list", args=[child.pk])
    priya.leaves("signed-in-again")
    assert priya.complaints == []
