"""Who of a core group is told something, by the portal or by somebody who speaks with them."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from accounts.roles import GRANTED, Permission
from children.models import Child, Person
from coregroups.models import CoreGroupMember


def present_members(child: Child, *, today: date) -> list[Person]:
    """The people of a child's core group today, but for those excluded from it."""
    members = child.coregroupmembers.on(today).filter(excluded_because="").select_related("person")
    return [member.person for member in members.order_by("person__name", "pk")]


def members_who_sign_in(children: Collection[int], *, today: date) -> dict[int, set[int]]:
    """The users among each child's present members who have a page on which to read it.

    An excluded parent is told nothing; whoever is a member in another part of their work is told by the social worker,
    like those without an account.
    """
    readers = [role for role, may in GRANTED.items() if Permission.READ_CORE_GROUP_ALERTS in may]
    members = CoreGroupMember.objects.on(today).filter(
        child__in=children, excluded_because="", person__user__is_active=True, person__user__role__in=readers
    )
    found: dict[int, set[int]] = defaultdict(set)
    for child, user in members.values_list("child", "person__user").order_by():
        found[child].add(user)
    return found
