"""A worker's supervision pack: one page, to be read together or printed."""

from typing import Any

from django.http import Http404

from accounts.models import Team, User
from accounts.roles import Permission
from dashboards.supervision import children_held
from dashboards.timeliness import twelve_months
from dashboards.unfinished_records import begun_by, begun_long_ago
from dashboards.views.team import TeamWork
from dashboards.work import Work
from dashboards.workload import workers_of
from deadlines.models import Deadline
from govuk_forms import words
from govuk_forms.components import Link


class SupervisionPage(TeamWork):
    permission = Permission.VIEW_TEAM_WORK
    template_name = "dashboards/supervision.html"
    heading = "Supervision packs"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        key = self.request.GET.get("worker", "")
        if not key:
            team = self.one_team()
            begun = begun_long_ago(team, self.request.user, today=self.today) if team else []
            return super().get_context_data(choices=self.choices(team), begun=begun, **kwargs)
        user, worker = self.request.user, self.worker(key)
        team = self.team_chosen(self.request.GET.get("team", ""))
        work = Work(user=user, today=self.today, team=team, worker=worker)
        held = children_held(worker, user, self.today, team)
        return super().get_context_data(
            heading=f"Supervision: {worker.name}",
            caption=f"{worker.team or 'No team'}, {words.day(self.today)}",
            worker=worker,
            children=held,
            number=words.count(len(held), "child", "children"),
            begun=begun_by(worker, user, today=self.today),
            months=twelve_months(work.narrow(Deadline.objects.all()), self.today),
            **kwargs,
        )

    def one_team(self) -> Team | None:
        """The reader's, or the one they chose of all of them."""
        return self.team_chosen(self.request.GET.get("team", "")) if self.teams else self.request.user.team

    def choices(self, team: Team | None) -> list[Link]:
        """The workers of one team; for those who see every team first the teams."""
        if team:
            return [
                Link(each.name, f"?worker={each.pk}")
                for each in workers_of(self.request.user, team, self.today)
            ]
        return [Link(each.name, f"?team={each.pk}") for each in self.teams]

    def worker(self, key: str) -> User:
        """A worker of a team whose work the reader may see; others do not exist for them."""
        found = User.objects.filter(pk=key).first() if key.isdecimal() and len(key) < 10 else None
        team = self.request.user.team
        if found and (
            self.sees_every_team or (team and found in workers_of(self.request.user, team, self.today))
        ):
            return found
        raise Http404("There is no such worker in the teams whose work you see.")
