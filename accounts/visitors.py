"""Where a request comes from: failed sign-ins, and guesses at links, are counted by it."""

import re
from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest

WITH_A_PORT = re.compile(r"\[(?P<six>[^\]]+)\](?::\d+)?|(?P<four>[\d.]+):\d+")


def address_of(request: HttpRequest) -> str | None:
    """The visitor's address, where a proxy is trusted to add it; else whoever holds the connection.

    A proxy adds at the end who asked it. Whatever stands before that, the visitor may have written.
    """
    connected = request.META.get("REMOTE_ADDR")
    if not settings.TRUST_FORWARDED_FOR:
        return connected
    named = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    if found := WITH_A_PORT.fullmatch(named):
        named = found["six"] or found["four"]
    try:
        return str(ip_address(named))
    except ValueError:
        return connected
