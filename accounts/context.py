"""`may` in every template: {% if may.RECORD_VISIT %}."""

from typing import Any

from django.http import HttpRequest

from accounts.roles import GRANTED, Permission, Role


class May:
    """Asks the permission table; a name that is not a permission is a mistake in the template, not a "no"."""

    def __init__(self, granted: frozenset[Permission]) -> None:
        self.granted = granted

    def __getitem__(self, name: str) -> bool:
        return Permission[name] in self.granted


def may(request: HttpRequest) -> dict[str, Any]:
    user = getattr(request, "user", None)
    signed_in = user is not None and user.is_authenticated and user.is_active
    return {"may": May(GRANTED[Role(user.role)] if signed_in else frozenset())}
