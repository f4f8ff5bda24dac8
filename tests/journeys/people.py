"""Somebody at a browser, in the words of what people do: `priya.opens("My day")`, `priya.presses("Save")`."""

import re

from django.urls import reverse
from playwright.sync_api import Browser, Error, Locator, Page, expect

from accounts.models import User
from tests.journeys.looking import PICTURES, bring_axe, inaccessible, picture

PASSWORD = "correct horse battery staple"
FINE = 400
AT_A_WINDOW: list["Passer"] = []
"""Everybody in the test that is running."""


class Passer:
    """Somebody at a window of their own, with no account: they have only what is in their letters."""

    def __init__(self, browser: Browser, url: str, *, width: int, scripts: bool) -> None:
        self.url, self.scripts = url, scripts
        self.context = browser.new_context(
            viewport={"width": width, "height": 844},
            java_script_enabled=scripts,
            locale="en-GB",
            timezone_id="Europe/London",
            reduced_motion="reduce",
        )
        self.context.set_default_timeout(20_000)
        if scripts:
            bring_axe(self.context)
        self.page: Page = self.context.new_page()
        AT_A_WINDOW.append(self)
        self.complaints: list[str] = []
        self.page.on(
            "console", lambda said: self.complaints.append(said.text) if said.type == "error" else None
        )
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on(
            "response",
            lambda got: self.complaints.append(f"{got.status} {got.url}") if got.status >= FINE else None,
        )

    @property
    def main(self) -> Locator:
        return self.page.get_by_role("main")

    def leaves(self, name: str) -> None:
        """The last page seen is kept under that name where pictures are wanted."""
        if PICTURES:
            picture(self.page, name)
        self.context.close()

    # --- with a mouse or a thumb; with a keyboard alone in keyboard.py ---------------------------------

    def clicks(self, what: Locator) -> None:
        what.click()

    def clicks_twice(self, what: Locator) -> None:
        """As an impatient thumb does."""
        what.dblclick()

    def fills(self, what: Locator, words: str) -> None:
        what.fill(words)

    def checks(self, what: Locator) -> None:
        what.check()

    def picks(self, what: Locator, option: str) -> None:
        what.select_option(label=option)

    # ---------------------------------------------------------------------------------------------------

    def types(self, question: str, answer: str) -> None:
        self.fills(self.main.get_by_label(question, exact=True), answer)

    def presses(self, button: str) -> None:
        self.clicks(self.main.get_by_role("button", name=button, exact=True))
        expect(self.page.locator(".govuk-error-summary")).to_have_count(0)

    def reads(self, *words: str) -> None:
        for each in words:
            expect(self.main).to_contain_text(each)

    def does_not_read(self, words: str) -> None:
        expect(self.main).not_to_contain_text(words)

    def can_use_the_page(self) -> None:
        """It fits the screen and is accessible, as far as a script in it can tell."""
        try:
            self._finds_nothing_in_the_way()
        except Error as gone:
            # The page on which something was just pressed was still there, and left while it was looked at.
            if "because of a navigation" not in str(gone):
                raise
            self._finds_nothing_in_the_way()

    def _finds_nothing_in_the_way(self) -> None:
        # A page that is still arriving has no document yet, and no width.
        expect(self.page.get_by_role("heading", level=1)).to_be_visible()
        self.page.wait_for_load_state("load")
        wide = self.page.locator("html").evaluate("html => [html.scrollWidth, html.clientWidth]")
        assert wide[0] <= wide[1], wide
        assert not self.scripts or inaccessible(self.page) == []


class Somebody(Passer):
    """One person who signs in whenever the portal asks for it."""

    def __init__(self, user: User, browser: Browser, url: str, *, width: int, scripts: bool) -> None:
        user.set_password(PASSWORD)
        user.save_by(user)
        self.user = user
        super().__init__(browser, url, width=width, scripts=scripts)

    # --- going somewhere -------------------------------------------------------------------------------

    def comes_in(self) -> None:
        """To their first page, by way of the sign-in page where they were signed out over the days."""
        self.page.goto(self.url)
        if self.page.url.startswith(self.url + reverse("sign-in")):
            self.signs_in()

    def signs_in(self) -> None:
        self.types("Email address", self.user.email)
        self.types("Password", PASSWORD)
        self.presses("Sign in")
        # The press comes back before the next page does, which on a phone has its menu folded.
        self.page.wait_for_url(lambda url: not url.startswith(self.url + reverse("sign-in")))

    def chooses(self, entry: str) -> None:
        """An entry of the menu, which a phone folds away."""
        menu = self.page.get_by_role("navigation", name="Menu")
        if (folded := self.page.get_by_role("button", name="Menu")).is_visible():
            self.clicks(folded)
        self.clicks(menu.get_by_role("link", name=entry))

    def turns_to(self, section: str) -> None:
        """A part of the child's record, by the sub navigation."""
        parts = self.page.get_by_role("navigation", name="Child record")
        self.clicks(parts.get_by_role("link", name=section, exact=True))

    def records(self, what: str) -> None:
        """By the menu in the child's banner."""
        self.clicks(self.page.get_by_label("Child", exact=True).get_by_text("Record", exact=True))
        self.clicks(self.page.get_by_role("link", name=what, exact=True))

    def follows(self, link: str) -> None:
        """Some links look like buttons, and are announced as such."""
        self.clicks(self.main.locator("a", has_text=link).first)

    # --- answering ------------------------------------------------------------------------------------

    def types_the_date(self, question: str, day: int, month: int, year: int) -> None:
        group = self.main.get_by_role("group", name=question)
        for part, figure in (("Day", day), ("Month", month), ("Year", year)):
            self.fills(group.get_by_label(part), str(figure))

    def ticks(self, *answers: str) -> None:
        for answer in answers:
            self.checks(self.main.get_by_label(answer, exact=True))

    def answers(self, question: str, answer: str) -> None:
        self.checks(self.main.get_by_role("group", name=question).get_by_label(answer, exact=True))

    def selects(self, question: str, answer: str) -> None:
        self.picks(self.main.get_by_label(question, exact=True), answer)

    # --- looking -----------------------------------------------------------------------------------------

    def is_told(self, words: str) -> None:
        expect(self.page.locator(".app-messages")).to_contain_text(words)

    def is_at(self, heading: str) -> None:
        expect(self.page.get_by_role("heading", level=1)).to_have_text(re.compile(heading))

    def row(self, named: str) -> Locator:
        return self.main.get_by_role("row").filter(has_text=named)
