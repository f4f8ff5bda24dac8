"""What each worker of a team carries: children held, what is overdue, and the visits of the next ten working days.

Every number is one of `Work`'s kinds narrowed to that worker, so that it leads to a list of exactly as many. With the
row of children whom nobody holds, the rows add up to what the team's tiles count.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.db.models import Count, OuterRef, Subquery
from django.urls import reverse

from accounts.models import Team, User
from accounts.roles import Permission, Role
from children.models import Allocation, Child
from children.models.child import ChildQuerySet
from children.models.cover import Cover
from dashboards.work import NOBODY, Kind, Work
from deadlines.models import DeadlineQuerySet
from deadlines.numbers import working_calendar

COUNTED: Final = (Kind.OVERDUE, Kind.DUE_SOON, Kind.VISITS_AHEAD)


@dataclass(frozen=True, kw_only=True)
class Cell:
    label: str
    number: int
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class WorkloadRow:
    name: str
    cells: list[Cell]
    url: str = ""
    """The worker's supervision pack."""


@dataclass(frozen=True, kw_only=True)
class Workload:
    rows: list[WorkloadRow]
    total: list[Cell]


def workers_of(reader: User, team: Team, today: date) -> list[User]:
    """Those of the team, and whoever else holds a child there, or one whom a manager sees who covers for another."""
    theirs = User.objects.active().with_role(Role.SOCIAL_WORKER, Role.TEAM_MANAGER).filter(team=team)
    holding = Allocation.objects.on(today).filter(child__in=_children(reader, team, today))
    holders = User.objects.filter(pk__in=holding.values("social_worker"))
    return list((theirs | holders).order_by("name", "pk"))


def _children(reader: User, team: Team, today: date) -> ChildQuerySet:
    seen = Child.objects.visible_to(reader, today=today)
    return seen.filter(team=team) if reader.may(Permission.VIEW_EVERY_TEAM) else seen


def workload(work: Work, team: Team | None) -> Workload | None:
    """Of one team; nothing for all of them at once, where a row a worker would be a thousand rows."""
    if team is None:
        return None
    counted = _counted(work)
    held = _held(work, team)
    rows = list(_rows(work, team, counted, held))
    total = [
        Cell(label=cell.label, number=sum(row.cells[place].number for row in rows))
        for place, cell in enumerate(rows[-1].cells)
    ]
    return Workload(rows=rows, total=total)


def _counted(work: Work) -> dict[int | None, dict[str, int]]:
    """Of each kind for whoever holds the child, in one look."""
    holder = Allocation.objects.on(work.today).filter(child=OuterRef("child"))
    come: DeadlineQuerySet = work.narrowed().filter(due_on__lte=max(work.soon, work.planned_until))
    each = (
        come.annotate(whose=Subquery(holder.values("social_worker")[:1]))
        .order_by()
        .values("whose")
        .annotate(**{kind.name: Count("pk", filter=work.wanted(kind)) for kind in COUNTED})
    )
    return {one["whose"]: one for one in each}


def _held(work: Work, team: Team) -> dict[int, int]:
    mine = _children(work.user, team, work.today)
    held: dict[int, int] = defaultdict(int)
    each = Allocation.objects.on(work.today).filter(child__in=mine).order_by().values_list("social_worker")
    for worker, number in each.annotate(Count("pk")):
        held[worker] = number
    return held


def _days_there(workers: Sequence[User], work: Work) -> dict[int, int]:
    """How many of the ten working days to come each worker is not away."""
    first, calendar = work.today + timedelta(days=1), working_calendar()
    ahead = [first + timedelta(days=n) for n in range((work.planned_until - work.today).days)]
    working = [day for day in ahead if calendar.is_working_day(day)]
    away: dict[int, set[date]] = defaultdict(set)
    absences = Cover.objects.overlapping(first, work.planned_until + timedelta(days=1))
    for each in absences.filter(away__in=workers):
        away[each.away_id].update(day for day in working if each.from_on <= day < each.until_on)
    return {worker.pk: len(working) - len(away[worker.pk]) for worker in workers}


def _rows(work: Work, team: Team, counted: dict, held: dict[int, int]) -> Iterator[WorkloadRow]:
    of_team = f"team={team.pk}&" if work.team else ""
    workers = workers_of(work.user, team, work.today)
    there = _days_there(workers, work)
    named = [(worker.pk, str(worker.pk), worker.name) for worker in workers]
    for pk, key, name in [*named, (None, NOBODY, "Nobody")]:
        numbers = counted.get(pk, {})
        pack = f"{reverse('supervision')}?{of_team}worker={key}" if pk and held.get(pk) else ""
        yield WorkloadRow(
            name=name,
            url=pack,
            cells=[
                Cell(label="Children held", number=held.get(pk, 0), url=pack),
                *(
                    Cell(
                        label=kind.label,
                        number=numbers.get(kind.name, 0),
                        url=f"{reverse('overdue')}?{of_team}kind={kind}&worker={key}",
                    )
                    for kind in COUNTED
                ),
                Cell(label="Working days they have for them", number=there.get(pk, 0)),
            ],
        )
