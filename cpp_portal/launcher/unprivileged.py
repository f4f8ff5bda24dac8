"""PostgreSQL refuses to run as root. Root therefore lends it an account that exists anyway; no account is made."""

import os
import pwd
from pathlib import Path
from typing import Any

from cpp_portal.launcher.trouble import Trouble


def account() -> pwd.struct_passwd | None:
    """The account that PostgreSQL runs as, or None for our own."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise Trouble(
        "PostgreSQL does not run as root, and this machine has neither a `postgres` nor a `nobody` account to lend it. "
        "Run this as an ordinary user."
    )


def started_as(holder: pwd.struct_passwd | None) -> dict[str, Any]:
    """What tells subprocess to start something as this account."""
    return {"user": holder.pw_uid, "group": holder.pw_gid, "extra_groups": []} if holder else {}


def can_reach(folder: Path) -> bool:
    """Whether any account may go into this folder: nothing above it is closed, as /root is."""
    return all(path.stat().st_mode & 0o005 == 0o005 for path in [folder, *folder.parents])


def own(folder: Path, holder: pwd.struct_passwd | None) -> None:
    """Makes a folder that only its holder can open."""
    folder.mkdir(parents=True, exist_ok=True)
    if holder:
        os.chown(folder, holder.pw_uid, holder.pw_gid, follow_symlinks=False)
    folder.chmod(0o700)
