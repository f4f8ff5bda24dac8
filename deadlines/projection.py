"""Writes what the engine says to the `Deadline` table, for one child or for fifty thousand.

`refresh` is called by every action that changes a fact, in the action's own transaction, and by the daily check for
whoever it finds to differ. It reads each source once for a chunk of children, compares, and writes only what differs.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, Final

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from accounts.models import User
from children.models import Child
from deadlines import checking, childhood
from deadlines.engine import Clock, clocks
from deadlines.limits import Limit, Whose
from deadlines.models import Deadline, DeadlineChange
from deadlines.numbers import pack_in_force, read_once, working_calendar
from deadlines.rules import RULES, Rule, Shape, Which
from deadlines.sources import Added, Facts, held_about
from deadlines.timelines import timelines

CHUNK = 500
FEW = 50
WRITTEN = (
    "opens_on",
    "due_on",
    "practical_on",
    "met_on",
    "lapsed_on",
    "short_notice",
    "booked_for",
    "limit",
    "limit_source",
    "pack",
)

DUE_ON, MET_ON, LAPSED_ON = (WRITTEN.index(name) for name in ("due_on", "met_on", "lapsed_on"))
KEY = ("child", "rule", "started_on", "started_by_kind", "started_by_pk")
KEY_FIELDS = ("child_id", *KEY[1:])
STARTED_ON = KEY.index("started_on")

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


def refresh(
    children: Iterable[Child | int], *, by: User, because: str, added: Added | None = None
) -> Refreshed:
    """Bring the deadlines of these children up to date with the facts. Safe to repeat: a second run writes nothing.

    `because` finishes the sentence "the date moved because …" on the date's own history. With `added`, when all that
    happened is that records were added, only the clocks that these can touch are looked at.
    """
    ids = sorted({child.pk if isinstance(child, Child) else child for child in children})
    waiting = _waiting.get()
    if waiting is not None:
        waiting.update(ids)
        return Refreshed()
    done = Refreshed()
    for chunk in _chunks(ids):
        # Numbers are read with each chunk: a change approved meanwhile counts for those that are still to come.
        with read_once(), transaction.atomic():
            touched = _Touched.by(added) if added else None
            # One writer at a time for each child; new records about the child are not held up by it.
            locked = childhood.rows(chunk, lock=True)
            if added and touched:
                done += _refresh(chunk, locked, by=by, because=because, touched=touched)
                checking.note_added(chunk, added)
            else:
                held = held_about(chunk)
                done += _refresh(chunk, locked, by=by, because=because, among=held.sources)
                checking.note_reckoned(chunk, held.facts)
    return done


@dataclass(frozen=True)
class _Touched:
    """The rules that records added from a day on can touch, and that day."""

    rules: frozenset[Rule]
    since: date

    @classmethod
    def by(cls, added: Added) -> "_Touched | None":
        """None where what was added could touch clocks that were settled before its day."""
        rules = frozenset(rule for rule in pack_in_force().rules if not rule.reads.isdisjoint(added.gives))
        simple = all(
            rule.shape is Shape.AFTER and rule.which is Which.EACH and not rule.starts_again_after
            for rule in rules
        )
        return cls(rules, added.since) if simple else None

    def concerns(self, written: Written) -> bool:
        settled_on = written[MET_ON] or written[LAPSED_ON]
        return settled_on is None or settled_on >= self.since


def _refresh(
    child_ids: Sequence[int],
    locked: Sequence[childhood.ChildRow],
    *,
    by: User,
    because: str,
    touched: _Touched | None = None,
    among: Collection[Facts] | None = None,
) -> Refreshed:
    there = _there(child_ids, touched)
    wanted = _wanted(child_ids, locked, there, touched, among)
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
    _write(new, _COLUMNS)
    # Rows of plain values; an update by cases takes several times as long.
    _write(changed, ("id", *_COLUMNS), on_conflict=_OVERWRITTEN)
    if moved:
        DeadlineChange.objects.bulk_create(moved, batch_size=1000)
    _say_what_is_reached([*new, *changed], child_ids)
    return Refreshed(len(child_ids), len(new) + len(changed) + len(gone))


_REWRITTEN: Final = (*WRITTEN, "next_step_on", "touched_at")
_COLUMNS: Final = (*KEY_FIELDS, *_REWRITTEN)
_OVERWRITTEN: Final = "on conflict (id) do update set " + ", ".join(
    f'"{name}" = excluded."{name}"' for name in _REWRITTEN
)
AT_ONCE: Final = 1000


def _write(rows: Sequence[Deadline], columns: Sequence[str], *, on_conflict: str = "") -> None:
    """Written out: it is done with each visit that is recorded, and the ORM takes longer to prepare it than
    PostgreSQL to do it."""
    names = ", ".join(f'"{name}"' for name in columns)
    one = f"({', '.join(['%s'] * len(columns))})"
    for first in range(0, len(rows), AT_ONCE):
        those = rows[first : first + AT_ONCE]
        with connection.cursor() as cursor:
            cursor.execute(
                f"insert into deadlines_deadline ({names}) values {', '.join([one] * len(those))} "
                f"{on_conflict}",
                [getattr(row, name) for row in those for name in columns],
            )


def _say_what_is_reached(written: Sequence[Deadline], child_ids: Sequence[int]) -> None:
    """For whoever has to be told at once. After a great many the next tick is soon enough."""
    if len(child_ids) > FEW:
        return
    today = timezone.localdate()
    reached = {row.child_id for row in written if row.next_step_on and row.next_step_on <= today}
    if reached:
        import_string(settings.WHEN_A_STEP_IS_REACHED)(children=reached)


def _there(child_ids: Sequence[int], touched: _Touched | None) -> dict[Key, tuple[int, Written]]:
    """Plain tuples: a hundred rows are read for each one that is found to differ."""
    if touched is None:
        those = Deadline.objects.in_force().filter(child__in=child_ids).order_by()
        rows = those.values_list("pk", *KEY, *WRITTEN)
    else:
        rules = [rule.code for rule in touched.rules]
        with connection.cursor() as cursor:
            cursor.execute(_NOT_SETTLED_BEFORE, [list(child_ids), rules, touched.since, touched.since])
            rows = cursor.fetchall()
    return {row[1:6]: (row[0], row[6:]) for row in rows}


# Written out: it is asked with each visit that is recorded, and the ORM takes longer to put it together than
# PostgreSQL to answer.
_NOT_SETTLED_BEFORE: Final = f"""
    select {", ".join(f'"{name}"' for name in ["id", *KEY_FIELDS, *WRITTEN])} from deadlines_deadline
    where child_id = any(%s) and withdrawn_at is null and rule = any(%s)
    and (met_on is null and lapsed_on is null or met_on >= %s or lapsed_on >= %s)"""


def _wanted(
    child_ids: Sequence[int],
    children: Sequence[childhood.ChildRow],
    there: Collection[Key],
    touched: _Touched | None,
    among: Collection[Facts] | None,
) -> dict[Key, Written]:
    pack, calendar = pack_in_force(), working_calendar()
    if touched is None:
        of_all = timelines(child_ids, children=children, among=among)
        return dict(_every(of_all.items(), pack, calendar, None))
    # Clocks that began before the oldest of those still open were settled before the day, and stay as they are.
    since = min([touched.since, *(key[STARTED_ON] for key in there)])
    giving = frozenset().union(*(rule.reads for rule in touched.rules))
    of_them = timelines(child_ids, children=children, giving=giving, since=since).items()
    return {
        key: written
        for key, written in _every(of_them, pack, calendar, touched.rules)
        if key[STARTED_ON] >= since and touched.concerns(written)
    }


def _every(timelines_of, pack, calendar, rules: Collection[Rule] | None) -> Iterator[tuple[Key, Written]]:
    for child, timeline in timelines_of:
        for clock in clocks(timeline, pack, calendar, of=rules):
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
        clock.booked_for,
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
    row = Deadline(touched_at=now, **dict(names))
    if row.due_on and not (row.met_on or row.lapsed_on):
        row.next_step_on = RULES[row.rule].first_step_on(
            row.due_on, working_calendar(), started_on=row.started_on
        )
    return row


def _chunks(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    return (ids[place : place + CHUNK] for place in range(0, len(ids), CHUNK))
