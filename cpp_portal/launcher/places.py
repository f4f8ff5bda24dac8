"""Where things are kept: everything the launcher makes is inside the checkout, in folders that git ignores.

The exceptions are the sockets, which need short names (`sockets.py`), and, for root in a checkout that no other account
can reach, PostgreSQL's files (`postgres.py`).
"""

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
STATE = Path(os.environ.get("CPP_STATE_DIR") or ROOT / ".local").absolute()
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = ".made-from"


def fingerprint(paths: Iterable[Path], *words: str, beside: Path = ROOT) -> str:
    """What these files hold and are called, and whatever else matters, as one short word."""
    digest = hashlib.sha256("\0".join(words).encode())
    for path in sorted(path for path in paths if path.is_file()):
        digest.update(f"\0{path.relative_to(beside)}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:20]


def is_made_from(folder: Path, wanted: str) -> bool:
    """The stamp is written last and lies inside what it vouches for: half-made or removed, and there is none."""
    try:
        return (folder / STAMP).read_text() == wanted
    except FileNotFoundError:
        return False


def stamp(folder: Path, made_from: str) -> None:
    (folder / STAMP).write_text(made_from)


def unstamp(folder: Path) -> None:
    (folder / STAMP).unlink(missing_ok=True)
