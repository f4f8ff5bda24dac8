"""A visit that is written in pieces: the page is left, the network goes, the session runs out, and no word is lost."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, expect

from accounts.models import User
from children.models import Child
from tests.factories import stories
from tests.journeys.keyboard import SomebodyWithoutAMouse
from tests.journeys.people import Somebody
from unfinished.models import Unfinished
from visits.models import Visit

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.requirement("B-09")]

BEGUN, MORE, LAST = "Robin was building a den", " in the garden", " with his sister."
ACCOUNT = "What did you see and hear?"


@pytest.fixture
def robin(child: Child) -> Child:
    stories.on_a_plan(child, started_on=timezone.localdate() - timedelta(days=10))
    return child


@pytest.fixture
def time_passes(monkeypatch: pytest.MonkeyPatch) -> Callable[[timedelta], None]:
    def pass_(span: timedelta) -> None:
        later = timezone.now() + span
        monkeypatch.setattr(timezone, "now", lambda: later)

    return pass_


@pytest.mark.parametrize(
    ("width", "who"),
    [
        pytest.param(1280, SomebodyWithoutAMouse, id="1280, from the keyboard alone"),
        pytest.param(390, Somebody, id="390"),
    ],
)
def test_nothing_typed_is_lost(
    browser: Browser, live_server, social_worker: User, robin, time_passes, width, who
):
    priya = who(social_worker, browser, live_server.url, width=width, scripts=True)
    priya.comes_in()
    page, address = priya.page, live_server.url + reverse("visits:record", args=[robin.pk])
    page.goto(address)
    account, said = page.get_by_label(ACCOUNT), page.locator("[data-app-kept]")

    account.press_sequentially(BEGUN)
    expect(said).to_contain_text("Saved at")
    assert said.get_attribute("role") == "status", "people who hear the page are told"
    priya.can_use_the_page()

    # Another app is looked at and this page comes back: it is no second window.
    page.evaluate(
        "() => { Object.defineProperty(document, 'visibilityState', {value: 'hidden', configurable: true});"
        " document.dispatchEvent(new Event('visibilitychange')); delete document.visibilityState }"
    )
    account.press_sequentially(".")
    page.evaluate(
        "() => { Object.defineProperty(document, 'visibilityState', {value: 'hidden', configurable: true});"
        " document.dispatchEvent(new Event('visibilitychange')); delete document.visibilityState }"
    )
    page.wait_for_timeout(500)
    account.press("Backspace")
    page.wait_for_timeout(3_000)
    expect(said).to_contain_text("Saved at")
    assert Unfinished.objects.get().beside == []

    # The page is left by a press on something else, before the pause is over.
    account.press_sequentially(MORE)
    page.goto(live_server.url + reverse("my-day"))
    priya.reads("Begun and not recorded yet")
    priya.can_use_the_page()
    priya.clicks(page.get_by_role("link", name=f"Record a visit: {robin.name}"))
    expect(account).to_have_value(BEGUN + MORE)

    # The network goes, and comes back.
    priya.context.set_offline(True)
    account.press("End")
    account.press_sequentially(LAST)
    expect(said).to_contain_text("No network. What you typed is kept on this device")
    priya.context.set_offline(False)
    expect(said).to_contain_text("Saved at", timeout=10_000)

    # The session runs out while somebody answers the telephone.
    priya.checks(page.get_by_label("Today"))
    expect.set_options(timeout=10_000)
    page.wait_for_timeout(2_500)
    time_passes(timedelta(minutes=settings.SESSION_COOKIE_AGE // 60 + 1))
    priya.checks(page.get_by_label("At home"))
    expect(said).to_contain_text("You are signed out")
    priya.presses("Save visit")
    priya.is_at("Sign in")
    priya.signs_in()
    expect(page.get_by_label(ACCOUNT)).to_have_value(BEGUN + MORE + LAST)
    expect(page.get_by_label("At home")).to_be_checked()

    # It is finished, and the button pressed twice.
    priya.checks(page.get_by_label("Met the family"))
    priya.checks(page.get_by_label("Yes, alone"))
    priya.clicks_twice(page.get_by_role("button", name="Save visit"))
    priya.is_told("Visit recorded.")
    [visit] = Visit.objects.all()
    assert visit.account == BEGUN + MORE + LAST
    assert not Unfinished.objects.exists()
    expected = ("401", "ERR_INTERNET_DISCONNECTED")
    assert [each for each in priya.complaints if not any(code in each for code in expected)] == []


def test_without_scripts_a_button_keeps_it(browser: Browser, live_server, social_worker: User, robin):
    priya = Somebody(social_worker, browser, live_server.url, width=390, scripts=False)
    priya.comes_in()
    priya.page.goto(live_server.url + reverse("visits:record", args=[robin.pk]))
    priya.page.get_by_label(ACCOUNT).fill(BEGUN)
    priya.presses("Keep it and go on later")

    priya.is_told("Saved. You find it on your first page.")
    expect(priya.page.get_by_label(ACCOUNT)).to_have_value(BEGUN)
    priya.can_use_the_page()
    priya.leaves("begun-visit")
    assert priya.complaints == []
