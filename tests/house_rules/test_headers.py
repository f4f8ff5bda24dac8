"""What every answer tells the browser: strict, the same everywhere, and nothing stays in a shared machine's cache."""

import pytest
from django.conf import settings
from django.http import HttpResponse

from accounts.models import User
from cpp_portal.middleware import PERMISSIONS
from tests.house_rules.pages import PAGES, Page
from tests.house_rules.world import World, not_drawn

EXPECTED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": PERMISSIONS,
}
ONLY_FROM_HERE = {"'self'", "'none'"}


def policy(response: HttpResponse) -> dict[str, list[str]]:
    directives = [part.split() for part in response["Content-Security-Policy"].split(";") if part.strip()]
    return {name: sources for name, *sources in directives}


def check(response: HttpResponse) -> None:
    assert {name: response.get(name) for name in EXPECTED} == EXPECTED
    assert policy(response) == settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    assert "no-store" in response["Cache-Control"]
    assert "Server" not in response
    for cookie in response.cookies.values():
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"
        assert cookie["path"] == "/"


@pytest.mark.parametrize("each", PAGES, ids=str)
def test_every_page_answers_with_the_strict_headers_whether_it_is_shown_or_refused(each: Page, world: World):
    address = each.at(**world.records_for(each))
    readers: list[User | None] = [None]
    if not each.is_open_to_anyone:
        readers += [world.holders(each)[0], world.actors["data-officer"]]

    with not_drawn():
        for reader in readers:
            check(world.ask(reader, "GET", address))


def test_a_page_that_is_not_there_answers_with_them_too(world: World):
    response = world.ask(world.worker, "GET", "/there-is-no-such-page/")

    assert response.status_code == 404
    check(response)


def test_nothing_is_taken_from_elsewhere_and_nothing_inline_is_run():
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]

    assert {source for sources in directives.values() for source in sources} <= ONLY_FROM_HERE
    assert directives["default-src"] == directives["object-src"] == directives["base-uri"] == ["'none'"]
    assert directives["frame-ancestors"] == ["'none'"]
    assert directives["form-action"] == directives["script-src"] == directives["style-src"] == ["'self'"]
