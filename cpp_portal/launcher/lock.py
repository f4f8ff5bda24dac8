"""Writes the lock files: every package that pyproject.toml asks for, directly or not, in one version, by hash.

They hold no address of a package index, so they serve behind any mirror.
"""

from cpp_portal.launcher.packages import for_uv
from cpp_portal.launcher.places import ROOT
from cpp_portal.launcher.progress import run_shown
from cpp_portal.launcher.toolchain import uv

OLDEST_PYTHON = "3.11"
# Each file, and what of pyproject.toml is in it. Development holds to what production has.
FILES = {
    "production.txt": ["pyproject.toml"],
    "development.txt": ["pyproject.toml", "--group", "dev", "--constraints", "requirements/production.txt"],
    "build.txt": ["--group", "pyproject.toml:build"],
    "uv.txt": ["--group", "pyproject.toml:bootstrap"],
}


def everything() -> None:
    tool, env = uv(), for_uv()
    how = ["--quiet", "--universal", "--generate-hashes", "--no-header", "--python-version", OLDEST_PYTHON]
    for name, sources in FILES.items():
        command = [tool, "pip", "compile", *how, *sources, "--output-file", f"requirements/{name}"]
        failed = "The packages could not be locked."
        run_shown(f"Locking {name}", command, env=env, cwd=ROOT, otherwise=failed)
