"""From the sign-in page to a recorded visit, and to a minute that is sent, with Tab, Space, the arrows and Enter."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from accounts.models import User
from children.models import Child
from coregroups.actions import add_member, plan_meeting
from tests.factories import PersonFactory, stories
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


@pytest.mark.requirement("B-10", "B-11")
def test_a_minute_is_written_looked_at_and_finished_from_the_keyboard_alone(
    page: Page, live_server, social_worker: User, child: Child, chair: User, today, it_is_today
):
    social_worker.set_password(PASSWORD)
    social_worker.save_by(social_worker)
    stories.on_a_plan(child, started_on=today.replace(day=2), chair=chair)
    meeting = plan_meeting(children=[child], planned_for=today, by=social_worker)
    aunt = PersonFactory(name="Anna Aunt", agency="", email="", user=None)
    add_member(children=[child], person=aunt, role="Aunt", from_on=today, by=social_worker)
    keyboard = Keyboard(page)
    kept = {"child_pk": child.pk, "meeting_pk": meeting.pk}
    page.goto(f"{live_server.url}{reverse('coregroups:record', kwargs=kept)}")
    keyboard.tabs_to("Email address")
    keyboard.types(social_worker.email)
    keyboard.tabs_to("Password")
    keyboard.types(PASSWORD)
    keyboard.presses("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Record the core group")

    keyboard.tabs_to("Yes", within="Did a manager chair")
    keyboard.presses("Space")
    for question in (
        "What was explained of everybody’s part?", "What is still to be done to finish the assessment?",
        "The child's lived experience and voice", "What the family said", "Progress against the plan",
        "The risks, looked at again", "What is late, and what is done about it", "Decisions and next steps",
    ):  # fmt: skip
        keyboard.tabs_to(question)
        keyboard.types("None.")
    keyboard.tabs_to("What was said?")
    keyboard.types("Afraid on Fridays.")
    keyboard.tabs_to("Anna Aunt", within="Who may not read it?")
    keyboard.presses("Space")
    keyboard.tabs_to("As soon as it is saved", within="When is the minute sent?")
    keyboard.presses("Space")
    keyboard.tabs_to("Look at each copy first")
    keyboard.presses("Enter")
    expect(page.get_by_role("main")).to_contain_text("Nothing is sent or saved as final yet.")
    keyboard.tabs_to("Anna Aunt, Aunt")
    keyboard.presses("Enter")
    expect(page.locator("details[open]")).not_to_contain_text("Afraid on Fridays.")
    keyboard.tabs_to("Finish the minute")
    keyboard.presses("Enter")

    expect(page.locator(".app-messages")).to_contain_text("The minute is saved and sent.")
    assert keyboard.unseen == []
