"""The whole portal on one machine: PostgreSQL, Valkey, web, worker and beat, started in order and stopped in order."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from pathlib import Path

from cpp_portal.launcher import assets, ports, running
from cpp_portal.launcher.places import ROOT, STATE
from cpp_portal.launcher.postgres import Postgres
from cpp_portal.launcher.processes import Child, Watcher, end_with_make
from cpp_portal.launcher.progress import step
from cpp_portal.launcher.sockets import new_folder
from cpp_portal.launcher.trouble import Trouble, refuse_a_full_disk
from cpp_portal.launcher.valkey import Valkey

MEGABYTES = 150
PREPARED = STATE / "prepared"
PATIENCE = 120.0


class Stack:
    """Stop is a flag that is looked at, not an Event: setting one in a signal handler can wait for itself for ever."""

    def __init__(self) -> None:
        self.began = time.monotonic()
        self.stopping = False
        self.watcher = Watcher()
        self.servers: list[Postgres | Valkey] = []
        self.children: list[Child] = []
        self.builder: Child | None = None
        self.sockets: Path | None = None
        self.speaking = threading.Lock()

    def ask_to_stop(self, *_signal: object) -> None:
        self.stopping = True

    def say(self, name: str, line: str) -> None:
        try:
            with self.speaking:
                print(f"{name:>7} | {line}", flush=True)
        except OSError:  # the terminal is gone, or the reader of a pipe
            self.stopping = True

    def name_servers(self, env: dict[str, str], cluster: str = "postgres") -> None:
        """Puts where they will be found into `env`, unless it names others."""
        if "DATABASE_URL" not in env:
            with step("Getting PostgreSQL ready"):  # as root, a copy that another account can reach
                database = Postgres(cluster, self._socket_folder(), self.watcher)
            self.servers.append(database)
            env["DATABASE_URL"] = database.url()
        if "REDIS_URL" not in env:
            broker = Valkey(cluster.replace("postgres", "valkey"), self._socket_folder(), self.watcher)
            self.servers.append(broker)
            env["REDIS_URL"] = broker.url()

    def start_servers(self) -> None:
        for server in self.servers:
            with step(f"Starting {server.NAME}"):
                server.start()

    def _socket_folder(self) -> Path:
        if not self.sockets:
            remembered = STATE / "sockets"
            if remembered.exists():  # the last one went without a word, and its watcher with it
                shutil.rmtree(remembered.read_text(), ignore_errors=True)
            self.sockets = new_folder()
            self.watcher.remove_afterwards(self.sockets)
            remembered.write_text(str(self.sockets))
        return self.sockets

    def start_web(self, env: dict[str, str], listener: socket.socket) -> None:
        """It reads the portal's code at once, and answers when the database is ready: `let_web_answer`."""
        PREPARED.unlink(missing_ok=True)
        bind = ["--bind", f"fd://{listener.fileno()}"]
        web = ["-m", "gunicorn", "--config", "python:cpp_portal.web_server", *bind, "cpp_portal.wsgi"]
        waiting = env | {"WEB_WAITS_FOR": str(PREPARED)}
        self._start("web", web, waiting, pass_fds=[listener.fileno()])

    def let_web_answer(self) -> None:
        PREPARED.touch()

    def start_worker_and_beat(self, env: dict[str, str]) -> None:
        root_is_meant = ["-W", "ignore:You're running the worker with superuser"]
        worker = [
            *root_is_meant,
            "-m", "celery", "-q", "-A", "cpp_portal", "worker", "-c", "2", "-l", "warning", "--without-gossip",
            "--without-mingle",
        ]  # fmt: skip
        # Beat needs nothing of what it wrote before (decision 0006), and a file that a kill left half written stops it.
        for left in STATE.glob("beat*"):
            left.unlink()
        schedule = ["-s", str(STATE / "beat")]
        beat = ["-m", "celery", "-q", "-A", "cpp_portal", "beat", "-l", "warning", "--pidfile=", *schedule]
        # A worker whose broker is gone does not hear SIGTERM while it tries to reconnect.
        self._start("worker", worker, env, orphaned=signal.SIGKILL)
        self._start("beat", beat, env)

    def _start(
        self,
        name: str,
        command: Sequence[str | Path],
        env: dict[str, str],
        *,
        pass_fds: Sequence[int] = (),
        orphaned: signal.Signals = signal.SIGTERM,
    ) -> None:
        self.children.append(
            Child(
                name, [sys.executable, *command], self.watcher, cwd=ROOT, env=env, say=self.say,
                pass_fds=pass_fds, orphaned=orphaned,
            )
        )  # fmt: skip

    def wait_until_it_answers(self, port: int) -> None:
        until = time.monotonic() + PATIENCE
        with step("Starting the web server"):
            while not self.stopping and not self.who_ended():
                if answers(port):
                    return
                if time.monotonic() > until:
                    raise Trouble(
                        f"The web server did not answer within {PATIENCE:.0f} s; its own words are above."
                    )
                time.sleep(0.1)

    def who_ended(self) -> str | None:
        for child in [*self.children, *(server.child for server in self.servers)]:
            if child and child.ended_with is not None:
                return f"{child.name} ended with {child.ended_with}"
        return None

    def stop(self) -> None:
        """Programs together, then the servers they need. Under five seconds even when a task is in the middle."""
        if self.builder:
            self.builder.stop(within=0)
        for child in self.children:
            if child.ended_with is None:
                child.popen.send_signal(child.gently)
        waiting = [threading.Thread(target=child.stop, kwargs={"within": 3.2}) for child in self.children]
        for thread in waiting:
            thread.start()
        for thread in waiting:
            thread.join()
        for server in reversed(self.servers):
            server.stop(within=4)
        if self.sockets:
            shutil.rmtree(self.sockets, ignore_errors=True)
            (STATE / "sockets").unlink(missing_ok=True)
        self.watcher.dismiss()


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://{ports.ADDRESS}:{port}/healthz", timeout=5) as response:
            return bool(response.status == 200)
    except (OSError, urllib.error.URLError):
        return False


def environment(port: int) -> dict[str, str]:
    """What the programs are told. A database of somebody's own gets no demo unless they ask for it."""
    made_up = {
        **running.development_values(),
        "CPP_DEMO": "0" if "DATABASE_URL" in os.environ else "1",
        "SERVICE_ADDRESS": f"http://{ports.ADDRESS}:{port}",
        "PYTHONUNBUFFERED": "1",
        "WEB_LOG_LEVEL": "warning",
        "WEB_GRACEFUL_TIMEOUT": "2",
        "DJANGO_SETTINGS_MODULE": "cpp_portal.settings",
    }
    env = {**made_up, **os.environ}
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    return env


def start_building(stack: Stack, env: dict[str, str]) -> None:
    """The front end is built beside the database, which keeps only one core busy on the first start."""
    if assets.are_built() and assets.are_gathered():
        return
    (STATE / "log").mkdir(parents=True, exist_ok=True)
    needs_none = {"DATABASE_URL": "postgres://nobody@nowhere/nothing"}
    with (STATE / "log" / "front-end.log").open("wb") as log:
        command = [sys.executable, "-m", "cpp_portal.launcher", "static"]
        stack.builder = Child("front end", command, stack.watcher, cwd=ROOT, env=needs_none | env, log=log)


def finish_building(stack: Stack) -> None:
    if not stack.builder:
        return
    with step("Building the front end"):
        while stack.builder.ended_with is None and not stack.stopping:
            time.sleep(0.05)
    if stack.builder.ended_with and not stack.stopping:
        raise Trouble((STATE / "log" / "front-end.log").read_text(errors="replace").strip())
    stack.builder.stop(within=0)
    stack.builder = None


def prepare(stack: Stack, env: dict[str, str]) -> None:
    """Migrations, the append-only triggers, bank holidays and, on an empty database, the demo."""
    prepared = subprocess.Popen(
        [sys.executable, "manage.py", "prepare"], cwd=ROOT, env=env, start_new_session=True
    )
    stack.watcher.mind(prepared.pid, signal.SIGTERM, signal.SIGKILL)
    while prepared.poll() is None and not stack.stopping:
        time.sleep(0.02)
    if stack.stopping:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(prepared.pid, signal.SIGKILL)  # its transaction is undone by PostgreSQL
        prepared.wait()
    stack.watcher.forget(prepared.pid)
    if prepared.returncode and not stack.stopping:
        raise Trouble(
            "The database could not be brought up to date; the reason is above. Nothing was half done: mend it and "
            "give the same command again, or start with an empty database: make reset"
        )


def run() -> int:
    end_with_make()
    port = ports.chosen()
    stack = Stack()
    for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(sign, stack.ask_to_stop)
    with running.only_one(), contextlib.closing(ports.listen(port)) as listener:
        refuse_a_full_disk(STATE, MEGABYTES)
        env = environment(port)
        try:
            start_building(stack, env)
            stack.name_servers(env)
            if not stack.builder:
                # What it would serve is there: it reads the portal's code while the servers start.
                stack.start_web(env, listener)
            stack.start_servers()
            running.write_note(env)
            prepare(stack, env)
            if stack.builder:
                finish_building(stack)
                stack.start_web(env, listener)
            stack.let_web_answer()
            if not stack.stopping:
                stack.wait_until_it_answers(port)
            if not stack.stopping:
                stack.start_worker_and_beat(env)
            if not stack.stopping and not stack.who_ended():
                seconds = time.monotonic() - stack.began
                print(
                    f"\nReady in {seconds:.1f} s: http://localhost:{port}/    Ctrl-C stops everything.\n",
                    flush=True,
                )
            return watch(stack)
        finally:
            began = time.monotonic()
            for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                signal.signal(
                    sign, signal.SIG_IGN
                )  # an impatient second Ctrl-C must not leave anything behind
            stack.stop()
            with contextlib.suppress(OSError):
                print(f"Stopped in {time.monotonic() - began:.1f} s. Nothing is left running.", flush=True)


def watch(stack: Stack) -> int:
    while not stack.stopping:
        if ended := stack.who_ended():
            print(
                f"\n{ended}, so everything is being stopped. What it said is above or in {STATE / 'log'}.",
                flush=True,
            )
            return 1
        time.sleep(0.1)
    return 0
