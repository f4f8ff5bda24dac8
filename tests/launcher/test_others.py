"""What is said of other processes is the same from /proc and from ps, and nothing where there is neither."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from cpp_portal.launcher import others
from tests.launcher.conftest import eventually

HERE = [
    pytest.param(False, id="ps", marks=pytest.mark.skipif(not shutil.which("ps"), reason="There is no ps.")),
    pytest.param(
        True, id="proc", marks=pytest.mark.skipif(not others.has_proc(), reason="There is no /proc.")
    ),
]


@pytest.fixture
def asleep():
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)", "a (strange) word"])
    yield child.pid
    child.kill()
    child.wait()


@pytest.mark.parametrize("proc", HERE)
def test_a_process_is_known_by_its_words_and_its_parent(asleep, monkeypatch, proc):
    if not proc:
        monkeypatch.setattr(others, "PROC", Path("/there/is/none"))

    # For a moment, while it becomes another program, it has no words at all.
    assert eventually(lambda: "a (strange) word" in others.command_of(asleep))
    assert others.name_of(asleep).startswith("python")
    assert asleep in others.below(os.getpid())
    assert asleep not in others.below(asleep)


@pytest.mark.parametrize("proc", HERE)
def test_of_one_that_is_not_there_nothing_is_said(monkeypatch, proc):
    if not proc:
        monkeypatch.setattr(others, "PROC", Path("/there/is/none"))

    assert (others.command_of(2**22 + 1), others.name_of(2**22 + 1)) == ("", "")


def test_a_machine_with_neither_is_no_obstacle(monkeypatch, tmp_path):
    monkeypatch.setattr(others, "PROC", tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))

    assert (others.command_of(1), others.name_of(1), others.below(1)) == ("", "", [])


@pytest.mark.parametrize("proc", HERE)
def test_what_its_own_start_is_below_it_too(monkeypatch, proc):
    child = subprocess.Popen(["sh", "-c", "sleep 60 & wait"], start_new_session=True)
    if not proc:
        monkeypatch.setattr(others, "PROC", Path("/there/is/none"))
    try:
        assert eventually(lambda: any(map(others.below, others.below(os.getpid()))))
        [sleeping] = others.below(child.pid)
        assert {child.pid, sleeping} <= {*others.below(os.getpid())}
    finally:
        os.killpg(child.pid, signal.SIGKILL)
        child.wait()
