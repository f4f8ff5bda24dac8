"""Whom a lock asks for a reason, and how it looks in the banner."""

from datetime import date

from accounts.models import User
from children.kinds import of
from children.models import Child, RecordLock
from govuk_forms.components import Flag


@of(RecordLock)
def flags_of(child: Child) -> list[Flag]:
    return [Flag("Record locked", "orange")] if child.recordlocks.in_force().exists() else []


def lock_that_asks(child: Child, user: User, *, today: date) -> RecordLock | None:
    """The lock that wants a reason of this person before the record opens; None where none does.

    None for whoever is named, holds the child or chairs the conferences, and for who has said why today.
    """
    lock = child.recordlocks.in_force().first()
    if lock is None or user.pk == child.conference_chair_id:
        return None
    if lock.names.filter(user=user).exists():
        return None
    if lock.openings.filter(recorded_by=user, opened_on=today).exists():
        return None
    held = child.allocation_on(today)
    return None if held and held.social_worker_id == user.pk else lock
