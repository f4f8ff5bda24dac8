"""A letter that a mail server took comes back hours later: it is read, and what it was sent for says so."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import settings as trying
from hypothesis import strategies as st

from alerts.digests import send_digests
from alerts.models import Digest, MailboxRead
from alerts.returned_mail import read_returned_mail
from alerts.tasks import read_returned_mail as task
from alerts.undelivered import undelivered
from audit.letters import CameBack, came_back, letter
from circulation.links import begin_link, send_links
from circulation.models import CopyLink, Receipt
from coregroups.actions import add_member, cancel_meeting, circulate_minute, plan_meeting
from coregroups.invitations import invite, send_invitations
from coregroups.models import CoreGroupInvitation
from tests.alerts.imap import Returned, imap_server
from tests.circulation.mail import Mailbox, mail_server
from tests.factories import PersonFactory, stories

mon_12_jan, tue_20_jan, tue_10_mar = date(2026, 1, 12), date(2026, 1, 20), date(2026, 3, 10)
noon = datetime(2026, 3, 4, 12, tzinfo=UTC)
three_hours_later = noon + timedelta(hours=3)
NO_SUCH = "smtp; 550 5.1.1 <post@trust.example>: No such user"
pytestmark = [pytest.mark.requirement("B-11", "A-07"), pytest.mark.usefixtures("it_is_today")]


@pytest.fixture(scope="module")
def imap() -> Iterator[Returned]:
    with imap_server() as returned:
        yield returned


@pytest.fixture
def returned(imap: Returned, settings) -> Returned:
    imap.empty()
    settings.RETURNED_MAIL = imap.at
    return imap


@pytest.fixture
def sent(settings) -> Iterator[Mailbox]:
    with mail_server() as (box, port):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", port, False
        yield box


def sent_back(about: EmailMessage | str, *, action="failed", headers_only=False, diagnosis=NO_SUCH) -> bytes:
    """As a mail server writes it (RFC 3464): words for people, what became of it, and the letter or its headers."""
    whole = about if isinstance(about, str) else about.as_string()
    back = whole.split("\n\n")[0] + "\n" if headers_only else whole
    kind = "text/rfc822-headers" if headers_only else "message/rfc822"
    return f"""From: MAILER-DAEMON@mail.example
To: no-reply@localhost
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="=_part"

--=_part
Content-Type: text/plain; charset=utf-8

This is the mail system. I'm sorry.

--=_part
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example
Arrival-Date: Wed, 4 Mar 2026 12:00:05 +0000

Final-Recipient: rfc822; post@trust.example
Action: {action}
Status: 5.1.1
Diagnostic-Code: {diagnosis}

--=_part
Content-Type: {kind}

{back}
--=_part--
""".encode()


@pytest.fixture
def nurse():
    return PersonFactory(name="Hattie Visitor", agency="Health Trust", email="post@trust.example", user=None)


@pytest.fixture
def copy(child, nurse, social_worker, sent) -> Receipt:
    """Of a minute, to a health visitor, by a letter that the mail server took at noon."""
    stories.on_a_plan(child, started_on=mon_12_jan)
    add_member(children=[child], person=nurse, role="Health visitor", from_on=mon_12_jan, by=social_worker)
    held = stories.core_group_held(child, on=tue_20_jan, by=social_worker)
    [circulation] = circulate_minute(meeting=held, by=social_worker)
    assert send_links(now=noon) == 1
    return circulation.receipts.get(person=nurse)


@pytest.mark.parametrize("headers_only", [False, True], ids=["the whole letter", "its headers alone"])
def test_a_copy_whose_letter_comes_back_stands_as_come_back(copy, sent, returned, headers_only):
    returned.put(sent_back(sent.letters[0], headers_only=headers_only))

    assert task() == 1

    copy.refresh_from_db()
    assert copy.came_back_on == date(2026, 3, 4)
    assert copy.came_back_because == f"The letter was not delivered: 5.1.1 {NO_SUCH}"
    assert copy.links.get().closed_because.startswith("The letter was not delivered")
    assert returned.unread() == 0


def test_the_worker_sees_it_on_the_minute_and_sends_it_again(copy, sent, returned, read, social_worker):
    returned.put(sent_back(sent.letters[0]))
    read_returned_mail(now=three_hours_later)

    about = {"child_pk": copy.circulation.child_id, "meeting_pk": copy.circulation.about_pk}
    page = read(social_worker, reverse("coregroups:meeting", kwargs=about))

    assert "No such user" in page.words
    again = {"child_pk": copy.circulation.child_id, "receipt_pk": copy.pk}
    assert reverse("copies:send-again", kwargs=again) in page.links.values()


def test_read_twice_it_is_told_once(copy, sent, returned):
    returned.put(sent_back(sent.letters[0]), sent_back(sent.letters[0]))

    assert read_returned_mail(now=three_hours_later) == 1
    assert read_returned_mail(now=three_hours_later) == 0
    assert copy.history.filter(history_change_reason="Came back").count() == 1


def test_what_comes_back_of_a_link_that_was_replaced_or_opened_changes_nothing(
    copy, sent, returned, social_worker
):
    first = sent.letters[0]
    begin_link(copy, now=three_hours_later)
    send_links(now=three_hours_later)
    returned.put(sent_back(first))

    assert read_returned_mail(now=three_hours_later) == 0
    copy.refresh_from_db()
    assert copy.came_back_on is None

    copy.read_at = three_hours_later
    copy.save_by(social_worker)
    returned.put(sent_back(sent.letters[1]))

    assert read_returned_mail(now=three_hours_later) == 0


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\xff\xfe\x00 no letter at all",
        b"Subject: Away until Monday\nIn-Reply-To: <x@localhost>\n\nI am away.\n",
        sent_back("Message-ID: <copy.1.forged@localhost>\nSubject: x\n\nx\n"),
        sent_back("Message-ID: <copy.1@localhost>\nSubject: x\n\nx\n"),
        sent_back("Message-ID:\nSubject: x\n\nx\n"),
        sent_back("Subject: none of ours\n\nx\n"),
        b"Content-Type: multipart/report; boundary=x\n\n--x\nContent-Type: message/delivery-status\n\nAction: failed\n",
    ],
    ids=["empty", "bytes", "away", "forged", "unsigned", "no name", "not ours", "broken off"],
)
def test_what_is_none_of_ours_is_marked_read_and_changes_nothing(copy, returned, raw):
    returned.put(raw or b"\n", sent_back("Subject: the next\n\nx\n"))

    assert read_returned_mail(now=three_hours_later) == 0
    assert came_back(raw) is None
    assert returned.unread() == 0
    assert CopyLink.objects.get().closed_at is None


def test_a_letter_that_is_only_late_has_not_come_back(copy, sent, returned):
    returned.put(sent_back(sent.letters[0], action="delayed"))

    assert read_returned_mail(now=three_hours_later) == 0


def test_a_daily_letter_that_comes_back_stands_among_those_that_do_not_arrive(
    social_worker, administrator, sent, returned, read
):
    digest = Digest.objects.create(
        person=social_worker, day=date(2026, 3, 4), overdue=2, due_soon=0, made_at=noon
    )
    assert send_digests(now=noon) == 1
    returned.put(sent_back(sent.letters[0]))

    assert read_returned_mail(now=three_hours_later) == 1

    [line] = undelivered(three_hours_later)
    assert (line.person, line.failures, line.next_try) == (social_worker, 1, "With the next daily letter")
    assert line.last_failure == f"It came back: 5.1.1 {NO_SUCH}"
    assert send_digests(now=three_hours_later) == 0, (
        "the same letter is not sent to a mailbox that does not exist"
    )
    assert "It came back" in read(administrator, "/alerts/letters/").words
    digest.refresh_from_db()
    assert digest.sent_at is None


def test_an_invitation_that_comes_back_has_to_be_told_by_word_of_mouth(
    child, nurse, social_worker, sent, returned
):
    stories.on_a_plan(child, started_on=mon_12_jan)
    add_member(children=[child], person=nurse, role="Health visitor", from_on=mon_12_jan, by=social_worker)
    invite(meeting=plan_meeting(children=[child], planned_for=tue_10_mar, by=social_worker), by=social_worker)
    assert send_invitations(now=noon) == 1
    returned.put(sent_back(next(each for each in sent.letters if each["To"] == nurse.email)))

    assert read_returned_mail(now=three_hours_later) == 1

    invitation = CoreGroupInvitation.objects.get(person=nurse)
    assert (invitation.asked_at, invitation.failed_because) == (None, f"It came back: 5.1.1 {NO_SUCH}")
    assert send_invitations(now=three_hours_later) == 0


def test_a_cancellation_that_comes_back_has_to_be_told_to_whom_was_asked(
    child, nurse, social_worker, sent, returned, read
):
    stories.on_a_plan(child, started_on=mon_12_jan)
    add_member(children=[child], person=nurse, role="Health visitor", from_on=mon_12_jan, by=social_worker)
    meeting = plan_meeting(children=[child], planned_for=tue_10_mar, by=social_worker)
    invite(meeting=meeting, by=social_worker)
    send_invitations(now=noon)
    cancel_meeting(meeting=meeting, because="Ill", by=social_worker, today=date(2026, 3, 4))
    send_invitations(now=noon)
    letters = [each for each in sent.letters if each["To"] == nurse.email]
    assert [each["Subject"].startswith("Cancelled") for each in letters] == [False, True]
    returned.put(sent_back(letters[1]))

    assert read_returned_mail(now=three_hours_later) == 1

    invitation = CoreGroupInvitation.objects.get(person=nurse)
    assert (invitation.asked_at, invitation.withdrawn_at) == (noon, None)
    assert send_invitations(now=three_hours_later) == 0
    page = read(social_worker, f"/children/{child.pk}/core-groups/{meeting.pk}/")
    assert "To be told that it is cancelled: the letter did not go: It came back" in page.words


def test_a_letter_says_whom_it_is_from_and_comes_back_to_the_mailbox_that_is_read(copy, sent, settings):
    assert sent.come_back_to == ["no-reply@localhost"]
    settings.RETURN_ADDRESS = "returned@borough.example"

    begin_link(copy, now=three_hours_later)
    send_links(now=three_hours_later)

    assert sent.come_back_to[1:] == ["returned@borough.example"]
    assert sent.letters[1]["From"] == "no-reply@localhost"


def test_the_name_of_a_letter_leads_back_to_its_record_and_to_no_other():
    one = letter("copy", 12, subject="x", body="x", to=["a@example.org"]).message()
    name = one["Message-ID"]

    assert came_back(sent_back(f"Message-ID: {name}\n\nx\n")) == CameBack("copy", 12, f"5.1.1 {NO_SUCH}")
    assert came_back(sent_back(f"Message-ID: {name.replace('copy.12', 'copy.13')}\n\nx\n")) is None
    assert came_back(sent_back(f"Message-ID: {name.replace('copy', 'digest')}\n\nx\n")) is None


@given(
    at=st.integers(0, 900),
    put=st.binary(max_size=12),
    left_out=st.integers(0, 200),
    headers_only=st.booleans(),
)
@trying(max_examples=300)
def test_a_report_that_is_broken_anywhere_leads_to_its_own_record_or_to_none(at, put, left_out, headers_only):
    one = letter("copy", 12, subject="x", body="x", to=["a@example.org"]).message()
    whole = sent_back(one.as_string(), headers_only=headers_only)

    found = came_back(whole[:at] + put + whole[at + left_out :])

    assert found is None or (found.kind, found.pk) == ("copy", 12)


@pytest.mark.parametrize("charset", ["utf-8", "x-no-such-charset"])
def test_the_characters_that_a_report_says_it_is_in_do_not_matter(charset):
    one = letter("copy", 12, subject="x", body="x", to=["a@example.org"]).message()
    raw = sent_back(one.as_string(), headers_only=True)

    kind = b"Content-Type: text/rfc822-headers"
    assert came_back(raw.replace(kind, kind + f"; charset={charset}".encode())) is not None


def test_a_letter_that_cannot_be_taken_apart_keeps_back_no_other(copy, sent, returned, monkeypatch):
    returned.put(b"Subject: the one\n\nx\n", sent_back(sent.letters[0]))

    def breaks(raw):
        if b"the one" in raw:
            raise LookupError("unknown encoding")
        return came_back(raw)

    monkeypatch.setattr("alerts.returned_mail.came_back", breaks)

    assert read_returned_mail(now=three_hours_later) == 1
    assert returned.unread() == 0


def test_a_character_that_cannot_be_kept_does_not_keep_back_the_letter(copy, sent, returned):
    returned.put(sent_back(sent.letters[0], diagnosis="smtp; 550 no\x00 such user"))

    assert read_returned_mail(now=three_hours_later) == 1

    copy.refresh_from_db()
    assert copy.came_back_because.endswith("550 no such user")


def test_what_a_mail_server_says_at_length_is_kept_as_far_as_there_is_room(copy, sent, returned):
    returned.put(sent_back(sent.letters[0], diagnosis="smtp; 550 " + "no " * 400))

    assert read_returned_mail(now=three_hours_later) == 1


def test_a_mailbox_that_cannot_be_read_is_told_to_the_administrator_and_tried_again(
    returned, settings, administrator, read
):
    assert read_returned_mail(now=noon) == 0
    assert "was read" in read(administrator, "/alerts/letters/").words

    settings.RETURNED_MAIL = returned.at._replace(password="another")
    assert read_returned_mail(now=three_hours_later) == 0
    kept = MailboxRead.objects.get()
    assert (kept.read_at, kept.tried_at) == (noon, three_hours_later)
    assert kept.error
    assert "The mailbox cannot be read" in read(administrator, "/alerts/letters/").words
    settings.RETURNED_MAIL = returned.at._replace(folder="Nowhere")
    assert read_returned_mail(now=three_hours_later) == 0
    assert "There is no folder Nowhere" in MailboxRead.objects.get().error
    settings.RETURNED_MAIL = returned.at._replace(port=1)
    assert read_returned_mail(now=three_hours_later) == 0

    settings.RETURNED_MAIL = returned.at
    read_returned_mail(now=three_hours_later)
    assert MailboxRead.objects.get().error == ""


def test_without_a_mailbox_nothing_is_read_and_the_page_says_so(settings, administrator, read):
    settings.RETURNED_MAIL = None

    assert read_returned_mail(now=noon) == 0
    assert not MailboxRead.objects.exists()
    assert "no mailbox is set to be read" in read(administrator, "/alerts/letters/").words
