"""What becomes of the daily sweep when what it stands on is killed, restarted or away: real processes, really killed.

A sweep is stopped where the test wants it by holding, in the database, what it needs next.
"""

import contextlib
import json
import os
import re
import signal
import time
from base64 import b64decode
from datetime import UTC, date, datetime, timedelta

import psycopg
import pytest
from django.db.models import F
from django.utils import timezone

from accounts.models import User
from alerts import sweeping
from alerts.digests import send_digests
from alerts.freshness import freshness
from alerts.models import Alert, Digest, Sweep, Tick
from cpp_portal.launcher import others
from tests.faults.beat import away_since
from tests.faults.conftest import finished, forget, nobody_sweeps, somebody_waits, told
from tests.faults.mail import MailServer
from tests.launcher.conftest import eventually

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("borough")]

UNDER_WAY = "another sweep is under way"


@pytest.fixture(scope="module")
def web(portal):
    return portal.start_web()


@pytest.fixture(scope="module")
def undisturbed(borough):
    """Whom one sweep tells when nothing goes wrong."""
    sweeping.tick(now=timezone.now())
    expected = told()
    assert len({step for _, step, _, _ in expected}) > 2, "too little is due for a test to say anything"
    return expected


@pytest.fixture
def worker(portal):
    """The one that is there, or a new one after a test that killed it."""
    there = [program for program in portal.programs if program.name.startswith("worker")]
    return there[0] if there else portal.start_worker()


@pytest.fixture
def never_swept(web, undisturbed):
    forget()


@pytest.fixture
def swept(never_swept, portal, worker):
    """Sends a tick as beat does, and waits until a sweep says that it is done."""

    def tick() -> bool:
        portal.sends("alerts.tick")
        return eventually(lambda: finished() == 1, within=20)

    return tick


# --- killed --------------------------------------------------------------------------------------------


@pytest.mark.requirement("B-31")
@pytest.mark.parametrize(
    "table", ["alerts_sweep", "visits_visit", "deadlines_deadline", "children_allocation", "alerts_alert"]
)
def test_a_sweep_killed_before_it_gets_at(table, never_swept, portal, worker, held, undisturbed):
    with held(table):
        portal.sends("alerts.tick")
        assert somebody_waits()
        portal.kill(worker)
    assert nobody_sweeps()
    assert (finished(), told()) == (0, [])
    assert portal.is_red()

    portal.start_worker()
    portal.sends("alerts.tick")

    assert eventually(lambda: finished() == 1, within=20)
    assert told() == undisturbed
    assert not portal.is_red()


def test_a_sweep_killed_when_all_are_told_but_it_has_not_said_so(
    never_swept, portal, worker, held, undisturbed
):
    with contextlib.ExitStack() as saying_so:
        with held("alerts_alert"):
            portal.sends("alerts.tick")
            assert somebody_waits()
            saying_so.enter_context(held("select 1 from alerts_sweep for update"))
        assert eventually(lambda: told() == undisturbed)
        assert somebody_waits()
        portal.kill(worker)
        assert finished() == 0
        assert portal.is_red()
    assert nobody_sweeps()

    portal.start_worker()
    portal.sends("alerts.tick")

    assert eventually(lambda: finished() == 1, within=20)
    assert told() == undisturbed
    assert not portal.is_red()


def test_a_sweep_killed_at_any_moment_is_made_good_by_the_next_tick(never_swept, portal, worker, undisturbed):
    """Its process alone is killed, after ever longer: the worker starts another."""
    caught = 0
    for milliseconds in range(0, 72, 12):
        forget()
        portal.sends("alerts.tick")
        assert eventually(Tick.objects.exists, every=0.001)
        time.sleep(milliseconds / 1000)
        for pid in processes_of(worker):
            os.kill(pid, signal.SIGKILL)
        assert nobody_sweeps()
        caught += finished() == 0
        assert finished() == 0 or told() == undisturbed
        assert portal.is_red() == (finished() == 0)

        portal.sends("alerts.tick")

        assert eventually(lambda: finished() == 1, within=20), portal.said(worker)
        assert told() == undisturbed
    assert caught > 1, "every sweep was over before it was killed"


def processes_of(worker) -> list[int]:
    return others.below(worker.popen.pid)


# --- at once -------------------------------------------------------------------------------------------


@pytest.mark.requirement("B-31")
def test_of_ticks_that_two_workers_take_at_once_one_sweeps_and_the_others_say_so(
    never_swept, portal, worker, held, undisturbed
):
    second = portal.start_worker()

    def say_so() -> int:
        return sum(portal.said(each).count(UNDER_WAY) for each in (worker, second))

    before = say_so()
    with held("alerts_alert"):
        for _ in range(4):
            portal.sends("alerts.tick")
        assert eventually(lambda: say_so() == before + 3)
    assert eventually(lambda: finished() == 1)
    portal.end(second)

    assert Sweep.objects.count() == 1
    assert told() == undisturbed


def ticks_done(said: str) -> int:
    return len(re.findall(r"Task alerts\.tick\[[^]]*\] succeeded", said))


# --- restarted -----------------------------------------------------------------------------------------


def test_a_broker_restarted_in_the_middle_changes_nothing_and_brings_nothing_twice(
    never_swept, portal, worker, held, undisturbed
):
    with held("alerts_alert"):
        portal.sends("alerts.tick")
        assert somebody_waits()
        with portal.broker() as broker:
            # Acknowledged before it is done: nobody gets it a second time.
            assert (broker.llen("celery"), broker.hlen("unacked")) == (0, 0)
        portal.restart_valkey()
    assert eventually(lambda: finished() == 1, within=20)
    assert told() == undisturbed

    done = ticks_done(portal.said(worker))
    portal.sends("alerts.tick")

    assert eventually(lambda: ticks_done(portal.said(worker)) > done, within=20)
    assert worker.ended_with is None
    assert Sweep.objects.count() == 1
    assert told() == undisturbed


@pytest.mark.requirement("B-31")
def test_a_database_restarted_in_the_middle_is_swept_by_the_next_tick(
    never_swept, portal, worker, held, undisturbed
):
    with contextlib.suppress(psycopg.OperationalError), held("alerts_alert"):  # the holder is cut off too
        portal.sends("alerts.tick")
        assert somebody_waits()
        portal.restart_postgres()
    assert nobody_sweeps()
    assert (finished(), told()) == (0, [])
    assert eventually(portal.is_red)

    portal.sends("alerts.tick")

    assert eventually(lambda: finished() == 1, within=20), portal.said(worker)
    assert told() == undisturbed
    assert not portal.is_red()
    assert worker.ended_with is None


# --- away ----------------------------------------------------------------------------------------------


@pytest.mark.requirement("B-31")
def test_a_scheduler_away_for_a_week_is_made_up_for_by_its_first_tick(
    never_swept, portal, worker, undisturbed
):
    week, now = timedelta(days=7), timezone.now()
    for days in range(7, -1, -1):
        sweeping.tick(now=now - timedelta(days=days))
    day_by_day = told()
    forget()
    sweeping.tick(now=now - week)
    told_then = told()
    assert told_then
    assert told_then != day_by_day
    Sweep.objects.update(
        started_at=F("started_at") - week,
        finished_at=F("finished_at") - week,
        looked_at=F("looked_at") - week,
    )
    assert portal.is_red()

    with away_since(now - week, portal):
        assert eventually(lambda: finished() == 2, within=30)

    assert told() == day_by_day
    days_made_up_for = Alert.objects.filter(since__gt=timezone.localdate(now - week)).values("since")
    assert days_made_up_for.distinct().order_by().count() > 1
    assert not portal.is_red()


# --- the clocks ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("begin", "hours", "days"),
    [
        # On 29 March 2026 at 01:00 the clocks went forward: London's 30 March began at 23:00 in UTC.
        (
            datetime(2026, 3, 28, 22, tzinfo=UTC),
            27,
            {date(2026, 3, 28): (28, 22), date(2026, 3, 29): (29, 0), date(2026, 3, 30): (29, 23)},
        ),
        # On 25 October 2026 at 01:00 UTC they went back: London's 25 October had 25 hours.
        (
            datetime(2026, 10, 24, 22, tzinfo=UTC),
            28,
            {date(2026, 10, 24): (24, 22), date(2026, 10, 25): (24, 23), date(2026, 10, 26): (26, 0)},
        ),
    ],
    ids=["forward", "back"],
)
def test_the_night_the_clocks_change_each_day_of_london_is_swept_once(never_swept, begin, hours, days):
    swept_at = {}
    for tens in range(hours * 6 + 1):
        now = begin + timedelta(minutes=10 * tens)
        sweeping.tick(now=now)
        swept_at.setdefault(Sweep.objects.latest("pk").day, (now.day, now.hour))
        assert freshness(now).ok, (now, freshness(now).sentence)

    assert swept_at == days
    assert Sweep.objects.count() == len(days)


# --- what is sent ----------------------------------------------------------------------------------------


EVERY = {
    "alerts.tick": timedelta(minutes=10),
    "alerts.send_digests": timedelta(minutes=10),
    "alerts.read_returned_mail": timedelta(minutes=10),
    "circulation.send_links": timedelta(minutes=2),
    "coregroups.send_invitations": timedelta(minutes=2),
}


def test_a_message_of_beats_says_no_day_is_soon_stale_and_is_not_done_when_it_is(never_swept, portal):
    portal.end(*[program for program in portal.programs if program.name.startswith("worker")])
    with portal.broker() as broker:
        broker.flushall()

        def waiting() -> list[dict]:
            return [json.loads(message) for message in broker.lrange("celery", 0, -1)]

        with away_since(timezone.now() - timedelta(days=2), portal):
            # One of them twice, when its minute comes while beat is there.
            assert eventually(lambda: {each["headers"]["task"] for each in waiting()} == EVERY.keys())
        messages = waiting()
        for message in messages:
            arguments, named, _ = json.loads(b64decode(message["body"]))
            assert (arguments, named) == ([], {})
            headers = message["headers"]
            assert headers["ignore_result"]
            assert headers["eta"] is None
            # Before the next one is due.
            left = datetime.fromisoformat(headers["expires"]) - timezone.now()
            every = EVERY[headers["task"]]
            assert every / 2 < left <= every
            headers["expires"] = (timezone.now() - timedelta(minutes=1)).isoformat()
        broker.flushall()
        broker.lpush("celery", *map(json.dumps, messages))

        worker = portal.start_worker()

        assert eventually(lambda: portal.said(worker).count("Discarding revoked task") == len(messages)), (
            portal.said(worker)
        )
    assert not Tick.objects.exists()


# --- letters ----------------------------------------------------------------------------------------------


@pytest.fixture
def to_everybody_told(never_swept):
    """Whom the morning's letters go to: one each."""
    sweeping.tick(now=timezone.now())
    told_at = User.objects.filter(alerts__in=Alert.objects.live()).distinct()
    return sorted(told_at.values_list("email", flat=True))


def test_letters_that_two_workers_send_at_once_come_once(to_everybody_told, portal, worker, mail_port):
    second = portal.start_worker()
    with MailServer(mail_port) as mail:
        for _ in range(4):
            portal.sends("alerts.send_digests")
        assert eventually(lambda: 0 < Digest.objects.count() == Digest.objects.exclude(sent_at=None).count())
        portal.end(second, worker, within=10)

    assert mail.went_to == to_everybody_told


@pytest.mark.requirement("B-31")
def test_a_mail_server_down_for_a_day_delays_every_letter_and_loses_and_doubles_none(
    to_everybody_told, portal, worker, mail_port, settings
):
    portal.sends("alerts.send_digests")
    assert eventually(lambda: 0 < Digest.objects.filter(failures=1).count() == Digest.objects.count()), (
        portal.said(worker)
    )
    assert "was not sent" in portal.said(worker)

    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", mail_port
    made_at = Digest.objects.earliest("made_at").made_at
    for hours in range(1, 23):
        assert send_digests(now=made_at + timedelta(hours=hours)) == 0
    with MailServer(mail_port) as mail:
        for hours in (23, 23.5, 23.9):
            send_digests(now=made_at + timedelta(hours=hours))

    assert mail.went_to == to_everybody_told
    assert not Digest.objects.filter(sent_at=None).exists()
