"""One stack per checkout, and how a second terminal joins it.

The stack holds a lock for as long as it lives, which the kernel drops however it ends; beside the lock lies a note
that says where it answers and what its processes have in their environment.
"""

import contextlib
import fcntl
import json
import os
import secrets
from collections.abc import Iterator, MutableMapping
from pathlib import Path
from typing import IO

from cpp_portal.launcher.places import STATE
from cpp_portal.launcher.trouble import Trouble

PASSED_ON = ["DATABASE_URL", "REDIS_URL", "SECRET_KEY", "CPP_DEVELOPMENT", "CPP_DEMO", "SERVICE_ADDRESS"]


def open_lock(state: Path = STATE) -> IO[str]:
    state.mkdir(parents=True, exist_ok=True)
    return (state / "lock").open("a")


def note(state: Path = STATE) -> dict[str, str]:
    try:
        found: dict[str, str] = json.loads((state / "running.json").read_text())
    except (FileNotFoundError, ValueError):
        return {}
    return found


@contextlib.contextmanager
def only_one(state: Path = STATE) -> Iterator[None]:
    lock = open_lock(state)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.close()
        running = note(state)
        where = f" at {running['SERVICE_ADDRESS']}" if "SERVICE_ADDRESS" in running else ""
        who = running.get("pid", "")
        raise Trouble(
            f"The portal already runs from this checkout{where}. Use that one, or stop it with Ctrl-C in its terminal"
            f"{f' (or: kill {who})' if who else ''}."
        ) from None
    try:
        yield
    finally:
        (state / "running.json").unlink(missing_ok=True)
        lock.close()


def write_note(env: dict[str, str], state: Path = STATE) -> None:
    path = state / "running.json"
    path.touch(mode=0o600)
    path.write_text(
        json.dumps({"pid": str(os.getpid()), **{name: env[name] for name in PASSED_ON if name in env}})
    )


def is_running(state: Path = STATE) -> bool:
    with open_lock(state) as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def join(environ: MutableMapping[str, str], state: Path = STATE) -> bool:
    """Gives a second terminal the running stack's database and broker. What is set by hand is left alone."""
    if "DATABASE_URL" in environ or not (state / "running.json").exists() or not is_running(state):
        return False
    for name, value in note(state).items():
        if name in PASSED_ON:
            environ.setdefault(name, value)
    return True


def development_values(state: Path = STATE) -> dict[str, str]:
    """What production has to be told and a developer's machine makes up for itself, once per checkout."""
    path = state / "secret-key"
    if not path.exists() or len(path.read_text()) < 50:
        state.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(64))
    return {"CPP_DEVELOPMENT": "1", "SECRET_KEY": path.read_text()}
