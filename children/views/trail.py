"""Who changed a child's record, and who opened it."""

from collections.abc import Iterator
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet

from accounts.roles import Permission
from audit.models import AccessLog
from children.page_names import page_in_words
from children.pages import ChildPage
from children.trail import entries, lines
from exports.lists import Exportable, in_chunks
from exports.sheets import Row

PER_PAGE = 50


class TrailPage(Exportable, ChildPage):
    permission = Permission.READ_AUDIT_TRAIL


class Audit(TrailPage):
    template_name = "children/audit.html"
    export_name = "Who changed a record"
    export_columns = ("When", "Who", "What", "Why", "What changed")

    def export_rows(self) -> Iterator[Row]:
        for some in in_chunks(lines(self.child), PER_PAGE):
            for entry in entries(some):
                changed = (f"{each.name}: {each.before} → {each.after}" for each in entry.differences)
                yield entry.at, entry.by, entry.what, entry.why, "\n".join(changed)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = Paginator(lines(self.child), PER_PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            heading="Who changed this record", page=page, entries=entries(list(page)), **kwargs
        )


class Opened(TrailPage):
    template_name = "children/opened.html"
    export_name = "Who opened a record"
    export_columns = ("When", "Who", "Role", "Page")

    def log(self) -> QuerySet[AccessLog]:
        return AccessLog.objects.filter(child_pk=self.child.pk).select_related("user").order_by("-at", "-pk")

    def export_rows(self) -> Iterator[Row]:
        for each in self.log().iterator():
            yield each.at, each.user.name, each.user.get_role_display(), page_in_words(each.page)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = Paginator(self.log(), PER_PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            heading="Who opened this record",
            page=page,
            openings=[(each, page_in_words(each.page)) for each in page],
            **kwargs,
        )
