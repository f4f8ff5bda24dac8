"""Locking a record, opening it all the same, and lifting the lock (A-13)."""

from collections.abc import Collection
from datetime import date

from django.db import transaction

from accounts.models import User
from accounts.roles import Permission
from audit.models import Refused
from children.models import Child, RecordLock, RecordLockName, RecordLockOpening


@transaction.atomic
def lock_record(
    *,
    child: Child,
    reason: str,
    names: Collection[User],
    siblings: Collection[Child] = (),
    by: User,
    today: date,
) -> RecordLock:
    """From now on whoever is not named, and neither holds the child nor chairs the conferences, says why first.

    The records of `siblings` are locked with it, for the same reason and with the same names: what is written of
    several children is read through each of them. Answers with the lock of `child`.
    """
    if not reason.strip():
        raise Refused("Say why the record is locked.", field="reason")
    together = {each.pk: each for each in (child, *siblings)}
    # In one order, so that two who lock the same family at once wait for each other and not both.
    list(Child.objects.select_for_update(of=["self"], no_key=True).filter(pk__in=together).order_by("pk"))
    for each in together.values():
        if each.recordlocks.in_force().exists():
            whose = "The record" if each == child else f"The record of {each}"
            raise Refused(f"{whose} is locked already. Lift that lock first, to name others.")
    locks = [_lock(each, reason, names, by=by, today=today) for each in together.values()]
    return locks[0]


def _lock(child: Child, reason: str, names: Collection[User], *, by: User, today: date) -> RecordLock:
    lock = RecordLock(child=child, reason=reason, locked_on=today)
    lock.full_clean(exclude=["recorded_by"])
    lock.save_by(by)
    for user in sorted({by, *names}, key=lambda each: each.pk):
        RecordLockName(lock=lock, user=user).save_by(by)
    return lock


@transaction.atomic
def lift_lock(*, lock: RecordLock, because: str, by: User, today: date) -> RecordLock:
    lock = RecordLock.objects.select_for_update(of=["self"]).get(pk=lock.pk)
    refuse_lifted(lock)
    if not because.strip():
        raise Refused("Say why the lock is lifted.", field="because")
    lock.lifted_on, lock.lifted_because = today, because
    return lock.save_by(by, why="Lifted")


@transaction.atomic
def open_locked(*, lock: RecordLock, because: str, by: User, today: date) -> RecordLockOpening:
    """The record opens for this person for the rest of the day; a manager reads why."""
    if not because.strip():
        raise Refused("Say why you have to open it.", field="because")
    if lock.lifted_on:
        raise Refused("The lock was lifted: the record opens without a reason.")
    return RecordLockOpening(child=lock.child, lock=lock, opened_on=today, because=because).save_by(by)


@transaction.atomic
def read_opening(*, opening: RecordLockOpening, by: User, today: date) -> RecordLockOpening:
    """A manager has read why somebody opened a locked record."""
    opening = RecordLockOpening.objects.select_for_update(of=["self"]).get(pk=opening.pk)
    if not by.may(Permission.LOCK_RECORD) or opening.recorded_by_id == by.pk:
        raise Refused("Somebody else reads why you opened it.")
    if opening.read_on:
        raise Refused("It was read already.")
    opening.read_on, opening.read_by = today, by
    return opening.save_by(by, why="Read")


def refuse_lifted(lock: RecordLock) -> None:
    if lock.lifted_on:
        raise Refused("The lock was lifted already.")
