"""Delegating contact with a child: proposed, agreed by two, looked into, ended (B-08)."""

from datetime import date, timedelta
from typing import Final

from django.db import transaction

from accounts.models import User
from accounts.roles import Permission, Role
from audit.models import Refused
from children.actions.telling import facts_changed
from children.models import Child, Delegation, DelegationNote
from govuk_forms.words import day as in_words

# The authority may ask for a qualified social worker (B-08); this one does.
WHO_CAN_BE_A_DELEGATE: Final = (Role.SOCIAL_WORKER, Role.TEAM_MANAGER)
LONGEST: Final = timedelta(days=183)
"""An exception is looked at again: proposed, no source names a length."""


@transaction.atomic
def propose_delegation(
    *,
    child: Child,
    delegate: User,
    reason: str,
    what: str,
    from_on: date,
    until_on: date,
    by: User,
    today: date,
) -> Delegation:
    """Write down that somebody else is to see the child, why, and for how long. It holds once both have agreed."""
    if not reason.strip():
        raise Refused("Say why contact has to be delegated: it is an exception.", field="reason")
    if not what.strip():
        raise Refused("Say what is delegated, and how often the child is to be seen.", field="what")
    if delegate.role not in WHO_CAN_BE_A_DELEGATE or not delegate.is_active:
        raise Refused("Choose a social worker who signs in here.", field="delegate")
    allocation = child.allocation_on(max(from_on, today))
    if allocation and allocation.social_worker_id == delegate.pk:
        raise Refused(f"{delegate} is the child’s lead social worker already.", field="delegate")
    if until_on <= from_on:
        raise Refused("The agreement ends after it begins. Check both days.", field="until_on")
    if until_on <= today:
        raise Refused("That time is over. An agreement is made beforehand.", field="until_on")
    if until_on - from_on > LONGEST:
        raise Refused("Agree on six months at most, and then look at it again.", field="until_on")
    delegation = Delegation(
        child=child, delegate=delegate, reason=reason, what=what, from_on=from_on, until_on=until_on
    )
    delegation.full_clean(exclude=["recorded_by"])
    return delegation.save_by(by)


@transaction.atomic
def agree_as_manager(*, delegation: Delegation, by: User, today: date) -> Delegation:
    """The lead's manager agrees. Neither the lead nor the delegate can agree in the manager's place."""
    delegation = _open(delegation, today=today)
    if not by.may(Permission.AGREE_DELEGATION):
        raise Refused("The lead social worker’s manager has to agree.")
    if delegation.manager_agreed_on:
        raise Refused(f"{delegation.manager} agreed on {in_words(delegation.manager_agreed_on)} already.")
    allocation = delegation.child.allocation_on(today)
    if by.pk == delegation.delegate_id or (allocation and allocation.social_worker_id == by.pk):
        raise Refused("Whoever sees the child or holds the child cannot agree to it. Another manager has to.")
    delegation.manager, delegation.manager_agreed_on = by, today
    return _changed(delegation, by=by, because="a manager agreed that contact is delegated")


@transaction.atomic
def agree_as_delegate(*, delegation: Delegation, by: User, today: date) -> Delegation:
    """The person who is to see the child agrees, signed in as themselves."""
    delegation = _open(delegation, today=today)
    if by.pk != delegation.delegate_id:
        raise Refused(f"Only {delegation.delegate} can agree to see the child.")
    if delegation.delegate_agreed_on:
        raise Refused(f"You agreed on {in_words(delegation.delegate_agreed_on)} already.")
    delegation.delegate_agreed_on = today
    return _changed(delegation, by=by, because=f"{by} agreed to see the child")


@transaction.atomic
def look_into_delegation(
    *, delegation: Delegation, on: date, words: str, by: User, today: date
) -> DelegationNote:
    """The lead social worker's note on how it is going, at least every four weeks (T-35)."""
    delegation = _open(delegation, today=today)
    refuse_not_agreed(delegation)
    if by.pk == delegation.delegate_id:
        raise Refused("Whoever sees the child cannot look into it themselves: the lead social worker does.")
    if on > today or on < delegation.agreed_on:
        raise Refused(f"Enter a day from {in_words(delegation.agreed_on)} to today.", field="on")
    if not words.strip():
        raise Refused("Say what you found.", field="words")
    note = DelegationNote(delegation=delegation, on=on, words=words).save_by(by)
    facts_changed([delegation.child], by=by, because="the delegated contact was looked into")
    return note


@transaction.atomic
def end_delegation(
    *, delegation: Delegation, ended_on: date, because: str, by: User, today: date
) -> Delegation:
    delegation = _open(delegation, today=today)
    if ended_on > today:
        raise Refused("Enter today or an earlier day.", field="ended_on")
    if ended_on < delegation.from_on:
        raise Refused(
            f"It begins on {in_words(delegation.from_on)}. Enter that day or a later one.", field="ended_on"
        )
    if not because.strip():
        raise Refused("Say why it ended.", field="because")
    delegation.ended_on, delegation.ended_because = ended_on, because
    return _changed(delegation, by=by, because="contact is no longer delegated")


def end_those_that_ran_out(*, today: date, by: User) -> None:
    """What the daily check does: an agreement ends on its day without anybody saying so."""
    for delegation in Delegation.objects.filter(ended_on=None, until_on__lte=today).select_related("child"):
        delegation.ended_on, delegation.ended_because = delegation.until_on, "It had been agreed until then."
        _changed(delegation, by=by, because="the agreement to delegate contact ran out")


def _open(delegation: Delegation, *, today: date) -> Delegation:
    those = Delegation.objects.select_for_update(of=["self"]).select_related("child", "delegate")
    delegation = those.get(pk=delegation.pk)
    refuse_run_out(delegation, today=today)
    return delegation


def refuse_run_out(delegation: Delegation, *, today: date) -> None:
    if delegation.ended_on or delegation.until_on <= today:
        ended_on = delegation.ended_on or delegation.until_on
        raise Refused(f"This agreement ended on {in_words(ended_on)}.")


def refuse_not_agreed(delegation: Delegation) -> None:
    if delegation.agreed_on is None:
        raise Refused("It has not been agreed yet: there is nothing to look into.")


def _changed(delegation: Delegation, *, by: User, because: str) -> Delegation:
    delegation.save_by(by)
    facts_changed([delegation.child], by=by, because=because)
    return delegation
