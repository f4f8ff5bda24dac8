"""How somebody without an account opens one copy: by a link that ends, with a code that opens it once (B-11, A-07).

The letter has the link and nothing else: no document, no name, no address. A code comes apart from it. For somebody of
the family it is told by the social worker, by telephone or in person: a mailbox at home is read by others than its
owner. For a professional it is sent to the mailbox at the moment when it is asked for, so that a link passed on to
somebody else opens nothing.
"""

import hashlib
import secrets
from datetime import datetime, timedelta
from smtplib import SMTPRecipientsRefused, SMTPResponseException
from typing import Final

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.core.mail import EmailMessage
from django.core.signing import BadSignature, TimestampSigner
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from audit.letters import letter
from audit.models import Refused
from audit.soon import ask_for
from circulation.models import CopyCode, CopyLink, LinkGuess, Receipt
from govuk_forms.words import day as in_words

LINK_LASTS: Final = timedelta(days=14)
A_CODE_BY_EMAIL_LASTS: Final = timedelta(minutes=15)
A_CODE_TOLD_LASTS: Final = timedelta(days=2)
"""Told by telephone in the afternoon, and used when the children are in bed."""
WRONG_CODES: Final = 5
"""So many, and the link is closed: of a million codes nobody finds one in five tries."""
CODES_AN_HOUR: Final = 4
GUESSES_AN_HOUR: Final = 20
FIRST_WAIT, GIVE_UP_AFTER = timedelta(minutes=5), timedelta(days=1)
ACKNOWLEDGE_WITHIN: Final = timedelta(hours=12)

DOES_NOT_WORK = "The mail server did not take it"


def begin_link(receipt: Receipt, *, now: datetime) -> CopyLink:
    """A letter to be sent. The task that sends letters makes the link itself, so that none is ever kept."""
    _close(receipt, because="Another link was sent", now=now)
    link = CopyLink.objects.create(receipt=receipt, made_at=now)
    from circulation import tasks  # which stands on this

    ask_for(tasks.send_links)
    return link


def send_links(*, now: datetime) -> int:
    """Send the letters that wait. One that fails stops no other and is tried again for a day; then it came back."""
    sent = 0
    for pk in CopyLink.objects.to_be_sent(now).order_by("pk").values_list("pk", flat=True):
        with transaction.atomic():
            waiting = CopyLink.objects.select_for_update(skip_locked=True, of=("self",))
            link = waiting.select_related("receipt__person").to_be_sent(now).filter(pk=pk).first()
            if link:
                sent += _send(link, now=now)
    LinkGuess.objects.filter(made_at__lt=now - timedelta(days=1)).delete()
    return sent


def _send(link: CopyLink, *, now: datetime) -> bool:
    token = secrets.token_urlsafe(32)
    until = now + LINK_LASTS
    told = {
        "authority_name": settings.AUTHORITY_NAME,
        "link": settings.SERVICE_ADDRESS + reverse("open-copy", kwargs={"link_token": token}),
        "until": in_words(timezone.localdate(until)),
        "is_told": code_is_told(link.receipt),
    }
    sent = letter(
        "copy",
        link.pk,
        subject=f"A document from {settings.AUTHORITY_NAME}",
        body=render_to_string("circulation/letters/link.txt", told),
        to=[link.receipt.person.email],
    )
    try:
        sent.send()
    except SMTPRecipientsRefused as refused:
        answers = "; ".join(
            f"{code} {said.decode(errors='replace')}" for code, said in refused.recipients.values()
        )
        if all(500 <= code < 600 for code, _ in refused.recipients.values()):
            _came_back(link, f"{DOES_NOT_WORK}: {answers}", now=now)
            return False
        return _try_again(link, answers, now=now)
    except SMTPResponseException as refused:
        return _try_again(link, f"{refused.smtp_code} {refused.smtp_error!r}", now=now)
    except OSError as error:  # and every other SMTPException
        return _try_again(link, str(error), now=now)
    link.digest, link.sent_at, link.expires_at = _digest(token), now, until
    link.save(update_fields=["digest", "sent_at", "expires_at"])
    receipt = link.receipt
    receipt.sent_at = now
    receipt.save_by(User.objects.the_portal(), why="The link was sent")
    return True


def _try_again(link: CopyLink, answer: str, *, now: datetime) -> bool:
    if now - link.made_at >= GIVE_UP_AFTER:
        _came_back(link, f"{DOES_NOT_WORK} for a day: {answer}", now=now)
        return False
    link.tries += 1
    link.next_try_at = now + min(FIRST_WAIT * 2 ** min(link.tries - 1, 10), timedelta(hours=2))
    link.save(update_fields=["tries", "next_try_at"])
    return False


def _came_back(link: CopyLink, because: str, *, now: datetime) -> None:
    """It is in sight of the social worker and on the next agenda until it is sent again."""
    link.closed_at, link.closed_because = now, because[:200]
    link.save(update_fields=["closed_at", "closed_because"])
    receipt = link.receipt
    receipt.came_back_on, receipt.came_back_because = timezone.localdate(now), because[:500]
    receipt.save_by(User.objects.the_portal(), why="Came back")


def letter_came_back(*, pk: int, because: str, now: datetime) -> bool:
    """The mail server took the letter and says later that it cannot be delivered. Returns whether that matters still:
    not for a link that another one replaced, nor for a copy that was opened."""
    links = CopyLink.objects.select_for_update(of=("self",)).select_related("receipt")
    link = links.filter(pk=pk, closed_at=None, sent_at__isnull=False).first()
    if link is None or link.receipt.read_at or link.receipt.came_back_on:
        return False
    _came_back(link, f"The letter was not delivered: {because}", now=now)
    return True


def find(token: str, *, now: datetime) -> CopyLink | None:
    """The link, while it holds."""
    held = CopyLink.objects.open_at(now).select_related("receipt__circulation__child")
    return held.filter(digest=_digest(token)).first()


def may_guess_again(from_address: str | None, *, now: datetime) -> bool:
    """Counts a link that opens nothing against where it came from; no, when there were too many in the last hour."""
    if from_address is None:
        return True
    guessed = LinkGuess.objects.filter(from_address=from_address, made_at__gt=now - timedelta(hours=1))
    if guessed.count() >= GUESSES_AN_HOUR:
        return False
    LinkGuess.objects.create(made_at=now, from_address=from_address)
    return True


def code_is_told(receipt: Receipt) -> bool:
    """Whether its code comes from the social worker's own mouth: for anybody but a professional with an agency."""
    return not receipt.person.agency


@transaction.atomic
def send_code(link: CopyLink, *, now: datetime) -> None:
    """To the mailbox that the link went to. Raises Refused where codes are told, or asked for too often."""
    link = CopyLink.objects.select_for_update(of=("self",)).select_related("receipt__person").get(pk=link.pk)
    if code_is_told(link.receipt):
        raise Refused("Your social worker tells you the code. Telephone them and ask for one.")
    if link.codes.filter(made_at__gt=now - timedelta(hours=1)).count() >= CODES_AN_HOUR:
        raise Refused(
            "Four codes were sent in the last hour. Look for them in your mailbox, or try again later."
        )
    code = _make_code(link, how=CopyCode.How.EMAIL, lasts=A_CODE_BY_EMAIL_LASTS, by=None, now=now)
    told = {"code": code, "minutes": int(A_CODE_BY_EMAIL_LASTS.total_seconds() // 60)}
    try:
        EmailMessage(
            subject=f"A code from {settings.AUTHORITY_NAME}",
            body=render_to_string("circulation/letters/code.txt", told),
            to=[link.receipt.person.email],
        ).send()
    except OSError as error:
        raise Refused("The code could not be sent just now. Try again in a few minutes.") from error


@transaction.atomic
def code_to_tell(*, receipt: Receipt, by: User, now: datetime) -> str:
    """A code for the social worker to tell, shown once and kept nowhere.

    Raises Refused where no link holds.
    """
    link = CopyLink.objects.select_for_update(of=("self",)).open_at(now).filter(receipt=receipt).first()
    if link is None:
        raise Refused("No link to this copy holds. Send it again first.")
    return _make_code(link, how=CopyCode.How.TOLD, lasts=A_CODE_TOLD_LASTS, by=by, now=now)


def _make_code(link: CopyLink, *, how: str, lasts: timedelta, by: User | None, now: datetime) -> str:
    """Of six digits. A code made before is good no longer."""
    link.codes.filter(used_at=None, expires_at__gt=now).update(expires_at=now)
    code = f"{secrets.randbelow(1_000_000):06}"
    CopyCode.objects.create(
        link=link, digest=make_password(code), how=how, made_at=now, made_by=by, expires_at=now + lasts
    )
    return code


def use_code(link: CopyLink, code: str, *, taken_as: str, now: datetime) -> CopyCode:
    """Opens the copy, once. Raises Refused for a code that is wrong, used or too old; the fifth closes the link."""
    with transaction.atomic():
        link = CopyLink.objects.select_for_update(of=("self",)).select_related("receipt").get(pk=link.pk)
        if link.closed_at:
            raise Refused("This link is closed.")
        good = link.codes.filter(used_at=None, expires_at__gt=now).order_by("-pk").first()
        if good and check_password("".join(code.split()), good.digest):
            good.used_at, good.taken_as = now, taken_as
            good.save(update_fields=["used_at", "taken_as"])
            if link.wrong_codes:
                link.wrong_codes = 0
                link.save(update_fields=["wrong_codes"])
            receipt = link.receipt
            if receipt.read_at is None:
                receipt.read_at = now
                receipt.save_by(User.objects.the_portal(), why="Opened by its link")
            return good
        link.wrong_codes += 1
        link.save(update_fields=["wrong_codes"])
        is_last = link.wrong_codes >= WRONG_CODES
        if is_last:
            _came_back(link, f"The link was closed after {WRONG_CODES} wrong codes", now=now)
    if is_last:
        raise Refused(
            "That was the fifth wrong code, and the link is closed. Ask whoever sent it for another."
        )
    raise Refused(
        "That code is wrong, used already or too old. Enter the newest one, or get another.", field="code"
    )


def leave_to_acknowledge(code: CopyCode) -> str:
    """What the page that shows the copy carries, so that its button needs no further code."""
    return TimestampSigner(salt="acknowledge").sign(str(code.pk))


@transaction.atomic
def acknowledge_by_link(link: CopyLink, leave: str, *, now: datetime) -> Receipt:
    """Raises Refused for a leave that is not of this link, or is half a day old."""
    try:
        pk = TimestampSigner(salt="acknowledge").unsign(leave, max_age=ACKNOWLEDGE_WITHIN)
    except BadSignature:
        raise Refused("Open the document again with another code, then say that you have read it.") from None
    if not link.codes.filter(pk=pk, used_at__isnull=False).exists():
        raise Refused("Open the document with a code first.")
    receipt = Receipt.objects.select_for_update(of=["self"]).get(pk=link.receipt_id)
    if receipt.acknowledged_at is None:
        receipt.acknowledged_at = now
        receipt.save_by(User.objects.the_portal(), why="Acknowledged by its link")
    return receipt


def _close(receipt: Receipt, *, because: str, now: datetime) -> None:
    receipt.links.filter(Q(closed_at=None)).update(closed_at=now, closed_because=because)


def close_links(receipt: Receipt, *, because: str, now: datetime) -> None:
    """A copy that is sent another way, or no longer to be read, is not opened by its old link."""
    _close(receipt, because=because, now=now)


def _digest(token: str) -> str:
    """A token has 256 bits by chance: it needs no salt, and is looked up by what it digests to."""
    return hashlib.sha256(token.encode()).hexdigest()
