"""My caseload: the children I hold, in order of what is due."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from accounts.roles import Permission
from dashboards.alert_lines import first_alerts
from dashboards.caseload import Caseload, Show
from dashboards.tiles import what_waits
from dashboards.views.base import PER_PAGE, Dashboard
from exports.lists import Exportable
from exports.sheets import Row
from govuk_forms.components import Tile

NEWEST_ALERTS = 5
NOTHING = {
    Show.ON_A_PLAN: (
        "You hold no child who is on a plan.",
        "Children appear here once your manager allocates them to you.",
    ),
    Show.NOT_ON_A_PLAN: ("Every child you hold is on a plan.", ""),
    Show.OVERDUE: ("Nothing is overdue for the children you hold.", ""),
    Show.DUE_SOON: ("Nothing is due in the next 5 working days for the children you hold.", ""),
}


class CaseloadPage(Exportable, Dashboard):
    permission = Permission.VIEW_CASELOAD
    template_name = "dashboards/caseload.html"
    heading = export_name = "My caseload"
    export_columns = (
        "Child", "Reference", "Date of birth", "Expected on", "Plan", "Next due", "Due on", "Standing",
        "More overdue", "Last seen", "Last seen alone, or awake for a baby",
    )  # fmt: skip

    @property
    def chosen(self) -> Show:
        show = self.request.GET.get("show", "")
        return Show(show) if show in Show else Show.ON_A_PLAN

    def export_filters(self) -> str:
        return self.chosen.label

    def export_rows(self) -> Iterator[Row]:
        caseload = Caseload(self.request.user, self.today)
        for each in caseload.rows(caseload.shown(self.chosen)):
            child, due = each.child, each.due
            yield (
                child.name, child.reference, child.born_on, child.expected_on, each.plan,
                due.what if due else "Nothing is owed", due.due_on if due else None, due.words if due else "",
                each.more, each.seen_on, each.seen_alone_on,
            )  # fmt: skip

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        caseload = Caseload(self.request.user, self.today)
        show = self.request.GET.get("show", "")
        chosen = self.chosen
        page = self.page_of(caseload.shown(chosen))
        others = caseload.shown(Show.NOT_ON_A_PLAN) if show not in Show else []
        rows = caseload.rows([*page.object_list, *others[:PER_PAGE]])
        on_this_page = len(page.object_list)
        nothing, nothing_hint = NOTHING[chosen]
        return super().get_context_data(
            nothing=nothing,
            nothing_hint=nothing_hint,
            tiles=self.tiles(caseload),
            alerts=first_alerts(self.request.user, self.today, number=NEWEST_ALERTS),
            list_heading=chosen.label,
            filtered=show in Show,
            page=page,
            rows=rows[:on_this_page],
            others=rows[on_this_page:],
            others_left=max(0, len(others) - PER_PAGE),
            **kwargs,
        )

    def tiles(self, caseload: Caseload) -> list[Tile]:
        user, here = self.request.user, reverse("caseload")
        overdue = len(caseload.shown(Show.OVERDUE))
        soon = len(caseload.shown(Show.DUE_SOON))
        on_a_plan = len(caseload.shown(Show.ON_A_PLAN))
        return [
            Tile(on_a_plan, "Children on a plan", f"{here}?show={Show.ON_A_PLAN}"),
            Tile(
                overdue,
                "Children with something overdue",
                f"{here}?show={Show.OVERDUE}",
                "red" if overdue else "green",
            ),
            Tile(
                soon,
                "Children with something due in 5 working days",
                f"{here}?show={Show.DUE_SOON}",
                "yellow" if soon else "",
            ),
            *what_waits(user, self.today),
        ]
