"""When a conference looks at a child's plan next: what every core group is told (B-10)."""

from collections.abc import Collection
from datetime import date

from children.brought import Brought
from children.models import Child
from conferences.models import ChildAtConference
from deadlines.models import Deadline
from govuk_forms.words import clock, weekday

REVIEWS = ("first-review", "review")


def next_conferences(children: Collection[Child], *, since: date, until: date) -> Brought:
    said = in_words(children, on=until)
    return Brought(
        heading="Next conference",
        lines=[f"{child.name}: {said[child.pk]}" for child in children],
        is_sent=True,
    )


def in_words(children: Collection[Child], *, on: date) -> dict[int, str]:
    """Of each child: the first that is booked from `on`, or by when one has to be held."""
    booked: dict[int, ChildAtConference] = {}
    rows = ChildAtConference.objects.filter(
        child__in=children,
        conference__booked_for__gte=on,
        conference__held_on__isnull=True,
        conference__cancelled_on__isnull=True,
    )
    for row in rows.select_related("conference").order_by("conference__booked_for", "pk"):
        booked.setdefault(row.child_id, row)
    due: dict[int, date] = {}
    for deadline in (
        Deadline.objects.outstanding().filter(child__in=children, rule__in=REVIEWS).order_by("due_on")
    ):
        if deadline.due_on:
            due.setdefault(deadline.child_id, deadline.due_on)
    return {child.pk: _said(booked.get(child.pk), due.get(child.pk)) for child in children}


def _said(row: ChildAtConference | None, due_on: date | None) -> str:
    if row:
        at = f" at {clock(row.conference.booked_at)}" if row.conference.booked_at else ""
        return f"{row.get_kind_display().lower()} on {weekday(row.conference.booked_for)}{at}"
    if due_on:
        return f"not booked yet; due by {weekday(due_on)}"
    return "none is booked"
