"""Deadlines as the rows of components/deadline_table.html."""

from collections.abc import Collection
from datetime import date

from django.urls import reverse

from children.models import Child
from deadlines.calendar import WorkingCalendar
from deadlines.models import Deadline
from deadlines.numbers import working_calendar
from deadlines.rules import RULES
from deadlines.standing_words import in_words
from govuk_forms.components import DeadlineRow, Link


def why_page(deadline: Deadline) -> str:
    """Where a date is worked out day by day."""
    return reverse("deadlines:why", kwargs={"child_pk": deadline.child_id, "deadline_pk": deadline.pk})


def owed(child: Child, rules: Collection[str], *, today: date) -> list[DeadlineRow]:
    """What a child is owed under some rules, the first first."""
    calendar = working_calendar()
    outstanding = Deadline.objects.outstanding().filter(child=child, rule__in=rules)
    return [row(each, today=today, calendar=calendar) for each in outstanding.order_by("due_on", "rule")]


def row(
    deadline: Deadline,
    *,
    today: date,
    calendar: WorkingCalendar,
    child: Link | None = None,
    child_reference: str = "",
    url: str = "",
    why: str = "",
    action: Link | None = None,
) -> DeadlineRow:
    standing, said = in_words(deadline, today, calendar)
    return DeadlineRow(
        what=RULES[deadline.rule].name,
        due_on=deadline.due_on,
        standing=standing,
        words=said,
        child=child,
        child_reference=child_reference,
        url=url or why_page(deadline),
        why=why,
        action=action,
    )
