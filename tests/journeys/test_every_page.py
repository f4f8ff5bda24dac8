"""Every page as it is for somebody who may open it, on a desk and on a phone: it works, is accessible, fits and says
what it is. A picture of each is left in .local/screenshots/<width>/ for people to look at."""

import pytest
from django.conf import settings
from playwright.sync_api import ConsoleMessage, Error, Response

from tests.house_rules.world import World
from tests.journeys.conftest import SCREENSHOTS, inaccessible
from tests.journeys.everywhere import Opened, Windows, every_page

WIDTHS = (1280, 390)


@pytest.fixture
def world(transactional_db: None) -> World:
    one = World()
    one.tell()
    return one


@pytest.mark.slow
def test_every_page_works_is_accessible_and_fits_the_screen(browser, live_server, world):
    windows = Windows(browser, world, live_server.url, WIDTHS[0])
    opened = list(every_page(world))

    wrong = {
        f"{each} at {width}": faults
        for each in opened
        for width in WIDTHS
        if (faults := looked_at(each, windows, width))
    }

    windows.close()
    assert wrong == {}
    assert len(opened) > 60


def looked_at(each: Opened, windows: Windows, width: int) -> list[str]:
    """What is wrong with a page, in words; and its picture."""
    page = windows.page_of(each.reader, width)
    faults: list[str] = []

    def on_console(said: ConsoleMessage) -> None:
        if said.type == "error":
            faults.append(f"console: {said.text}")

    def on_error(error: Error) -> None:
        faults.append(f"script: {error}")

    def on_response(got: Response) -> None:
        if got.status >= 400:
            faults.append(f"{got.status} {got.url}")

    listening = {"console": on_console, "pageerror": on_error, "response": on_response}
    for event, listener in listening.items():
        page.on(event, listener)
    response = page.goto(each.address)
    if response.status != 200:
        faults.append(f"answered {response.status}")
    faults += [f"axe: {rule} {where}" for rule, where in inaccessible(page)]
    wide = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    if wide[0] > wide[1]:
        faults.append(f"is {wide[0]} px wide on a screen of {wide[1]} px")
    if (headings := page.locator("h1").count()) != 1:
        faults.append(f"has {headings} first headings")
    if page.title().split(" – ")[0] == settings.SERVICE_NAME:
        faults.append("has a title that does not say what page it is")
    folder = SCREENSHOTS / str(width)
    folder.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=folder / f"{each.name}.png", full_page=True)
    for event, listener in listening.items():
        page.remove_listener(event, listener)
    return faults
