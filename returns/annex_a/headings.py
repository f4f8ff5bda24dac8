"""Which column is which, however its heading is worded.

A heading is compared by its words, not by its letters: case, punctuation, line breaks, the order of the words and
small words between them do not matter. Columns that no wording fits are left alone.
"""

import re
from collections.abc import Sequence
from enum import StrEnum


class Column(StrEnum):
    """The heading as the current workbook words it; shown when the column is missing."""

    CHILD = "Child Unique ID"
    PLAN_STARTED = "Child Protection Plan Start Date"
    PLAN_ENDED = "Child Protection Plan End Date"
    LAST_VISIT = "Date of the Last Statutory Visit"
    SEEN_ALONE = "Was the Child Seen Alone?"
    LATEST_REVIEW = "Date of latest review conference"
    TEAM = "Allocated Team"
    WORKER = "Allocated Worker"


REQUIRED = (
    Column.CHILD,
    Column.LAST_VISIT,
    Column.SEEN_ALONE,
    Column.LATEST_REVIEW,
    Column.TEAM,
    Column.WORKER,
)

_WORDINGS = {
    Column.CHILD: (
        "child unique id",
        "unique child id",
        "child unique identifier",
        "unique child identifier",
        "child id",
        "child identifier",
        "child's unique id",
        "child unique reference",
    ),
    Column.PLAN_STARTED: (
        "child protection plan start date",
        "start date of child protection plan",
        "date child protection plan started",
        "cp plan start date",
        "cpp start date",
    ),
    Column.PLAN_ENDED: (
        "child protection plan end date",
        "end date of child protection plan",
        "date child protection plan ended",
        "cp plan end date",
        "cpp end date",
    ),
    Column.LAST_VISIT: (
        "date of the last statutory visit",
        "last statutory visit",
        "date of last visit",
        "last visit date",
        "latest statutory visit",
        "date of latest statutory visit",
        "date child was last visited",
    ),
    Column.SEEN_ALONE: (
        "was the child seen alone",
        "child seen alone",
        "seen alone",
        "was the child seen alone y/n",
        "was the child seen alone at last visit",
    ),
    Column.LATEST_REVIEW: (
        "date of latest review conference",
        "latest review conference",
        "date of last review conference",
        "date of latest review",
        "latest review date",
        "date of last review",
        "date of latest child protection review conference",
        "date of latest review child protection conference",
    ),
    Column.TEAM: ("allocated team", "team", "team name", "allocated team name"),
    Column.WORKER: (
        "allocated worker",
        "allocated social worker",
        "allocated case worker",
        "worker",
        "worker name",
        "social worker",
        "lead social worker",
        "allocated worker name",
    ),
}

_SMALL_WORDS = frozenset({"the", "of", "a", "s", "y", "n", "at", "for", "was"})


def _words(heading: object) -> frozenset[str]:
    found = re.findall(r"[a-z0-9]+", str(heading).casefold()) if heading is not None else []
    return frozenset(found) - _SMALL_WORDS


_COLUMN_BY_WORDS = {_words(wording): column for column, wordings in _WORDINGS.items() for wording in wordings}


def columns_in(cells: Sequence[object]) -> dict[Column, int]:
    """The place of each column in a row of headings; the first one counts when two are worded alike."""
    places: dict[Column, int] = {}
    for place, cell in enumerate(cells):
        column = _COLUMN_BY_WORDS.get(_words(cell))
        if column is not None:
            places.setdefault(column, place)
    return places
