"""The daily check of every open plan, and the tick that sees to it.

PostgreSQL, not the broker, says whether there is work: a tick that is lost, doubled, late or overlapping does no harm.
"""

import os
import socket
from datetime import date, datetime, timedelta

from django.db import connection
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from alerts.actions import raise_alerts
from alerts.models import Sweep, Tick
from children.models import Child
from deadlines.models import Deadline
from deadlines.projection import refresh

ONE_SWEEP_AT_A_TIME = 7302
"""A session advisory lock of PostgreSQL: it goes when the connection goes, so it is never left behind."""


def tick(*, now: datetime) -> str:
    """Every ten minutes: see in PostgreSQL whether there is work, and do it. Harmless when lost, doubled or late.

    The first tick of a day (Europe/London) sweeps every open plan; later ones raise alerts for deadlines that changed
    since the last look. Returns what was done, for the log.
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
    # A transaction may commit a little after it stamped its rows.
    since = last.looked_at - timedelta(minutes=5) if last.looked_at else last.started_at
    if not Deadline.objects.filter(touched_at__gte=since).exists():
        return "nothing changed"
    started = timezone.now()
    raised = raise_alerts(today=today, touched_since=since)
    Sweep.objects.filter(pk=last.pk).update(looked_at=started)
    return f"{raised} alerts raised"


def sweep(*, today: date, worker: str = "") -> Sweep:
    """Check every open plan's deadlines against the facts, and raise what is due. Leaves a `Sweep` that says so."""
    run = Sweep.objects.create(day=today, worker=worker)
    try:
        done = refresh(to_sweep(), by=User.objects.the_portal(), because="the daily check found it so")
        run.children, run.deadlines_changed = done.children, done.changed
        run.alerts_raised = raise_alerts(today=today)
    except Exception as failure:
        run.error = repr(failure)[:2000]
        run.finished_at = timezone.now()
        run.save()
        raise
    run.finished_at = run.looked_at = timezone.now()
    run.save()
    return run


def to_sweep() -> list[int]:
    """Children with an open plan, and those for whom something is still outstanding: no child is missed."""
    waiting = Q(pk__in=Deadline.objects.outstanding().values("child"))
    on_a_plan = Q(plans__isnull=False, plans__ended_on__isnull=True)
    return list(
        Child.objects.filter(on_a_plan | waiting).order_by("pk").values_list("pk", flat=True).distinct()
    )
