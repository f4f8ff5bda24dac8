"""What can go wrong on somebody's machine, as sentences that say how to mend it."""

import errno
import os
import re
import shutil
from pathlib import Path


class Trouble(Exception):
    """Something that the person at the keyboard can mend; the text says what happened and how."""


DISK_FULL = (
    "The disk is full. Free some space (`df -h .` shows how much there is) and give the same command again."
)
NO_NETWORK = (
    "The package index could not be reached. Connect this machine to the network (or set the proxy or mirror that "
    "it should use) and give the same command again: what was already fetched is kept."
)
WRONG_HASH = (
    "The package index gave a file that is not the one in the lock file, so nothing was installed. Try another mirror; "
    "if the change is meant, `make lock` writes the lock files anew."
)
# The first that is found in what a failed command printed.
SIGNS = [
    (r"No space left on device|ENOSPC|Disk quota exceeded|os error 28\b", DISK_FULL),
    (r"[Hh]ash mismatch|EINTEGRITY|DO NOT MATCH THE HASHES", WRONG_HASH),
    (
        r"ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ERR_SOCKET_TIMEOUT|network (was|is)|"
        r"error sending request|dns error|[Nn]ame resolution|Connection refused|Failed to establish a new connection|"
        r"Could not connect|Failed to fetch|Temporary failure resolving",
        NO_NETWORK,
    ),
]


def reason(printed: str) -> str | None:
    """The sentence for a failure that is well known, or None."""
    return next((sentence for sign, sentence in SIGNS if re.search(sign, printed)), None)


def last_lines(printed: str, count: int = 12) -> str:
    return "\n".join(f"    {line}" for line in printed.strip().splitlines()[-count:])


def from_the_system(error: OSError) -> str | None:
    """The sentence for an error of the operating system that a person can mend, or None."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return DISK_FULL
    if error.errno == errno.EROFS:
        return f"{error.filename} is on a file system that can only be read. Put the checkout where it can be written."
    if isinstance(error, PermissionError) and error.filename:
        return (
            f"This account may not write {error.filename}. If an earlier run as root made it, give it back with: "
            f"sudo chown -R {os.environ.get('USER', '$(id -un)')} {Path(error.filename).parent}"
        )
    return None


def refuse_a_full_disk(folder: Path, megabytes: int) -> None:
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free // 1_000_000
    if free < megabytes:
        raise Trouble(
            f"The disk that holds {folder} has {free} MB free and this needs about {megabytes} MB. "
            "Free some space and give the same command again."
        )
