"""Whoever is refused reads so in a page of the portal, with their own menu, and learns nothing of what is behind it."""

import pytest
from django.http import HttpResponse
from lxml import html

from accounts.roles import GRANTED, Role
from tests.house_rules.pages import PAGES
from tests.house_rules.world import World

WITHOUT_RECORDS = [page for page in PAGES if not page.is_open_to_anyone and not page.asks_for]


def heading_of(response: HttpResponse) -> str:
    return html.fromstring(response.content).findtext(".//h1")


@pytest.mark.requirement("A-13")
def test_who_may_not_see_a_child_is_told_what_a_wrong_address_is_told(world: World):
    child = world.first_child()
    unseen = [user for user in world.actors.values() if not world.sees(user, child.pk)]

    for user in unseen:
        refused = world.ask(user, "GET", child.get_absolute_url())
        nowhere = world.ask(user, "GET", "/there-is-no-such-page/")

        assert (refused.status_code, heading_of(refused)) == (404, "Page not found")
        assert child.name not in refused.content.decode()
        assert (
            html.fromstring(refused.content).text_content() == html.fromstring(nowhere.content).text_content()
        )
    assert len(unseen) > 4


@pytest.mark.parametrize("role", Role, ids=str)
def test_who_may_not_open_a_page_is_told_whom_to_ask(role: Role, world: World):
    user = world.actors[role.value]
    page = next(page for page in WITHOUT_RECORDS if page.view.permission not in GRANTED[role])

    refused = world.ask(user, "GET", page.at())

    assert (refused.status_code, heading_of(refused)) == (403, "You may not open this page")
    assert "ask your manager" in refused.content.decode()
    assert user.name in refused.content.decode()
