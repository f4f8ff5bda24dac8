"""Who belongs to a child's core group, since when, and who is kept out of it and why."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from audit.models import Refused
from children.models import Child, Person
from circulation.links import close_links
from circulation.models import Receipt
from coregroups.models import CoreGroupMember
from govuk_forms.words import day as in_words

# Who may agree that somebody is kept out: the lead social worker decides with a manager.
AGREE_EXCLUSIONS = frozenset({Role.TEAM_MANAGER, Role.SERVICE_MANAGER})


@transaction.atomic
def add_member(
    *,
    children: Iterable[Child],
    person: Person,
    role: str,
    from_on: date,
    by: User,
    excluded_because: str = "",
    exclusion_agreed_by: User | None = None,
) -> list[CoreGroupMember]:
    members = []
    for child in children:
        member = CoreGroupMember(
            child=child,
            person=person,
            role=role,
            from_on=from_on,
            excluded_because=excluded_because,
            exclusion_agreed_by=exclusion_agreed_by,
        )
        member.full_clean(exclude=["recorded_by"])
        members.append(member.save_by(by))
    return members


@transaction.atomic
def add_members(
    *, children: Iterable[Child], people: Mapping[Person, str], from_on: date, by: User
) -> list[CoreGroupMember]:
    """Several people with the part each plays. Who already belongs to a child's group stays as they are."""
    if not people:
        raise Refused("Choose at least one person.", field="people")
    those = list(children)
    members = []
    for person, role in people.items():
        new = [
            child for child in those if not child.coregroupmembers.on(from_on).filter(person=person).exists()
        ]
        members += add_member(children=new, person=person, role=role, from_on=from_on, by=by)
    return members


@transaction.atomic
def end_membership(*, member: CoreGroupMember, until_on: date, by: User) -> CoreGroupMember:
    refuse_left(member)
    if until_on < member.from_on:
        raise Refused(f"The membership began on {in_words(member.from_on)}.", field="until_on")
    member.until_on = until_on
    return member.save_by(by)


@transaction.atomic
def exclude_member(
    *,
    member: CoreGroupMember,
    because: str,
    agreed_by: User | None,
    by: User,
    review_on: date | None = None,
    told_instead: str = "",
) -> CoreGroupMember:
    """Keep a parent or another member out, for a reason and with a manager's agreement (A-02, A-14).

    `review_on` is when it is looked at again, `told_instead` what they are told of the meetings, by whom and how.
    """
    refuse_left(member)
    refuse_excluded(member)
    excluded = _exclude(member, because, agreed_by, review_on, told_instead, by, why="Excluded")
    # What was sent to them and not opened yet is opened no more.
    for receipt in Receipt.objects.filter(
        person=member.person, circulation__child=member.child, read_at=None
    ):
        close_links(receipt, because="They were excluded from the core group", now=timezone.now())
    return excluded


@transaction.atomic
def keep_excluded(
    *,
    member: CoreGroupMember,
    because: str,
    agreed_by: User | None,
    by: User,
    review_on: date,
    told_instead: str,
) -> CoreGroupMember:
    """Looked at again, and they are still kept out: why now, who agrees now, and until when."""
    refuse_not_excluded(member)
    return _exclude(member, because, agreed_by, review_on, told_instead, by, why="Exclusion looked at again")


def _exclude(
    member: CoreGroupMember,
    because: str,
    agreed_by: User | None,
    review_on: date | None,
    told_instead: str,
    by: User,
    *,
    why: str,
) -> CoreGroupMember:
    if not because.strip():
        raise Refused("Say why they are excluded.", field="because")
    if agreed_by is None or agreed_by.role not in AGREE_EXCLUSIONS:
        raise Refused("A manager must agree to the exclusion. Choose who did.", field="agreed_by")
    member.excluded_because, member.exclusion_agreed_by = because, agreed_by
    member.exclusion_review_on, member.told_instead = review_on, told_instead
    return member.save_by(by, why=why)


@transaction.atomic
def lift_exclusion(*, member: CoreGroupMember, by: User) -> CoreGroupMember:
    """They take part again from now on. What they were not sent in the meantime is not sent."""
    refuse_not_excluded(member)
    member.excluded_because, member.exclusion_agreed_by = "", None
    member.exclusion_review_on, member.told_instead = None, ""
    return member.save_by(by, why="Exclusion lifted")


def refuse_left(member: CoreGroupMember) -> None:
    if member.until_on:
        raise Refused("This membership has already ended.")


def refuse_excluded(member: CoreGroupMember) -> None:
    if member.excluded_because:
        raise Refused(f"{member.person} is already excluded.")


def refuse_not_excluded(member: CoreGroupMember) -> None:
    if not member.excluded_because:
        raise Refused(f"{member.person} is not excluded.")
