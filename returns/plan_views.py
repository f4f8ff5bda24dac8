"""The data officer's page: fields for the return, and nothing else of anybody's record."""

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from django.core.paginator import Paginator
from django.utils import timezone
from django.views.generic import TemplateView

from accounts.roles import Permission
from exports.lists import Exportable, in_chunks
from exports.sheets import Row
from returns.plans_of_a_year import COLUMNS, CensusYear, in_return

PER_PAGE = 50
EXPORTED_AT_ONCE = 500
YEARS = 3


class PlansOfAYear(Exportable, TemplateView):
    permission = Permission.READ_RETURN_FIELDS
    template_name = "returns/plans.html"
    export_name = "Plans for the children in need census"
    export_columns = COLUMNS

    @cached_property
    def years(self) -> list[CensusYear]:
        """That which runs now, and those before it."""
        newest = CensusYear.of(timezone.localdate()).ends_in
        return [CensusYear(newest - before) for before in range(YEARS)]

    @cached_property
    def year(self) -> CensusYear:
        asked = self.request.GET.get("year", "")
        return next((year for year in self.years if str(year.ends_in) == asked), self.years[0])

    def export_filters(self) -> str:
        return str(self.year)

    def export_rows(self) -> Iterator[Row]:
        plans = self.year.plans().select_related("child")
        for some in in_chunks(plans.iterator(chunk_size=EXPORTED_AT_ONCE), EXPORTED_AT_ONCE):
            yield from (each.as_row() for each in in_return(some, self.year))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = Paginator(self.year.plans().select_related("child"), PER_PAGE).get_page(
            self.request.GET.get("page")
        )
        return super().get_context_data(
            heading=self.export_name,
            years=[(str(year), f"?year={year.ends_in}", year == self.year) for year in self.years],
            year=self.year,
            is_running=self.year.ends_on >= timezone.localdate(),
            page=page,
            rows=list(in_return(list(page), self.year)),
            **kwargs,
        )
