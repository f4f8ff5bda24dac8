"""Late actions across agencies, for whoever watches a team's work."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from dashboards.late_actions import by_agency, late_actions, rows
from dashboards.views.base import EXPORTED_AT_ONCE
from dashboards.views.team import TeamWork
from exports.lists import Exportable, in_chunks
from exports.sheets import Row


class LateActionsPage(Exportable, TeamWork):
    template_name = "dashboards/late_actions.html"
    heading = export_name = "Late actions by agency"
    export_columns = ("Child", "Reference", "Agency", "What", "Who", "By when", "Late by", "Moved")

    @property
    def agency(self) -> str:
        return self.request.GET.get("agency", "")

    def export_filters(self) -> str:
        return self.agency

    def export_rows(self) -> Iterator[Row]:
        found = late_actions(self.request.user, today=self.today, agency=self.agency).select_related("child")
        for some in in_chunks(found.iterator(chunk_size=EXPORTED_AT_ONCE), EXPORTED_AT_ONCE):
            for row in rows(some, today=self.today):
                yield (
                    row.child.label, row.reference, row.agency, row.what, row.who, row.by_when, row.late, row.moved,
                )  # fmt: skip

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = self.page_of(
            late_actions(self.request.user, today=self.today, agency=self.agency).select_related("child")
        )
        agencies = by_agency(late_actions(self.request.user, today=self.today))
        here = reverse("late-actions")
        return super().get_context_data(
            caption=self.named(None),
            agencies=[
                (name, number, f"{here}?{urlencode({'agency': name})}", name == self.agency)
                for name, number in agencies
            ],
            agency=self.agency,
            every_url=here,
            page=page,
            rows=rows(page, today=self.today),
            **kwargs,
        )
