"""A database with as many children on open plans as a benchmark asks for, its statistics fresh.

The first thousand are made by the demonstration's crowd, through the models; above that the thousand is copied by
PostgreSQL itself, whole families of rows at a time, so that fifty thousand take minutes. Copies have no history.
"""

import sys
import time
from datetime import date

from django.apps import apps
from django.db import connection, models
from psycopg import sql

from alerts.actions import raise_alerts
from children.models import Child
from cpp_portal.demonstration import crowd
from deadlines.checking import note_reckoned
from deadlines.sources import held_about
from plans.models import ChildProtectionPlan

MADE = 1_000
APART = 10_000_000
"""How far apart the keys of one copy are from those of the next."""

COPIED = (
    "accounts.Team", "accounts.User", "children.Child", "children.Allocation", "plans.ChildProtectionPlan",
    "conferences.Conference", "conferences.ChildAtConference", "visits.Visit", "coregroups.CoreGroupMeeting",
    "coregroups.ChildAtCoreGroup", "deadlines.Deadline", "alerts.Alert",
)  # fmt: skip
# The portal itself made them, and there is one portal.
KEPT = {"recorded_by_id", "visited_by_id"}
DISTINCT = {"reference", "email", "name"}
CROWD = "email like '%%@crowd.example'"
ONLY_THE_CROWD = {
    "accounts.Team": "name like 'Crowd%%'",
    "accounts.User": CROWD,
    "alerts.Alert": f"person_id in (select id from accounts_user where {CROWD})",
}


ENDED = tuple(
    label
    for label in COPIED
    if label not in {"accounts.Team", "accounts.User", "deadlines.Deadline", "alerts.Alert"}
)
YEARS_AGO = 1096
"""How many days earlier the plans that have ended began."""


def with_children(number: int, *, today: date, ended: int = 0) -> int:
    """Grow to so many children on open plans, and `ended` more whose plans ended; returns how many on open plans.

    Of the ended ones there are the records (half of the visits) and no dates: nothing is outstanding for them.
    """
    _on_open_plans(number, today=today)
    if ended:
        _with_ended(ended)
        with connection.cursor() as cursor:
            cursor.execute("vacuum analyze")
    return ChildProtectionPlan.objects.open().count()


def _with_ended(number: int) -> None:
    already = ChildProtectionPlan.objects.filter(ended_on__isnull=False).count() // MADE
    first = 100_000  # far from the keys of the copies on open plans
    started = time.perf_counter()
    with connection.cursor() as cursor:
        for copy in range(first + already, first + number // MADE):
            for label in ENDED:
                cursor.execute(
                    _insert(apps.get_model(label), label, ended=True), {"copy": copy, "far": copy * APART}
                )
            children = [copy * APART + pk for pk in _first_copy()]
            note_reckoned(children, held_about(children).facts)
            _show(copy - first + 1, number // MADE)
    print(f"\ncopied in {time.perf_counter() - started:.0f} s", file=sys.stderr)


def _first_copy() -> list[int]:
    return list(Child.objects.filter(pk__lt=APART).values_list("pk", flat=True))


def _on_open_plans(number: int, *, today: date) -> None:
    missing = min(number, MADE) - ChildProtectionPlan.objects.open().count()
    if missing > 0:
        crowd.add(missing, today=today, progress=_show)
        print(file=sys.stderr)
        raise_alerts(today=today)
    if number > MADE:
        _copy(range(1, number // MADE))
    with connection.cursor() as cursor:
        cursor.execute("vacuum analyze")


def _copy(copies: range) -> None:
    already = ChildProtectionPlan.objects.open().count() // MADE
    started = time.perf_counter()
    with connection.cursor() as cursor:
        for copy in copies[already - 1 :]:
            for label in COPIED:
                cursor.execute(_insert(apps.get_model(label), label), {"copy": copy, "far": copy * APART})
            _show(copy, copies.stop - 1)
    print(f"\ncopied in {time.perf_counter() - started:.0f} s", file=sys.stderr)


def _insert(model: type[models.Model], label: str, *, ended: bool = False) -> sql.Composed:
    """Every row of the first copy again, its keys moved far away, its names made different."""
    columns = [field.column for field in model._meta.concrete_fields]
    values = [_value(model, field, ended=ended) for field in model._meta.concrete_fields]
    some = " and id %% 2 = 0" if ended and label == "visits.Visit" else ""
    # What a benchmark recorded about a copy has a low key of its own and is not the first copy's.
    own = f" and child_id < {APART}" if any(column == "child_id" for column in columns) else ""
    wanted = sql.SQL(f"id < {APART} and {ONLY_THE_CROWD.get(label, 'true')}{some}{own}")
    return sql.SQL("insert into {table} ({columns}) select {values} from {table} where {wanted}").format(
        table=sql.Identifier(model._meta.db_table),
        columns=sql.SQL(", ").join(map(sql.Identifier, columns)),
        values=sql.SQL(", ").join(values),
        wanted=wanted,
    )


OF_AN_ENDED_PLAN = {
    "plans.ChildProtectionPlan.ended_on": f"started_on + 300 - {YEARS_AGO}",
    "plans.ChildProtectionPlan.end_reason": "'no-longer-at-risk'",
    "children.Allocation.until_on": f"from_on + 1 - {YEARS_AGO}",
}


def _value(model: type[models.Model], field: models.Field, *, ended: bool) -> sql.Composable:
    column = sql.Identifier(field.column)
    label = model._meta.label
    if ended and f"{label}.{field.column}" in OF_AN_ENDED_PLAN:
        return sql.SQL(OF_AN_ENDED_PLAN[f"{label}.{field.column}"])
    if ended and label != "children.Child" and type(field) is models.DateField:
        return sql.SQL(f"{{}} - {YEARS_AGO}").format(column)
    points_at_a_copy = field.many_to_one and field.related_model._meta.label in (ENDED if ended else COPIED)
    if field.primary_key or (points_at_a_copy and field.column not in KEPT):
        return sql.SQL("{} + %(far)s").format(column)
    if field.column == "started_by_pk":
        return sql.SQL("{} + %(far)s").format(column)
    if field.column in DISTINCT and label in COPIED[:3]:
        return sql.SQL("%(copy)s::text || {}").format(column)
    return column


def _show(done: int, total: int) -> None:
    print(f"\rmaking children: {done:,} of {total:,}   ", end="", file=sys.stderr, flush=True)
