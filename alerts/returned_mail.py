"""The mailbox to which letters come back is read, and each is told to what it was sent for (B-11, A-07).

A mail server that takes a letter may say only hours later that there is no such mailbox. Without this the copy would
stand there as sent, and the health visitor without it.
"""

import imaplib
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Final

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from alerts.models import MailboxRead
from audit.letters import came_back
from audit.mailbox import MailboxAddress

log = logging.getLogger(__name__)

TIMEOUT: Final = 20
AT_ONCE: Final = 200
AS_FAR_AS: Final = 200_000
"""Bytes of a letter that are read: what a mail server says stands at the beginning."""


def read_returned_mail(*, now: datetime) -> int:
    """Read what is unread in the mailbox, and mark it read. Returns how many letters of ours came back.

    That the mailbox cannot be read is kept for the administrator's page, and tried again with the next tick.
    """
    if settings.RETURNED_MAIL is None:
        return 0
    found, error = 0, ""
    try:
        with _opened(settings.RETURNED_MAIL) as mailbox:
            for raw in _unread(mailbox):
                found += _tell(raw, now=now)
    except (OSError, imaplib.IMAP4.error) as failure:
        error = str(failure)[:300] or type(failure).__name__
        log.warning("the mailbox of returned letters could not be read: %s", error)
    read, _ = MailboxRead.objects.get_or_create(pk=1, defaults={"tried_at": now})
    read.tried_at, read.error = now, error
    read.read_at = read.read_at if error else now
    read.save()
    return found


@contextmanager
def _opened(at: MailboxAddress) -> Iterator[imaplib.IMAP4]:
    if at.is_encrypted:
        mailbox: imaplib.IMAP4 = imaplib.IMAP4_SSL(at.host, at.port, timeout=TIMEOUT)
    else:
        mailbox = imaplib.IMAP4(at.host, at.port, timeout=TIMEOUT)
    with mailbox:
        mailbox.login(at.user, at.password)
        answer, said = mailbox.select(f'"{at.folder}"')
        if answer != "OK":
            raise imaplib.IMAP4.error(f"There is no folder {at.folder}: {said!r}")
        yield mailbox


def _unread(mailbox: imaplib.IMAP4) -> Iterator[bytes]:
    """Each letter, marked as read once whoever asked for it has done with it."""
    _, [numbers] = mailbox.uid("search", "UNSEEN")
    for number in (numbers or b"").decode().split()[:AT_ONCE]:
        _, parts = mailbox.uid("fetch", number, f"(BODY.PEEK[]<0.{AS_FAR_AS}>)")
        for part in parts:
            if isinstance(part, tuple):
                yield part[1]
        mailbox.uid("store", number, "+FLAGS.SILENT", r"(\Seen)")


def _tell(raw: bytes, *, now: datetime) -> bool:
    try:
        returned = came_back(raw)
    except Exception:
        # Anybody can send anything there, and one letter that cannot be taken apart must not keep back the others.
        log.exception("a letter in the mailbox of returned letters could not be read")
        return False
    if returned is None or returned.kind not in settings.WHEN_A_LETTER_COMES_BACK:
        return False
    with transaction.atomic():
        told = import_string(settings.WHEN_A_LETTER_COMES_BACK[returned.kind])
        return bool(told(pk=returned.pk, because=returned.because, now=now))
