"""What else runs on this machine: from /proc where there is one, else from `ps`, which small systems do without."""

import subprocess
from pathlib import Path
from typing import Final

PROC: Final = Path("/proc")


def command_of(pid: int) -> str:
    """The words a process was started with; nothing where it is gone or nobody can be asked."""
    if has_proc():
        return _read(PROC / str(pid) / "cmdline").replace("\0", " ").strip()
    return _ps("-ww", "-o", "command=", "-p", str(pid)).strip()


def name_of(pid: int) -> str:
    """Of its program, without the folder."""
    if has_proc():
        return _read(PROC / str(pid) / "comm").strip()
    return Path(_ps("-o", "comm=", "-p", str(pid)).strip()).name


def below(pid: int) -> list[int]:
    """The processes that it started, and those that these started."""
    children: dict[int, list[int]] = {}
    for one, parent in _with_parents():
        children.setdefault(parent, []).append(one)

    def of(parent: int) -> list[int]:
        return [found for child in children.get(parent, []) for found in (child, *of(child))]

    return of(pid)


def has_proc() -> bool:
    return (PROC / "self" / "stat").exists()


def _with_parents() -> list[tuple[int, int]]:
    if not has_proc():
        lines = (line.split() for line in _ps("-eo", "pid=,ppid=").splitlines())
        return [(int(pid), int(parent)) for pid, parent in lines]
    stats = (_read(path) for path in PROC.glob("[0-9]*/stat"))
    # A program's name stands in brackets, and may have brackets and blanks in it.
    return [(int(stat.split()[0]), int(stat.rpartition(")")[2].split()[1])) for stat in stats if stat]


def _read(path: Path) -> str:
    try:
        return path.read_text(errors="replace")
    except OSError:
        return ""


def _ps(*words: str) -> str:
    try:
        return subprocess.run(["ps", *words], capture_output=True, text=True, check=False).stdout
    except OSError:
        return ""
