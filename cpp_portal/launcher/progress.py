"""Shows that something is happening whenever it takes more than a moment.

On a terminal one line that counts the seconds and shows the latest word from the command; elsewhere (a log, CI) a
plain line when it starts to take long, one every ten seconds, and one at the end.
"""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from cpp_portal.launcher.processes import end_with_parent
from cpp_portal.launcher.trouble import Trouble, last_lines, reason

LONG = 2.0
SPINNER = "|/-\\"


class Step:
    def __init__(self, label: str) -> None:
        self.label = label
        self.detail = ""
        self.began = time.monotonic()
        self.over = threading.Event()
        self.on_terminal = sys.stdout.isatty()
        self.thread = threading.Thread(target=self._show, daemon=True)
        self.thread.start()

    def note(self, detail: str) -> None:
        self.detail = detail

    def finish(self, *, well: bool) -> None:
        self.over.set()
        self.thread.join()
        seconds = time.monotonic() - self.began
        if self.on_terminal:
            print("\r\x1b[K", end="")
        if seconds >= LONG or not well:
            print(f"{self.label}: {'done' if well else 'failed'}, {seconds:.1f} s", flush=True)

    def _show(self) -> None:
        turn = 0
        while not self.over.wait(0.2 if self.on_terminal else 0.5):
            turn += 1
            seconds = time.monotonic() - self.began
            if self.on_terminal and seconds > 0.5:
                line = f"{SPINNER[turn % 4]} {self.label}, {seconds:.0f} s  {self.detail}"
                print(f"\r\x1b[K{line[: shutil.get_terminal_size().columns - 1]}", end="", flush=True)
            elif not self.on_terminal and turn % 20 == 4:
                print(f"{self.label}, {seconds:.0f} s so far ...", flush=True)


@contextlib.contextmanager
def step(label: str) -> Iterator[Step]:
    shown = Step(label)
    try:
        yield shown
    except BaseException:
        shown.finish(well=False)
        raise
    shown.finish(well=True)


def run_shown(
    label: str,
    command: Sequence[str | Path],
    *,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    otherwise: str = "",
) -> str:
    """Runs a command, showing its last line only; what it printed comes back, or ends up in the Trouble.

    `otherwise` is the advice when the failure is not one of the well-known ones.
    """
    printed = []
    with step(label) as shown:
        child = subprocess.Popen(
            [str(word) for word in command],
            env=dict(os.environ if env is None else env),
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,
            preexec_fn=end_with_parent(signal.SIGKILL),
        )
        with child:
            try:
                for line in child.stdout or ():
                    printed.append(line)
                    if line.strip():
                        shown.note(line.strip())
            except BaseException:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(child.pid, signal.SIGKILL)
                raise
        output = "".join(printed)
        if child.returncode:
            told = (
                reason(output)
                or otherwise
                or f"`{' '.join(map(str, command))}` ended with {child.returncode}."
            )
            raise Trouble(f"{told}\nIts last words were:\n{last_lines(output)}")
    return output
