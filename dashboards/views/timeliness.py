"""How often what was due was done in time, over twelve months."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from accounts.roles import Permission
from dashboards.forms import DatesFilter, TimelinessFilter
from dashboards.timeliness import OF_HOW, How, counted_dates, twelve_months
from dashboards.views.base import EXPORTED_AT_ONCE
from dashboards.views.team import TeamWork
from dashboards.work import Work
from deadlines.models import Deadline, DeadlineQuerySet
from deadlines.numbers import pack_in_force, working_calendar
from deadlines.rows import row
from deadlines.rules import RULES
from deadlines.standing_words import in_words
from exports.lists import Exportable
from exports.sheets import Row
from govuk_forms.components import Link


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
        of_team = f"team={team.pk}&" if team else ""
        return super().get_context_data(
            form=filters,
            caption=self.named(team),
            months=found,
            list_url=f"{reverse('timeliness-dates')}?{of_team}",
            **kwargs,
        )


class DatesPage(Exportable, TeamWork):
    """The dates that a number of the twelve months is made of, the latest first."""

    template_name = "dashboards/timeliness_dates.html"
    heading = export_name = "Dates of the last 12 months"
    export_columns = ("Child", "Reference", "What", "Due on", "Done on", "What became of it")

    def narrow(self) -> DeadlineQuerySet:
        rules = [(rule.code, rule.name) for rule in pack_in_force().rules if not rule.is_flag]
        self.filters = DatesFilter(
            self.request.GET,
            team=self.team_choices,
            rule=[("", "Every rule"), *rules],
            how=[("", "All of them"), *How.choices],
        )
        self.team = self.team_chosen(self.filters.chosen("team"))
        work = Work(
            user=self.request.user, today=self.today, team=self.team, rule=self.filters.chosen("rule")
        )
        found = counted_dates(work.narrow(Deadline.objects.all()), self.today)
        how = self.filters.chosen("how")
        found = found.filter(OF_HOW[How(how)]) if how else found
        return found.select_related("child").order_by("-due_on", "-pk")

    def export_filters(self) -> str:
        self.narrow()
        return self.filters.in_words()

    def export_rows(self) -> Iterator[Row]:
        calendar = working_calendar()
        for each in self.narrow().iterator(chunk_size=EXPORTED_AT_ONCE):
            said = in_words(each, self.today, calendar).words
            yield each.child.name, each.child.reference, RULES[each.rule].name, each.due_on, each.met_on, said

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = self.page_of(self.narrow())
        calendar = working_calendar()
        return super().get_context_data(
            form=self.filters,
            groups=self.filters.groups(),
            caption=self.named(self.team),
            page=page,
            rows=[
                row(
                    each,
                    today=self.today,
                    calendar=calendar,
                    child=Link(each.child.name, each.child.get_absolute_url()),
                    child_reference=each.child.reference,
                    url=reverse("deadlines:why", kwargs={"child_pk": each.child_id, "deadline_pk": each.pk}),
                )
                for each in page
            ],
            **kwargs,
        )
