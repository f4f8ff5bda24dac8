"""The network goes while a visit is being typed: the words stay on the device, locked, and nothing else does."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from accounts.models import User
from children.models import Child
from tests.factories import stories
from tests.journeys.looking import PICTURES, picture
from tests.journeys.people import Somebody
from unfinished.device import STATIC_FILES
from unfinished.models import Unfinished
from visits.models import Visit

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.requirement("B-09")]

BEGUN, MORE = "Robin was building a den", " behind the blue shed."
ACCOUNT = "What did you see and hear?"
NO_NETWORK = "There is no network"
ON_THE_DEVICE = """async () => {
    const database = await new Promise((done) => {
        const asked = indexedDB.open('unsent'); asked.onsuccess = () => done(asked.result) })
    if (!database.objectStoreNames.contains('texts')) return []
    const all = await new Promise((done) => {
        const asked = database.transaction('texts').objectStore('texts').getAll()
        asked.onsuccess = () => done(asked.result) })
    database.close()
    return all.map((each) => new TextDecoder().decode(each.data)
        + JSON.stringify(Object.keys(each)) + JSON.stringify(Object.values(localStorage)))
}"""
IN_THE_CACHE = """async () => {
    const found = []
    for (const name of await caches.keys())
        for (const kept of await (await caches.open(name)).keys())
            found.push([new URL(kept.url).pathname, await (await caches.match(kept)).text()])
    return found
}"""


@pytest.fixture
def robin(child: Child) -> Child:
    stories.on_a_plan(child, started_on=timezone.localdate() - timedelta(days=10))
    return child


def the_worker_is_ready(page: Page) -> None:
    page.evaluate("async () => { await navigator.serviceWorker.ready }")
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")


def signs_out(somebody: Somebody) -> None:
    somebody.page.get_by_role("button", name="Sign out").click()
    somebody.is_told("You have signed out.")


@pytest.mark.parametrize("width", [1280, 390])
def test_what_is_typed_without_a_network_waits_for_its_writer_alone(
    browser: Browser, live_server, social_worker: User, her_manager: User, robin: Child, width: int
):
    her_manager.set_password("correct horse battery staple")
    her_manager.save_by(her_manager)
    priya = Somebody(social_worker, browser, live_server.url, width=width, scripts=True)
    priya.comes_in()
    page = priya.page
    page.goto(live_server.url + reverse("visits:record", args=[robin.pk]))
    the_worker_is_ready(page)
    account, said = page.get_by_label(ACCOUNT), page.locator("[data-app-kept]")
    account.press_sequentially(BEGUN)
    expect(said).to_contain_text("Saved at")

    priya.context.set_offline(True)
    account.press_sequentially(MORE)
    expect(said).to_contain_text("kept on this device", timeout=10_000)
    priya.can_use_the_page()
    [locked] = page.evaluate(ON_THE_DEVICE)
    for secret in (BEGUN, MORE.strip(), str(robin.pk) + "/visits", robin.name):
        assert secret not in locked
    priya.presses("Save visit")
    expect(account).to_have_value(BEGUN + MORE)
    assert not Visit.objects.exists()

    # The battery dies; the page is opened again where there is no network yet.
    page.reload()
    priya.is_at(NO_NETWORK)
    priya.can_use_the_page()
    if PICTURES:
        picture(page, f"no-network-{width}")
    kept = page.evaluate(IN_THE_CACHE)
    assert {address.rsplit("/", 1)[-1] for address, _ in kept} == {"", *STATIC_FILES}
    assert not any(name in text for _, text in kept for name in (robin.name, social_worker.name, BEGUN))

    # Her session has run out, and somebody else signs in on the same device.
    priya.context.clear_cookies()
    priya.context.set_offline(False)
    priya.user = her_manager
    priya.comes_in()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.wait_for_timeout(1_500)
    priya.does_not_read("What you typed")
    assert len(page.evaluate(ON_THE_DEVICE)) == 1
    assert not Unfinished.objects.filter(person=her_manager).exists()
    signs_out(priya)

    # And then its writer.
    priya.user = social_worker
    priya.comes_in()
    priya.reads("What you typed while there was no network is saved now.")
    priya.can_use_the_page()
    page.get_by_role("link", name="Go on with it").click()
    expect(page.get_by_label(ACCOUNT)).to_have_value(BEGUN + MORE)
    assert page.evaluate(ON_THE_DEVICE) == []


def test_when_the_network_is_back_the_open_page_sends_it_by_itself(
    browser: Browser, live_server, social_worker: User, robin: Child
):
    priya = Somebody(social_worker, browser, live_server.url, width=390, scripts=True)
    priya.comes_in()
    page = priya.page
    page.goto(live_server.url + reverse("visits:record", args=[robin.pk]))
    the_worker_is_ready(page)
    account, said = page.get_by_label(ACCOUNT), page.locator("[data-app-kept]")
    priya.context.set_offline(True)
    account.press_sequentially(BEGUN)
    expect(said).to_contain_text("kept on this device", timeout=10_000)
    assert not Unfinished.objects.exists()
    assert len(page.evaluate(ON_THE_DEVICE)) == 1

    priya.context.set_offline(False)
    expect(said).to_contain_text("Saved at", timeout=10_000)
    assert page.evaluate(ON_THE_DEVICE) == []
    assert ["account", BEGUN] in Unfinished.objects.get().answers
