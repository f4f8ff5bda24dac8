"""A browser for the browser tests: one that is there, or Debian's when we may install it."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from cpp_portal.launcher.places import VENV
from cpp_portal.launcher.toolchain import install_packages, may_install_packages
from cpp_portal.launcher.trouble import Trouble

# The shell is the same browser without windows, tabs and their processes: a journey takes it a quarter less.
NAMES = [
    "chromium-headless-shell",
    "chrome-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
]
ON_DEBIAN = ("chromium-headless-shell", "chromium")
"""Packages, the first that can be installed: the shell is not there everywhere."""
FOR_THE_DRIVER = "libatomic1"
"""Playwright drives the browser by a Node of its own, which needs this library. No browser brings it."""
ON_MACOS = [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    os.path.expanduser("~/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),
    os.path.expanduser("~/Applications/Chromium.app/Contents/MacOS/Chromium"),
]
HOW = (
    "No Chromium or Chrome was found, or nothing to drive it with, so the browser tests are skipped. Install one "
    "(Debian, as root: apt-get install chromium-headless-shell fonts-liberation libatomic1) or set CHROMIUM to where "
    "it is."
)


def candidates() -> Iterator[str]:
    if chosen := os.environ.get("CHROMIUM"):
        yield chosen
        return
    yield from (found for name in NAMES if (found := shutil.which(name)))
    yield from (path for path in ON_MACOS if os.access(path, os.X_OK))


def runs(browser: str) -> bool:
    """Asked, because Ubuntu's `chromium-browser` may be a signpost to a snap that is not there."""
    return "hrom" in version_of(browser)


def version_of(program: str | Path) -> str:
    """What it says of itself, or nothing where it does not run."""
    try:
        asked = subprocess.run(
            [program, "--version"], capture_output=True, text=True, check=False, timeout=60
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return asked.stdout if asked.returncode == 0 else ""


def find() -> str | None:
    return next((browser for browser in candidates() if runs(browser)), None)


def installed() -> str | None:
    for package in ON_DEBIAN:
        try:
            install_packages(package, "fonts-liberation")
        except Trouble as trouble:
            print(trouble)
        if browser := find():
            return browser
    return None


def is_driven() -> bool:
    """Whether Playwright's own Node runs, where there is one."""
    return all(map(version_of, VENV.glob("lib/python3.*/site-packages/playwright/driver/node")))


def usable() -> str | None:
    """Where a browser is that can be driven."""
    return find() if is_driven() else None


def ensure() -> str | None:
    """Where the browser is; None after saying in one line what to install."""
    if may_install_packages():
        if not os.environ.get("CHROMIUM") and not find():
            installed()
        if not is_driven():
            try:
                install_packages(FOR_THE_DRIVER)
            except Trouble as trouble:
                print(trouble)
    browser = usable()
    if not browser:
        print(HOW, flush=True)
    return browser
