"""What visits bring to a meeting or a report: that they happened, and what the children said.

The words are shown to whoever writes, and go into nothing by themselves: a child says to a social worker what a parent
who is sent the minute may be the last to be told.
"""

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from children.brought import Brought
from children.models import Child
from govuk_forms.words import day, weekday
from visits.models import Visit
from visits.reading import outcome


def visits_since(children: Collection[Child], *, since: date, until: date) -> Brought:
    """A line for each visit, however many of the children it was to."""
    together: dict[UUID, list[Visit]] = {}
    for visit in _visits(children, since, until):
        together.setdefault(visit.together, []).append(visit)
    named = len(children) > 1
    return Brought(
        heading="Visits since the last core group",
        lines=[_line(visits, named=named) for visits in together.values()],
        is_sent=True,
    )


def own_words_since(children: Collection[Child], *, since: date, until: date) -> Brought:
    return Brought(
        heading="What was said to visitors, in the child’s own words",
        lines=[
            f"{visit.child.name}, {day(visit.visited_on)}: {visit.own_words}"
            for visit in _visits(children, since, until)
            if visit.own_words
        ],
        is_sent=False,
    )


def _visits(children: Collection[Child], since: date, until: date) -> Sequence[Visit]:
    visits = Visit.objects.filter(child__in=children, visited_on__range=(since, until))
    return visits.select_related("child", "visited_by").order_by("visited_on", "child__born_on", "pk")


def _line(visits: Sequence[Visit], *, named: bool) -> str:
    first = visits[0]
    how = "; ".join(f"{visit.child.name} {_how(visit)}" if named else _how(visit) for visit in visits)
    by = f", by {first.visited_by}" if first.visited_by else ""
    return f"{weekday(first.visited_on)}: {how}{by}"


def _how(visit: Visit) -> str:
    how = outcome(visit).words.lower()
    if visit.contact == Visit.Contact.FACE_TO_FACE:
        return how
    return f"{how} ({visit.get_contact_display().lower()})"
