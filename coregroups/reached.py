"""Who of a core group can be told something by the portal."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from coregroups.models import CoreGroupMember


def members_who_sign_in(children: Collection[int], *, today: date) -> dict[int, set[int]]:
    """The users among each child's present members. An excluded parent is told nothing."""
    members = CoreGroupMember.objects.on(today).filter(
        child__in=children, excluded_because="", person__user__is_active=True
    )
    found: dict[int, set[int]] = defaultdict(set)
    for child, user in members.values_list("child", "person__user").order_by():
        found[child].add(user)
    return found
