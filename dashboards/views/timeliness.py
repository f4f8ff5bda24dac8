"""How often what was due was done in time, over twelve months."""

from typing import Any

from accounts.roles import Permission
from dashboards.forms import TimelinessFilter
from dashboards.timeliness import twelve_months
from dashboards.views.team import TeamWork
from dashboards.work import Work
from deadlines.models import Deadline
from deadlines.numbers import pack_in_force


class TimelinessPage(TeamWork):
    permission = Permission.VIEW_TEAM_WORK
    template_name = "dashboards/timeliness.html"
    heading = "Timeliness over 12 months"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rules = [(rule.code, rule.name) for rule in pack_in_force().rules if not rule.is_flag]
        filters = TimelinessFilter(
            self.request.GET, team=self.team_choices, rule=[("", "Every rule"), *rules]
        )
        team = self.team_chosen(filters.chosen("team"))
        work = Work(user=self.request.user, today=self.today, team=team)
        found = twelve_months(work.narrow(Deadline.objects.all()), self.today, rule=filters.chosen("rule"))
        return super().get_context_data(form=filters, caption=self.named(team), months=found, **kwargs)
