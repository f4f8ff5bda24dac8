"""A browser like a worker's, that complains: a script error, a missing file or a breach of the security policy fails
the test it happens in."""

import contextlib
import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import ConsoleMessage, Error, Page, Response

from cpp_portal.launcher import chromium
from tests.journeys.looking import PICTURES, bring_axe, inaccessible, picture
from tests.journeys.people import AT_A_WINDOW

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
# What Playwright tells every browser, whatever the machine.
IN_FILES = "--disable-dev-shm-usage"
SHARED, ENOUGH = Path("/dev/shm"), 1 << 30
REPORT_BREACHES = """document.addEventListener('securitypolicyviolation', (breach) =>
    console.error('security policy: ' + breach.violatedDirective + ' ' + breach.blockedURI))"""


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return {
        **browser_type_launch_args,
        "executable_path": chromium.find(),
        "args": QUIET,
        "ignore_default_args": [IN_FILES] if has_room_in_memory() else [],
    }


def has_room_in_memory() -> bool:
    """Whether what the browser's processes share fits where it belongs. Containers often have 64 MB of it, with which
    pages crash; files instead of it take a sixth of the browser's time."""
    return SHARED.is_dir() and shutil.disk_usage(SHARED).free > ENOUGH


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
    if "axe" in request.fixturenames:
        bring_axe(page)
    yield
    assert not complaints, complaints


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
    """Keeps the page as it looks where pictures are wanted: screenshot("caseload-390")."""
    return lambda name: picture(page, name) if PICTURES else None


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    """Where a journey broke off, what everybody had before them is kept for people to look at."""
    report = yield
    if report.when == "call" and report.failed:
        pages = [getattr(item, "funcargs", {}).get("page"), *(one.page for one in AT_A_WINDOW)]
        for number, page in enumerate(filter(None, pages)):
            # A browser that is gone has nothing to show, and says why elsewhere.
            with contextlib.suppress(Error):
                picture(page, f"failed/{item.name}-{number}")
    if report.when == "teardown":
        AT_A_WINDOW.clear()
    return report
