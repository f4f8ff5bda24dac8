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


def with_children(number: int, *, today: date) -> int:
    """Grow to so many children; returns how many there are."""
    missing = min(number, MADE) - Child.objects.count()
    if missing > 0:
        crowd.add(missing, today=today, progress=_show)
        print(file=sys.stderr)
        raise_alerts(today=today)
    if number > MADE:
        _copy(range(1, number // MADE))
    with connection.cursor() as cursor:
        cursor.execute("vacuum analyze")
    return Child.objects.count()


def _copy(copies: range) -> None:
    already = Child.objects.count() // MADE
    started = time.perf_counter()
    with connection.cursor() as cursor:
        for copy in copies[already - 1 :]:
            for label in COPIED:
                cursor.execute(_insert(apps.get_model(label), label), {"copy": copy, "far": copy * APART})
            _show(copy, copies.stop - 1)
    print(f"\ncopied in {time.perf_counter() - started:.0f} s", file=sys.stderr)


def _insert(model: type[models.Model], label: str) -> sql.Composed:
    """Every row of the first copy again, its keys moved far away, its names made different."""
    columns = [field.column for field in model._meta.concrete_fields]
    values = [_value(model, field) for field in model._meta.concrete_fields]
    wanted = sql.SQL(f"id < {APART} and {ONLY_THE_CROWD.get(label, 'true')}")
    return sql.SQL("insert into {table} ({columns}) select {values} from {table} where {wanted}").format(
        table=sql.Identifier(model._meta.db_table),
        columns=sql.SQL(", ").join(map(sql.Identifier, columns)),
        values=sql.SQL(", ").join(values),
        wanted=wanted,
    )


def _value(model: type[models.Model], field: models.Field) -> sql.Composable:
    column = sql.Identifier(field.column)
    points_at_a_copy = field.many_to_one and field.related_model._meta.label in COPIED
    if field.primary_key or (points_at_a_copy and field.column not in KEPT):
        return sql.SQL("{} + %(far)s").format(column)
    if field.column == "started_by_pk":
        return sql.SQL("{} + %(far)s").format(column)
    if field.column in DISTINCT and model._meta.label in COPIED[:3]:
        return sql.SQL("%(copy)s::text || {}").format(column)
    return column


def _show(done: int, total: int) -> None:
    print(f"\rmaking children: {done:,} of {total:,}   ", end="", file=sys.stderr, flush=True)
