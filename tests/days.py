"""Pages ask what day it is; these tests say so, and read what a page says."""

from collections.abc import Callable
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone
from lxml import html

from accounts.models import User


@pytest.fixture
def it_is(monkeypatch: pytest.MonkeyPatch) -> Callable[[date], None]:
    """Midday in London of the day named, for every page that is opened after it."""

    def change(day: date) -> None:
        midday = datetime.combine(day, time(12), tzinfo=ZoneInfo("Europe/London"))
        monkeypatch.setattr(timezone, "now", lambda: midday)

    return change


@pytest.fixture
def it_is_today(it_is: Callable[[date], None], today: date) -> None:
    it_is(today)


class ReadPage:
    """A page as somebody reads it: its words, with white space as it looks."""

    def __init__(self, user: User, address: str) -> None:
        self.browser = Client()
        self.browser.force_login(user)
        self.response = self.browser.get(address)
        self.status = self.response.status_code
        self.context = self.response.context
        self.tree = html.fromstring(self.response.content) if self.response.content else None

    @property
    def words(self) -> str:
        return " ".join(self.tree.find(".//main").text_content().split())

    @property
    def links(self) -> dict[str, str]:
        """Of the page's own part, not of the menu and the footer."""
        return {
            " ".join(found.text_content().split()): found.get("href", "")
            for found in self.tree.findall(".//main//a")
        }


@pytest.fixture
def read(db: None) -> Callable[[User, str], ReadPage]:
    return ReadPage
