"""Of which kinds of record there is anything about a child, asked once for all of them.

A child's record fills a few of three score tables. Whatever looks through all of it (the flags on the banner, the
agenda, the timeline) says what it reads with `of`, and is not called where there is nothing of that kind.
"""

from collections.abc import Callable, Collection, Iterable
from functools import cache
from typing import Any, TypeVar

from django.db import connection, models

from children.models import Child

Function = TypeVar("Function", bound=Callable[..., Any])
Kind = type[models.Model]


def of(*kinds: Kind) -> Callable[[Function], Function]:
    """Marks a function that has nothing to say about a child of whom there is no record of any of these kinds."""

    def mark(function: Function) -> Function:
        function.kinds = frozenset(kinds)  # type: ignore[attr-defined]  # functions may carry what they like
        return function

    return mark


def worth_asking(functions: Iterable[Function], there: Collection[Kind]) -> list[Function]:
    """Those that may have something to say where there are records of these kinds; in their order."""
    return [each for each in functions if (kinds := _kinds(each)) is None or not kinds.isdisjoint(there)]


def _kinds(function: Callable[..., Any]) -> frozenset[Kind] | None:
    kinds: frozenset[Kind] | None = getattr(function, "kinds", None)
    if kinds and not kinds <= set(_known()):
        raise TypeError(f"{function.__qualname__} reads records that name no child by themselves.")
    return kinds


def kinds_about(children: Collection[Child]) -> frozenset[Kind]:
    """The kinds of record of which there is at least one about any of these children, now."""
    with connection.cursor() as cursor:
        cursor.execute(_statement(), {"ids": [child.pk for child in children]})
        places = [place for (place,) in cursor.fetchall()]
    known = list(_known())
    return frozenset(known[place] for place in places)


@cache
def _known() -> dict[Kind, str]:
    """Every kind of record that names a child, with the column that does."""
    return {
        relation.related_model: relation.field.column
        for relation in Child._meta.get_fields(include_hidden=True)
        if relation.one_to_many and relation.concrete is False and not hasattr(relation.related_model, "history_object")
    }  # fmt: skip


@cache
def _statement() -> str:
    quoted = connection.ops.quote_name
    return " union all ".join(
        f"select {place} where exists (select from {quoted(model._meta.db_table)} "
        f"where {quoted(column)} = any(%(ids)s))"
        for place, (model, column) in enumerate(_known().items())
    )
