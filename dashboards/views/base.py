"""What the pages that lead people to their work have in common: a day, a heading and pages of fifty."""

from typing import Any, ClassVar

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils import timezone
from django.views.generic import TemplateView

from accounts.pages import Page

PER_PAGE = 50
EXPORTED_AT_ONCE = 500
"""Rows of a long list that are read together when it is taken out."""
FIRST_FEW = 10


class Dashboard(Page, TemplateView):
    heading: ClassVar[str] = ""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.today = timezone.localdate()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"heading": self.heading, "today": self.today, **kwargs})

    def page_of(self, found: Any, per_page: int = PER_PAGE) -> Any:
        return Paginator(found, per_page).get_page(self.request.GET.get("page"))
