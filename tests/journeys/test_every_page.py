"""Every page as it is for somebody who may open it, on a desk and on a phone: it works, is accessible, needs no mouse,
fits and says what it is. `make pictures` leaves one of each in .local/screenshots/<width>/ for people to look at."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from playwright.sync_api import ConsoleMessage, Error, Page, Response

from tests.house_rules.world import World
from tests.journeys.everywhere import Opened, Windows, every_page
from tests.journeys.looking import (
    OF_COLOURS,
    OF_THE_WIDTH,
    PICTURES,
    STANDARDS,
    has_other_colours,
    inaccessible,
    picture,
)
from tests.journeys.reach import out_of_reach

WIDTHS = (1280, 390)
FOUR_TIMES_AS_LARGE = 320
"""What is left of 1280 px to somebody who enlarges a page to 400 %: it must not have to be scrolled sideways."""


@pytest.fixture
def world(transactional_db: None) -> World:
    one = World()
    one.tell()
    return one


@pytest.mark.slow
def test_every_page_works_is_accessible_needs_no_mouse_and_fits_the_screen(browser, live_server, world):
    windows = Windows(browser, world, live_server.url, WIDTHS[0])
    opened = list(every_page(world))

    wrong = {str(each): faults for each in opened if (faults := looked_at(each, windows))}

    windows.close()
    assert wrong == {}
    assert len(opened) > 60


def looked_at(each: Opened, windows: Windows) -> list[str]:
    """What is wrong with a page, in words; and a picture of it at each width if they are wanted.

    It is loaded once and the window then made narrow, as a phone's is when it is turned.
    """
    page = windows.page_of(each.reader, WIDTHS[0])
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
    if (headings := page.locator("h1").count()) != 1:
        faults.append(f"has {headings} first headings")
    if page.title().split(" – ")[0] == settings.SERVICE_NAME:
        faults.append("has a title that does not say what page it is")
    faults += out_of_reach(page)
    for width in WIDTHS:
        windows.page_of(each.reader, width)
        faults += [f"{fault} at {width}" for fault in at_this_width(page, width)]
        if PICTURES:
            picture(page, f"{width}/{each.name}")
    page.set_viewport_size({"width": FOUR_TIMES_AS_LARGE, "height": 256})
    faults += too_wide(page, FOUR_TIMES_AS_LARGE)
    for event, listener in listening.items():
        page.remove_listener(event, listener)
    return faults


def at_this_width(page: Page, width: int) -> Iterator[str]:
    """What a page is made of is the same at every width, and mostly its colours are. What only a phone shows, the
    button of the menu, is looked at with every rule by those who go their way on one."""
    rules = STANDARDS
    is_coloured_anew = has_other_colours(page)
    if width != WIDTHS[0]:
        rules = (*OF_THE_WIDTH, *OF_COLOURS) if is_coloured_anew else OF_THE_WIDTH
    for rule, where in inaccessible(page, rules):
        yield f"axe: {rule} {where}"
    yield from too_wide(page, width)


def too_wide(page: Page, width: int) -> list[str]:
    wide = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    return [f"is {wide[0]} px wide on a screen of {width} px"] if wide[0] > wide[1] else []
