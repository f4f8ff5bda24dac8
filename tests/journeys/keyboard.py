"""Somebody who has no mouse: Tab, the arrows, Space and Enter, and what can be typed."""

from typing import Final

import pytest
from playwright.sync_api import ElementHandle, Locator

from tests.journeys.people import Somebody
from tests.journeys.reach import STOPS, TAB, TOGETHER

FURTHEST: Final = 250
"""More stops than any page has."""
IS_THERE: Final = """one => {
    const here = document.activeElement;
    const together = one.type === 'radio' && here.type === 'radio' && here.name === one.name && here.form === one.form;
    return one === here || together || (here.matches('a, button, summary') && here.contains(one));
}"""
# How often Tab is pressed without asking each time where it leads: a page that has another order is asked afterwards.
STOPS_BEFORE: Final = (
    f"one => {{ const stops = {STOPS}, together = {TOGETHER};"
    + """
    const from = stops.indexOf(document.activeElement);
    const to = stops.findIndex(each => together(each) === together(one));
    return to < 0 ? 0 : new Set(stops.slice(from + 1, to).map(together)).size;
}"""
)
GOES_ELSEWHERE: Final = """one => {
    const what = one.closest('a[href], button, summary');
    return what.matches('a') || (what.matches('button') && what.type === 'submit');
}"""


class SomebodyWithoutAMouse(Somebody):
    def clicks(self, what: Locator) -> None:
        handle = self.tabs_to(what)
        if not handle.evaluate(GOES_ELSEWHERE):
            self.page.keyboard.press("Enter")
            return
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def clicks_twice(self, what: Locator) -> None:
        self.tabs_to(what)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
            self.page.keyboard.press("Enter")

    def fills(self, what: Locator, words: str) -> None:
        self.tabs_to(what)
        self.page.keyboard.press("ControlOrMeta+a")
        if words:
            self.page.keyboard.insert_text(words)
        else:
            self.page.keyboard.press("Delete")

    def checks(self, what: Locator) -> None:
        handle = self.tabs_to(what)
        for _ in range(FURTHEST):
            if handle.evaluate("one => one === document.activeElement"):
                break
            self.page.keyboard.press("ArrowDown")
        if not what.is_checked():
            self.page.keyboard.press("Space")

    def picks(self, what: Locator, option: str) -> None:
        handle = self.tabs_to(what)
        self.page.keyboard.press("Home")
        for _ in range(FURTHEST):
            if handle.evaluate("one => one.selectedOptions[0].label.trim()") == option:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"No arrow leads to {option!r}.")

    def tabs_to(self, what: Locator) -> ElementHandle:
        """What has the focus then. Of radios that belong together, the one that Tab leads to."""
        handle = what.element_handle()
        keys = self.page.context.new_cdp_session(self.page)
        try:
            for _ in range(handle.evaluate(STOPS_BEFORE)):
                keys.send("Input.dispatchKeyEvent", TAB)
            for _ in range(FURTHEST):
                if handle.evaluate(IS_THERE):
                    return handle
                keys.send("Input.dispatchKeyEvent", TAB)
        finally:
            keys.detach()
        raise AssertionError(f"Tab does not lead to {what} on {self.page.title()!r}.")


EVERY_WAY: Final = pytest.mark.parametrize(
    ("width", "scripts", "who"),
    [
        pytest.param(1280, True, SomebodyWithoutAMouse, id="1280, from the keyboard alone"),
        pytest.param(1280, False, Somebody, id="1280, without scripts"),
        pytest.param(390, True, Somebody, id="390"),
        pytest.param(390, False, Somebody, id="390, without scripts"),
    ],
)
"""In which a journey can be gone."""

EACH_KIND_OF_WAY: Final = pytest.mark.parametrize(
    ("width", "scripts", "who"),
    [
        pytest.param(1280, False, SomebodyWithoutAMouse, id="1280, from the keyboard alone, without scripts"),
        pytest.param(390, True, Somebody, id="390"),
    ],
)
"""Each width, script or none, and thumb or keyboard, once. `test_a_childs_way.py` goes every way, past most pages."""
