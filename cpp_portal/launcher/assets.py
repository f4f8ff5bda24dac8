"""The front end: npm packages, then the build, then the files under the names that the web server gives them.

Each of the three is done only when what it is made from has changed; each leaves its stamp inside what it made.
"""

import fcntl
import shutil
from collections.abc import Iterator
from pathlib import Path

from cpp_portal.launcher import node
from cpp_portal.launcher.places import PYTHON, ROOT, fingerprint, is_made_from, stamp, unstamp
from cpp_portal.launcher.progress import run_shown

# A machine without a network should hear so in seconds, not after npm's patience.
PATIENCE = ["--fetch-retries=2", "--fetch-retry-mintimeout=500", "--fetch-retry-maxtimeout=4000"]
FAILED = "The front end could not be built."


def files_below(*folders: Path) -> Iterator[Path]:
    for folder in folders:
        yield from (
            path for path in folder.rglob("*") if not any(part.startswith(".") for part in path.parts[-1:])
        )


def made_from(root: Path) -> tuple[str, str]:
    packages = fingerprint([root / "package.json", root / "package-lock.json"], beside=root)
    sources = fingerprint([root / "package.json", *files_below(root / "static")], packages, beside=root)
    return packages, sources


def are_built(root: Path = ROOT) -> bool:
    packages, sources = made_from(root)
    return is_made_from(root / "node_modules", packages) and is_made_from(root / "build", sources)


def ensure(root: Path = ROOT) -> None:
    if not are_built(root):
        build(root, *made_from(root))


def build(root: Path, packages: str, sources: str) -> None:
    env = node.environment()
    npm = shutil.which("npm", path=env["PATH"]) or "npm"
    if not is_made_from(root / "node_modules", packages):
        unstamp(root / "node_modules")
        fetch = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline", *PATIENCE]
        run_shown("Getting the front-end packages", fetch, env=env, cwd=root, otherwise=FAILED)
        stamp(root / "node_modules", packages)
    unstamp(root / "build")
    run_shown("Building the front end", [npm, "run", "build"], env=env, cwd=root, otherwise=FAILED)
    stamp(root / "build", sources)


def gathered_from(root: Path) -> str:
    locks = [root / "requirements" / "production.txt", root / "cpp_portal" / "settings.py"]
    return fingerprint([*locks, *files_below(root / "build")], beside=root)


def are_gathered(root: Path = ROOT) -> bool:
    return is_made_from(root / "staticroot", gathered_from(root))


def collect(env: dict[str, str], root: Path = ROOT) -> None:
    """Gathers the files that the portal serves, compressed and named by what they hold; `env` is the whole of it.

    Two who ask at once take turns, and the second finds it done.
    """
    if are_gathered(root):
        return
    (root / ".local").mkdir(exist_ok=True)
    with (root / ".local" / "staticroot.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not are_gathered(root):
            _gather(env, root)


def _gather(env: dict[str, str], root: Path) -> None:
    # Made elsewhere and moved into place, so that a running web server never meets half of it.
    gathered, fresh = root / "staticroot", root / ".local" / "staticroot.part"
    shutil.rmtree(fresh, ignore_errors=True)
    run_shown(
        "Gathering static files",
        [PYTHON, "manage.py", "collectstatic", "--noinput", "--verbosity", "1"],
        env={**env, "STATIC_ROOT": str(fresh)},
        cwd=root,
        otherwise="The static files could not be gathered.",
    )
    stamp(fresh, gathered_from(root))
    shutil.rmtree(gathered, ignore_errors=True)
    fresh.rename(gathered)
