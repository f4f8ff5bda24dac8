"""The children one person holds, in order of what is due: the gravest overdue first, then the soonest."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db import models
from django.db.models import Max, Q

from accounts.models import User
from children.models import Allocation, Child
from children.models.child import SeeAlone
from dashboards.covering import covering_for
from dashboards.next_steps import booked, next_step
from deadlines.engine import Standing
from deadlines.gravity import GRAVITY
from deadlines.models import FLAGS, Deadline
from deadlines.numbers import working_calendar
from deadlines.rows import row
from deadlines.standing_words import soon_until, standing_on
from govuk_forms import words
from govuk_forms.components import DeadlineRow, age_in_words
from plans.models import ChildProtectionPlan
from visits.models import Visit

# Which comes first of what a child is owed. What was booked at short notice is nobody's delay (C-13), and a date that
# is only to be looked at again is never "next".
_FIRST = {Standing.OVERDUE: 0, Standing.DUE: 1, Standing.SHORT_NOTICE: 2, Standing.FLAG: 4}


class Show(models.TextChoices):
    ON_A_PLAN = "on-a-plan", "Children on a plan"
    OVERDUE = "overdue", "Children with something overdue"
    DUE_SOON = "due-soon", "Children with something due in the next 5 working days"
    NOT_ON_A_PLAN = "not-on-a-plan", "Children not on a plan"


@dataclass(frozen=True, kw_only=True)
class CaseloadRow:
    child: Child
    age: str
    plan: str
    due: DeadlineRow | None
    more: str
    covering: str
    """ "covering for … ", for a child whom somebody else holds."""
    last_seen: str
    last_seen_alone: str
    seen_on: date | None
    seen_alone_on: date | None
    """For a baby, seen awake."""


class Caseload:
    """Read once: whom the person holds, their plans, and what is owed for each. Details are read for a page of them."""

    def __init__(self, user: User, today: date) -> None:
        self.user = user
        self.today = today
        held = Allocation.objects.children_answered_for(user, today=today)
        self.children = {child.pk: child for child in Child.objects.filter(pk__in=held)}
        plans = ChildProtectionPlan.objects.open().filter(child__in=self.children)
        self.plans = {plan.child_id: plan for plan in plans}
        self.owed: dict[int, list[Deadline]] = defaultdict(list)
        for deadline in Deadline.objects.outstanding().filter(child__in=self.children):
            self.owed[deadline.child_id].append(deadline)
        for deadlines in self.owed.values():
            deadlines.sort(key=self._place)

    def _place(self, deadline: Deadline) -> tuple[int, int, date]:
        standing = standing_on(deadline, self.today)
        first = 3 if deadline.rule in FLAGS and standing is Standing.DUE else _FIRST[standing]
        return first, GRAVITY[deadline.rule] if first in (0, 2) else 0, deadline.due_on

    @cached_property
    def soon(self) -> date:
        return soon_until(self.today, working_calendar())

    def overdue(self, child: int) -> int:
        return sum(standing_on(each, self.today) is Standing.OVERDUE for each in self.owed[child])

    def is_due_soon(self, child: int) -> bool:
        return any(
            self.today <= each.due_on <= self.soon and each.rule not in FLAGS for each in self.owed[child]
        )

    def shown(self, show: str) -> list[int]:
        """The keys of the children that a filter lets through, in order of what is due."""
        lets_through = {
            Show.ON_A_PLAN: lambda child: child in self.plans,
            Show.NOT_ON_A_PLAN: lambda child: child not in self.plans,
            Show.OVERDUE: lambda child: self.overdue(child) > 0,
            Show.DUE_SOON: self.is_due_soon,
        }[Show(show)]
        return sorted((child for child in self.children if lets_through(child)), key=self._order)

    def in_order(self) -> list[int]:
        """All of them."""
        return sorted(self.children, key=self._order)

    def _order(self, child: int) -> tuple:
        owed = self.owed[child]
        first = self._place(owed[0]) if owed else (9, 0, date.max)
        return (*first, self.children[child].name, child)

    def rows(self, children: Sequence[int]) -> list[CaseloadRow]:
        """One row a child, for one page of the list."""
        seen = _last_seen(children)
        self.covering = covering_for(self.user, children, today=self.today)
        with_a_booking = booked(children)
        return [
            self._row(self.children[pk], seen.get(pk, (None, None, None)), with_a_booking) for pk in children
        ]

    def _row(
        self, child: Child, seen: tuple[date | None, date | None, date | None], with_a_booking: set[int]
    ) -> CaseloadRow:
        owed = self.owed[child.pk]
        plan = self.plans.get(child.pk)
        more = self.overdue(child.pk) - (
            1 if owed and standing_on(owed[0], self.today) is Standing.OVERDUE else 0
        )
        return CaseloadRow(
            child=child,
            age=_age(child, self.today),
            plan=plan.categories if plan else "Not on a plan",
            due=row(
                owed[0],
                today=self.today,
                calendar=working_calendar(),
                action=next_step(owed[0], self.user, booked=with_a_booking),
            )
            if owed
            else None,
            more=f"and {more} more overdue" if more else "",
            covering=self.covering.get(child.pk, ""),
            last_seen=_seen(child, seen[0]),
            last_seen_alone=_seen_alone(child, seen[1], seen[2], self.today),
            seen_on=seen[0],
            seen_alone_on=seen[2] if child.see_alone_on(self.today) == SeeAlone.BABY_AWAKE else seen[1],
        )


def _last_seen(children: Iterable[int]) -> dict[int, tuple[date | None, date | None, date | None]]:
    """The latest day each child was seen, seen alone, and seen awake as a baby."""
    seen = Visit.objects.filter(child__in=list(children)).child_seen().order_by().values_list("child")
    latest = seen.annotate(
        on=Max("visited_on"),
        alone=Max("visited_on", filter=Q(child_seen_alone=True)),
        awake=Max("visited_on", filter=Q(child_awake=True)),
    )
    return {child: (on, alone, awake) for child, on, alone, awake in latest}


def _age(child: Child, today: date) -> str:
    if child.is_unborn:
        return f"Not yet born, expected {words.day(child.expected_on)}"
    return age_in_words(child.born_on, today) if child.born_on <= today else words.day(child.born_on)


def _seen(child: Child, on: date | None) -> str:
    if child.is_unborn:
        return "Not yet born"
    return words.day(on) if on else "No visit on record"


def _seen_alone(child: Child, alone: date | None, awake: date | None, today: date) -> str:
    if child.is_unborn:
        return "Not yet born"
    match child.see_alone_on(today):
        case SeeAlone.NOT_APPROPRIATE:
            return "Agreed as not appropriate"
        case SeeAlone.BABY_AWAKE:
            return f"{words.day(awake)} (awake)" if awake else "Not yet seen awake"
    return words.day(alone) if alone else "Not yet seen alone"
