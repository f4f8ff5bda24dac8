"""What the check of every page looks at again when the window is made narrow, on small pages made for it."""

import pytest
from playwright.sync_api import Page

from tests.journeys.looking import OF_COLOURS, OF_THE_WIDTH, has_other_colours, inaccessible

PALE_ON_A_PHONE = "<style>@media (max-width: 500px) { p { color: #ccc } }</style>"


def made_narrow(page: Page, body: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto("about:blank")
    page.set_content(f"<html lang=en-GB><title>A page</title><main><h1>A page</h1>{body}</main></html>")
    has_other_colours(page)
    page.set_viewport_size({"width": 390, "height": 844})


@pytest.mark.parametrize(("style", "other"), [(PALE_ON_A_PHONE, True), ("", False)], ids=["pale", "the same"])
def test_colours_that_a_width_changes_are_noticed(page, axe, style, other):
    made_narrow(page, f"{style}<p>Robin was seen alone.</p>")

    assert has_other_colours(page) is other
    assert [rule for rule, _ in inaccessible(page, OF_COLOURS)] == ["color-contrast"] * other


def test_a_target_too_small_for_a_thumb_is_found_at_any_width(page, axe):
    made_narrow(page, "<button style='all: unset; font-size: 6px'>a</button>" * 2)

    assert {rule for rule, _ in inaccessible(page, OF_THE_WIDTH)} == {"target-size"}
