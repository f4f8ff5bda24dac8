"""The work of a team, or of every team, as deadlines: what is overdue, what is coming, what nobody holds.

A tile's number and the list it leads to are the same query: `Work.counts` and `Work.of` both ask `Work.wanted` what
a kind means. To add a kind, add it to `Kind` and there.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from django.db import models
from django.db.models import Count, F, OuterRef, Prefetch, Q, Subquery

from accounts.models import Team, User
from accounts.roles import Permission
from children.models import Allocation
from dashboards.keys_first import KeysFirst
from dashboards.next_steps import booked, next_step
from deadlines.calendar import BankHolidaysUnknown
from deadlines.gravity import in_the_database
from deadlines.milestones import Milestone
from deadlines.models import FLAGS, Deadline, DeadlineQuerySet
from deadlines.numbers import working_calendar
from deadlines.rows import row
from deadlines.rules import RULES
from deadlines.standing_words import soon_until
from govuk_forms.components import BarChart, DeadlineRow, Link

UNALLOCATED_RULES = [code for code, rule in RULES.items() if Milestone.ALLOCATED in rule.expects]
NOBODY = "nobody"
LONGEST_CHART = 15
PLANNED_WORKING_DAYS = 10


class Kind(models.TextChoices):
    OVERDUE = "overdue", "Overdue"
    DUE_SOON = "due-soon", "Due in the next 5 working days"
    UNALLOCATED = "unallocated", "No lead social worker"
    SHORT_NOTICE = "short-notice", "Booked at short notice"
    LOOK_AGAIN = "look-again", "To be looked at again"
    VISITS_AHEAD = "visits-ahead", "Visits due in the next 10 working days"
    ALL = "all", "Everything outstanding"


LOOKS_FURTHER = {Kind.VISITS_AHEAD, Kind.ALL}
"""Kinds that reach beyond what is due soon: the tiles do not count them."""


class Order(models.TextChoices):
    GRAVEST = "gravest", "What matters most to the child"
    OLDEST = "oldest", "Longest overdue, or due next"
    CHILD = "child", "Child’s name"


ORDERS = {
    Order.GRAVEST: (in_the_database(), "due_on", "pk"),
    Order.OLDEST: ("due_on", "pk"),
    Order.CHILD: ("child__family_name", "child__given_name", "child__reference", "due_on", "pk"),
}


@dataclass(frozen=True, kw_only=True)
class WorkRow:
    row: DeadlineRow
    worker: str
    team: str


@dataclass(frozen=True, kw_only=True)
class Work:
    """What one person may see of it on a day, narrowed by what they chose."""

    user: User
    today: date
    team: Team | None = None
    worker: User | None = None
    unheld_only: bool = False
    rule: str = ""
    child: int | None = None

    @property
    def of_every_team(self) -> bool:
        return self.team is None and self.user.may(Permission.VIEW_EVERY_TEAM)

    @cached_property
    def soon(self) -> date:
        return soon_until(self.today, working_calendar())

    @cached_property
    def planned_until(self) -> date:
        """The last of the ten working days that people plan visits for."""
        return planned_until(self.today)

    def narrowed(self) -> DeadlineQuerySet:
        """What is outstanding of it."""
        return self.narrow(Deadline.objects.outstanding())

    def narrow(self, deadlines: DeadlineQuerySet) -> DeadlineQuerySet:
        deadlines = deadlines.visible_to(self.user, today=self.today)
        if self.team:
            deadlines = deadlines.filter(child__team=self.team)
        if self.child:
            deadlines = deadlines.filter(child=self.child)
        if self.rule:
            deadlines = deadlines.filter(rule=self.rule)
        held = Allocation.objects.on(self.today)
        if self.worker:
            deadlines = deadlines.filter(child__in=held.filter(social_worker=self.worker).values("child"))
        if self.unheld_only:
            deadlines = deadlines.filter(~models.Exists(held.filter(child=OuterRef("child"))))
        return deadlines

    def wanted(self, kind: Kind) -> Q:
        late = Q(due_on__lt=self.today)
        match kind:
            case Kind.OVERDUE:
                return late & Q(short_notice=False) & ~Q(rule__in=FLAGS)
            case Kind.DUE_SOON:
                return Q(due_on__gte=self.today, due_on__lte=self.soon) & ~Q(rule__in=FLAGS)
            case Kind.UNALLOCATED:
                return Q(rule__in=UNALLOCATED_RULES)
            case Kind.SHORT_NOTICE:
                return late & Q(short_notice=True) & ~Q(rule__in=FLAGS)
            case Kind.LOOK_AGAIN:
                return Q(rule__in=FLAGS, due_on__lte=self.today)
            case Kind.VISITS_AHEAD:
                return Q(rule="visit", due_on__gte=self.today, due_on__lte=self.planned_until)
        return Q()

    def of(self, kind: Kind, order: Order = Order.GRAVEST) -> DeadlineQuerySet:
        """With the child, the team and whoever holds the child, in the order asked for."""
        holding = Allocation.objects.on(self.today).select_related("social_worker")
        return (
            self.narrowed()
            .filter(self.wanted(kind))
            # Not joined: of thirty thousand in order only the fifty of a page are asked about.
            .prefetch_related(
                "child__team", Prefetch("child__allocations", queryset=holding, to_attr="held_by")
            )
            .order_by(*ORDERS[order])
        )

    def first(self, kind: Kind, number: int, order: Order = Order.GRAVEST) -> list[Deadline]:
        return KeysFirst(self.of(kind, order))[:number]

    def counts(self) -> dict[Kind, int]:
        """Of every kind that a tile shows, in one look at what has come or is about to."""
        kinds = [kind for kind in Kind if kind not in LOOKS_FURTHER]
        come = self.narrowed().filter(due_on__lte=self.soon)
        counted = come.aggregate(**{kind.name: Count("pk", filter=self.wanted(kind)) for kind in kinds})
        return {kind: counted[kind.name] for kind in kinds}

    def charts(self) -> list[BarChart]:
        """Overdue by rule, and by whoever holds the child; by team for those who look at all of them."""
        overdue = self.narrowed().filter(self.wanted(Kind.OVERDUE))
        if self.of_every_team:
            grouped, title, group = overdue.annotate(whose=F("child__team__name")), "Overdue by team", "Team"
        else:
            holder = Allocation.objects.on(self.today).filter(child=OuterRef("child"))
            whose = Subquery(holder.values("social_worker__name")[:1])
            grouped, title, group = (
                overdue.annotate(whose=whose), "Overdue by lead social worker", "Lead social worker",
            )  # fmt: skip
        by_rule, by_whom = Counter(), Counter()
        for rule, name, number in grouped.order_by().values_list("rule", "whose").annotate(Count("pk")):
            by_rule[RULES[rule].name] += number
            by_whom[name or "Nobody"] += number
        return [
            BarChart(title="Overdue by rule", group="Rule", counted="Overdue", counts=_longest(by_rule)),
            BarChart(title=title, group=group, counted="Overdue", counts=_longest(by_whom)),
        ]

    def rows(self, deadlines: Sequence[Deadline]) -> list[WorkRow]:
        """What a page shows of them. The deadlines come from `of`."""
        calendar = working_calendar()
        with_a_booking = booked(each.child_id for each in deadlines)
        return [
            WorkRow(
                row=row(
                    each,
                    today=self.today,
                    calendar=calendar,
                    child=Link(each.child.name, each.child.get_absolute_url()),
                    child_reference=each.child.reference,
                    action=next_step(each, self.user, booked=with_a_booking),
                ),
                worker=", ".join(held.social_worker.name for held in each.child.held_by) or "Nobody",
                team=each.child.team.name if each.child.team else "No team",
            )
            for each in deadlines
        ]


def planned_until(today: date) -> date:
    """Ten working days on, or a fortnight where bank holidays are not yet known."""
    try:
        return working_calendar().working_days_after(today, PLANNED_WORKING_DAYS)
    except BankHolidaysUnknown:
        return today + timedelta(days=14)


def _longest(counted: Counter[str]) -> list[tuple[str, int]]:
    """The longest bars first; the many short ones of a big authority as one."""
    ordered = counted.most_common()
    shown, rest = ordered[:LONGEST_CHART], ordered[LONGEST_CHART:]
    if rest:
        shown.append((f"{len(rest)} others", sum(number for _, number in rest)))
    return shown
