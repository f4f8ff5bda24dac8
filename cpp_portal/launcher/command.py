"""A command of manage.py in the right surroundings: the running portal's, or a database started for it alone."""

import os
import signal
import subprocess
import sys

from cpp_portal.launcher import running
from cpp_portal.launcher.places import ROOT
from cpp_portal.launcher.stack import Stack, environment, prepare


def run(words: list[str]) -> int:
    if running.join(os.environ) or "DATABASE_URL" in os.environ:
        os.execv(sys.executable, [sys.executable, "manage.py", *words])
    stack = Stack()
    for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(sign, stack.ask_to_stop)
    with running.only_one():
        env = environment(8000)
        try:
            stack.start_servers(env)
            prepare(stack, env)
            if stack.stopping:
                return 130
            return subprocess.run(
                [sys.executable, "manage.py", *words], cwd=ROOT, env=env, check=False
            ).returncode
        finally:
            stack.stop()
