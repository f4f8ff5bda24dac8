from datetime import UTC, date, datetime, timedelta

import pytest

from alerts.actions import raise_alerts
from alerts.digests import make_digests, send_digests
from alerts.models import Digest
from tests.factories import stories

wed_18_march_0715 = datetime(2026, 3, 18, 7, 15, tzinfo=UTC)


@pytest.fixture
def something_overdue(child, social_worker, her_manager):
    stories.on_a_plan(child, started_on=date(2026, 2, 24))
    raise_alerts(today=date(2026, 3, 18))
    return child


def test_everybody_for_whom_something_waits_gets_one_letter_each_morning(
    something_overdue, social_worker, mailoutbox
):
    assert make_digests(now=wed_18_march_0715) > 0
    assert make_digests(now=wed_18_march_0715 + timedelta(minutes=10)) == 0

    send_digests(now=wed_18_march_0715)
    send_digests(now=wed_18_march_0715 + timedelta(minutes=10))

    assert [letter.to for letter in mailoutbox].count([social_worker.email]) == 1


@pytest.mark.requirement("B-31")
def test_a_letter_carries_counts_and_a_link_and_no_name_of_a_child(something_overdue, mailoutbox):
    make_digests(now=wed_18_march_0715)
    send_digests(now=wed_18_march_0715)

    assert mailoutbox
    for letter in mailoutbox:
        text = letter.subject + letter.body
        assert something_overdue.family_name not in text
        assert something_overdue.reference not in text
        assert "http" in text
    assert "2 overdue" in next(letter.body for letter in mailoutbox if letter.to[0].startswith("worker"))


def test_nothing_is_written_before_the_hour_that_was_set(something_overdue):
    assert make_digests(now=datetime(2026, 3, 18, 6, 59, tzinfo=UTC)) == 0


def test_a_mail_server_that_is_down_delays_the_letters_and_loses_none(
    something_overdue, mailoutbox, monkeypatch
):
    from django.core.mail import EmailMessage

    def down(self: EmailMessage, **_options: object) -> int:
        raise ConnectionRefusedError("no mail server at all")

    make_digests(now=wed_18_march_0715)
    with monkeypatch.context() as patched:
        patched.setattr(EmailMessage, "send", down)
        assert send_digests(now=wed_18_march_0715) == 0
    waiting = Digest.objects.filter(sent_at=None)
    assert {digest.last_failure for digest in waiting} == {"no mail server at all"}

    made = Digest.objects.count()
    assert send_digests(now=wed_18_march_0715 + timedelta(hours=1)) == made
    assert len(mailoutbox) == made


def test_yesterdays_unsent_letter_is_not_sent_after_todays(something_overdue, mailoutbox):
    make_digests(now=wed_18_march_0715)
    Digest.objects.update(made_at=wed_18_march_0715)

    assert send_digests(now=wed_18_march_0715 + timedelta(days=1, minutes=1)) == 0
