"""The chronology of a child, and of the children who live together: what matters, oldest first (B-23)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from django.utils import timezone

from children.models import Child
from dashboards.happenings import timeline
from govuk_forms.components import Happening


@dataclass(frozen=True)
class Entry:
    child: Child
    on: date
    happening: Happening


def chronology(
    children: Iterable[Child],
    *,
    all_of_it: bool = False,
    from_on: date | None = None,
    until_on: date | None = None,
) -> list[Entry]:
    """What matters of everything that has happened; all of it, where it is asked for."""
    entries = [
        entry
        for child in children
        for entry in _of_child(child)
        if (all_of_it or entry.happening.matters)
        and (from_on is None or entry.on >= from_on)
        and (until_on is None or entry.on <= until_on)
    ]
    entries.sort(key=lambda entry: entry.on)
    return entries


def _of_child(child: Child) -> Iterator[Entry]:
    said = dict(child.significances.values_list("happening", "matters"))
    # Newest first there; of one day, the earlier stands first here too.
    for happening in reversed(timeline(child)):
        on = happening.on
        day = timezone.localdate(on) if happening.has_time else on
        matters = said.get(happening.key, happening.matters) if happening.key else happening.matters
        yield Entry(child, day, replace(happening, matters=matters))
