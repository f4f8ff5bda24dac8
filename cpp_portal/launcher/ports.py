"""The port that the portal answers on: free, or a sentence that says who has it and what to type instead."""

import errno
import os
import re
import shutil
import socket
import subprocess
from itertools import chain
from pathlib import Path

from cpp_portal.launcher import others
from cpp_portal.launcher.trouble import Trouble

ADDRESS = "127.0.0.1"
DEFAULT = 8000


def chosen() -> int:
    asked = os.environ.get("PORT", "").strip() or str(DEFAULT)
    if not asked.isdecimal() or not 1 <= int(asked) <= 65535:
        raise Trouble(
            f"PORT is {asked!r}. It must be a whole number from 1 to 65535, for example: PORT=8001 make run"
        )
    return int(asked)


def listen(port: int) -> socket.socket:
    """The listening socket itself, so that nobody can take the port between looking and using."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((ADDRESS, port))
        listener.listen(512)
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            raise Trouble(
                f"Port {port} is in use{by_whom(port)}. Stop that, or use another: PORT={next_free(port)} make run"
            ) from None
        if error.errno == errno.EACCES:
            raise Trouble(
                f"Port {port} is reserved for root. Use one above 1023: PORT=8001 make run"
            ) from None
        raise
    return listener


def refuse_if_taken(port: int) -> None:
    listen(port).close()


def next_free(port: int) -> int:
    for candidate in chain(range(port + 1, min(port + 50, 65536)), range(DEFAULT + 1, DEFAULT + 100)):
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((ADDRESS, candidate))
            except OSError:
                continue
            return candidate
    return DEFAULT + 1


def by_whom(port: int) -> str:
    """For example ` by gunicorn (process 123)`, where the system tells us; else nothing."""
    pid = _from_proc(port) if Path("/proc/net/tcp").exists() else _from_lsof(port)
    if not pid:
        return ""
    return f" by {others.name_of(int(pid)) or 'another program'} (process {pid})"


def _from_proc(port: int) -> str | None:
    listening = "0A"
    inodes = set()
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        if not Path(table).exists():
            continue
        for line in Path(table).read_text().splitlines()[1:]:
            columns = line.split()
            if columns[3] == listening and int(columns[1].rsplit(":", 1)[1], 16) == port:
                inodes.add(f"socket:[{columns[9]}]")
    for descriptor in Path("/proc").glob("[0-9]*/fd/*"):
        try:
            if os.readlink(descriptor) in inodes:
                return descriptor.parts[2]
        except OSError:
            continue
    return None


def _from_lsof(port: int) -> str | None:
    if not shutil.which("lsof"):
        return None
    asked = subprocess.run(
        ["lsof", "-nP", f"-iTCP:{port}", "-sTCP:LISTEN", "-Fp"], capture_output=True, text=True, check=False
    )
    found = re.search(r"^p(\d+)", asked.stdout, re.MULTILINE)
    return found[1] if found else None
