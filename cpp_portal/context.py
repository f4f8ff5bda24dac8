"""What stands around every page: whose portal it is, the menu, and whether the deadlines were checked today."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def surroundings(request: HttpRequest) -> dict[str, Any]:
    return {
        "authority_name": settings.AUTHORITY_NAME,
        "service_name": settings.SERVICE_NAME,
        "demo": settings.DEMO,
    }
