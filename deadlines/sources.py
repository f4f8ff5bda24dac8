"""What the timetable reads of the portal's records, declared once.

Each app that holds facts has a `timeline.py` whose `FACTS` say which records count, which of their columns are read,
and which milestones one row of them is. From that one declaration come both the reading of a child's timeline and the
fingerprint by which the daily check sees in the database that nothing has changed: a column that is read can never be
missing from the fingerprint. The modules are named in settings.TIMELINE_SOURCES.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from importlib import import_module
from typing import Any, NamedTuple

from django.conf import settings
from django.db import connection
from django.db.models import QuerySet
from django.db.models.sql.compiler import SQLCompiler

from deadlines.milestones import Milestone, Reached


@dataclass(frozen=True, kw_only=True, eq=False)
class Facts:
    """Records of one kind.

    `read` is called with the values of `columns` of one row, in their order, and gives the milestones that it is.
    Among the columns there must be a key, so that no two rows of a child are alike. `on`, where it is given, is the
    column with the day from which a row's milestones count: rows before a day can then be left unread.
    """

    records: Callable[[], QuerySet[Any]]
    columns: tuple[str, ...]
    read: Callable[..., Iterator[Reached]]
    gives: frozenset[Milestone]
    child: str = "child"
    on: str = ""

    def of(self, child_ids: Collection[int], *, since: date | None = None) -> Iterator[tuple[int, Reached]]:
        """The milestones of each child, in no order."""
        statement, parameters, converters = self._reading
        asked: list[Any] = [*parameters, list(child_ids)]
        if since and self.on:
            statement += f" and c{self.columns.index(self.on)} >= %s"
            asked.append(since)
        with connection.cursor() as cursor:
            cursor.execute(statement, asked)
            rows: Iterable[Sequence[Any]] = cursor.fetchall()
        if converters:
            rows = self._compiler().apply_converters(rows, converters)
        for child, *values in rows:
            for each in self.read(*values):
                yield child, each

    @cached_property
    def _reading(self) -> tuple[str, tuple[Any, ...], dict[int, Any]]:
        """The statement that asks for the rows of some children, put together once: it is asked for with each visit
        that is recorded, and the ORM takes longer to put it together than PostgreSQL to answer."""
        statement, parameters = self.as_sql
        compiler = self._compiler()
        compiler.as_sql()
        converters = compiler.get_converters([column for column, _, _ in compiler.select])
        return f"{_named(statement, len(self.columns))} where child = any(%s)", parameters, converters

    def _rows(self) -> QuerySet[Any]:
        return self.records().order_by().values_list(self.child, *self.columns)

    def _compiler(self) -> SQLCompiler:
        return self._rows().query.get_compiler(connection=connection)

    @cached_property
    def as_sql(self) -> tuple[str, tuple[Any, ...]]:
        """The child and the columns of every row, as a statement and its parameters."""
        statement, parameters = self._rows().query.sql_with_params()
        return statement, tuple(parameters)


@cache
def every_source() -> tuple[Facts, ...]:
    return tuple(facts for name in settings.TIMELINE_SOURCES for facts in import_module(name).FACTS)


def reached(
    child_ids: Sequence[int],
    *,
    giving: Collection[Milestone],
    since: date | None = None,
    among: Collection[Facts] | None = None,
) -> dict[int, list[Reached]]:
    """The milestones of each child, in no order: one query to a source, however many children are asked for.

    Only sources that can give one of `giving` are read; with `since`, rows that say on which day they count are
    read from that day on; with `among`, only sources that are known to hold something about these children.
    """
    found: dict[int, list[Reached]] = {child: [] for child in child_ids}
    for facts in every_source():
        if not facts.gives.isdisjoint(giving) and (among is None or facts in among):
            for child, each in facts.of(child_ids, since=since):
                found[child].append(each)
    return found


class Added(NamedTuple):
    """Records that were just added and changed nothing that was there: which, and from which day they count."""

    facts: tuple[Facts, ...]
    keys: Sequence[int]
    since: date

    @property
    def gives(self) -> frozenset[Milestone]:
        return frozenset().union(*(facts.gives for facts in self.facts))


def _named(statement: str, columns: int, *, select: str = "*") -> str:
    """The rows of a statement of `Facts.as_sql`, with the names `child`, `c0`, `c1` and so on."""
    names = ", ".join(["child", *(f"c{place}" for place in range(columns))])
    return f"select {select} from ({statement}) as row_of ({names})"


def _as_parts(facts: Facts) -> tuple[str, tuple[Any, ...]]:
    """A statement that gives a number for each row, which no row of another source or with other values has."""
    statement, parameters = facts.as_sql
    seed = every_source().index(facts)
    part = f"child, c0 as key, hash_record_extended(row_of, {seed}) as part"
    return _named(statement, len(facts.columns), select=part), parameters


@cache
def fingerprints() -> tuple[str, tuple[Any, ...]]:
    """A statement that gives `child` and `facts`, a number that changes when any fact of the child does.

    It asks about the children in a relation `wanted` with one column `ids`, an array of keys.
    """
    union, parameters = _every_part()
    return (
        f"select one.child, bit_xor(one.part) as facts from wanted cross join lateral ({union}) as one group by 1",
        parameters,
    )


@cache
def _fingerprints_by_source() -> tuple[str, tuple[Any, ...]]:
    """The same for each source that holds anything about the child: `child`, `source`, its place, and `facts`."""
    union, parameters = _every_part()
    return (
        "select one.child, one.source, bit_xor(one.part) as facts "
        f"from wanted cross join lateral ({union}) as one group by 1, 2",
        parameters,
    )


class Held(NamedTuple):
    """What the database holds about some children at one moment."""

    facts: Mapping[int, int]
    """The fingerprint of each child's facts."""
    sources: frozenset[Facts]
    """Those with anything about any of them. Of some three dozen a child's record fills a few."""


def held_about(child_ids: Sequence[int]) -> Held:
    """To be asked before the facts are read: what is changed in between then shows as a difference, and is never
    taken for known."""
    by_source, parameters = _fingerprints_by_source()
    facts: dict[int, int] = {}
    places = set()
    with connection.cursor() as cursor:
        cursor.execute(
            f"with wanted as (select %s::bigint[] as ids) {by_source}", [list(child_ids), *parameters]
        )
        for child, place, part in cursor.fetchall():
            facts[child] = facts.get(child, 0) ^ part
            places.add(place)
    return Held(facts, frozenset(every_source()[place] for place in places))


def _every_part() -> tuple[str, tuple[Any, ...]]:
    parts, parameters = [], []
    for place, facts in enumerate(every_source()):
        statement, its = _as_parts(facts)
        parts.append(
            f"(select child, {place} as source, part from ({statement}) as each where child = any(wanted.ids))"
        )
        parameters.extend(its)
    return " union all ".join(parts), tuple(parameters)


def parts_added(added: Added) -> tuple[str, list[Any]]:
    """A statement that gives `child` and what the fingerprint of each child has to be changed by."""
    parts, parameters = [], []
    for facts in added.facts:
        statement, its = _as_parts(facts)
        parts.append(f"select child, part from ({statement}) as each where key = any(%s)")
        parameters += [*its, list(added.keys)]
    return (
        f"select child, bit_xor(part) as facts from ({' union all '.join(parts)}) as one group by 1",
        parameters,
    )
