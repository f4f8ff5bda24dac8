"""How a page is looked at: with axe for who could not use it, and as a picture for people."""

import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from django.conf import settings
from playwright.sync_api import BrowserContext, Page

SCREENSHOTS: Final = Path(settings.BASE_DIR) / ".local" / "screenshots"
PICTURES: Final = os.environ.get("CPP_PICTURES") == "1"
"""Five hundred pictures take minutes, so only when somebody is going to look at them."""
AXE: Final = Path(settings.BASE_DIR) / "node_modules" / "axe-core" / "axe.min.js"
STANDARDS: Final = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
OF_THE_WIDTH: Final = ("scrollable-region-focusable", "target-size")
"""The rules of axe that ask where something stands and how large it is. All others ask what it is, what colours it has
and whether it is shown."""
OF_COLOURS: Final = ("color-contrast", "link-in-text-block")
COLOURS: Final = """() => {
    const before = window.cppColours;
    window.cppColours = [...document.querySelectorAll('body *')].map(one => {
        const style = getComputedStyle(one);
        return style.color + style.backgroundColor;
    }).join();
    return before !== window.cppColours;
}"""
ACCEPTED: Final = {
    # govuk-frontend puts aria-expanded on radios and checkboxes that reveal: known to its authors and accepted.
    "aria-allowed-attr": re.compile("govuk-(?:radios|checkboxes)__input"),
    # The name of its button for files has commas that are heard and not seen. Nobody says a comma.
    "label-content-name-mismatch": re.compile("govuk-file-upload-button"),
}


def bring_axe(into: BrowserContext | Page) -> None:
    """Every page that is opened there from now on has axe with it. The browser reads its half a megabyte once that
    way; given to each page by itself it is read anew each time, which takes longer than to look at the page."""
    into.add_init_script(path=AXE)


def inaccessible(page: Page, rules: Sequence[str] = STANDARDS) -> list[tuple[str, str]]:
    """The rule and the element of everything on a page, as it stands, that somebody could not use.

    `rules` are names of rules or of the standards that rules belong to. `bring_axe` comes before the page is opened.
    """
    # Only what was found comes back: all that was looked at is megabytes.
    found = page.evaluate(
        "options => axe.run(options).then(found => found.violations)",
        # Preloading reads every style sheet again, for one rule that is none of these and one about sound.
        {"resultTypes": ["violations"], "runOnly": list(rules), "preload": False},
    )
    return [
        (violation["id"], node["html"][:160])
        for violation in found
        for node in violation["nodes"]
        if not ((accepted := ACCEPTED.get(violation["id"])) and accepted.search(node["html"]))
    ]


def has_other_colours(page: Page) -> bool:
    """Whether anything on a page has another colour than when this was asked of it last, at another width perhaps."""
    return page.evaluate(COLOURS)


def picture(page: Page, name: str) -> None:
    """Keeps all of a page as it looks, in .local/screenshots."""
    path = SCREENSHOTS / f"{re.sub('[^a-zA-Z0-9/]+', '-', name).strip('-')}.png"
    path.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=path, full_page=True)
