"""Who is away and who acts for them: present and coming, arranging it, and ending it early."""

from collections.abc import Iterator
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse_lazy
from django.utils import timezone

from accounts.models import User
from accounts.pages import ActingForm, Page
from accounts.roles import Permission
from children.actions import arrange_cover, end_cover
from children.actions.cover import covers_to_arrange, people_arranged_for
from children.models import Allocation, Child, Cover
from dashboards.cover_forms import ArrangeCoverForm, EndCoverForm
from dashboards.covering import cover_rows, visits_due
from dashboards.views.base import PER_PAGE, Dashboard
from exports.lists import Exportable
from exports.sheets import Row
from govuk_forms.words import count
from govuk_forms.words import day as in_words


class CoverPage(Exportable, Dashboard):
    permission = Permission.ARRANGE_COVER
    template_name = "dashboards/cover.html"
    heading = export_name = "Cover"
    export_columns = ("Who is away", "Why", "First day away", "First day back", "Who covers", "What", "Gap")

    def export_rows(self) -> Iterator[Row]:
        for row in cover_rows(self.request.user, today=self.today):
            cover = row.cover
            yield (
                cover.away.name, cover.get_reason_display(), cover.from_on, cover.until_on, row.who, row.what,
                row.gap,
            )  # fmt: skip

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = cover_rows(self.request.user, today=self.today)
        page = Paginator(rows, PER_PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            page=page,
            present=[row for row in page if row.cover.from_on <= self.today],
            coming=[row for row in page if row.cover.from_on > self.today],
            **kwargs,
        )


class CoverForm(ActingForm, Page):
    permission = Permission.ARRANGE_COVER
    success_url = reverse_lazy("cover")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.today = timezone.localdate()

    def asked_for(self, name: str) -> int | None:
        """A key in the address, or chosen in the form."""
        key = self.request.POST.get(name) or self.request.GET.get(name, "")
        return int(key) if key.isascii() and key.isdigit() and len(key) < 19 else None

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "today": self.today}


class ArrangeCover(CoverForm):
    form_class = ArrangeCoverForm
    heading = "Arrange cover"
    save_label = "Save"

    @property
    def people(self) -> QuerySet[User]:
        people = people_arranged_for(self.request.user, today=self.today)
        return people.select_related("team").order_by("team__name", "name")

    def get_form_kwargs(self) -> dict[str, Any]:
        away = self.people.filter(pk=self.asked_for("away")).first()
        held = Allocation.objects.on(self.today).filter(social_worker=away).values("child")
        return {
            **super().get_form_kwargs(),
            "people": self.people,
            "held": Child.objects.filter(pk__in=held).named() if away and held.exists() else None,
        }

    def get_initial(self) -> dict[str, Any]:
        asked = self.request.GET
        return {
            name: asked[name]
            for name in ("away", "from_on", "until_on", "reason", "covering")
            if name in asked
        }

    def act(self, **answers: Any) -> Cover:
        return arrange_cover(**answers, by=self.request.user, today=self.today)

    def told(self) -> str:
        cover = self.acted
        back = f"{cover.away} is away from {in_words(cover.from_on)} and back on {in_words(cover.until_on)}."
        if cover.covering:
            return f"{back} {cover.covering} covers."
        due = visits_due(cover.away, before=cover.until_on, today=self.today)
        return f"{back} Nobody covers, with {count(due, 'visit')} due by then. Arrange cover."


class EndCover(CoverForm):
    form_class = EndCoverForm
    heading = "Back early"
    save_label = "Save"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "covers": covers_to_arrange(self.request.user, today=self.today)}

    def get_initial(self) -> dict[str, Any]:
        return {"cover": self.asked_for("cover"), "until_on": self.today}

    def act(self, **answers: Any) -> Cover:
        return end_cover(**answers, by=self.request.user, today=self.today)

    def told(self) -> str:
        return f"{self.acted.away} is back on {in_words(self.acted.until_on)}."
