"""What the other apps bring to a meeting about some children; they are named in settings."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.utils.module_loading import import_string

from children.models import Child


@dataclass(frozen=True, kw_only=True)
class Brought:
    """`is_sent` says whether it goes into what everybody at the meeting is sent, the family among them."""

    heading: str
    lines: Sequence[str]
    is_sent: bool


def brought_to_a_core_group(children: Collection[Child], *, since: date, until: date) -> list[Brought]:
    """What happened from `since` to `until`, both days among them."""
    found = [
        import_string(name)(children, since=since, until=until) for name in settings.BROUGHT_TO_A_CORE_GROUP
    ]
    return [brought for brought in found if brought.lines]


def own_words(child: Child, *, until: date) -> Brought | None:
    """What the child said to whoever visited in the last half year, in the child's own words, the latest last."""
    name = settings.CHILDS_OWN_WORDS
    brought = import_string(name)([child], since=until - relativedelta(months=6), until=until)
    return brought if brought.lines else None
