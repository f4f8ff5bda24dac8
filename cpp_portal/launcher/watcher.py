"""Ends the launcher's children when the launcher vanishes without a word. Run by path, so it imports nothing of ours.

It reads lines from a pipe whose other end only the launcher holds:

    mind PID GENTLE LAST    a child, the signal that asks it to end, and the one that does not ask
    forget PID              it has ended
    remove FOLDER           to be removed afterwards
    goodbye                 all is in order; nothing is left to do

The end of the pipe without a goodbye means that the launcher was killed.
"""

import contextlib
import os
import shutil
import signal
import sys
import time

PATIENCE = 3.0


def is_alive(pid: int) -> bool:
    """A zombie, dead and waiting for somebody to ask after it, is not alive."""
    try:
        os.kill(pid, 0)
        with open(f"/proc/{pid}/stat") as stat:
            return stat.read().rpartition(")")[2].split()[0] != "Z"
    except ProcessLookupError:
        return False
    except FileNotFoundError:  # no such file system here, or it went in between
        return not os.path.isdir("/proc/self")
    except PermissionError:
        return True


def send(pid: int, number: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.kill(pid, number)


def end(minded: dict[int, tuple[int, int]]) -> None:
    """The last to be started is asked first, so that the database outlives those who use it."""
    for pid, (gentle, last) in reversed(minded.items()):
        send(pid, gentle)
        until = time.monotonic() + PATIENCE
        while is_alive(pid) and time.monotonic() < until:
            time.sleep(0.05)
        send(pid, last)
        if last == signal.SIGKILL:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(pid, signal.SIGKILL)


def main() -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    minded: dict[int, tuple[int, int]] = {}
    folders = []
    for line in sys.stdin:
        word, _, rest = line.rstrip("\n").partition(" ")
        if word == "goodbye":
            return
        if word == "mind":
            pid, gentle, last = (int(number) for number in rest.split())
            minded[pid] = (gentle, last)
        elif word == "forget":
            minded.pop(int(rest), None)
        elif word == "remove":
            folders.append(rest)
    end(minded)
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
