"""A browser for the browser tests: one that is there, or Debian's when we may install it."""

import os
import shutil
import subprocess
from collections.abc import Iterator

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
ON_MACOS = [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    os.path.expanduser("~/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),
    os.path.expanduser("~/Applications/Chromium.app/Contents/MacOS/Chromium"),
]
HOW = (
    "No Chromium or Chrome was found, so the browser tests are skipped. Install one (Debian, as root: "
    "apt-get install chromium-headless-shell fonts-liberation) or set CHROMIUM to where it is."
)


def candidates() -> Iterator[str]:
    if chosen := os.environ.get("CHROMIUM"):
        yield chosen
        return
    yield from (found for name in NAMES if (found := shutil.which(name)))
    yield from (path for path in ON_MACOS if os.access(path, os.X_OK))


def runs(browser: str) -> bool:
    """Asked, because Ubuntu's `chromium-browser` may be a signpost to a snap that is not there."""
    try:
        asked = subprocess.run(
            [browser, "--version"], capture_output=True, text=True, check=False, timeout=60
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return asked.returncode == 0 and "hrom" in asked.stdout


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


def ensure() -> str | None:
    """Where the browser is; None after saying in one line what to install."""
    browser = find()
    if not browser and not os.environ.get("CHROMIUM") and may_install_packages():
        browser = installed()
    if not browser:
        print(HOW, flush=True)
    return browser
