"""Writes what the engine says to the `Deadline` table, for one child or for fifty thousand.

`refresh` is called by every action that changes a fact, in the action's own transaction, and by the daily sweep as
a repair. It reads each source once for a chunk of children, compares, and writes only what differs.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from children.models import Child
from deadlines.engine import Clock, clocks
from deadlines.models import Deadline, DeadlineChange
from deadlines.packs import Whose
from deadlines.timelines import pack_in_force, timelines, working_calendar

CHUNK = 500
WRITTEN = (
    "opens_on",
    "due_on",
    "practical_on",
    "met_on",
    "lapsed_on",
    "short_notice",
    "limit",
    "limit_source",
    "pack",
)

Key = tuple[int, str, date, str, int | None]
"""Two clocks of one rule can start on one day: a plan that begins, and a visit later that day."""


@dataclass(frozen=True)
class Refreshed:
    """How many children were looked at and how many deadlines were found to differ from the facts."""

    children: int = 0
    changed: int = 0

    def __add__(self, other: "Refreshed") -> "Refreshed":
        return Refreshed(self.children + other.children, self.changed + other.changed)


_waiting: ContextVar[set[int] | None] = ContextVar("children to be refreshed at the end", default=None)


@contextmanager
def once_at_the_end(*, by: User, because: str) -> Iterator[None]:
    """Inside, each child that changes is only noted; all are refreshed together at the end.

    For a great many changes at once: an import, the demonstration.
    """
    token = _waiting.set(set())
    try:
        yield
        waiting = _waiting.get() or set()
    finally:
        _waiting.reset(token)
    refresh(waiting, by=by, because=because)


def refresh(children: Iterable[Child | int], *, by: User, because: str) -> Refreshed:
    """Bring the deadlines of these children up to date with the facts. Safe to repeat: a second run writes nothing.

    `because` finishes the sentence "the date moved because …" on the date's own history.
    """
    ids = sorted({child.pk if isinstance(child, Child) else child for child in children})
    waiting = _waiting.get()
    if waiting is not None:
        waiting.update(ids)
        return Refreshed()
    done = Refreshed()
    for chunk in _chunks(ids):
        with transaction.atomic():
            # One writer at a time for each child; new records about the child are not held up by it.
            locked = Child.objects.select_for_update(no_key=True).filter(pk__in=chunk).order_by("pk")
            list(locked.values_list("pk", flat=True))
            done += _refresh(chunk, by=by, because=because)
    return done


def _refresh(child_ids: Sequence[int], *, by: User, because: str) -> Refreshed:
    wanted = dict(_wanted(child_ids))
    there = {
        _key(row): row
        for row in Deadline.objects.in_force().filter(child__in=child_ids)
    }
    now = timezone.now()
    new = [row for key, row in wanted.items() if key not in there]
    gone = [row for key, row in there.items() if key not in wanted]
    changed, moved = [], []
    for key in wanted.keys() & there.keys():
        old, row = there[key], wanted[key]
        if any(getattr(old, name) != getattr(row, name) for name in WRITTEN):
            if old.due_on != row.due_on:
                moved.append(
                    DeadlineChange(
                        deadline=old,
                        was_due_on=old.due_on,
                        now_due_on=row.due_on,
                        because=because,
                        caused_by=by,
                        at=now,
                    )
                )
            for name in WRITTEN:
                setattr(old, name, getattr(row, name))
            old.touched_at = now
            changed.append(old)
    for row in gone:
        row.withdrawn_at = row.touched_at = now
    if gone:
        Deadline.objects.bulk_update(gone, ["withdrawn_at", "touched_at"], batch_size=1000)
    if new:
        Deadline.objects.bulk_create(new, batch_size=1000)
    if changed:
        Deadline.objects.bulk_update(changed, [*WRITTEN, "touched_at"], batch_size=500)
    if moved:
        DeadlineChange.objects.bulk_create(moved, batch_size=1000)
    return Refreshed(len(child_ids), len(new) + len(changed) + len(gone))


def _wanted(child_ids: Sequence[int]) -> Iterator[tuple[Key, Deadline]]:
    pack, calendar = pack_in_force(), working_calendar()
    for child, timeline in timelines(child_ids).items():
        for clock in clocks(timeline, pack, calendar):
            row = _row(child, clock, pack.name)
            yield _key(row), row


def _key(row: Deadline) -> Key:
    return row.child_id, row.rule, row.started_on, row.started_by_kind, row.started_by_pk


def _row(child: int, clock: Clock, pack: str) -> Deadline:
    source = clock.started_by.source
    limit = clock.limit
    return Deadline(
        child_id=child,
        rule=clock.rule.code,
        started_on=clock.started_on,
        started_by_kind=source.kind if source else "",
        started_by_pk=source.pk if source else None,
        opens_on=clock.opens_on,
        due_on=clock.due_on,
        practical_on=clock.practical_on,
        met_on=clock.met_on,
        lapsed_on=clock.lapsed_on,
        short_notice=clock.short_notice,
        limit=str(limit.period) if limit.period else "no limit set",
        limit_source=limit.source if limit.whose is Whose.PLAN else f"{limit.whose}: {limit.source}"[:200],
        pack=pack,
    )


def _chunks(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    return (ids[place : place + CHUNK] for place in range(0, len(ids), CHUNK))
