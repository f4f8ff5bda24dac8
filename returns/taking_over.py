"""The two long parts of a run: reading, which writes nothing about any child, and taking in.

Both read the files as a stream, in memory that does not grow with them.
"""

import hashlib
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from django.db import DataError, IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from children.models import Child
from deadlines.projection import refresh
from returns import uploads
from returns.annex_a.headings import Column
from returns.census import CensusChild, Shared
from returns.census.faults import Fault
from returns.files import FileRefused
from returns.models import ImportRun
from returns.people import Ambiguous, People
from returns.problems import Problem, Severity
from returns.reading import Reading, Told
from returns.records import ChildRecords, Holder, records_of, save_all
from returns.tally import OnProgress, ProblemWriter, Progress, problems_of, silently
from returns.uploads import Files

State = ImportRun.State

CHILDREN_AT_ONCE = 500
BECAUSE = "the records were taken over from the previous system"


def _claim(run: ImportRun, waiting: str, working: str) -> bool:
    """Of two workers that are given the same run, one gets it."""
    claimed = ImportRun.objects.filter(pk=run.pk, state=waiting).update(
        state=working, heard_of_at=timezone.now()
    )
    run.refresh_from_db()
    return bool(claimed)


def _refuse(run: ImportRun, sentence: str) -> ImportRun:
    run.state, run.refused_because, run.finished_at = State.REFUSED, sentence, timezone.now()
    run.save()
    uploads.forget(run)
    return run


# --- reading ------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Seen:
    line: int
    is_new: bool
    is_on_a_plan: bool
    has_row: bool


@dataclass
class _Preview:
    """Counts, and who claims the same reference or UPN."""

    known: set[str]
    today: date
    seen: dict[str, _Seen] = field(default_factory=dict)
    upns: dict[str, tuple[str, int]] = field(default_factory=dict)
    shared: Shared = field(default_factory=Shared)
    children: int = 0
    already_here: int = 0
    refused: int = 0

    def count(self, told: Told) -> list[Problem]:
        """What only the whole file tells: a reference or a UPN that an earlier child had."""
        self.children += 1
        if told.reference in self.known:
            self.already_here += 1
            return []
        if told.reference in self.seen or told.reference in self.shared.references:
            return self._repeated(told)
        if told.child is None:
            self.refused += 1
        if told.reference:
            self.seen[told.reference] = _Seen(
                told.line,
                told.child is not None,
                told.child is not None and told.child.is_on_a_plan(self.today),
                told.row is not None,
            )
        return self._shared_upn(told.child) if told.child else []

    def _repeated(self, told: Told) -> list[Problem]:
        problems = [_problem(Fault.REFERENCE_REPEATED, told.reference, told.line, "LAchildID")]
        self.shared.references.add(told.reference)
        self.refused += 1
        if first := self.seen.pop(told.reference, None):
            problems.append(_problem(Fault.REFERENCE_REPEATED, told.reference, first.line, "LAchildID"))
            self.refused += first.is_new
        return problems

    def _shared_upn(self, child: CensusChild) -> list[Problem]:
        if not child.upn:
            return []
        if child.upn not in self.upns:
            self.upns[child.upn] = (child.reference, child.line)
            return []
        problems = [_problem(Fault.UPN_REPEATED, child.reference, child.line, "UPN")]
        if child.upn not in self.shared.upns:
            problems.append(_problem(Fault.UPN_REPEATED, *self.upns[child.upn], "UPN"))
        self.shared.upns.add(child.upn)
        return problems

    def write_to(self, run: ImportRun) -> None:
        new = [seen for seen in self.seen.values() if seen.is_new]
        run.children, run.already_here, run.refused = self.children, self.already_here, self.refused
        run.new = len(new)
        run.on_a_plan = sum(seen.is_on_a_plan for seen in new)
        run.with_baseline = sum(seen.has_row for seen in new)
        run.shared = {
            "references": sorted(self.shared.references),
            "upns": sorted(self.shared.upns),
        }


def _problem(fault: Fault, reference: str, line: int, about: str) -> Problem:
    return Problem(reference, line, about, fault.rule, fault.sentence.format(field=about), fault.severity)


def read_files(*, run: ImportRun, files: Files, today: date, tell: OnProgress = silently) -> ImportRun:
    """Find out what taking in would do. Ends READY, or REFUSED with the sentence that says how to mend the file."""
    if not _claim(run, State.WAITING, State.READING):
        return run
    try:
        _find(files)
        _read(run, files, today=today, tell=tell)
    except FileRefused as refusal:
        return _refuse(run, str(refusal))
    return run


def _read(run: ImportRun, files: Files, *, today: date, tell: OnProgress) -> None:
    preview = _Preview(known=_known(), today=today)
    progress = Progress(run, total=files.census.stat().st_size, tell=tell)
    with files.census.open("rb") as file, problems_of(run) as problems:
        reading = Reading(file, files, today=today)
        problems.add(reading.list_7.problems, in_annex_a=True)
        for told in reading.children():
            if told.reference not in preview.known:
                problems.add(told.problems)
                problems.add(told.list_7_problems, in_annex_a=True)
            problems.add(preview.count(told))
            progress.at(reading.census.stream.bytes_read)
        problems.add(reading.census.file_problems)
        problems.add(reading.rows_without_child(preview.known), in_annex_a=True)
    header = reading.header
    preview.write_to(run)
    run.reference_on, run.authority = header.reference_on, header.authority
    run.census_sha256 = reading.census.stream.sha256
    run.annex_a_sha256 = _sha256(files.annex_a) if files.annex_a else ""
    run.state = State.READY
    progress.say(100)
    run.save()


def _known() -> set[str]:
    return set(Child.objects.values_list("reference", flat=True))


def _find(files: Files) -> None:
    if not all(path.exists() for path in (files.census, files.annex_a) if path):
        raise FileRefused(
            "The worker does not find the files. Its folder for uploads (UPLOADS_DIR) must be the web server’s own: "
            "ask whoever runs the machines, and give the files once more."
        )


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


# --- taking in ----------------------------------------------------------------------------------------


def take_in(*, run: ImportRun, files: Files, by: User, today: date, tell: OnProgress = silently) -> ImportRun:
    """Write every new child that is not refused, with its deadlines. The files are deleted afterwards."""
    if not _claim(run, State.AGREED, State.TAKING):
        return run
    try:
        _find(files)
        _TakingIn(run, files, by=by, today=today, tell=tell).all()
    except FileRefused as refusal:
        return _refuse(run, str(refusal))
    uploads.forget(run)
    return run


class _TakingIn:
    def __init__(self, run: ImportRun, files: Files, *, by: User, today: date, tell: OnProgress) -> None:
        if _sha256(files.census) != run.census_sha256:
            raise FileRefused("The census file is not the one that was read. Choose it again.")
        self.run = run
        self.files = files
        self.by = by
        self.today = today
        self.tell = tell
        self.known = _known()
        self.people = People(by=by)
        self.waiting: list[tuple[Told, Holder]] = []
        self.counts = {"already_here": 0, "refused": 0, "taken": run.taken}

    def all(self) -> None:
        run = self.run
        progress = Progress(run, total=self.files.census.stat().st_size, tell=self.tell)
        shared = Shared(set(run.shared["references"]), set(run.shared["upns"]))
        with self.files.census.open("rb") as file, problems_of(run) as problems:
            reading = Reading(file, self.files, today=self.today, shared=shared)
            problems.add(reading.list_7.problems, in_annex_a=True)
            for told in reading.children():
                self._one(told, problems)
                if len(self.waiting) >= CHILDREN_AT_ONCE:
                    self._save_waiting(reading, problems)
                    run.taken = self.counts["taken"]
                    run.save(update_fields=["taken"])
                progress.at(reading.census.stream.bytes_read)
            self._save_waiting(reading, problems)
            problems.add(reading.census.file_problems)
            problems.add(reading.rows_without_child(self.known), in_annex_a=True)
        run.taken, run.refused = self.counts["taken"], self.counts["refused"]
        run.state, run.finished_at = State.DONE, timezone.now()
        progress.say(100)
        run.save()

    def _one(self, told: Told, problems: ProblemWriter) -> None:
        if told.reference in self.known:
            return
        problems.add(told.problems)
        problems.add(told.list_7_problems, in_annex_a=True)
        if told.child is None:
            self.counts["refused"] += 1
        else:
            self.waiting.append((told, self._holder(told, problems)))

    def _holder(self, told: Told, problems: ProblemWriter) -> Holder:
        """Teams and workers are made one by one, before and outside what is saved of the children."""
        if told.row is None:
            return Holder()
        team = self.people.team(told.row.team) if told.row.team else None
        if not told.row.worker:
            return Holder(team)
        try:
            worker = self.people.worker(told.row.worker, team)
        except Ambiguous:
            worker, sentence = None, "Several people have this name. Allocate the child by hand."
        else:
            sentence = "The worker is not known and there is no team. Allocate the child by hand."
        if worker is None:
            problem = Problem(
                told.reference, told.row.line, Column.WORKER, "List 7", sentence, Severity.LEFT_OUT
            )
            problems.add([problem], in_annex_a=True)
            return Holder(team)
        return Holder(worker.team, worker)

    def _save_waiting(self, reading: Reading, problems: ProblemWriter) -> None:
        waiting, self.waiting = self.waiting, []
        try:
            self._save(waiting, reading)
        except (IntegrityError, DataError):
            # One of them cannot be saved: the others are, each by itself.
            for each in waiting:
                self._save_alone(each, reading, problems)

    def _save_alone(self, each: tuple[Told, Holder], reading: Reading, problems: ProblemWriter) -> None:
        told, _ = each
        try:
            self._save([each], reading)
        except (IntegrityError, DataError) as error:
            self.counts["refused"] += 1
            problems.add(
                [
                    Problem(
                        told.reference,
                        told.line,
                        "Child",
                        "portal",
                        f"The portal's own checks do not allow this child's record ({_constraint(error)}). "
                        "Correct it in the source system, or add the child by hand.",
                        Severity.REFUSED,
                    )
                ]
            )

    @transaction.atomic
    def _save(self, waiting: list[tuple[Told, Holder]], reading: Reading) -> None:
        children = [self._records(told, holder, reading) for told, holder in waiting]
        save_all(children, by=self.by)
        with_clocks = [each.child for each in children if each.has_clocks]
        refresh(with_clocks, by=self.by, because=BECAUSE)
        self.known.update(told.reference for told, _ in waiting)
        self.counts["taken"] += len(waiting)

    def _records(self, told: Told, holder: Holder, reading: Reading) -> ChildRecords:
        if told.child is None:
            raise ValueError("A refused child is not to be saved.")
        return records_of(
            told.child,
            visit=told.visit,
            holder=holder,
            reference_on=reading.header.reference_on,
            today=self.today,
        )


def _constraint(error: IntegrityError | DataError) -> str:
    diagnosis = getattr(error.__cause__, "diag", None)
    name = getattr(diagnosis, "constraint_name", None) or "a value that does not fit"
    return name.replace("_", " ")
