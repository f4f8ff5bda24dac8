"""The children in need census, read for taking children over from the previous system.

    with path.open("rb") as file:
        census = Census(file, today=today)
        for found in census.children():
            ...

`stream.py` guards and cuts the file, `layout.py` says how each element is read, `faults.py` what is found
wrong and what follows, `rules.py` compares. What a child may be refused for is printed in docs/import.md.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import BinaryIO

from returns.census.facts import CensusChild, Header
from returns.census.faults import Fault
from returns.census.header import read_header
from returns.census.notes import ChildNotes, FileNotes
from returns.census.reading import ChildReader
from returns.census.stream import ElementStream
from returns.files import FileRefused
from returns.problems import Problem

__all__ = ["Census", "CensusChild", "Found", "Header", "Shared"]


@dataclass(frozen=True, slots=True)
class Found:
    """One Child of the file: the child unless it is refused, and everything found wrong with it."""

    reference: str
    line: int
    child: CensusChild | None
    problems: tuple[Problem, ...]


@dataclass(slots=True)
class Shared:
    """References and UPNs that more than one child of the file has; known once it was read to its end."""

    references: set[str] = field(default_factory=set)
    upns: set[str] = field(default_factory=set)


class Census:
    """A census file, read once from beginning to end. `header` is known from the first child on.

    A file that ends too early is noticed only at its end, and a reference used twice only at the second: so
    read it once to see what it holds, and a second time, with what was found `shared`, to take it in.
    """

    def __init__(self, file: BinaryIO, *, today: date, shared: Shared | None = None) -> None:
        self.stream = ElementStream(file)
        self.today = today
        self.shared = shared or Shared()
        self.header: Header | None = None
        self._notes = FileNotes()

    @property
    def file_problems(self) -> list[Problem]:
        """What concerns the file and no single child of it."""
        return self._notes.problems

    def children(self) -> Iterator[Found]:
        """Raises FileRefused, perhaps after many children: take none until the file was read to its end."""
        reader = None
        for element in self.stream.elements():
            if element.tag == "Header":
                self.header = read_header(element, self._notes, today=self.today)
                reader = ChildReader(self.header, self._notes, today=self.today)
            elif reader is None:
                raise FileRefused(
                    "The file has no Header before its first Child, so the day it describes is not known. "
                    "Export the census with its header."
                )
            else:
                line = element.sourceline
                yield self._found(line, *reader.read(element))

    def _found(self, line: int, reference: str, child: CensusChild | None, notes: ChildNotes) -> Found:
        if reference in self.shared.references:
            notes.add(Fault.REFERENCE_REPEATED, line=line, about="LAchildID")
            child = None
        if child is not None and child.upn in self.shared.upns:
            notes.add(Fault.UPN_REPEATED, line=line, about="UPN")
            child = child.without_upn()
        return Found(reference, line, child, notes.problems(reference, taken=child is not None))
