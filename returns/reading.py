"""Reads both files of a run together: each child of the census with what List 7 says of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO

from returns.annex_a import AnnexARow, List7, read_list_7
from returns.annex_a.headings import Column
from returns.baseline import LastVisit, compared
from returns.census import Census, CensusChild, Header, Shared
from returns.files import FileRefused
from returns.problems import Problem, Severity
from returns.uploads import Files


@dataclass(frozen=True, slots=True)
class Told:
    """One child of the census; `child` is None when it is refused, `row` when List 7 does not have it."""

    reference: str
    line: int
    child: CensusChild | None
    row: AnnexARow | None
    visit: LastVisit | None
    problems: tuple[Problem, ...]
    list_7_problems: tuple[Problem, ...]


class Reading:
    """One reading of a run's files, from beginning to end."""

    def __init__(self, file: BinaryIO, files: Files, *, today: date, shared: Shared | None = None) -> None:
        self.census = Census(file, today=today, shared=shared)
        self.list_7 = read_list_7(files.annex_a, today=today) if files.annex_a else List7()
        self._left = dict(self.list_7.rows)

    @property
    def header(self) -> Header:
        if self.census.header is None:
            raise FileRefused("There is no Header in the file. Export the census with its header.")
        return self.census.header

    def children(self) -> Iterator[Told]:
        for found in self.census.children():
            row = self._left.pop(found.reference, None)
            child, visit, more = found.child, None, []
            if child is not None and row is not None:
                child, visit, more = compared(child, row)
            yield Told(found.reference, found.line, child, row, visit, found.problems, tuple(more))

    def rows_without_child(self, known: set[str]) -> Iterator[Problem]:
        """Children of List 7 who are neither in the census nor in the portal; known when all were read."""
        for row in self._left.values():
            if row.child_id not in known:
                yield Problem(
                    row.child_id,
                    row.line,
                    Column.CHILD,
                    "List 7",
                    "The child is in List 7 and not in the census. Export a census that has the child, "
                    "or add the child by hand.",
                    Severity.REFUSED,
                )
