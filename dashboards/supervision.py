"""What a worker and their manager talk through in supervision: every child held, with every date that is owed."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.db.models import Max

from accounts.models import Team, User
from alerts.models import Alert
from children.models import Allocation, Child
from conferences.models import ChildAtConference
from coregroups.models import ChildAtCoreGroup
from dashboards.caseload import Caseload, CaseloadRow
from deadlines.numbers import working_calendar
from deadlines.rows import row
from govuk_forms import words
from govuk_forms.components import DeadlineRow
from plans.shown import length

A_YEAR: Final = timedelta(days=365)


@dataclass(frozen=True, kw_only=True)
class HeldChild:
    held: CaseloadRow
    on_a_plan_for: str
    last_core_group: str
    next_conference: str
    alerts: str
    owed: list[DeadlineRow]
    later: str
    """How many dates are more than a year away."""


def children_held(worker: User, reader: User, today: date, team: Team | None = None) -> list[HeldChild]:
    """Those that the reader may see, of one team or of all, whoever has something overdue first.

    Not those whom the worker only covers for: they are talked through with whoever holds them.
    The same few queries for any number.
    """
    caseload = Caseload(worker, today)
    held_today = Allocation.objects.on(today).filter(social_worker=worker).values("child")
    theirs = Child.objects.visible_to(reader, today=today).filter(pk__in=held_today)
    shown = set((theirs.filter(team=team) if team else theirs).values_list("pk", flat=True))
    keys = [pk for pk in caseload.in_order() if pk in shown]
    core_groups, booked = _last_core_groups(keys), _conferences_booked(keys)
    alerts = Counter(
        child
        for child, _ in Alert.objects.unanswered_by(worker, today=today)
        .order_by()
        .values_list("deadline__child", "deadline")
        .distinct()
    )
    calendar, found = working_calendar(), []
    for held in caseload.rows(keys):
        pk = held.child.pk
        owed = sorted(caseload.owed[pk], key=lambda each: (each.due_on, each.rule, each.pk))
        near = [each for each in owed if each.due_on <= today + A_YEAR]
        plan = caseload.plans.get(pk)
        found.append(
            HeldChild(
                held=held,
                on_a_plan_for=length(plan, today=today) if plan else "Not on a plan",
                last_core_group=words.day(core_groups[pk]) if pk in core_groups else "None is recorded",
                next_conference=words.weekday(booked[pk]) if pk in booked else "None is booked",
                alerts=words.count(alerts[pk], "alert") if alerts[pk] else "None",
                owed=[row(each, today=today, calendar=calendar) for each in near],
                later=words.count(len(owed) - len(near), "date") if len(owed) > len(near) else "",
            )
        )
    return found


def _last_core_groups(children: Iterable[int]) -> dict[int, date]:
    held = ChildAtCoreGroup.objects.filter(child__in=children, meeting__held_on__isnull=False)
    return dict(held.order_by().values_list("child").annotate(Max("meeting__held_on")))


def _conferences_booked(children: Iterable[int]) -> dict[int, date]:
    """The next of each child. A day that has passed and was not recorded stays, to be seen."""
    booked = ChildAtConference.objects.filter(
        child__in=children, conference__held_on=None, conference__cancelled_on=None
    ).order_by("-conference__booked_for", "-pk")
    return dict(booked.values_list("child", "conference__booked_for"))
