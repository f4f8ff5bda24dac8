"""Letters that leave the portal, and what a mail server says later of those that did not arrive.

A letter that was taken by a mail server can still come back, hours later, to whoever it says it is from. Its
Message-ID names the record that it was sent for, signed, so that a returned letter leads back to that record and
nobody can make one up. What comes back is read as RFC 3464 describes it.
"""

import email
from collections.abc import Sequence
from email.message import Message
from typing import Final, NamedTuple

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.signing import BadSignature, Signer

SALT: Final = "letters"
LONGEST_REASON: Final = 200


def letter(kind: str, pk: int, *, subject: str, body: str, to: Sequence[str]) -> EmailMessage:
    """A letter for one record: `kind` is a key of settings.WHEN_A_LETTER_COMES_BACK, `pk` the record's number."""
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ") or "localhost"
    named = Signer(salt=SALT, sep=".").sign(f"{kind}.{pk}")
    return EmailMessage(
        subject=subject,
        body=body,
        to=list(to),
        # To whom it comes back is not whom it is from, where an authority has a mailbox for that.
        from_email=settings.RETURN_ADDRESS or settings.DEFAULT_FROM_EMAIL,
        headers={"From": settings.DEFAULT_FROM_EMAIL, "Message-ID": f"<{named}@{domain}>"},
    )


class CameBack(NamedTuple):
    kind: str
    pk: int
    because: str
    """What the mail server says, such as "5.1.1 smtp; 550 No such mailbox"."""


def came_back(raw: bytes) -> CameBack | None:
    """What a letter in the mailbox says of one of ours that will not arrive.

    None for anything else: an answer of somebody who is away, a letter that is late and still on its way, one that the
    portal never sent, and what nobody can read.
    """
    parsed = email.message_from_bytes(raw)
    because = _why(parsed)
    named = _named(parsed)
    if because is None or named is None:
        return None
    kind, pk = named
    return CameBack(kind, pk, because[:LONGEST_REASON])


def _why(parsed: Message) -> str | None:
    """What is said of the first recipient who is given up; None when none is."""
    for part in parsed.walk():
        if part.get_content_type() != "message/delivery-status":
            continue
        for block in _inside(part):
            if str(block.get("Action", "")).strip().lower() == "failed":
                said = (str(block.get("Status", "")), str(block.get("Diagnostic-Code", "")))
                # The one character that PostgreSQL cannot keep would stop the reading at this letter every time.
                return (
                    " ".join(" ".join(said).replace("\x00", "").split()) or "The mail server gave no reason"
                )
    return None


def _named(parsed: Message) -> tuple[str, int] | None:
    """The record of the letter that is sent back with it, whole or its headers alone."""
    for part in parsed.walk():
        headers = _inside(part) if part.get_content_type() == "message/rfc822" else []
        if part.get_content_type() == "text/rfc822-headers":
            text = part.get_payload(decode=True)
            headers = [email.message_from_bytes(text)] if isinstance(text, bytes) else []
        for each in headers:
            if found := _unsigned(str(each.get("Message-ID", ""))):
                return found
    return None


def _inside(part: Message) -> list[Message]:
    inside = part.get_payload()
    return [each for each in inside if isinstance(each, Message)] if isinstance(inside, list) else []


def _unsigned(message_id: str) -> tuple[str, int] | None:
    try:
        named = Signer(salt=SALT, sep=".").unsign(message_id.strip().strip("<>").rpartition("@")[0])
    except BadSignature:
        return None
    kind, _, pk = named.rpartition(".")
    return kind, int(pk)
