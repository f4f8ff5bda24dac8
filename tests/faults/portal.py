"""A whole portal of real processes, each of which can be killed: PostgreSQL, Valkey, web, workers and beat.

The programs are those of docker-compose.yml, by their own commands. Django in the test's own process looks into the
same database, through a connection of its own.
"""

import contextlib
import itertools
import json
import os
import shutil
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import redis
from celery import Celery
from django.conf import settings
from django.db import connection

from cpp_portal.launcher.places import ROOT
from cpp_portal.launcher.ports import next_free
from cpp_portal.launcher.postgres import THROWN_AWAY, Postgres
from cpp_portal.launcher.processes import Child, Watcher
from cpp_portal.launcher.sockets import new_folder
from cpp_portal.launcher.valkey import Valkey
from tests.deployment.compose import SERVICES
from tests.launcher.conftest import eventually

# What was committed outlives a kill of the server: only a power cut may lose it here.
SETTINGS = {**THROWN_AWAY, "synchronous_commit": "on"}
FIRST_PORT = 22000
BEFORE_IT_IS_SAID_TO_HANG = 60


class Portal:
    def __init__(self, **told: str) -> None:
        self.watcher = Watcher()
        self.sockets, self.state = new_folder(), new_folder()
        self.state.chmod(0o755)
        for folder in (self.sockets, self.state):
            self.watcher.remove_afterwards(folder)
        self.postgres = Postgres(
            "postgres", self.sockets, self.watcher, settings=SETTINGS, state=self.state
        ).start()
        self.valkey = Valkey("valkey", self.sockets, self.watcher, state=self.state).start()
        self.port = next_free(FIRST_PORT + os.getpid() % 1000)
        self.address = f"http://127.0.0.1:{self.port}"
        self.env = {
            **os.environ,
            "DATABASE_URL": self.postgres.url(),
            "REDIS_URL": self.valkey.url(),
            "SECRET_KEY": settings.SECRET_KEY,
            "CPP_DEVELOPMENT": "1",
            "CPP_PLAIN_STATIC": "0",
            "SERVICE_ADDRESS": self.address,
            "UPLOADS_DIR": str(self.state / "uploads"),
            "EMAIL_FILE_PATH": str(self.state / "outbox"),
            "DJANGO_SETTINGS_MODULE": "cpp_portal.settings",
            "LOG_LEVEL": "INFO",
            "PYTHONUNBUFFERED": "1",
            **told,
        }
        self.printed: dict[str, list[str]] = {}
        self.programs: list[Child] = []
        self.numbers = itertools.count(1)

    # --- its programs -----------------------------------------------------------------------------------

    def manage(self, *words: str) -> str:
        done = subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=ROOT,
            env=self.env,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def start_web(self) -> Child:
        web = self._start("web", {"0.0.0.0:8000": f"127.0.0.1:{self.port}"})
        self._wait(web, lambda: self.asks("/healthz")[0] == 200)
        return web

    def start_worker(self) -> Child:
        worker = self._start("worker", {}, f"--hostname=worker{next(self.numbers)}")
        self._wait(worker, lambda: " ready." in self.said(worker))
        return worker

    def start_beat(self) -> Child:
        """On a machine that knows nothing of the last run: it sends nothing before the next tenth minute."""
        beat = self._start("beat", {"/tmp/beat-schedule": str(self.state / "beat")})
        self._wait(beat, lambda: "beat: Starting" in self.said(beat))
        return beat

    def _start(self, service: str, replaced: dict[str, str], *more: str) -> Child:
        program, *words = [replaced.get(word, word) for word in SERVICES[service]["command"]]
        name = f"{service} {next(self.numbers)}"
        self.printed[name] = []
        child = Child(
            name,
            [sys.executable, Path(sys.executable).parent / program, *words, *more],
            self.watcher,
            cwd=ROOT,
            env=self.env,
            say=lambda said_by, line: self.printed[said_by].append(line),
        )
        self.programs.append(child)
        return child

    def _wait(self, program: Child, is_there: Callable[[], bool]) -> None:
        assert eventually(
            lambda: program.ended_with is not None or is_there(), within=BEFORE_IT_IS_SAID_TO_HANG
        ), self.said(program)
        assert program.ended_with is None, self.said(program)

    def said(self, program: Child) -> str:
        return "\n".join(self.printed[program.name])

    def kill(self, program: Child) -> None:
        """As the kernel does when memory is short: nothing is finished, nothing is said."""
        os.kill(program.popen.pid, signal.SIGKILL)
        self.end(program, within=5)

    def end(self, *programs: Child, within: float = 5) -> None:
        for program in programs:
            if program.ended_with is None:
                program.popen.send_signal(program.gently)
        for program in programs:
            program.stop(within=within)
            self.programs.remove(program)

    def end_programs(self) -> None:
        self.end(*self.programs, within=1)

    def stop(self) -> None:
        self.end_programs()
        self.valkey.stop()
        self.postgres.stop()
        self.watcher.dismiss()
        for folder in (self.sockets, self.state):
            shutil.rmtree(folder, ignore_errors=True)

    # --- what is asked of it ---------------------------------------------------------------------------

    def asks(self, path: str, cookie: str = "") -> tuple[int, str]:
        request = urllib.request.Request(self.address + path, headers={"Cookie": cookie})
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as refusal:
            with refusal:
                return refusal.code, refusal.read().decode()
        except OSError as silence:
            return 0, str(silence)

    def is_red(self) -> bool:
        """Whether monitoring is told that deadlines were not checked, by the web process of its own knowledge."""
        status, words = self.asks("/healthz/deadlines")
        assert status in (200, 503), words
        assert json.loads(words)["ok"] == (status == 200)
        return status == 503

    def sends(self, task: str) -> None:
        """A message as beat sends it: what the timetable in settings says, and nothing besides."""
        [entry] = [each for each in settings.CELERY_BEAT_SCHEDULE.values() if each["task"] == task]
        with Celery("beat", broker=self.valkey.url(), set_as_current=False) as app:
            app.send_task(task, **entry["options"], ignore_result=True, retry=False)

    @contextlib.contextmanager
    def broker(self) -> Iterator[redis.Redis]:
        with redis.Redis(unix_socket_path=str(self.valkey.socket), decode_responses=True) as client:
            yield client

    # --- its database ------------------------------------------------------------------------------------

    @contextlib.contextmanager
    def database(self) -> Iterator[None]:
        """Django in this process looks into the portal's own database for as long as it lasts."""
        connection.close()
        before = dict(connection.settings_dict)
        named = {"NAME": "cpp", "USER": "cpp", "HOST": str(self.postgres.sockets), "PORT": "5432"}
        connection.settings_dict.update(named)
        try:
            yield
        finally:
            connection.close()
            connection.settings_dict.clear()
            connection.settings_dict.update(before)

    def restart_postgres(self) -> None:
        """An immediate stop, as after a crash: every connection breaks and the log is read at the start."""
        server = self.postgres.child
        assert server is not None
        connection.close()
        server.popen.send_signal(signal.SIGQUIT)
        server.popen.wait(20)
        self.postgres.start()

    def restart_valkey(self) -> None:
        server = self.valkey.child
        assert server is not None
        server.popen.kill()
        server.popen.wait(20)
        self.valkey.start()
