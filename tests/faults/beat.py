"""A real scheduler whose own notes say when it last ran."""

import contextlib
from collections.abc import Iterator
from datetime import datetime

from celery import beat

from cpp_portal.celery import app
from tests.faults.portal import Portal
from tests.launcher.conftest import eventually


@contextlib.contextmanager
def away_since(then: datetime, portal: Portal) -> Iterator[None]:
    """Beat comes back after it was away since then: what became due meanwhile is sent once, at once."""
    scheduler = beat.PersistentScheduler(app=app, schedule_filename=str(portal.state / "beat"))
    every = len(app.conf.beat_schedule)
    for entry in scheduler.schedule.values():
        entry.last_run_at = then
    scheduler.close()
    program = portal.start_beat()
    try:
        assert eventually(lambda: portal.said(program).count("Sending due task") >= every, within=60)
        yield
    finally:
        portal.end(program)
