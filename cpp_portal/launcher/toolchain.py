"""uv, which makes the environment: the machine's own, or one of ours in `.uv/` from `requirements/uv.txt`."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from cpp_portal.launcher.places import ROOT
from cpp_portal.launcher.progress import run_shown
from cpp_portal.launcher.trouble import NO_NETWORK, Trouble

OLDEST = (0, 5)
LOCK = ROOT / "requirements" / "uv.txt"
OWN = ROOT / ".uv"


def works(uv: Path | str) -> bool:
    """Asked, because a `uv` on the PATH may only point to one that is not installed, or be half-made."""
    try:
        answer = subprocess.run(
            [str(uv), "--version"], capture_output=True, text=True, check=False, timeout=30
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    version = re.match(r"uv (\d+)\.(\d+)", answer.stdout)
    return answer.returncode == 0 and version is not None and (int(version[1]), int(version[2])) >= OLDEST


def uv(own: Path = OWN) -> str:
    if (on_path := shutil.which("uv")) and works(on_path):
        return on_path
    for place in (own / "bin" / "uv", own / "lib" / "bin" / "uv"):
        if works(place):
            return str(place)
    make(own)
    for place in (own / "bin" / "uv", own / "lib" / "bin" / "uv"):
        if works(place):
            return str(place)
    raise Trouble(
        f"uv was installed in {own} but does not run. Remove that folder and give the same command again."
    )


def make(own: Path) -> None:
    shutil.rmtree(own, ignore_errors=True)
    install = ["install", "--quiet", "--disable-pip-version-check", "--require-hashes", "-r", str(LOCK)]
    label = "Getting uv, which installs Python packages"
    if has("pip"):
        command = [sys.executable, "-m", "pip", *install, "--target", str(own / "lib")]
        run_shown(label, command, otherwise=NO_NETWORK)
    elif has("ensurepip") or may_install_packages():
        if not has("ensurepip"):
            install_packages("python3-venv", f"python{sys.version_info[0]}.{sys.version_info[1]}-venv")
        failed = "A virtual environment could not be made."
        run_shown("Making room for uv", [sys.executable, "-m", "venv", own], otherwise=failed)
        run_shown(label, [own / "bin" / "python", "-m", "pip", *install], otherwise=NO_NETWORK)
    else:
        raise Trouble(
            f"This Python ({sys.executable}) comes without venv and pip, so it can install nothing. "
            "Ask an administrator for `apt-get install python3-venv` (or for uv), then give the same command again."
        )


def has(module: str) -> bool:
    looked = subprocess.run([sys.executable, "-c", f"import {module}"], capture_output=True, check=False)
    return looked.returncode == 0


def may_install_packages() -> bool:
    """As root on Debian or Ubuntu: elsewhere the machine is somebody else's to change."""
    return os.geteuid() == 0 and Path("/etc/debian_version").exists() and shutil.which("apt-get") is not None


def install_packages(*names: str) -> None:
    """The first attempt may fail only because this machine has never read the list of packages."""
    command = ["apt-get", "install", "-y", "--no-install-recommends", *names]
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    label = f"Installing {' and '.join(names)}"
    try:
        run_shown(label, command, env=env)
    except Trouble:
        run_shown("Reading the list of packages", ["apt-get", "update"], env=env)
        run_shown(label, command, env=env, otherwise=f"Try it by hand: {' '.join(command)}")
