"""Every page with somebody who may open it, for tests that go everywhere in a browser.

The pages are those of the URLconf and the records those of `tests/house_rules/world.py`: a page that is added is
opened here without being listed.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from playwright.sync_api import Browser, BrowserContext
from playwright.sync_api import Page as BrowserPage

from accounts.models import User
from tests.house_rules.pages import PAGES, Page
from tests.house_rules.world import World
from tests.journeys.conftest import REPORT_BREACHES
from tests.journeys.looking import bring_axe


@dataclass(frozen=True)
class Opened:
    """A page at an address where `reader` finds it."""

    page: Page
    address: str
    reader: User | None
    """None for a page that is open to anyone."""

    @property
    def name(self) -> str:
        return str(self.page).replace(":", "-").replace("/", "-")

    def __str__(self) -> str:
        return f"{self.page} ({self.address}, {self.reader.role if self.reader else 'nobody'})"


def every_page(world: World) -> Iterator[Opened]:
    """Each page of words once, as the first role that may open it sees it."""
    for page in PAGES:
        if not page.offers("get") or page.only_sends_on:
            continue
        found = world.find(page)
        if found.code == 200 and found.kind == "text/html":
            yield Opened(page, page.at(**found.records), found.reader)


class Windows:
    """One window of the browser for each person, with the session that signs them in."""

    def __init__(self, browser: Browser, world: World, url: str, width: int, **given: object) -> None:
        self.browser, self.world, self.url = browser, world, url
        self.given = {
            "viewport": {"width": width, "height": 844 if width < 600 else 900},
            "locale": "en-GB",
            "timezone_id": "Europe/London",
            "reduced_motion": "reduce",
            "base_url": url,
            **given,
        }
        self.contexts: dict[int | None, BrowserContext] = {}
        self.pages: dict[int | None, BrowserPage] = {}

    def of(self, user: User | None) -> BrowserContext:
        pk = user.pk if user else None
        if pk not in self.contexts:
            self.contexts[pk] = context = self.browser.new_context(**self.given)
            bring_axe(context)
            if user:
                session = self.world.session_of(user)
                cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session, "url": self.url}
                context.add_cookies([cookie])
        return self.contexts[pk]

    def page_of(self, user: User | None, width: int) -> BrowserPage:
        """The one page of somebody's window, as wide as is asked: the next address is loaded into it."""
        pk = user.pk if user else None
        if pk not in self.pages:
            self.pages[pk] = self.of(user).new_page()
            self.pages[pk].add_init_script(REPORT_BREACHES)
        self.pages[pk].set_viewport_size({"width": width, "height": 844 if width < 600 else 900})
        return self.pages[pk]

    def close(self) -> None:
        for context in self.contexts.values():
            context.close()
