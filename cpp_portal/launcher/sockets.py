"""A folder for sockets: short (a socket's whole name may have 103 characters), private and new at every start.

New, so that nothing a crash left behind can be in the way and nobody can have made it before us.
"""

import secrets
import shutil
import tempfile
from pathlib import Path

from cpp_portal.launcher.trouble import Trouble
from cpp_portal.launcher.unprivileged import can_reach

LONGEST = 103
LONGEST_NAME_INSIDE = "cpp-test-xxxxxxxx/postgres/.s.PGSQL.5432"


def is_suitable(folder: Path) -> bool:
    if len(f"{folder}/{LONGEST_NAME_INSIDE}".encode()) > LONGEST or " " in str(folder):
        return False
    try:
        probe = tempfile.mkdtemp(prefix="cpp-", dir=folder)
    except OSError:
        return False
    shutil.rmtree(probe)
    return can_reach(folder)


def parent() -> Path:
    tried = [Path(tempfile.gettempdir()), Path("/tmp"), Path("/var/tmp")]
    for folder in tried:
        if is_suitable(folder):
            return folder
    raise Trouble(
        "There is no temporary folder with a short name that this account can write: tried "
        f"{', '.join(map(str, dict.fromkeys(tried)))}. Set TMPDIR to one of at most "
        f"{LONGEST - len(LONGEST_NAME_INSIDE) - 1} characters."
    )


def new_folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="cpp-", dir=parent()))
    folder.chmod(0o711)  # PostgreSQL's own account goes through it to its part
    return folder


def unused_name(prefix: str) -> Path:
    """For those who must say where a socket will be before there is one."""
    return parent() / f"{prefix}{secrets.token_hex(4)}"
