"""Letters that do not arrive: whose, since when and why, with nothing about any child."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from accounts.models import User
from alerts.digests import GIVE_UP_AFTER
from alerts.models import Digest, DigestQuerySet
from govuk_forms import words

LOOKED_BACK: Final = timedelta(days=14)


@dataclass(frozen=True, kw_only=True)
class Undelivered:
    person: User
    since: datetime
    failures: int
    last_failure: str
    next_try: str


def failing(now: datetime) -> DigestQuerySet:
    return Digest.objects.undelivered(since=now - LOOKED_BACK)


def undelivered(now: datetime) -> list[Undelivered]:
    """One line a person, whoever has waited longest first."""
    lines: dict[int, list[Digest]] = {}
    for digest in failing(now).select_related("person").order_by("made_at", "pk"):
        lines.setdefault(digest.person_id, []).append(digest)
    return [
        Undelivered(
            person=letters[0].person,
            since=letters[0].made_at,
            failures=sum(each.failures for each in letters),
            last_failure=letters[-1].last_failure,
            next_try=_next_try(letters[-1], now),
        )
        for letters in lines.values()
    ]


def _next_try(letter: Digest, now: datetime) -> str:
    last_try = letter.made_at + GIVE_UP_AFTER
    if last_try < now or letter.next_try_at is None or letter.next_try_at >= last_try:
        return "With the next daily letter"
    return words.moment(letter.next_try_at) if letter.next_try_at > now else "Within ten minutes"
