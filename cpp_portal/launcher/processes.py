"""Child processes that never outlive the launcher, whatever ends it.

Three lines of defence: `Child.stop` when the launcher ends in good order; on Linux the kernel, which signals a child
when its parent dies; and everywhere a watcher (`watcher.py`) that holds the other end of a pipe and, when the
launcher is gone without having said goodbye, ends what is left.
"""

import contextlib
import ctypes
import os
import pwd
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO, Any

from cpp_portal.launcher.unprivileged import started_as

PR_SET_PDEATHSIG = 1


def end_with_parent(sign: signal.Signals) -> Callable[[], None] | None:
    """For `preexec_fn`: on Linux the kernel sends this signal when the parent is gone, be it by kill -9.

    The parent is the thread that starts the child, so children are started by the main thread.
    """
    if sys.platform != "linux":
        return None
    libc = ctypes.CDLL(None, use_errno=True)
    parent = os.getpid()

    def ask_the_kernel() -> None:
        libc.prctl(PR_SET_PDEATHSIG, int(sign), 0, 0, 0)
        if os.getppid() != parent:  # it died in between
            os._exit(1)

    return ask_the_kernel


def end_with_make() -> None:
    """When `make` itself is killed with -9, this launcher gets a SIGTERM (Linux only)."""
    if sys.platform != "linux":
        return
    with contextlib.suppress(OSError):
        if Path(f"/proc/{os.getppid()}/comm").read_text().strip() in ("make", "gmake"):
            ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, int(signal.SIGTERM), 0, 0, 0)


class Watcher:
    """A tiny process of its own session that ends our children and removes our sockets should we vanish."""

    def __init__(self) -> None:
        self.child = subprocess.Popen(
            [sys.executable, "-I", "-S", str(Path(__file__).with_name("watcher.py"))],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd="/",
            start_new_session=True,
        )
        assert self.child.stdin is not None
        self.pipe = self.child.stdin

    def _tell(self, *words: object) -> None:
        with contextlib.suppress(BrokenPipeError):  # without it the kernel's signal still stands
            os.write(self.pipe.fileno(), (" ".join(map(str, words)) + "\n").encode())

    def mind(self, pid: int, gently: signal.Signals, at_last: signal.Signals) -> None:
        self._tell("mind", pid, int(gently), int(at_last))

    def forget(self, pid: int) -> None:
        self._tell("forget", pid)

    def remove_afterwards(self, folder: Path) -> None:
        self._tell("remove", folder)

    def dismiss(self) -> None:
        self._tell("goodbye")
        self.pipe.close()
        self.child.wait()


class Child:
    """One process in a session of its own, so that Ctrl-C in the terminal reaches only the launcher."""

    def __init__(
        self,
        name: str,
        command: Sequence[str | Path],
        watcher: Watcher,
        *,
        cwd: Path | str,
        env: Mapping[str, str] | None = None,
        account: pwd.struct_passwd | None = None,
        log: IO[bytes] | None = None,
        say: Callable[[str, str], None] | None = None,
        pass_fds: Sequence[int] = (),
        gently: signal.Signals = signal.SIGTERM,
        at_last: signal.Signals = signal.SIGKILL,
        orphaned: signal.Signals = signal.SIGTERM,
    ) -> None:
        self.name, self.gently, self.at_last, self.watcher = name, gently, at_last, watcher
        self.popen: subprocess.Popen[Any] = subprocess.Popen(
            [str(word) for word in command],
            cwd=cwd,
            env=None if env is None else dict(env),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE if say else log or subprocess.DEVNULL,
            stderr=subprocess.STDOUT,
            pass_fds=tuple(pass_fds),
            start_new_session=True,
            preexec_fn=end_with_parent(orphaned),
            **started_as(account),
        )
        watcher.mind(self.popen.pid, gently, at_last)
        self.reader = threading.Thread(target=self._pass_on, args=(say,), daemon=True) if say else None
        if self.reader:
            self.reader.start()

    def _pass_on(self, say: Callable[[str, str], None]) -> None:
        for line in self.popen.stdout or ():
            say(self.name, line.decode(errors="replace").rstrip())

    @property
    def ended_with(self) -> int | None:
        code: int | None = self.popen.poll()
        return code

    def stop(self, *, within: float) -> None:
        """Gently first, to the leader only: gunicorn, Celery and PostgreSQL wind their own children down."""
        deadline = time.monotonic() + within
        if self.ended_with is None:
            self.popen.send_signal(self.gently)
        while self.ended_with is None and time.monotonic() < deadline:
            time.sleep(0.02)
        if self.ended_with is None:
            self.popen.send_signal(self.at_last)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.popen.wait(5)
        if self.at_last is signal.SIGKILL:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.popen.pid, signal.SIGKILL)  # whatever of the group is left
        self.popen.wait()
        self.watcher.forget(self.popen.pid)
        if self.reader:
            self.reader.join(1)
            if self.popen.stdout and not self.reader.is_alive():
                self.popen.stdout.close()
