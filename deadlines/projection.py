"""Writes what the engine says to the `Deadline` table, for one child or for fifty thousand.

`refresh` is called by every action that changes a fact, in the action's own transaction, and by the daily sweep as
a repair. It reads each source once for a chunk of children, compares, and writes only what differs.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from children.models import Child
from deadlines.engine import Clock, clocks
from deadlines.models import Deadline, DeadlineChange
from deadlines.packs import Limit, Whose
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

DUE_ON = WRITTEN.index("due_on")
KEY = ("child", "rule", "started_on", "started_by_kind", "started_by_pk")
KEY_FIELDS = ("child_id", *KEY[1:])

Written = tuple[Any, ...]
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
    there = _there(child_ids)
    now = timezone.now()
    new = [_row(key, wanted[key], now) for key in wanted if key not in there]
    gone = [pk for key, (pk, _) in there.items() if key not in wanted]
    differ = [key for key in wanted if key in there and there[key][1] != wanted[key]]
    changed, moved = [], []
    for key in differ:
        pk, was = there[key]
        row = _row(key, wanted[key], now)
        row.pk = pk
        changed.append(row)
        if was[DUE_ON] != row.due_on:
            moved.append(
                DeadlineChange(
                    deadline=row,
                    was_due_on=was[DUE_ON],
                    now_due_on=row.due_on,
                    because=because,
                    caused_by=by,
                    at=now,
                )
            )
    if gone:
        Deadline.objects.filter(pk__in=gone).update(withdrawn_at=now, touched_at=now)
    if new:
        Deadline.objects.bulk_create(new, batch_size=1000)
    if changed:
        Deadline.objects.bulk_update(changed, [*WRITTEN, "touched_at"], batch_size=500)
    if moved:
        DeadlineChange.objects.bulk_create(moved, batch_size=1000)
    return Refreshed(len(child_ids), len(new) + len(changed) + len(gone))


def _there(child_ids: Sequence[int]) -> dict[Key, tuple[int, Written]]:
    """Plain tuples: a sweep reads a hundred rows for each one that it finds to differ."""
    rows = Deadline.objects.in_force().filter(child__in=child_ids).order_by()
    return {row[1:6]: (row[0], row[6:]) for row in rows.values_list("pk", *KEY, *WRITTEN)}


def _wanted(child_ids: Sequence[int]) -> Iterator[tuple[Key, Written]]:
    pack, calendar = pack_in_force(), working_calendar()
    for child, timeline in timelines(child_ids).items():
        for clock in clocks(timeline, pack, calendar):
            source = clock.started_by.source
            kind, pk = (source.kind, source.pk) if source else ("", None)
            yield (child, clock.rule.code, clock.started_on, kind, pk), _written(clock, pack.name)


def _written(clock: Clock, pack: str) -> Written:
    """The values of WRITTEN, in its order."""
    period, source = _limit_in_words(clock.limit)
    return (
        clock.opens_on,
        clock.due_on,
        clock.practical_on,
        clock.met_on,
        clock.lapsed_on,
        clock.short_notice,
        period,
        source,
        pack,
    )


@cache
def _limit_in_words(limit: Limit) -> tuple[str, str]:
    source = limit.source if limit.whose is Whose.PLAN else f"{limit.whose}: {limit.source}"
    return str(limit.period) if limit.period else "no limit set", source[:200]


def _row(key: Key, written: Written, now: datetime) -> Deadline:
    names = zip((*KEY_FIELDS, *WRITTEN), (*key, *written), strict=True)
    return Deadline(touched_at=now, **dict(names))


def _chunks(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    return (ids[place : place + CHUNK] for place in range(0, len(ids), CHUNK))
