"""Real processes in folders of their own: nothing here touches the checkout's databases or environment."""

import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cpp_portal.launcher.processes import Watcher
from cpp_portal.launcher.sockets import new_folder
from cpp_portal.launcher.watcher import is_alive


@pytest.fixture
def watcher() -> Iterator[Watcher]:
    watcher = Watcher()
    yield watcher
    watcher.dismiss()


@pytest.fixture
def sockets() -> Iterator[Path]:
    folder = new_folder()
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def state() -> Iterator[Path]:
    """Not tmp_path: root lends PostgreSQL another account, which must be able to go there."""
    folder = new_folder()
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def in_another_process() -> Callable[[str], subprocess.Popen[str]]:
    """Runs some Python that imports the launcher, as a launcher that can be killed."""

    def start(code: str) -> subprocess.Popen[str]:
        return subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)

    return start


def eventually(is_so: Callable[[], bool], *, within: float = 40, every: float = 0.05) -> bool:
    """Whether it comes to be so in time: long, because a machine may be busy, and cut short as soon as it is so."""
    until = time.monotonic() + within
    while not is_so():
        if time.monotonic() > until:
            return False
        time.sleep(every)
    return True


def all_gone(*pids: int, within: float = 10) -> bool:
    return eventually(lambda: not any(is_alive(pid) for pid in pids), within=within)
