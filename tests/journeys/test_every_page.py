"""Every page as it is for somebody who may open it, on a desk and on a phone: it works, is accessible, fits and says
what it is. A picture of each is left in .local/screenshots/<width>/ for people to look at."""

import pytest
from django.conf import settings

from tests.house_rules.world import World
from tests.journeys.conftest import REPORT_BREACHES, SCREENSHOTS, inaccessible
from tests.journeys.everywhere import Opened, Windows, every_page


@pytest.fixture
def world(transactional_db: None) -> World:
    one = World()
    one.tell()
    return one


@pytest.mark.slow
@pytest.mark.parametrize("width", [1280, 390])
def test_every_page_works_is_accessible_and_fits_the_screen(browser, live_server, world, width):
    windows = Windows(browser, world, live_server.url, width)
    opened = list(every_page(world))

    wrong = {str(each): faults for each in opened if (faults := looked_at(each, windows, width))}

    windows.close()
    assert wrong == {}
    assert len(opened) > 60


def looked_at(each: Opened, windows: Windows, width: int) -> list[str]:
    """What is wrong with a page, in words; and its picture."""
    page = windows.of(each.reader).new_page()
    faults: list[str] = []
    page.on("console", lambda said: faults.append(f"console: {said.text}") if said.type == "error" else None)
    page.on("pageerror", lambda error: faults.append(f"script: {error}"))
    page.on("response", lambda got: faults.append(f"{got.status} {got.url}") if got.status >= 400 else None)
    page.add_init_script(REPORT_BREACHES)
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
    page.close()
    return faults
