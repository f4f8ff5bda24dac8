"""Node, which builds the style sheets and scripts: the machine's own when new enough, else one of ours from a wheel."""

import os
import re
import shutil
import subprocess
from pathlib import Path

from cpp_portal.launcher.packages import for_uv
from cpp_portal.launcher.places import ROOT, STATE, fingerprint, is_made_from, stamp
from cpp_portal.launcher.progress import run_shown
from cpp_portal.launcher.toolchain import uv

OLDEST = 20  # what sass and esbuild ask for
LOCK = ROOT / "requirements" / "build.txt"
OWN = STATE / "node"


def major_version(path: str | None = None) -> int:
    """Of the `node` on this PATH, 0 when it or its `npm` does not run."""
    versions = []
    for program in ("node", "npm"):
        found = shutil.which(program, path=path)
        if not found:
            return 0
        env = os.environ if path is None else {**os.environ, "PATH": path}
        try:
            asked = subprocess.run(
                [found, "--version"], env=env, capture_output=True, text=True, check=False, timeout=30
            )
        except (OSError, subprocess.TimeoutExpired):
            return 0
        number = re.search(r"(\d+)\.\d+\.\d+", asked.stdout)
        versions.append(int(number[1]) if number and asked.returncode == 0 else 0)
    return versions[0] if all(versions) else 0


def environment(own: Path = OWN) -> dict[str, str]:
    """The environment in which `npm` and `node` are found."""
    env = dict(os.environ)
    if major_version() < OLDEST:
        ensure(own)
        env["PATH"] = f"{own / 'bin'}{os.pathsep}{env.get('PATH', os.defpath)}"
    return env


def ensure(own: Path = OWN) -> None:
    wanted = fingerprint([LOCK], str(own), beside=LOCK.parent)
    if is_made_from(own, wanted) and major_version(f"{own / 'bin'}{os.pathsep}{os.environ['PATH']}"):
        return
    shutil.rmtree(own, ignore_errors=True)
    own.parent.mkdir(parents=True, exist_ok=True)
    tool, env = uv(), for_uv()
    label = "Getting Node, which builds the front end"
    run_shown(label, [tool, "venv", "--quiet", "--no-project", own], env=env)
    command = [tool, "pip", "sync", "--require-hashes", "--python", str(own / "bin" / "python"), str(LOCK)]
    run_shown(label, command, env=env, otherwise="Node could not be installed.")
    stamp(own, wanted)
