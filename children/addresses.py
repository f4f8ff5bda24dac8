"""Who is shown a safe address. It is the address that a former partner was never to learn."""

from typing import Final

from accounts.models import User
from accounts.roles import Permission
from children.models import Household

# Those who must be able to go there, and those who send what may reveal it.
CLEARED: Final = (Permission.EDIT_CHILD, Permission.BOOK_CONFERENCE)
WITHHELD: Final = "Withheld: safe address"


def may_see_safe_address(user: User) -> bool:
    return any(user.may(permission) for permission in CLEARED)


def shown_to(user: User, household: Household, *, one_line: bool = False) -> str:
    if household.is_safe_address and not may_see_safe_address(user):
        return WITHHELD
    lines = [line.strip() for line in [*household.address.splitlines(), household.postcode] if line.strip()]
    return (", " if one_line else "\n").join(lines)
