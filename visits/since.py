"""What visits bring to a meeting or a report: that they happened, and what the children said.

The words are shown to whoever writes, and go into nothing by themselves: a child says to a social worker what a parent
who is sent the minute may be the last to be told.
"""

from collections.abc import Collection, Sequence
from datetime import date

from children.brought import Brought
from children.models import Child
from govuk_forms.words import day, weekday
from visits.models import Visit
from visits.reading import outcome


def visits_since(children: Collection[Child], *, since: date, until: date) -> Brought:
    named = len(children) > 1
    return Brought(
        heading="Visits since the last core group",
        lines=[_line(visit, named=named) for visit in _visits(children, since, until)],
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


def _line(visit: Visit, *, named: bool) -> str:
    whom = f"{visit.child.name}, " if named else ""
    by = f", by {visit.visited_by}" if visit.visited_by else ""
    how = outcome(visit).words.lower()
    if visit.contact != Visit.Contact.FACE_TO_FACE:
        how = f"{how} ({visit.get_contact_display().lower()})"
    return f"{whom}{weekday(visit.visited_on)}: {how}{by}"
