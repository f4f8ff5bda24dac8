"""The environment in `.venv/`: exactly what `requirements/development.txt` locks, by hash.

It is made when there is none, when the lock file or Python changed, when the checkout was moved, and when the last
attempt did not come to its end.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from cpp_portal.launcher.places import PYTHON, ROOT, VENV, fingerprint, is_made_from, stamp, unstamp
from cpp_portal.launcher.progress import run_shown
from cpp_portal.launcher.toolchain import uv
from cpp_portal.launcher.trouble import refuse_a_full_disk

LOCK = ROOT / "requirements" / "development.txt"
MEGABYTES = 900


def for_uv() -> dict[str, str]:
    """Byte code is made once here, not at every start; what an outer environment says about itself is forgotten."""
    env = {name: value for name, value in os.environ.items() if name not in OUTER}
    return {**env, "UV_COMPILE_BYTECODE": "1", "UV_PYTHON_DOWNLOADS": "never", "UV_NO_PROGRESS": "1"}


OUTER = {"VIRTUAL_ENV", "PYTHONDONTWRITEBYTECODE", "PYTHONHOME", "PYTHONPATH", "CONDA_PREFIX"}


def version_of(python: Path) -> str | None:
    """The Python inside an environment, or None when it does not run."""
    asked = "import sys; print(*sys.version_info[:2], sep='.')"
    try:
        answer = subprocess.run([str(python), "-I", "-c", asked], capture_output=True, text=True, check=False)
    except OSError:
        return None
    return answer.stdout.strip() or None


def ensure(venv: Path = VENV, lock: Path = LOCK, python: Path = PYTHON) -> None:
    ours = f"{sys.version_info[0]}.{sys.version_info[1]}"
    wanted = fingerprint([lock], str(venv), beside=lock.parent)
    inside = version_of(python)
    has_packages = (venv / "lib" / f"python{inside}" / "site-packages").is_dir()
    if is_made_from(venv, wanted) and inside and has_packages:
        return
    refuse_a_full_disk(venv, MEGABYTES)
    tool, env = uv(), for_uv()
    was_complete = (venv / ".made-from").exists() and str(venv) in _made_for(venv)
    if not (was_complete and inside and has_packages):
        if venv.exists():
            print("The environment is incomplete or from elsewhere; it is being made anew.", flush=True)
            shutil.rmtree(venv)
        inside = ours
        command = [tool, "venv", "--quiet", "--no-project", "--python", sys.executable, str(venv)]
        run_shown("Making an environment for Python", command, env=env)
    unstamp(venv)
    run_shown(
        "Installing Python packages",
        [tool, "pip", "sync", "--require-hashes", "--python", python, lock],
        env=env,
        cwd=ROOT,
        otherwise="The Python packages could not be installed.",
    )
    (venv / ".made-for").write_text(str(venv))
    stamp(venv, wanted)


def _made_for(venv: Path) -> str:
    try:
        return (venv / ".made-for").read_text()
    except FileNotFoundError:
        return ""
