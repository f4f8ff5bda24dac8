"""A command in the right surroundings: the running portal's, or a database started for it alone."""

import os
import signal
import subprocess
import sys

from cpp_portal.launcher import assets, running
from cpp_portal.launcher.places import ROOT
from cpp_portal.launcher.stack import Stack, environment, prepare


def run(words: list[str]) -> int:
    """A command of manage.py against the portal's own database."""
    if running.join(os.environ) or "DATABASE_URL" in os.environ:
        os.execv(sys.executable, [sys.executable, "manage.py", *words])
    with running.only_one():
        return alone([sys.executable, "manage.py", *words])


def benchmarks(words: list[str]) -> int:
    """In a cluster of their own, so that neither the demo nor an authority's records are touched."""
    told = {"CPP_DEMO": "0", "LOG_LEVEL": "ERROR"}
    return alone([sys.executable, "-m", "benchmarks", *words], cluster="postgres-bench", **told)


def alone(command: list[str], *, cluster: str = "postgres", **changed: str) -> int:
    stack = Stack()
    for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(sign, stack.ask_to_stop)
    env = environment(8000) | changed
    try:
        stack.name_servers(env, cluster)
        stack.start_servers()
        assets.collect(env)
        prepare(stack, env)
        if stack.stopping:
            return 130
        child = subprocess.Popen(command, cwd=ROOT, env=env)
        stack.watcher.mind(child.pid, signal.SIGTERM, signal.SIGKILL)
        code = child.wait()
        stack.watcher.forget(child.pid)
        return code
    finally:
        stack.stop()


def migrations() -> int:
    """Needs no database, and says nothing about its absence."""
    env = {"DATABASE_URL": "postgres://nobody@nowhere/nothing", **running.development_values(), **os.environ}
    quietly = ["-W", "ignore:Got an error checking a consistent migration history"]
    command = [sys.executable, *quietly, "manage.py", "makemigrations", "--check", "--dry-run"]
    return subprocess.run(command, cwd=ROOT, env=env, check=False).returncode
