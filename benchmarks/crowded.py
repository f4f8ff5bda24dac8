"""A database with as many children on open plans as a benchmark asks for, its statistics fresh."""

import sys
from datetime import date

from django.db import connection

from alerts.actions import raise_alerts
from children.models import Child
from cpp_portal.demonstration import crowd


def with_children(number: int, *, today: date) -> int:
    """Grow to so many children; returns how many there are."""
    missing = number - Child.objects.count()
    if missing > 0:
        crowd.add(missing, today=today, progress=_show)
        print(file=sys.stderr)
        raise_alerts(today=today)
    with connection.cursor() as cursor:
        cursor.execute("vacuum analyze")
    return Child.objects.count()


def _show(done: int, total: int) -> None:
    print(f"\rmaking children: {done:,} of {total:,}", end="", file=sys.stderr, flush=True)
