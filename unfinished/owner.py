"""Whose form it is, so that what is sent after a session has run out is kept for that person and nobody else.

A form that keeps what is typed carries a signed token that names the person and the form's own address. Whoever sends
it back without being signed in is shown nothing: what they typed waits for the person to sign in again.
"""

import secrets
from datetime import timedelta

from django.core import signing
from django.http import HttpRequest
from django.utils import timezone

from accounts.models import User
from unfinished.actions import keep
from unfinished.models import as_answers

OWNER, VERSION, WINDOW = "_owner", "_version", "_window"
SALT = "unfinished"
GOOD_FOR = timedelta(days=7)


def token(*, person: User, address: str, what: str, child_pk: int | None) -> str:
    return signing.dumps([person.pk, address, what, child_pk], salt=SALT)


def keep_for_owner(request: HttpRequest) -> bool:
    """Keep what was sent for whom the form was made. Returns whether it was such a form, and a person still here."""
    try:
        pk, address, what, child_pk = signing.loads(request.POST.get(OWNER, ""), salt=SALT, max_age=GOOD_FOR)
    except signing.BadSignature:
        return False
    person = User.objects.active().filter(pk=pk).first()
    if person is None or address != request.path:
        return False
    keep(
        person=person, address=address, what=what, child_pk=child_pk, answers=as_answers(request.POST),
        seen_version=seen_version(request), window=window(request), now=timezone.now(),
    )  # fmt: skip
    return True


def seen_version(request: HttpRequest) -> int:
    """The version that the page had seen; 0 for none, and for what is no number."""
    said = request.POST.get(VERSION, "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 10 else 0


def new_window() -> str:
    """A name for a page that is about to be shown, so that what two of them type is told apart."""
    return secrets.token_urlsafe(9)


def window(request: HttpRequest) -> str:
    return request.POST.get(WINDOW, "")[:20]
