"""What people began to write and have not recorded: for themselves to go on with, for their manager to ask about.

A manager reads what was begun, for whom and since when, and never a word of it: it is no fact about anybody yet.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import Team, User
from children.models import Child
from deadlines.calendar import BankHolidaysUnknown
from deadlines.numbers import working_calendar
from govuk_forms import words
from govuk_forms.components import Flag, Link
from unfinished.models import Unfinished

LONG_WORKING_DAYS: Final = 5
"""Begun longer ago than this, somebody should ask what became of it. Proposed; no source names a number."""
A_WEEK: Final = 7
NOT_THEIRS: Final = "a child whose record you do not open"


@dataclass(frozen=True, kw_only=True)
class Begun:
    what: str
    child: Link
    """Without an address where the reader may not open the record."""
    person: str
    since: str
    saved: str
    flag: Flag | None
    """When it is long ago, or whoever began it may no longer sign in."""


def unfinished_records(user: User, *, today: date) -> list[tuple[Link, str, Flag | None]]:
    """Each with when it was saved, and for how long it has waited if that is long.

    A child whom they may no longer see is not named, and the form not offered.
    """
    kept = list(Unfinished.objects.filter(person=user))
    names = _names(kept, user, today)
    return [
        (
            Link(f"{each.what}: {names[each.child_pk].name}", each.address)
            if each.child_pk in names
            else Link(f"{each.what}, for a child whose record you no longer open", ""),
            words.moment(timezone.localtime(each.saved_at)),
            _waits(each, today),
        )
        for each in kept
    ]


def begun_by(worker: User, reader: User, *, today: date) -> list[Begun]:
    """Everything a worker has begun, for whoever talks their work through with them; the oldest first."""
    return _rows(Unfinished.objects.filter(person=worker), reader, today)


def begun_long_ago(team: Team, reader: User, *, today: date) -> list[Begun]:
    """What people of a team, and those who left it, began more than five working days ago; the oldest first."""
    return [each for each in _rows(Unfinished.objects.filter(person__team=team), reader, today) if each.flag]


def _rows(kept: QuerySet[Unfinished], reader: User, today: date) -> list[Begun]:
    found = list(kept.select_related("person").order_by("began_at", "pk"))
    children = _names(found, reader, today)
    return [
        Begun(
            what=each.what,
            child=Link(children[each.child_pk].name, children[each.child_pk].get_absolute_url())
            if each.child_pk in children
            else Link(NOT_THEIRS, ""),
            person=each.person.name,
            since=words.day(timezone.localdate(each.began_at)),
            saved=words.moment(timezone.localtime(each.saved_at)),
            flag=_waits(each, today) if each.person.is_active else Flag("May no longer sign in", "red"),
        )
        for each in found
    ]


def _names(kept: Iterable[Unfinished], reader: User, today: date) -> dict[int, Child]:
    asked = [each.child_pk for each in kept if each.child_pk]
    if not asked:
        return {}
    return {child.pk: child for child in Child.objects.visible_to(reader, today=today).filter(pk__in=asked)}


def _waits(kept: Unfinished, today: date) -> Flag | None:
    began_on = timezone.localdate(kept.began_at)
    try:
        waited = working_calendar().working_days_between(began_on, today)
    except BankHolidaysUnknown:
        return Flag(f"Begun on {words.day(began_on)}", "red") if (today - began_on).days > A_WEEK else None
    return (
        Flag(f"Begun {words.count(waited, 'working day')} ago", "red") if waited > LONG_WORKING_DAYS else None
    )
