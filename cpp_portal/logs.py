"""What is never written to a log: the part of an address by which somebody is let in without a password."""

import logging
import re
from typing import Any, Final

from gunicorn.glogging import Logger

# A link to a copy, a calendar feed, and the link that sets a password.
LETS_IN: Final = re.compile(r"(/(?:copy|calendar|password/set/[^/\s]+)/)[^/\s\"']+")


def without_secrets(text: str) -> str:
    return LETS_IN.sub(r"\1…", text)


class WithoutSecrets(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        said = record.getMessage()
        if LETS_IN.search(said):
            record.msg, record.args = without_secrets(said), None
        return True


class AccessLog(Logger):
    """Of gunicorn: each request in a line, its address without what lets somebody in."""

    def atoms(self, *given: Any) -> dict[str, Any]:
        found = super().atoms(*given)
        for atom in ("U", "r"):
            found[atom] = without_secrets(str(found[atom]))
        return found
