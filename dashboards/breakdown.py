"""The same work counted by rule, by child and by team: every number leads to a list of exactly as many."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from django.db.models import Count, Min
from django.urls import reverse

from accounts.models import Team, User
from children.models import Child
from dashboards.drift import Band, Drift
from dashboards.work import Kind, Work
from dashboards.workload import Cell
from deadlines.gravity import GRAVITY
from deadlines.models import FLAGS
from deadlines.rules import RULES
from govuk_forms import words
from plans.models import ChildProtectionPlan

COUNTED: Final = (Kind.OVERDUE, Kind.DUE_SOON)


@dataclass(frozen=True, kw_only=True)
class CountRow:
    name: str
    cells: list[Cell]
    url: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class CountTable:
    caption: str
    group: str
    columns: list[str]
    rows: list[CountRow]


def _list(kind: Kind, **narrowed: object) -> str:
    asked = {name: value for name, value in narrowed.items() if value}
    return f"{reverse('overdue')}?{urlencode({**asked, 'kind': kind.value})}"


def by_rule(work: Work) -> CountTable:
    """Each rule with something overdue or due soon, what matters most to the child first. One query."""
    come = work.narrowed().filter(due_on__lte=work.soon).exclude(rule__in=FLAGS)
    counted = (
        come.order_by()
        .values("rule")
        .annotate(
            oldest=Min("due_on", filter=work.wanted(Kind.OVERDUE)),
            **{kind.name: Count("pk", filter=work.wanted(kind)) for kind in COUNTED},
        )
    )
    found = sorted(
        (each for each in counted if any(each[kind.name] for kind in COUNTED)),
        key=lambda each: GRAVITY[each["rule"]],
    )
    team = work.team.pk if work.team else ""
    return CountTable(
        caption="By rule: what matters most to the child first",
        group="Rule",
        columns=[kind.label for kind in COUNTED],
        rows=[
            CountRow(
                name=RULES[each["rule"]].name,
                note=f"The oldest since {words.day(each['oldest'])}" if each["oldest"] else "",
                cells=[
                    Cell(
                        label=kind.label,
                        number=each[kind.name],
                        url=_list(kind, team=team, rule=each["rule"]),
                    )
                    for kind in COUNTED
                ],
            )
            for each in found
        ],
    )


def children_with_work(work: Work):
    """Children with something overdue or due soon, those with most overdue first, as rows of counts."""
    come = work.narrowed().filter(due_on__lte=work.soon).exclude(rule__in=FLAGS)
    return (
        come.order_by()
        .values("child")
        .annotate(**{kind.name: Count("pk", filter=work.wanted(kind)) for kind in COUNTED})
        .exclude(OVERDUE=0, DUE_SOON=0)
        .order_by("-OVERDUE", "-DUE_SOON", "child")
    )


def by_child(work: Work, page: Sequence[dict]) -> CountTable:
    """One page of `children_with_work`."""
    children = Child.objects.in_bulk([each["child"] for each in page])
    team = work.team.pk if work.team else ""
    return CountTable(
        caption="By child: those with most overdue first",
        group="Child",
        columns=[kind.label for kind in COUNTED],
        rows=[
            CountRow(
                name=children[each["child"]].name,
                url=children[each["child"]].get_absolute_url(),
                note=children[each["child"]].reference,
                cells=[
                    Cell(
                        label=kind.label,
                        number=each[kind.name],
                        url=_list(kind, team=team, child=each["child"]),
                    )
                    for kind in COUNTED
                ],
            )
            for each in page
        ],
    )


OF_A_TEAM: Final = (Kind.UNALLOCATED, Kind.OVERDUE, Kind.DUE_SOON)


def by_team(user: User, work: Work, teams: Sequence[Team]) -> CountTable:
    """For those who look at every team: a row for each, in a query for each column's kind of record."""
    on_a_plan = dict(
        ChildProtectionPlan.objects.open().order_by().values_list("child__team").annotate(Count("pk"))
    )
    drift = Drift(user=user, today=work.today)
    long_ago = dict(
        drift.plans()
        .filter(drift.wanted(Band.FROM_FIFTEEN))
        .order_by()
        .values_list("child__team")
        .annotate(Count("pk"))
    )
    counted = {
        each["child__team"]: each
        for each in work.narrowed()
        .filter(due_on__lte=work.soon)
        .order_by()
        .values("child__team")
        .annotate(**{kind.name: Count("pk", filter=work.wanted(kind)) for kind in OF_A_TEAM})
    }
    return CountTable(
        caption="By team",
        group="Team",
        columns=["On a plan", *(kind.label for kind in OF_A_TEAM), Band.FROM_FIFTEEN.label],
        rows=list(_teams(teams, on_a_plan, counted, long_ago)),
    )


def _teams(
    teams: Sequence[Team], on_a_plan: dict[int, int], counted: dict[int, dict], long_ago: dict[int, int]
) -> Iterator[CountRow]:
    for team in teams:
        numbers = counted.get(team.pk, {})
        drifting = f"{reverse('drift')}?{urlencode({'team': team.pk, 'band': Band.FROM_FIFTEEN.value})}"
        yield CountRow(
            name=team.name,
            url=f"{reverse('team')}?team={team.pk}",
            cells=[
                Cell(label="On a plan", number=on_a_plan.get(team.pk, 0)),
                *(
                    Cell(label=kind.label, number=numbers.get(kind.name, 0), url=_list(kind, team=team.pk))
                    for kind in OF_A_TEAM
                ),
                Cell(label=Band.FROM_FIFTEEN.label, number=long_ago.get(team.pk, 0), url=drifting),
            ],
        )
    # Nobody is left out: a child without a team is in the figures of every team together.
    numbers = counted.get(None, {})
    without = [
        Cell(label="On a plan", number=on_a_plan.get(None, 0)),
        *(Cell(label=kind.label, number=numbers.get(kind.name, 0)) for kind in OF_A_TEAM),
        Cell(label=Band.FROM_FIFTEEN.label, number=long_ago.get(None, 0)),
    ]
    if any(cell.number for cell in without):
        yield CountRow(name="No team", cells=without)
