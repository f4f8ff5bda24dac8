"""What was found wrong in a file, in words that say how to mend it.

Nobody who imports a file may read a child's record, so no problem quotes a value: it gives the child's
reference, the line, the name of the field and a sentence. The line is enough to find the value in the file.
"""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """What became of the child because of the problem."""

    REFUSED = "child not taken"
    LEFT_OUT = "value left out"
    QUERY = "taken, to be looked at"


@dataclass(frozen=True, slots=True)
class Problem:
    """`child_id` is empty when the whole file is meant; `rule` is the census rule's number, or "portal"."""

    child_id: str
    line: int
    field: str
    rule: str
    sentence: str
    severity: Severity
