"""Telling the demonstration's stories: what is recorded inside `as_of` is dated as if written down then.

Refused outside the demonstration: on a real record, when it was written down is evidence.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from django.conf import settings

_moment: ContextVar[datetime | None] = ContextVar("moment of the story being told", default=None)


@contextmanager
def as_of(moment: datetime) -> Iterator[None]:
    if not settings.DEMO:
        raise PermissionError("Only the demonstration may date what it records.")
    token = _moment.set(moment)
    try:
        yield
    finally:
        _moment.reset(token)


def moment() -> datetime | None:
    """When the story being told is taking place; None outside a story."""
    return _moment.get()
