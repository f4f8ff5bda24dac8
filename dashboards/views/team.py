"""A team's work, or every team's: who has nobody, what is overdue, what is coming; and the list of it all."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from accounts.models import Team, User
from accounts.roles import Permission
from children.models import Child
from dashboards.agreements import to_decide
from dashboards.breakdown import by_team
from dashboards.forms import TeamFilter, WorkFilter
from dashboards.keys_first import KeysFirst
from dashboards.navigation import escalations_waiting
from dashboards.tiles import not_seen_tile
from dashboards.views.base import EXPORTED_AT_ONCE, FIRST_FEW, Dashboard
from dashboards.work import NOBODY, Kind, Order, Work
from dashboards.workload import workers_of, workload
from deadlines.models import DeadlineQuerySet
from deadlines.numbers import pack_in_force
from exports.lists import Exportable, in_chunks
from exports.sheets import Row
from govuk_forms.components import Link, Tile

LONGEST_KEY = 19


class TeamWork(Dashboard):
    """What a team's pages share: whose work, and the filters of the address."""

    permission = Permission.VIEW_TEAM_WORK

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.teams = list(Team.objects.all()) if self.sees_every_team else []

    @property
    def sees_every_team(self) -> bool:
        return self.request.user.is_authenticated and self.request.user.may(Permission.VIEW_EVERY_TEAM)

    @property
    def team_choices(self) -> list[tuple[str, str]]:
        return [("", "Every team"), *((str(team.pk), team.name) for team in self.teams)] if self.teams else []

    def team_chosen(self, key: str) -> Team | None:
        return next((team for team in self.teams if str(team.pk) == key), None)

    def named(self, team: Team | None) -> str:
        if team:
            return str(team)
        return "Every team" if self.sees_every_team else str(self.request.user.team)


class TeamPage(TeamWork):
    template_name = "dashboards/team.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        filters = TeamFilter(self.request.GET, team=self.team_choices)
        team = self.team_chosen(filters.chosen("team"))
        work = Work(user=self.request.user, today=self.today, team=team)
        counts = work.counts()
        return super().get_context_data(
            heading=self.named(team),
            form=filters,
            groups=filters.groups(),
            tiles=self.tiles(counts, team),
            unallocated=work.rows(work.first(Kind.UNALLOCATED, FIRST_FEW))
            if counts[Kind.UNALLOCATED]
            else [],
            overdue=work.rows(work.first(Kind.OVERDUE, FIRST_FEW)) if counts[Kind.OVERDUE] else [],
            coming=work.rows(work.first(Kind.DUE_SOON, FIRST_FEW, Order.OLDEST))
            if counts[Kind.DUE_SOON]
            else [],
            escalations=self.escalations(),
            to_agree=to_decide(self.request.user, today=self.today),
            by_team=by_team(self.request.user, work, self.teams) if work.of_every_team else None,
            workload=workload(work, team or (None if self.teams else self.request.user.team)),
            charts=work.charts() if counts[Kind.OVERDUE] else [],
            counts={kind.name.lower(): number for kind, number in counts.items()},
            first_few=FIRST_FEW,
            list_url=f"{reverse('overdue')}?{f'team={team.pk}&' if team else ''}kind=",
            show_team=work.of_every_team,
            **kwargs,
        )

    def escalations(self) -> Link | None:
        """For those who decide what was passed up to them."""
        if not self.request.user.may(Permission.DECIDE_ESCALATION):
            return None
        waiting = escalations_waiting.count(self.request.user, self.today)
        return Link(f"Escalations waiting for a decision: {waiting}", reverse("alerts:escalations"))

    def tiles(self, counts: dict[Kind, int], team: Team | None) -> list[Tile]:
        colours = {
            Kind.UNALLOCATED: "red",
            Kind.OVERDUE: "red",
            Kind.DUE_SOON: "yellow",
            Kind.SHORT_NOTICE: "yellow",
        }
        address = f"{reverse('overdue')}?{f'team={team.pk}&' if team else ''}kind="
        shown = (Kind.UNALLOCATED, Kind.OVERDUE, Kind.DUE_SOON, Kind.SHORT_NOTICE, Kind.LOOK_AGAIN)
        return [
            not_seen_tile(self.request.user, self.today),
            *(
                Tile(
                    counts[kind],
                    kind.label,
                    f"{address}{kind}",
                    colours.get(kind, "") if counts[kind] else "",
                )
                for kind in shown
            ),
        ]


class OverduePage(Exportable, TeamWork):
    template_name = "dashboards/overdue.html"
    export_name = "Work of the team"
    export_columns = (
        "Child", "Reference", "What", "Due on", "Standing", "Lead social worker", "Team",
    )  # fmt: skip

    def export_filters(self) -> str:
        self.narrow()
        return self.filters.in_words() or self.kind.label

    def export_rows(self) -> Iterator[Row]:
        found = self.narrow()
        for some in in_chunks(found.iterator(chunk_size=EXPORTED_AT_ONCE), EXPORTED_AT_ONCE):
            for each in self.work.rows(some):
                row = each.row
                yield (
                    row.child.label, row.child_reference, row.what, row.due_on, row.words, each.worker, each.team,
                )  # fmt: skip

    def narrow(self) -> DeadlineQuerySet:
        """What the address asks for, in its order."""
        self.team = team = (
            self.team_chosen(self.request.GET.get("team", "")) if self.teams else self.request.user.team
        )
        workers = {str(each.pk): each for each in self.workers(team)}
        self.filters = filters = WorkFilter(
            self.request.GET,
            kind=Kind.choices,
            team=self.team_choices,
            worker=self.worker_choices(workers),
            rule=[("", "Every rule"), *((rule.code, rule.name) for rule in pack_in_force().rules)],
            child=self.child_choices(),
            order=Order.choices,
        )
        self.kind = Kind(filters.chosen("kind") or Kind.OVERDUE)
        worker = filters.chosen("worker")
        self.work = Work(
            user=self.request.user,
            today=self.today,
            team=team if self.teams else None,
            worker=workers.get(worker),
            unheld_only=worker == NOBODY,
            rule=filters.chosen("rule"),
            child=int(filters.chosen("child")) if filters.chosen("child") else None,
        )
        return self.work.of(self.kind, Order(filters.chosen("order") or Order.GRAVEST))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = self.page_of(KeysFirst(self.narrow()))
        return super().get_context_data(
            heading=self.kind.label,
            caption=str(self.team) if self.team else "Every team",
            form=self.filters,
            groups=self.filters.groups(),
            page=page,
            rows=self.work.rows(page.object_list),
            show_team=self.work.of_every_team,
            **kwargs,
        )

    def child_choices(self) -> list[tuple[str, str]]:
        """The one child that the address names, if the reader may see it: lists by child lead here."""
        asked = self.request.GET.get("child", "")
        if not (asked.isascii() and asked.isdigit() and len(asked) < LONGEST_KEY):
            return []
        visible = Child.objects.visible_to(self.request.user, today=self.today)
        child = visible.filter(pk=int(asked)).first()
        return [("", "Every child"), (asked, child.name)] if child else []

    def workers(self, team: Team | None) -> list[User]:
        """Of one team, and whoever else holds its children: a list of everybody in a county would be no help."""
        return workers_of(self.request.user, team, self.today) if team else []

    def worker_choices(self, workers: dict[str, User]) -> list[tuple[str, str]]:
        held_by = [(key, each.name) for key, each in workers.items()]
        return [("", "Anybody or nobody"), (NOBODY, "Nobody"), *held_by]
