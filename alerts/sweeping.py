"""The daily check of every open plan, and the tick that sees to it.

PostgreSQL, not the broker, says whether there is work: a tick that is lost, doubled, late or overlapping does no harm.
"""

import os
import socket
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import connection
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.module_loading import import_string

from accounts.models import User
from alerts.actions import covers_turned, raise_alerts, tell_again
from alerts.models import Sweep, Tick
from children.models import Child
from deadlines.checking import differing
from deadlines.models import Deadline
from deadlines.projection import Refreshed, refresh

CHUNK: Final = 2_000
SUNDAY: Final = 6
ONE_SWEEP_AT_A_TIME = 7302
"""A session advisory lock of PostgreSQL: it goes when the connection goes, so it is never left behind."""


def tick(*, now: datetime) -> str:
    """Every ten minutes: see in PostgreSQL whether there is work, and do it. Harmless when lost, doubled or late.

    The first tick of a day (Europe/London) sweeps every open plan; later ones raise the alerts whose day has come by
    what was recorded since. Returns what was done, for the log.
    """
    today = timezone.localdate(now)
    worker = f"{socket.gethostname()}:{os.getpid()}"[:100]
    Tick.objects.update_or_create(pk=1, defaults={"at": now, "worker": worker})
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_lock(%s)", [ONE_SWEEP_AT_A_TIME])
        if not cursor.fetchone()[0]:
            return "another sweep is under way"
        try:
            return _work_to_do(today=today, worker=worker)
        finally:
            cursor.execute("select pg_advisory_unlock(%s)", [ONE_SWEEP_AT_A_TIME])


def _work_to_do(*, today: date, worker: str) -> str:
    last = Sweep.objects.filter(finished_at__isnull=False, error="").order_by("-finished_at").first()
    if last is None or last.day < today:
        done = sweep(today=today, worker=worker)
        return f"swept {done.children} children, {done.alerts_raised} alerts raised"
    raised = raise_alerts(today=today)
    return f"{raised} alerts raised" if raised else "nothing to tell"


def sweep(*, today: date, worker: str = "") -> Sweep:
    """Check every open plan's deadlines against the facts, and raise what is due. Leaves a `Sweep` that says so."""
    last = Sweep.objects.filter(finished_at__isnull=False, error="").order_by("-finished_at").first()
    run = Sweep.objects.create(day=today, worker=worker)
    try:
        done = Refreshed()
        for children in to_check(everybody=today.weekday() == SUNDAY):
            done += Refreshed(len(children), _put_right(children).changed)
        for name in settings.IN_THE_DAILY_CHECK:
            import_string(name)(today=today, by=User.objects.the_portal())
        run.children, run.deadlines_changed = done.children, done.changed
        if today.weekday() == SUNDAY:
            tell_again(Deadline.objects.filter(Q(due_on__lt=today) | Q(next_step_on=None)))
        covers_turned(after=last.day if last else today - timedelta(days=1), until=today)
        run.alerts_raised = raise_alerts(today=today)
    except Exception as failure:
        run.error = repr(failure)[:2000]
        run.finished_at = timezone.now()
        run.save()
        raise
    run.finished_at = run.looked_at = timezone.now()
    run.save()
    return run


def _put_right(children: list[int]) -> Refreshed:
    return refresh(differing(children), by=User.objects.the_portal(), because="the daily check found it so")


def to_check(*, everybody: bool = False) -> Iterator[list[int]]:
    """Children on an open plan, those for whom something is outstanding and those never looked at: a chunk at a time.

    On Sundays everybody, so that even a fact written behind the portal's back about a child with nothing going on
    is found within the week.
    """
    on_a_plan = Child.objects.filter(plans__isnull=False, plans__ended_on__isnull=True)
    waiting = Child.objects.filter(reckoned__outstanding__isnull=False)
    last = 0
    while not everybody:
        chunk = sorted({*_next(on_a_plan, last), *_next(waiting, last)})[:CHUNK]
        if not chunk:
            break
        yield chunk
        last = chunk[-1]
    never, last = Child.objects.all() if everybody else Child.objects.filter(reckoned__isnull=True), 0
    while chunk := _next(never, last):
        yield chunk
        last = chunk[-1]


def _next(children: QuerySet, after: int) -> list[int]:
    return list(children.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:CHUNK])
