"""Where the reader writes down what it finds wrong, for one child and for the file."""

from dataclasses import dataclass, field

from returns.census.faults import Fault
from returns.problems import Problem, Severity


@dataclass(slots=True)
class FileNotes:
    """What is said once for a whole file, however often it occurs."""

    problems: list[Problem] = field(default_factory=list)
    said: set[tuple[Fault, str]] = field(default_factory=set)

    def add(self, fault: Fault, *, line: int, about: str) -> None:
        if (fault, about) in self.said or len(self.said) >= 200:
            return
        self.said.add((fault, about))
        self.problems.append(
            Problem("", line, about, fault.rule, fault.sentence.format(field=about), fault.severity)
        )


@dataclass(slots=True)
class ChildNotes:
    """What is wrong with one child; its reference is known only once its identifiers have been read."""

    of_file: FileNotes
    found: list[tuple[Fault, int, str, Severity]] = field(default_factory=list)

    def add(self, fault: Fault, *, line: int, about: str, severity: Severity | None = None) -> None:
        self.found.append((fault, line, about, severity or fault.severity))

    @property
    def refuse(self) -> bool:
        return any(severity is Severity.REFUSED for _, _, _, severity in self.found)

    def problems(self, reference: str, *, taken: bool) -> tuple[Problem, ...]:
        """Of a child that is not taken only why: nothing of it was left out or taken as it stands."""
        return tuple(
            Problem(reference, line, about, fault.rule, fault.sentence.format(field=about), severity)
            for fault, line, about, severity in self.found
            if taken or severity is Severity.REFUSED
        )
