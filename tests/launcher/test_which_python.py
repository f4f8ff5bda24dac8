"""Of the Pythons of a machine, the one that `make` takes: the first that suits, and before it one that is quick."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from cpp_portal.launcher.places import ROOT

PYENV = "/home/anybody/.pyenv/versions/3.12.1"
OPTIMISED = "--enable-optimizations --with-lto"
# What a Python says of itself when it is asked: the question that follows -c is answered by this test's own.
ANSWERS = """#!/bin/sh
exec {real} -c 'import sys, sysconfig
sys.prefix, sys.version_info = "{prefix}", {version}
sys.modules["ensurepip"] = {ensurepip}
sysconfig.get_config_var = lambda name: "{built}"
exec(sys.argv[1])' "$2"
"""


@pytest.fixture
def python(tmp_path: Path):
    """python("python3", prefix=...) puts one of that name before all others."""

    def put(
        name: str,
        *,
        prefix: str = "/opt",
        version: tuple[int, int] = (3, 12),
        built: str = "",
        installs: bool = True,
    ) -> None:
        script = tmp_path / name
        script.write_text(
            ANSWERS.format(
                real=sys.executable,
                prefix=prefix,
                version=version,
                built=built,
                ensurepip="sys" if installs else None,
            )
        )
        script.chmod(0o755)

    return put


def taken(folder: Path) -> str:
    env = {"PATH": f"{folder}:{os.environ['PATH']}", "HOME": str(folder)}
    said = subprocess.run(
        ["make", "-n", "run"], cwd=ROOT, env=env, capture_output=True, text=True, check=True
    ).stdout
    return re.search(r"python='([^']*)'", said)[1]


def test_the_first_that_suits_is_taken(python, tmp_path):
    python("python3")
    python("python3.14", version=(3, 14))

    assert taken(tmp_path) == "python3"


def test_one_that_is_too_old_or_too_new_is_passed_over(python, tmp_path):
    python("python3", version=(3, 10))
    python("python3.14", version=(3, 15))
    python("python3.13", version=(3, 13))

    assert taken(tmp_path) == "python3.13"


def test_a_quick_one_goes_before_one_that_pyenv_built_to_be_slow(python, tmp_path):
    python("python3", prefix=PYENV)
    python("python3.14", prefix=PYENV)
    python("python3.13", version=(3, 13))

    assert taken(tmp_path) == "python3.13"


def test_one_that_pyenv_built_to_be_quick_is_taken(python, tmp_path):
    python("python3", prefix=PYENV, built=OPTIMISED)
    python("python3.14", version=(3, 14))

    assert taken(tmp_path) == "python3"


def test_one_that_can_install_nothing_goes_before_no_other(python, tmp_path):
    python("python3", prefix=PYENV)
    python("python3.14", version=(3, 14), installs=False)
    python("python3.13", version=(3, 13))

    assert taken(tmp_path) == "python3.13"


def test_where_all_are_slow_one_is_taken_all_the_same(python, tmp_path):
    for name in ("python3", "python3.14", "python3.13", "python3.12", "python3.11"):
        python(name, prefix=PYENV)

    # The machine's own, at its full address, may be there and quick.
    assert taken(tmp_path) in ("python3", "/usr/bin/python3")
