"""The daily sweep over every open plan with nothing to change, against PostgreSQL reading the same facts.

make bench BENCH="sweep --children 50000"
"""

import argparse
import resource
import time

from django.db import connection
from django.utils import timezone

from alerts import sweeping
from benchmarks.crowded import with_children
from deadlines.models import Deadline

# What the sweep reads, read by psql's own hands: the floor.
FACTS = (
    "select count(visited_on), max(child_id) from visits_visit where child_seen",
    "select count(held_on) from coregroups_childatcoregroup join coregroups_coregroupmeeting m on m.id = meeting_id",
    "select count(held_on) from conferences_childatconference join conferences_conference c on c.id = conference_id",
    "select count(*) from plans_childprotectionplan",
    "select count(due_on), max(started_on) from deadlines_deadline where withdrawn_at is null",
)


def main(words: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="sweep")
    parser.add_argument("--children", type=int, default=50_000)
    asked = parser.parse_args(words)
    today = timezone.localdate()
    children = with_children(asked.children, today=today)
    sweeping.sweep(today=today)
    started = time.perf_counter()
    run = sweeping.sweep(today=today)
    took = time.perf_counter() - started
    started = time.perf_counter()
    with connection.cursor() as cursor:
        for query in FACTS:
            cursor.execute(query)
    floor = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"\nThe sweep, {children:,} children, {Deadline.objects.in_force().count():,} clocks, nothing to change"
    )
    print(f"  {took:.1f} s, {run.children / took:,.0f} children a second, {run.deadlines_changed} changed")
    print(
        f"  {took / floor:.1f} times the scans that read the same facts ({floor:.2f} s); peak memory {peak:.0f} MB"
    )
