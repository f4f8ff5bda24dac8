"""What stands around every page: whose portal it is, the menu, and whether the deadlines were checked today."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from alerts.freshness import freshness
from alerts.undelivered import failing
from dashboards.navigation import DASHBOARDS, FIRST_PAGE, menu
from dashboards.unfinished_records import unfinished_records
from govuk_forms.words import moment


def surroundings(request: HttpRequest) -> dict[str, Any]:
    """Worked out once for each request, however many templates one answer is made of."""
    if not hasattr(request, "cpp_surroundings"):
        request.cpp_surroundings = {
            "authority_name": settings.AUTHORITY_NAME,
            "service_name": settings.SERVICE_NAME,
            "demo": settings.DEMO,
            **_of_the_person(request),
        }
    return request.cpp_surroundings


def _of_the_person(request: HttpRequest) -> dict[str, Any]:
    user = getattr(request, "user", None)
    if not isinstance(user, User) or not user.is_active:
        return {}
    match = request.resolver_match
    first_page = match and FIRST_PAGE.get(Role(user.role)) == match.view_name
    return {
        "taken_on": moment(timezone.localtime()),
        "letters_fail": bool(first_page) and failing(timezone.now()).filter(person=user).exists(),
        "unfinished_records": unfinished_records(user, today=timezone.localdate()) if first_page else [],
        "navigation": menu(user, timezone.localdate(), open_page=match.view_name if match else ""),
        "sweep_freshness": freshness(timezone.now()) if any(map(user.may, DASHBOARDS)) else None,
    }
