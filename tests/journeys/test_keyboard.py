"""From the sign-in page to a recorded visit with nothing but Tab, Space, the arrows and Enter."""

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from children.models import Child
from tests.factories import stories
from tests.journeys.people import PASSWORD

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

FOCUS_CAN_BE_SEEN = """() => {
    const focused = document.activeElement, parts = [focused, focused.nextElementSibling, focused.parentElement];
    return parts.filter(Boolean).some(part => [null, '::before', '::after'].some(layer => {
        const style = getComputedStyle(part, layer);
        return style.outlineStyle !== 'none' || style.boxShadow !== 'none'
            || style.backgroundColor === 'rgb(255, 221, 0)';
    }));
}"""
WHO_HAS_THE_FOCUS = """() => {
    const one = document.activeElement;
    const said = one.labels && one.labels.length ? one.labels[0].textContent : one.textContent;
    return said.trim().replace(/\\s+/g, ' ');
}"""
GROUP_OF_THE_FOCUS = """() => {
    const group = document.activeElement.closest('fieldset');
    return group ? group.querySelector('legend').textContent.trim() : '';
}"""


class Keyboard:
    def __init__(self, page: Page) -> None:
        self.page = page
        self.unseen: list[str] = []

    def tabs_to(self, name: str, *, within: str = "") -> None:
        """Presses Tab until something of that name has the focus, as far as the page goes."""
        passed = []
        for _ in range(80):
            self.page.keyboard.press("Tab")
            here = self.page.evaluate(WHO_HAS_THE_FOCUS)
            if not self.page.evaluate(FOCUS_CAN_BE_SEEN):
                self.unseen.append(here)
            if here.startswith(name) and self.page.evaluate(GROUP_OF_THE_FOCUS).startswith(within):
                return
            passed.append(here)
        raise AssertionError(f"Tab does not lead to {name!r} from there, but past {passed}")

    def presses(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def types(self, words: str) -> None:
        self.page.keyboard.type(words)


def test_a_visit_is_recorded_from_the_keyboard_alone(
    page: Page, live_server, social_worker: User, child: Child, chair: User, today, it_is_today
):
    social_worker.set_password(PASSWORD)
    social_worker.save_by(social_worker)
    stories.on_a_plan(child, started_on=today.replace(day=2), chair=chair)
    keyboard = Keyboard(page)

    page.goto(live_server.url)
    keyboard.tabs_to("Email address")
    keyboard.types(social_worker.email)
    keyboard.tabs_to("Password")
    keyboard.types(PASSWORD)
    keyboard.presses("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("My day")

    keyboard.tabs_to("Skip to main content")
    keyboard.presses("Enter")
    assert page.evaluate("document.activeElement.id") == "main-content"
    keyboard.tabs_to("Robin Fixture")
    keyboard.presses("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Overview")

    keyboard.tabs_to("Record")
    keyboard.presses("Enter")
    keyboard.tabs_to("A visit")
    keyboard.presses("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Record a visit")

    keyboard.tabs_to("Today, Wednesday 4 March 2026", within="When was the visit?")
    keyboard.presses("Space")
    keyboard.tabs_to("At home", within="Where was it?")
    keyboard.presses("ArrowDown", "ArrowUp")
    keyboard.tabs_to("Met the family", within="What came of it?")
    keyboard.presses("Space")
    keyboard.tabs_to("Yes, alone", within="Was Robin seen?")
    keyboard.presses("Space")
    keyboard.tabs_to("What did you see and hear?")
    keyboard.types("Robin showed me the garden.")
    keyboard.tabs_to("Save visit")
    keyboard.presses("Enter")

    expect(page.locator(".app-messages")).to_be_visible()
    visit = child.visits.get()
    assert visit.child_seen_alone
    assert (visit.visited_on, visit.account) == (today, "Robin showed me the garden.")
    assert keyboard.unseen == []
