"""Servers and programs of this module's own, and a few children whose deadlines have run and are running out."""

import contextlib
from collections.abc import Callable, Iterator
from datetime import date, timedelta

import psycopg
import pytest
from django.db import connection
from django.utils import timezone

from accounts.roles import Role
from alerts.actions import tell_again
from alerts.models import Alert, Sweep
from cpp_portal.launcher.ports import next_free
from deadlines.models import Deadline
from deadlines.numbers import working_calendar
from tests.factories import AllocationFactory, ChildFactory, TeamFactory, UserFactory, stories
from tests.faults.portal import Portal
from tests.journeys.conftest import browser_type_launch_args  # noqa: F401  the browser that is installed
from tests.launcher.conftest import eventually


@pytest.fixture(scope="module")
def mail_port() -> int:
    return next_free(25000)


@pytest.fixture(scope="module")
def portal(mail_port: int, django_db_blocker) -> Iterator[Portal]:
    # Letters go out at any hour at which the tests may run, and never to a real mail server.
    portal = Portal(DIGEST_HOUR="0", EMAIL_HOST="127.0.0.1", EMAIL_PORT=str(mail_port))
    try:
        portal.manage("prepare")
        with django_db_blocker.unblock(), portal.database():
            yield portal
    finally:
        portal.stop()


@pytest.fixture(scope="module")
def borough(portal: Portal) -> None:
    """Plans that began two months to two days ago, for which some of what is owed was done and some was not."""
    team = TeamFactory(name="North team")
    worker = UserFactory(name="Priya Pattern", team=team)
    UserFactory(name="Martin Model", role=Role.TEAM_MANAGER, team=team)
    UserFactory(name="Serena Scheme", role=Role.SERVICE_MANAGER)
    UserFactory(name="Sunil Sample", role=Role.SAFEGUARDING_UNIT)
    chair = UserFactory(name="Chandra Chart", role=Role.CONFERENCE_CHAIR)
    for days, seen in ((60, 20), (45, 9), (31, None), (22, 15), (16, None), (11, 3), (7, None), (2, None)):
        child = ChildFactory(team=team, conference_chair=chair)
        AllocationFactory(child=child, social_worker=worker, from_on=ago(90))
        stories.on_a_plan(child, started_on=ago(days))
        if seen:
            stories.seen(child, on=ago(seen), by=worker)


def ago(days: int) -> date:
    """The working day on or before so many days ago."""
    calendar, day = working_calendar(), timezone.localdate() - timedelta(days=days)
    while not calendar.is_working_day(day):
        day -= timedelta(days=1)
    return day


def forget() -> None:
    """As before the first sweep of all: nobody was told, and no child's dates were ever checked."""
    with connection.cursor() as cursor:
        cursor.execute("set lock_timeout = '20s'")
        cursor.execute(
            "truncate alerts_alert, alerts_sweep, alerts_tick, alerts_digest, deadlines_reckoned cascade"
        )
    tell_again(Deadline.objects.all())


def told() -> list[tuple]:
    """Who was told what, of what, and since when; somebody told twice stands here twice."""
    return sorted(Alert.objects.order_by().values_list("deadline", "step", "person", "since"))


def finished() -> int:
    """How many sweeps say of themselves that they were done."""
    return Sweep.objects.filter(finished_at__isnull=False, error="").count()


@pytest.fixture
def held(portal: Portal) -> Callable[[str], contextlib.AbstractContextManager]:
    """Nobody gets at a table, or at the rows that a question finds, until it is let go: that stops a sweep anywhere."""

    @contextlib.contextmanager
    def hold(what: str) -> Iterator[None]:
        with psycopg.connect(portal.postgres.url()) as holding:
            holding.execute(what if " " in what else f"lock table {what} in access exclusive mode")
            try:
                yield
            finally:
                holding.close()  # whatever became of it, nothing is held any longer

    return hold


def asked(question: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(question)
        return cursor.fetchone()[0]


def somebody_waits() -> bool:
    return eventually(lambda: asked("select count(*) from pg_locks where not granted") > 0)


def nobody_sweeps() -> bool:
    """The server has noticed that the program at the other end of the connection is gone."""
    return eventually(lambda: asked("select count(*) from pg_locks where locktype = 'advisory'") == 0)
