from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection

from accounts.models import User
from alerts import sweeping
from alerts.freshness import freshness
from alerts.models import Alert, Sweep, Tick
from children.models import Child
from conferences.actions import book_conference
from deadlines.models import Deadline
from tests.factories import stories

mon_16_march_0010 = datetime(2026, 3, 16, 0, 10, tzinfo=UTC)
tue_24_feb = date(2026, 2, 24)


@pytest.fixture
def on_a_plan(child: Child) -> Child:
    stories.on_a_plan(child, started_on=tue_24_feb)
    return child


def test_the_first_tick_of_a_day_sweeps_and_the_next_finds_nothing_to_do(on_a_plan):
    first = sweeping.tick(now=mon_16_march_0010)
    second = sweeping.tick(now=mon_16_march_0010 + timedelta(minutes=10))

    assert first.startswith("swept 1 children")
    assert second == "nothing to tell"
    sweep = Sweep.objects.get()
    assert (sweep.day, sweep.children, sweep.error) == (date(2026, 3, 16), 1, "")


def test_the_day_is_the_day_in_london_and_not_in_greenwich(on_a_plan):
    # On Sunday 29 March 2026 the clocks went forward: half past eleven at night in UTC is Monday in London.
    sweeping.tick(now=datetime(2026, 3, 29, 23, 30, tzinfo=UTC))

    assert Sweep.objects.get().day == date(2026, 3, 30)


def test_a_week_without_a_tick_is_caught_up_by_one(on_a_plan):
    sweeping.tick(now=mon_16_march_0010)

    sweeping.tick(now=mon_16_march_0010 + timedelta(days=7))

    assert list(Sweep.objects.order_by("day").values_list("day", flat=True)) == [
        date(2026, 3, 16),
        date(2026, 3, 23),
    ]


def test_what_was_recorded_since_the_sweep_is_told_within_ten_minutes(on_a_plan, chair, social_worker):
    sweeping.tick(now=mon_16_march_0010)
    # A review booked this morning for Tuesday week: the plan is to be updated by tomorrow.
    book_conference(
        children=[on_a_plan], booked_for=date(2026, 3, 24), chair=chair, by=chair, today=date(2026, 3, 16)
    )

    told = sweeping.tick(now=mon_16_march_0010 + timedelta(minutes=10))

    assert told.endswith("alerts raised")
    assert Alert.objects.filter(deadline__rule="review-plan-updated", person=social_worker).exists()


def test_the_sweep_mends_a_deadline_that_somebody_spoiled(on_a_plan):
    Deadline.objects.filter(rule="visit").update(due_on=date(2030, 1, 1))

    sweeping.tick(now=mon_16_march_0010)

    # Ten working days after Tuesday 24 February 2026.
    assert Deadline.objects.in_force().get(rule="visit").due_on == date(2026, 3, 10)
    assert Sweep.objects.get().deadlines_changed == 1


def test_a_sweep_that_fails_says_so_leaves_the_banner_red_and_is_tried_again(on_a_plan, monkeypatch):
    def fail(**_arguments: object) -> int:
        raise RuntimeError("disk full")

    monkeypatch.setattr(sweeping, "raise_alerts", fail)
    with pytest.raises(RuntimeError, match="disk full"):
        sweeping.tick(now=mon_16_march_0010)
    assert "disk full" in Sweep.objects.get().error
    assert not freshness(mon_16_march_0010).ok

    monkeypatch.undo()
    sweeping.tick(now=mon_16_march_0010 + timedelta(minutes=10))

    assert Sweep.objects.filter(error="").count() == 1


def test_a_child_with_something_outstanding_is_swept_though_the_plan_has_ended(on_a_plan, chair):
    stories.reviewed(on_a_plan, held_on=date(2026, 3, 11), ends=True)

    assert list(sweeping.to_check()) == [[on_a_plan.pk]]


def test_an_unborn_child_on_a_plan_is_swept(chair, team):
    from tests.factories import ChildFactory

    unborn = ChildFactory(unborn=True, team=team, conference_chair=chair)
    stories.on_a_plan(unborn, started_on=tue_24_feb)

    assert list(sweeping.to_check()) == [[unborn.pk]]
    rules = set(unborn.deadlines.in_force().values_list("rule", flat=True))
    assert "first-core-group" in rules
    assert not rules & {"visit", "contact", "seen-alone"}


def test_two_ticks_at_once_make_one_sweep(on_a_plan, transactional_second_connection):
    with transactional_second_connection.cursor() as other:
        other.execute("select pg_advisory_lock(%s)", [sweeping.ONE_SWEEP_AT_A_TIME])

        assert sweeping.tick(now=mon_16_march_0010) == "another sweep is under way"

    assert not Sweep.objects.exists()
    assert Tick.objects.get().at == mon_16_march_0010


@pytest.fixture
def transactional_second_connection(db):
    other = connection.copy()
    yield other
    other.close()


class TestTheBanner:
    def test_is_red_before_the_first_check(self, db):
        assert freshness(mon_16_march_0010).sentence.startswith("Deadlines have never been checked")

    def test_says_when_the_check_was_made(self, checked_at_0010):
        state = freshness(mon_16_march_0010 + timedelta(minutes=20))

        assert state.ok
        assert state.sentence == "Deadlines checked today at 00:10"

    def test_is_red_when_the_ticks_have_stopped(self, checked_at_0010):
        state = freshness(mon_16_march_0010 + timedelta(minutes=46))

        assert not state.ok
        assert "the checks have stopped" in state.sentence

    def test_is_red_the_next_morning_and_says_since_when(self, checked_at_0010):
        state = freshness(mon_16_march_0010 + timedelta(days=1, hours=1))

        assert not state.ok
        assert "last checked on 16 March 2026" in state.sentence

    def test_waits_a_little_after_midnight(self, checked_at_0010):
        Tick.objects.update(at=datetime(2026, 3, 17, 0, 20, tzinfo=UTC))

        assert freshness(datetime(2026, 3, 17, 0, 30, tzinfo=UTC)).ok

    def test_does_not_wait_again_after_the_midnight_of_a_day_that_was_missed(self, checked_at_0010):
        Tick.objects.update(at=datetime(2026, 3, 18, 0, 20, tzinfo=UTC))

        state = freshness(datetime(2026, 3, 18, 0, 30, tzinfo=UTC))

        assert not state.ok
        assert "last checked on 16 March 2026" in state.sentence

    @pytest.fixture
    def checked_at_0010(self, db) -> None:
        Sweep.objects.create(
            day=date(2026, 3, 16), started_at=mon_16_march_0010, finished_at=mon_16_march_0010
        )
        Tick.objects.create(pk=1, at=mon_16_march_0010, worker="here")


def test_the_portal_itself_can_sign_in_nowhere(db):
    portal = User.objects.the_portal()

    assert not portal.is_active
    assert not portal.has_usable_password()
