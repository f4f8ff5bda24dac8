"""The team's work by rule and by child, and plans that go on."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from dashboards.breakdown import by_child, by_rule, children_with_work
from dashboards.drift import Band, Drift
from dashboards.forms import DriftFilter, TeamFilter
from dashboards.views.base import EXPORTED_AT_ONCE
from dashboards.views.team import TeamWork
from dashboards.work import Work
from exports.lists import Exportable, in_chunks
from exports.sheets import Row
from govuk_forms.components import Tile


class _OfATeam(Exportable, TeamWork):
    """Narrowed to one team by the address, where the reader looks at more than one."""

    def narrow(self) -> Work:
        self.filters = TeamFilter(self.request.GET, team=self.team_choices)
        self.team = self.team_chosen(self.filters.chosen("team"))
        return Work(user=self.request.user, today=self.today, team=self.team)

    def export_filters(self) -> str:
        self.narrow()
        return self.filters.in_words()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            form=self.filters, groups=self.filters.groups(), caption=self.named(self.team), **kwargs
        )


class ByRulePage(_OfATeam):
    template_name = "dashboards/breakdown.html"
    heading = export_name = "Overdue and coming by rule"
    export_columns = ("Rule", "Overdue", "Due in the next 5 working days", "The oldest")

    def export_rows(self) -> Iterator[Row]:
        for row in by_rule(self.narrow()).rows:
            yield row.name, *(cell.number for cell in row.cells), row.note

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        table = by_rule(self.narrow())
        return super().get_context_data(table=table, page=self.page_of(table.rows, 500), **kwargs)


class ByChildPage(_OfATeam):
    template_name = "dashboards/breakdown.html"
    heading = export_name = "Overdue and coming by child"
    export_columns = ("Child", "Reference", "Overdue", "Due in the next 5 working days")

    def export_rows(self) -> Iterator[Row]:
        work = self.narrow()
        for some in in_chunks(children_with_work(work).iterator(), EXPORTED_AT_ONCE):
            for row in by_child(work, some).rows:
                yield row.name, row.note, *(cell.number for cell in row.cells)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        work = self.narrow()
        page = self.page_of(children_with_work(work))
        return super().get_context_data(table=by_child(work, list(page)), page=page, **kwargs)


class DriftPage(Exportable, TeamWork):
    """Plans of twelve months and more, and children who are on a plan again."""

    template_name = "dashboards/drift.html"
    heading = export_name = "Plans that go on"
    export_columns = (
        "Child", "Reference", "Plan began", "Months", "Plans before", "What has changed", "Lead social worker",
        "Team",
    )  # fmt: skip

    def narrow(self) -> Drift:
        self.filters = DriftFilter(
            self.request.GET,
            team=self.team_choices,
            band=[("", "12 months or more, or again"), *Band.choices],
        )
        self.team = self.team_chosen(self.filters.chosen("team"))
        band = self.filters.chosen("band")
        self.band = Band(band) if band else None
        return Drift(user=self.request.user, today=self.today, team=self.team)

    def export_filters(self) -> str:
        self.narrow()
        return self.filters.in_words()

    def export_rows(self) -> Iterator[Row]:
        drift = self.narrow()
        found = drift.of(self.band).iterator(chunk_size=EXPORTED_AT_ONCE)
        for some in in_chunks(found, EXPORTED_AT_ONCE):
            for row in drift.rows(some):
                child = row.plan.child
                yield (
                    child.name, child.reference, row.plan.started_on, row.lasted, row.before, row.change,
                    row.worker, row.team,
                )  # fmt: skip

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        drift = self.narrow()
        counts = drift.counts()
        page = self.page_of(drift.of(self.band))
        of_team = f"team={self.team.pk}&" if self.team else ""
        shown = (Band.FROM_FIFTEEN, Band.TWENTY_FOUR, Band.AGAIN)
        return super().get_context_data(
            form=self.filters,
            groups=self.filters.groups(),
            caption=self.named(self.team),
            tiles=[
                Tile(counts[band], band.label, f"{reverse('drift')}?{of_team}band={band.value}")
                for band in shown
            ],
            chart=drift.chart(counts),
            list_heading=self.band.label if self.band else "12 months or more, or on a plan again",
            page=page,
            rows=drift.rows(list(page)),
            show_team=bool(self.teams) and self.team is None,
            **kwargs,
        )
