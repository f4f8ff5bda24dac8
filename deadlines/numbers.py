"""The numbers in force: which pack, with which of the authority's own changes, read from the database.

They are read once for each request, and once for each refresh: a process that has been running for weeks counts with a
change from the moment in which it is approved, and nothing has to be told to anybody.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from deadlines.models import ChangedLimit
from deadlines.own_pack import with_changes
from deadlines.packs import Pack, load_pack


class _Held:
    """What has been read, while it holds."""

    def __init__(self) -> None:
        self.pack: Pack | None = None


_held: ContextVar[_Held | None] = ContextVar("the numbers in force, as read", default=None)


def shipped_pack() -> Pack:
    """The pack that the authority's own changes are made to."""
    return load_pack(settings.RULE_PACK)


def pack_in_force() -> Pack:
    """The same object for as long as no change is approved or withdrawn."""
    held = _held.get()
    if held and held.pack:
        return held.pack
    pack = with_changes(shipped_pack(), ChangedLimit.objects.in_force())
    if held:
        held.pack = pack
    return pack


@contextmanager
def read_once() -> Iterator[None]:
    """Within, what is in force is read at most once."""
    if _held.get():
        yield
        return
    token = _held.set(_Held())
    try:
        yield
    finally:
        _held.reset(token)


def read_again() -> None:
    """A change was approved or withdrawn just now."""
    if held := _held.get():
        held.pack = None


class ReadOnce:
    """Middleware: what is in force is read once for each request that asks."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with read_once():
            return self.get_response(request)
