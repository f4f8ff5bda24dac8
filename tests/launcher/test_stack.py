"""The whole portal, started as `make run` starts it, with databases of its own."""

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from pathlib import Path

import pytest

from cpp_portal.launcher import others
from cpp_portal.launcher.places import ROOT
from cpp_portal.launcher.ports import next_free
from cpp_portal.launcher.sockets import new_folder
from cpp_portal.launcher.watcher import is_alive
from tests.launcher.conftest import all_gone, eventually

pytestmark = pytest.mark.slow

GIVEN_BY_THE_TESTS = ("DATABASE_URL", "REDIS_URL", "CPP_", "SECRET_KEY", "DJANGO_", "LOG_LEVEL", "PYTEST")


class Portal:
    def __init__(self, state: Path, port: int | None = None, **changed: str) -> None:
        self.port = port or next_free(21000)
        env = {name: value for name, value in os.environ.items() if not name.startswith(GIVEN_BY_THE_TESTS)}
        env |= {"CPP_STATE_DIR": str(state), "PORT": str(self.port), "CPP_DEMO": "0", **changed}
        self.printed: list[str] = []
        self.popen = subprocess.Popen(
            [sys.executable, "-m", "cpp_portal.launcher", "stack"],
            cwd=ROOT,
            env=env,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def _read(self) -> None:
        for line in self.popen.stdout or ():
            self.printed.append(line)

    def said(self) -> str:
        return "".join(self.printed)

    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=5) as response:
                return response.status == 200
        except OSError:
            return False

    def is_ready(self) -> "Portal":
        assert eventually(lambda: "Ready in" in self.said() or self.popen.poll() is not None, within=300), (
            self.said()
        )
        assert "Ready in" in self.said(), self.said()
        return self

    def everything(self) -> list[int]:
        """This process and all below it."""
        return [self.popen.pid, *others.below(self.popen.pid)]

    def end(self, sign: signal.Signals) -> tuple[int, float]:
        """The exit code, and the seconds until nothing was left."""
        pids = self.everything()
        began = time.monotonic()
        self.popen.send_signal(sign)
        code = self.ended()
        assert all_gone(*pids, within=15), f"left: {[pid for pid in pids if is_alive(pid)]}"
        return code, time.monotonic() - began

    def ended(self) -> int:
        code = self.popen.wait(60)
        self.reader.join(5)
        self.popen.stdout.close()
        return code


@pytest.fixture(scope="module")
def state():
    folder = new_folder()
    folder.chmod(0o755)
    yield folder
    subprocess.run(["rm", "-rf", folder], check=True)


@pytest.fixture
def portal(state):
    portal = Portal(state)
    yield portal
    if portal.popen.poll() is None:
        portal.end(signal.SIGTERM)


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_it_answers_and_then_ends_at_once_and_entirely_when_it_is_asked_to(portal, sign):
    portal.is_ready()
    assert portal.answers()

    code, seconds = portal.end(sign)

    assert code == 0
    assert seconds < 15  # it takes two or three; the tests share the machine with one another
    assert "Nothing is left running" in portal.said()


def test_killed_outright_it_leaves_nothing_and_the_next_start_is_an_ordinary_one(portal, state):
    portal.is_ready()

    portal.end(signal.SIGKILL)
    following = Portal(state).is_ready()

    assert following.end(signal.SIGINT)[0] == 0


def test_a_second_start_is_told_where_the_first_is_and_does_it_no_harm(portal, state):
    portal.is_ready()

    second = Portal(state)

    assert second.ended() == 1
    assert eventually(
        lambda: f"already runs from this checkout at http://127.0.0.1:{portal.port}" in second.said()
    )
    assert portal.answers()


def test_a_database_that_dies_ends_the_rest_with_a_sentence(portal, state):
    portal.is_ready()
    pids = portal.everything()
    os.kill(int((state / "postgres" / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)

    assert portal.ended() == 1
    assert all_gone(*pids)
    assert "postgres ended with -9, so everything is being stopped" in portal.said()


def test_a_port_in_use_is_said_before_anything_is_started(state):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        refused = Portal(state, taken.getsockname()[1])
        code = refused.ended()

    assert code == 1
    assert re.search(
        r"Port \d+ is in use by .* \(process \d+\)\. Stop that, or use another: PORT=\d+", refused.said()
    )
    assert "Traceback" not in refused.said()


def test_a_database_and_a_broker_from_outside_are_used_and_none_is_started(state):
    database, broker = os.environ["DATABASE_URL"], os.environ["REDIS_URL"]
    portal = Portal(state, DATABASE_URL=database, REDIS_URL=broker).is_ready()

    names = "\n".join(map(others.command_of, portal.everything()))
    portal.end(signal.SIGINT)

    assert "gunicorn" in names
    assert "valkey-server" not in names
    assert "/postgres -D" not in names
