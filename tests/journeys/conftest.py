"""A browser like a worker's, that complains: a script error, a missing file or a breach of the security policy fails
the test it happens in."""

import os
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import ConsoleMessage, Page, Response

from cpp_portal.launcher import chromium

# Playwright's synchronous API leaves an event loop running in the test's thread, which Django would object to.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

QUIET = [
    "--no-sandbox",
    # Without a graphics card one is imitated, at nearly the cost of everything else that a page takes.
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
REPORT_BREACHES = """document.addEventListener('securitypolicyviolation', (breach) =>
    console.error('security policy: ' + breach.violatedDirective + ' ' + breach.blockedURI))"""
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SCREENSHOTS = Path(settings.BASE_DIR) / ".local" / "screenshots"
AXE = Path(settings.BASE_DIR) / "node_modules" / "axe-core" / "axe.min.js"
ACCEPTED = {
    # govuk-frontend puts aria-expanded on radios and checkboxes that reveal: known to its authors and accepted.
    "aria-allowed-attr": re.compile("govuk-(?:radios|checkboxes)__input"),
    # The name of its button for files has commas that are heard and not seen. Nobody says a comma.
    "label-content-name-mismatch": re.compile("govuk-file-upload-button"),
}


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_type_launch_args, "executable_path": chromium.find(), "args": QUIET}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return {
        **browser_context_args,
        "viewport": {"width": 1280, "height": 900},
        "locale": "en-GB",
        "timezone_id": "Europe/London",
        "reduced_motion": "reduce",
    }


@pytest.fixture
def allowed_answers() -> set[int]:
    """HTTP codes from 400 that the test means to meet: allowed_answers.add(404)."""
    return set()


@pytest.fixture(autouse=True)
def browser_is_quiet(request: pytest.FixtureRequest, allowed_answers: set[int]) -> Iterator[None]:
    if "page" not in request.fixturenames:
        yield
        return
    page: Page = request.getfixturevalue("page")
    complaints: list[str] = []

    def on_console(message: ConsoleMessage) -> None:
        answered = re.search(r"status of (\d+)", message.text)
        if message.type == "error" and not (answered and int(answered[1]) in allowed_answers):
            complaints.append(message.text)

    def on_response(response: Response) -> None:
        if response.status >= 400 and response.status not in allowed_answers:
            complaints.append(f"{response.status} {response.url}")

    page.on("console", on_console)
    page.on("response", on_response)
    page.on("pageerror", lambda error: complaints.append(f"script: {error}"))
    page.add_init_script(REPORT_BREACHES)
    yield
    assert not complaints, complaints


@cache
def _axe() -> str:
    return AXE.read_text()


def inaccessible(page: Page) -> list[tuple[str, str]]:
    """The rule and the element of everything on a page, as it stands, that somebody could not use."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(_axe())
    # Only what was found comes back: all that was looked at is megabytes.
    found = page.evaluate(
        "options => axe.run(options).then(found => found.violations)",
        # Preloading reads every style sheet again, for one rule that is none of these and one about sound.
        {"resultTypes": ["violations"], "runOnly": STANDARDS, "preload": False},
    )
    return [
        (violation["id"], node["html"][:160])
        for violation in found
        for node in violation["nodes"]
        if not ((accepted := ACCEPTED.get(violation["id"])) and accepted.search(node["html"]))
    ]


@pytest.fixture
def axe() -> Callable[[Page], None]:
    """Fails with what is inaccessible on a page as it stands: axe(page)."""

    def check(page: Page) -> None:
        left = inaccessible(page)
        assert not left, left

    return check


@pytest.fixture
def fits() -> Callable[[Page], None]:
    """Fails when a page must be scrolled sideways: fits(page)."""

    def check(page: Page) -> None:
        page.wait_for_load_state("load")
        wide = page.locator("html").evaluate("html => [html.scrollWidth, html.clientWidth]")
        assert wide[0] <= wide[1], wide

    return check


@pytest.fixture
def screenshot(page: Page) -> Callable[[str], None]:
    """Keeps the page as it looks, for people: screenshot("caseload-390")."""

    def take(name: str) -> None:
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=SCREENSHOTS / f"{name}.png", full_page=True)

    return take
