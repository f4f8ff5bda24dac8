"""Sending a record to those who should have it, and what they do with it."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.roles import Permission
from audit import telling
from audit.models import Refused
from children.models import Child, Person
from children.models.cover import acting_for
from circulation.links import begin_link
from circulation.models import Circulation, Receipt
from circulation.second_person import SecondPerson
from circulation.withheld import SafeAddresses


@dataclass(frozen=True)
class Copy:
    """One copy for one person: where they have an in-box it comes there, otherwise it goes the way named."""

    person: Person | None = None
    user: User | None = None
    way: str = Receipt.Way.SECURE_EMAIL
    sections: Sequence[tuple[str, str]] | None = None
    """What this copy says, where it does not say what the others do."""
    is_shortened: bool = False
    """Whether something was left out because this person may not read it."""


@transaction.atomic
def circulate(
    *,
    child: Child,
    kind: str,
    about_pk: int,
    title: str,
    sections: Sequence[tuple[str, str]],
    copies: Iterable[Copy],
    by: User,
    about: Collection[Child] = (),
    known: Iterable[str] = (),
) -> Circulation:
    """Send these words to these people, and always to the conference chair (B-11, S1-63), and to whoever acts for one
    who is away. A copy for the family that tells of others waits for a second person (`second_person`).

    `about` are the children whom the words are about, where they are more than the one; `known` the names of others
    who took part, besides those it is sent to.

    Raises Refused when the child has no chair who can sign in: what a core group records must reach one; and for a link
    to somebody of whom no email address is known.
    """
    chair = child.conference_chair
    if chair is None:
        raise Refused(
            f"{child} has no conference chair yet, and the chair must have a copy. "
            "Ask the safeguarding unit to name one, then circulate."
        )
    if not comes_to_the_portal(chair):
        raise Refused(
            f"{chair}, the conference chair of {child}, can no longer sign in, and the chair must have a copy. "
            "Ask the safeguarding unit to name another, then circulate."
        )
    sent_at = telling.moment() or timezone.now()
    acting = acting_for(chair, today=timezone.localdate(sent_at))
    children = list(about) or [child]
    everybody = [Copy(user=chair), *([Copy(user=acting)] if acting else []), *copies]
    names = {*known, *(str(copy.person or copy.user) for copy in everybody)}
    safe, second = SafeAddresses(children), SecondPerson(children)
    circulation = Circulation(
        child=child,
        kind=kind,
        about_pk=about_pk,
        title=title,
        sections=[list(section) for section in safe.taken_out_of(sections)],
        sent_at=sent_at,
    ).save_by(by)
    users: set[int] = set()
    for copy in everybody:
        user = copy.user or (copy.person.user if copy.person else None)
        if not comes_to_the_portal(user):
            if copy.person is None:
                raise Refused(f"{user} has no in-box here. Send it another way.")
            user = None
        if user is not None:
            if user.pk in users:
                continue
            users.add(user.pk)
        sections = None if copy.sections is None else safe.taken_out_of(copy.sections)
        held = ""
        if copy.person:
            held = second.why_held(
                copy.person,
                circulation.sections if sections is None else sections,
                known=names,
                is_shortened=copy.is_shortened,
            )
        _send(circulation, copy, user, sections=sections, held=held, by=by)
    return circulation


def _send(
    circulation: Circulation,
    copy: Copy,
    user: User | None,
    *,
    sections: list[tuple[str, str]] | None,
    held: str,
    by: User,
) -> None:
    receipt = Receipt(
        circulation=circulation,
        person=copy.person,
        user=user,
        way=Receipt.Way.PORTAL if user else copy.way,
        sections=None if sections is None else [list(section) for section in sections],
        held_because=held,
    )
    if receipt.way == Receipt.Way.LINK and not copy.person.email:
        raise Refused(no_email(copy.person))
    if not held and receipt.way != Receipt.Way.LINK:
        receipt.sent_at = circulation.sent_at
    receipt.save_by(by)
    if not held and receipt.way == Receipt.Way.LINK:
        begin_link(receipt, now=circulation.sent_at)


def no_email(person: Person) -> str:
    return (
        f"No email address of {person} is known, so that no link can be sent. "
        "Add it under Family and network, or choose another way."
    )


def comes_to_the_portal(user: User | None) -> bool:
    """Whether somebody has an in-box here that they can open."""
    return user is not None and user.may(Permission.READ_INBOX)


@transaction.atomic
def read(*, receipt: Receipt, by: User, now: datetime) -> Receipt:
    """Opened by the person it was sent to; opening it again changes nothing."""
    if receipt.user_id == by.pk and receipt.read_at is None:
        receipt.read_at = now
        receipt.save_by(by, why="Read")
    return receipt


@transaction.atomic
def acknowledge(*, receipt: Receipt, by: User, now: datetime) -> Receipt:
    if receipt.user_id != by.pk:
        raise Refused("Only the person it was sent to can acknowledge it.")
    if receipt.acknowledged_at is None:
        receipt.read_at = receipt.read_at or now
        receipt.acknowledged_at = now
        receipt.save_by(by, why="Acknowledged")
    return receipt
