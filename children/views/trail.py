"""Who changed a child's record, and who opened it."""

from typing import Any

from django.core.paginator import Paginator

from accounts.roles import Permission
from audit.models import AccessLog
from children.pages import SECTIONS, ChildPage
from children.trail import entries, lines

PER_PAGE = 50
PAGES = {name: label for label, name in SECTIONS}


class TrailPage(ChildPage):
    not_exported = "It is part of one child's record, which leaves the portal printed and whole."
    permission = Permission.READ_AUDIT_TRAIL


class Audit(TrailPage):
    template_name = "children/audit.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = Paginator(lines(self.child), PER_PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            heading="Who changed this record", page=page, entries=entries(list(page)), **kwargs
        )


class Opened(TrailPage):
    template_name = "children/opened.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        log = AccessLog.objects.filter(child_pk=self.child.pk).select_related("user").order_by("-at", "-pk")
        page = Paginator(log, PER_PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            heading="Who opened this record",
            page=page,
            openings=[(each, page_in_words(each.page)) for each in page],
            **kwargs,
        )


def page_in_words(name: str) -> str:
    """Says "Visits" for visits:list; for pages without a name in the menu, their address's name with spaces."""
    if name in PAGES:
        return PAGES[name]
    app, _, page = name.rpartition(":")
    return f"{app} {page}".strip().replace("-", " ").capitalize()
