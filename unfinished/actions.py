"""Keeping what is typed, choosing between what two windows typed, and forgetting it once it is recorded."""

import logging
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import Q

from accounts.models import User
from audit.models import Refused
from unfinished.models import Answers, Unfinished

KEPT: Final = timedelta(days=365)
KEPT_OF_WHO_LEFT: Final = timedelta(days=182)

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Kept:
    unfinished: Unfinished
    beside_another: bool
    """Another window had saved something else meanwhile: both are kept, and the person chooses."""


@transaction.atomic
def keep(
    *,
    person: User,
    address: str,
    what: str,
    child_pk: int | None,
    answers: Answers,
    seen_version: int,
    window: str,
    now: datetime,
) -> Kept:
    """Keep what is in the form as it is, right or wrong.

    `seen_version` is the version that the window had seen: when another one has saved something else since, this is
    put beside it and nothing is lost. `window` tells windows apart: what one of them types on replaces what it had
    typed, and nothing of another.
    """
    kept = Unfinished.objects.select_for_update().filter(person=person, address=address).first()
    if kept is None:
        kept, is_new = Unfinished.objects.get_or_create(
            person=person, address=address,
            defaults={"what": what, "child_pk": child_pk, "answers": answers, "began_at": now, "saved_at": now},
        )  # fmt: skip
        if is_new:
            return Kept(kept, beside_another=False)
    if kept.answers == answers:
        return Kept(kept, beside_another=False)
    if seen_version < kept.version:
        _put_beside(kept, {"window": window, "answers": answers, "at": now.isoformat()})
        return Kept(kept, beside_another=True)
    kept.answers, kept.saved_at, kept.version = answers, now, kept.version + 1
    kept.beside = [each for each in kept.beside if each["answers"] != answers]
    kept.save(update_fields=["answers", "beside", "saved_at", "version"])
    return Kept(kept, beside_another=False)


def _put_beside(kept: Unfinished, text: dict[str, Any]) -> None:
    for place, each in enumerate(kept.beside):
        if each["window"] == text["window"]:
            kept.beside[place] = text
            break
        if each["answers"] == text["answers"]:
            return
    else:
        kept.beside.append(text)
    kept.save(update_fields=["beside"])


@transaction.atomic
def choose(*, unfinished: Unfinished, which: int) -> Unfinished:
    """Go on with one of the texts that were typed at the same time, counted from 0; the others are given up.

    Refused where there is only one, and where there is none of that number: another window may have chosen already.
    """
    unfinished = Unfinished.objects.select_for_update().get(pk=unfinished.pk)
    if not unfinished.beside:
        raise Refused("There is only one text to go on with.")
    if not 0 <= which < len(unfinished.texts):
        raise Refused("Choose one of the texts that are shown.")
    if which:
        chosen = unfinished.beside[which - 1]
        unfinished.answers, unfinished.saved_at = chosen["answers"], datetime.fromisoformat(chosen["at"])
    unfinished.beside = []
    unfinished.version += 1
    unfinished.save()
    return unfinished


def clear_away(*, today: date, by: User) -> int:
    """What nobody will go on with any more, and what may not be kept for ever: a year after it was last saved, half a
    year where whoever typed it may no longer sign in. Returns how many. `by`, the daily check, leaves no trace: what
    was never recorded is no fact, and has no history.
    """
    old = Q(saved_at__date__lte=today - KEPT)
    left_behind = Q(person__is_active=False, saved_at__date__lte=today - KEPT_OF_WHO_LEFT)
    cleared, _ = Unfinished.objects.filter(old | left_behind).delete()
    if cleared:
        log.info("%d unfinished forms were cleared away", cleared)
    return cleared


def forget(*, person: User, address: str) -> None:
    """It is recorded, or the person does not want it."""
    Unfinished.objects.filter(person=person, address=address).delete()
