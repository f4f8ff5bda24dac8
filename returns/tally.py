"""Keeping count of a run while it goes on: problems in batches, progress about once a second."""

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from django.utils import timezone

from returns.models import ImportProblem, ImportRun
from returns.problems import Problem

OnProgress = Callable[[int], None]

PROBLEMS_AT_ONCE = 2000


def silently(_per_cent: int) -> None:
    """For a run that nobody watches."""


class ProblemWriter:
    """Writes problems as they come; the rest when its `with` block is left without an error."""

    def __init__(self, run: ImportRun) -> None:
        self.run = run
        self._rows: list[ImportProblem] = []

    def add(self, problems: Iterable[Problem], *, in_annex_a: bool = False) -> None:
        self._rows += [
            ImportProblem(
                run=self.run,
                in_annex_a=in_annex_a,
                child_id=problem.child_id[:100],
                line=problem.line or 0,
                field=problem.field[:100],
                rule=problem.rule,
                sentence=problem.sentence,
                became=problem.severity.name,
            )
            for problem in problems
        ]
        if len(self._rows) >= PROBLEMS_AT_ONCE:
            self.flush()

    def flush(self) -> None:
        ImportProblem.objects.bulk_create(self._rows)
        self._rows = []


@contextmanager
def problems_of(run: ImportRun) -> Iterator[ProblemWriter]:
    """Replaces what an earlier reading of the same files said."""
    run.problems.all().delete()
    writer = ProblemWriter(run)
    yield writer
    writer.flush()


class Progress:
    def __init__(self, run: ImportRun, *, total: int, tell: OnProgress) -> None:
        self.run = run
        self.total = max(total, 1)
        self.tell = tell
        self._said_at = 0.0

    def at(self, done: int) -> None:
        now = time.monotonic()
        if now - self._said_at < 1:
            return
        self._said_at = now
        self.say(min(99, done * 100 // self.total))

    def say(self, per_cent: int) -> None:
        self.run.per_cent = per_cent
        self.run.heard_of_at = timezone.now()
        self.run.save(update_fields=["per_cent", "heard_of_at"])
        self.tell(per_cent)
