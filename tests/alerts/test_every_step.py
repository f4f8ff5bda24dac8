"""What a second reminder, a moved date and short notice do, and who is told at once. Who is told when: test_matrix."""

import socket
from datetime import UTC, date, datetime
from functools import partial
from time import monotonic

import pytest
from kombu.exceptions import OperationalError

from accounts.roles import Role
from alerts import tasks
from alerts.actions import acknowledge, raise_alerts
from alerts.digests import waiting_for
from alerts.models import Alert, Step
from conferences.actions import book_conference, move_conference
from coregroups.actions import add_member
from deadlines.models import Deadline
from deadlines.rules import RULES
from tests.factories import PersonFactory, UserFactory, stories

tue_24_feb = date(2026, 2, 24)
tue_3_mar = date(2026, 3, 3)
NOW = datetime(2026, 3, 26, 9, tzinfo=UTC)

soon, today_, late, still = Step.DUE_SOON, Step.DUE_TODAY, Step.OVERDUE, Step.STILL_OVERDUE


@pytest.fixture
def robin(child, social_worker):
    stories.on_a_plan(child, started_on=tue_24_feb)
    stories.seen(child, on=tue_3_mar, by=social_worker)
    return child


def told(child, person, rule: str) -> list[tuple[str, date]]:
    alerts = Alert.objects.filter(deadline__child=child, person=person, deadline__rule=rule)
    return list(alerts.order_by("since").values_list("step", "since"))


@pytest.mark.requirement("T-17")
def test_the_second_reminder_of_a_rule_is_raised_too(robin, social_worker, her_manager):
    raise_alerts(today=date(2026, 3, 24))
    raise_alerts(today=date(2026, 3, 29))
    raise_alerts(today=date(2026, 3, 29))

    first, second = (soon, date(2026, 3, 24)), (soon, date(2026, 3, 29))
    assert told(robin, social_worker, "contact") == [first, second]
    assert told(robin, her_manager, "contact") == [second]


@pytest.mark.requirement("T-16")
def test_what_was_said_about_due_soon_does_not_answer_for_overdue(robin, social_worker):
    def unanswered(on: date) -> list[str]:
        alerts = Alert.objects.unanswered_by(social_worker, today=on).filter(deadline__rule="visit")
        return list(alerts.order_by("since").values_list("step", flat=True))

    raise_alerts(today=date(2026, 3, 13))
    acknowledge(
        alert=Alert.objects.get(person=social_worker, deadline__rule="visit"), note="On Monday.", by=social_worker,
        now=NOW,
    )  # fmt: skip
    assert unanswered(date(2026, 3, 13)) == []

    raise_alerts(today=date(2026, 3, 18))

    assert unanswered(date(2026, 3, 18)) == [today_, late]
    acknowledge(
        alert=Alert.objects.get(person=social_worker, deadline__rule="visit", step=late), note="Today.",
        by=social_worker, now=NOW,
    )  # fmt: skip
    assert unanswered(date(2026, 3, 18)) == []


@pytest.mark.requirement("C-13")
def test_short_notice_is_told_once_and_is_nobody_s_delay(
    robin, social_worker, her_manager, service_manager, chair
):
    # Booked on Tuesday 12 May for Thursday 14 May: the plan had to be updated by 7 May already.
    book_conference(
        children=[robin], booked_for=date(2026, 5, 14), chair=chair, by=chair, today=date(2026, 5, 12)
    )

    for day in (12, 13, 14, 15, 20):
        raise_alerts(today=date(2026, 5, day))

    for person in (social_worker, her_manager):
        assert told(robin, person, "review-plan-updated") == [(Step.SHORT_NOTICE, date(2026, 5, 12))]
    assert told(robin, service_manager, "review-plan-updated") == []
    Deadline.objects.exclude(rule="review-plan-updated").update(met_on=tue_3_mar)
    assert waiting_for(social_worker, today=date(2026, 5, 20))["overdue"] == 0


@pytest.mark.requirement("T-08")
def test_a_date_that_moved_on_is_told_again_when_it_is_reached_and_not_called_overdue_before(
    robin, social_worker, chair
):
    conference = book_conference(
        children=[robin],
        booked_for=date(2026, 5, 12),
        booked_on=tue_3_mar,
        chair=chair,
        by=chair,
        today=tue_3_mar,
    )
    # Five working days before 12 May: 5 May. Overdue on the 6th.
    raise_alerts(today=date(2026, 5, 6))
    assert (late, date(2026, 5, 6)) in told(robin, social_worker, "review-plan-updated")

    move_conference(
        conference=conference, booked_for=date(2026, 5, 21), booked_at=None, because="The chair is ill.", by=chair,
        today=date(2026, 5, 7),
    )  # fmt: skip
    live = Alert.objects.live().filter(person=social_worker, deadline__rule="review-plan-updated")
    assert late not in live.values_list("step", flat=True)

    # Now due on 14 May, and overdue on the 15th.
    raise_alerts(today=date(2026, 5, 15))
    assert (late, date(2026, 5, 15)) in told(robin, social_worker, "review-plan-updated")


@pytest.mark.requirement("B-07", "T-17")
def test_members_of_the_core_group_who_sign_in_are_told_and_see_the_name_and_whom_to_tell(
    robin, social_worker, professional, read, monkeypatch
):
    teacher = PersonFactory(user=professional, name=professional.name)
    add_member(children=[robin], person=teacher, role="school", from_on=tue_3_mar, by=social_worker)
    kept_out = UserFactory(role=Role.CORE_GROUP_PROFESSIONAL)
    add_member(
        children=[robin], person=PersonFactory(user=kept_out), role="uncle", from_on=tue_3_mar, by=social_worker,
        excluded_because="Bail conditions.", exclusion_agreed_by=social_worker,
    )  # fmt: skip

    raise_alerts(today=date(2026, 4, 1))

    assert told(robin, professional, "contact") == [(late, date(2026, 4, 1))]
    assert told(robin, kept_out, "contact") == []
    page = read(professional, "/alerts/core-group/")
    assert robin.name in page.words
    assert social_worker.name in page.words
    assert page.tree.xpath(f"//a[contains(@href, '/children/{robin.pk}/')]") == []
    assert read(social_worker, "/alerts/core-group/").status == 403


class TestAtOnce:
    def test_a_refused_contact_is_told_as_soon_as_it_is_saved(
        self, child, social_worker, her_manager, chair, monkeypatch, django_capture_on_commit_callbacks
    ):
        asked = []
        monkeypatch.setattr(tasks.tell, "apply_async", lambda *, kwargs, **_given: asked.append(kwargs))
        stories.on_a_plan(child, started_on=tue_24_feb)

        with django_capture_on_commit_callbacks(execute=True):
            stories.not_seen(child, on=tue_3_mar, by=social_worker)

        assert {"children": [child.pk]} in asked
        assert not Alert.objects.filter(deadline__rule="unseen-child").exists()
        tasks.tell(children=[child.pk])
        assert {each.person for each in Alert.objects.filter(deadline__rule="unseen-child")} >= {
            social_worker,
            her_manager,
            chair,
        }

    def test_a_broker_that_is_down_costs_nobody_a_saved_record(
        self, child, social_worker, monkeypatch, django_capture_on_commit_callbacks
    ):
        def down(*_args, **_given):
            raise OperationalError("nobody answers")

        monkeypatch.setattr(tasks.tell, "apply_async", down)
        stories.on_a_plan(child, started_on=tue_24_feb)

        with django_capture_on_commit_callbacks(execute=True):
            stories.not_seen(child, on=tue_3_mar, by=social_worker)

        assert child.deadlines.filter(rule="unseen-child").exists()
        raise_alerts(today=tue_3_mar)
        assert Alert.objects.filter(deadline__rule="unseen-child").exists()

    @pytest.mark.parametrize("listens", [False, True], ids=["that is not there", "that never answers"])
    def test_nobody_waits_for_a_broker(
        self, listens, child, social_worker, monkeypatch, django_capture_on_commit_callbacks
    ):
        app = tasks.tell.app
        with socket.socket() as broker:
            broker.bind(("127.0.0.1", 0))
            if listens:
                broker.listen()
            url = f"redis://127.0.0.1:{broker.getsockname()[1]}/0"
            monkeypatch.setattr(app, "connection_for_write", partial(app.connection_for_write, url=url))
            stories.on_a_plan(child, started_on=tue_24_feb)
            with django_capture_on_commit_callbacks() as asked:
                stories.not_seen(child, on=tue_3_mar, by=social_worker)
            assert asked

            began = monotonic()
            asked[0]()

        assert monotonic() - began < 3


def test_every_rule_that_tells_anybody_tells_who_owes_it():
    for rule in RULES.values():
        if rule.steps and not rule.is_flag:
            assert (
                rule.owed_by in set().union(*(step.tell for step in rule.steps))
                or rule.code == "lead-social-worker"
            )
