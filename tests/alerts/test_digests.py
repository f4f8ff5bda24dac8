from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.actions import choose_letter_hour
from alerts.actions import raise_alerts
from alerts.digests import make_digests, send_digests
from alerts.models import Alert, Digest
from audit.models import Refused
from tests.factories import UserFactory, stories

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
def test_a_letter_carries_counts_and_a_link_and_no_name_of_a_child(
    something_overdue, social_worker, mailoutbox
):
    make_digests(now=wed_18_march_0715)
    send_digests(now=wed_18_march_0715)

    assert mailoutbox
    for letter in mailoutbox:
        text = letter.subject + letter.body
        assert something_overdue.family_name not in text
        assert something_overdue.reference not in text
        assert "http" in text
    assert "2 overdue" in next(letter.body for letter in mailoutbox if letter.to == [social_worker.email])


@pytest.mark.requirement("B-31")
def test_a_letter_counts_what_the_lists_behind_its_link_hold(something_overdue, social_worker, child):
    """Whoever was told and no longer holds the child finds nothing there, and is not written to."""
    told_before = UserFactory()
    for alert in Alert.objects.filter(person=social_worker):
        alert.pk, alert.person = None, told_before
        alert.save()

    make_digests(now=wed_18_march_0715)

    assert not Digest.objects.filter(person=told_before).exists()
    assert Digest.objects.get(person=social_worker).overdue == 2


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


@pytest.fixture
def no_mail_server(monkeypatch):
    from django.core.mail import EmailMessage

    tried = []

    def down(self: EmailMessage, **_options: object) -> int:
        tried.append(self.to[0])
        raise ConnectionRefusedError("no mail server at all")

    monkeypatch.setattr(EmailMessage, "send", down)
    return tried


def test_a_letter_comes_at_the_hour_that_the_person_chose(something_overdue, social_worker, her_manager):
    choose_letter_hour(person=social_worker, hour=16)

    def made(hour: int) -> set[str]:
        make_digests(now=wed_18_march_0715.replace(hour=hour))
        return set(Digest.objects.values_list("person__name", flat=True))

    assert her_manager.name in made(7)
    assert social_worker.name not in made(15)
    assert social_worker.name in made(16)


@pytest.mark.parametrize("hour", [5, 21])
def test_letters_come_by_day(social_worker, hour):
    with pytest.raises(Refused, match="between 6:00 and 20:00"):
        choose_letter_hour(person=social_worker, hour=hour)


def test_a_letter_that_fails_is_tried_ever_less_often(something_overdue, social_worker, no_mail_server):
    make_digests(now=wed_18_march_0715)
    tries = []
    for minutes in range(0, 8 * 60, 10):
        before = no_mail_server.count(social_worker.email)
        send_digests(now=wed_18_march_0715 + timedelta(minutes=minutes))
        if no_mail_server.count(social_worker.email) > before:
            tries.append(minutes)

    # 9, 18, 36 and 72 minutes after a try, then every two hours, each at the next tick of ten minutes.
    assert tries == [0, 10, 30, 70, 150, 270, 390]


@pytest.mark.requirement("B-31")
def test_letters_that_fail_are_seen_by_the_administrator_and_by_the_person(
    client, something_overdue, social_worker, administrator, no_mail_server
):
    now = timezone.now()
    Digest.objects.create(person=social_worker, day=timezone.localdate(), overdue=2, due_soon=0)
    send_digests(now=now)

    client.force_login(administrator, "django.contrib.auth.backends.ModelBackend")
    page = client.get(reverse("alerts:undelivered")).content.decode()
    assert social_worker.email in page
    assert "no mail server at all" in page
    assert something_overdue.family_name not in page
    client.force_login(social_worker, "django.contrib.auth.backends.ModelBackend")
    assert "Your daily letter does not reach you" in client.get(reverse("my-day")).content.decode()

    Digest.objects.update(sent_at=now)
    assert "Your daily letter does not reach you" not in client.get(reverse("my-day")).content.decode()


def test_somebody_chooses_the_hour_on_their_account(client, social_worker):
    client.force_login(social_worker, "django.contrib.auth.backends.ModelBackend")

    page = client.post(reverse("letter-hour"), {"hour": "18"}, follow=True).content.decode()

    assert "From 18:00" in page


def test_yesterdays_unsent_letter_is_not_sent_after_todays(something_overdue, mailoutbox):
    make_digests(now=wed_18_march_0715)
    Digest.objects.update(made_at=wed_18_march_0715)

    assert send_digests(now=wed_18_march_0715 + timedelta(days=1, minutes=1)) == 0
