"""What is in force: the pack with the authority's own changes, and the calendar with the days it is closed.

They are read once for each request, and once for each refresh: a process that has been running for weeks counts with a
change from the moment in which it is approved, and nothing has to be told to anybody.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from deadlines.calendar import WorkingCalendar, england_and_wales
from deadlines.models import ChangedLimit, ClosureDay
from deadlines.own_pack import with_changes
from deadlines.packs import Pack, load_pack


class _Held:
    """What has been read, while it holds."""

    def __init__(self) -> None:
        self.pack: Pack | None = None
        self.calendar: WorkingCalendar | None = None


_held: ContextVar[_Held | None] = ContextVar("what is in force, as read", default=None)


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


def working_calendar() -> WorkingCalendar:
    """Working days here: the same object for as long as no closure is entered or withdrawn."""
    held = _held.get()
    if held and held.calendar:
        return held.calendar
    calendar = england_and_wales(dict(ClosureDay.objects.in_force().values_list("day", "reason").order_by()))
    if held:
        held.calendar = calendar
    return calendar


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
    """A limit or a closure was changed just now."""
    if held := _held.get():
        held.pack = held.calendar = None


class ReadOnce:
    """Middleware: what is in force is read once for each request that asks."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with read_once():
            return self.get_response(request)
