"""The chronology of a child or of the family: read, narrowed, taken out, printed, added to."""

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from accounts.pages import ActingButton
from accounts.roles import Permission
from children.actions.chronology import add_event, mark
from children.forms.chronology import ChronologyFilter, EventForm
from children.models import Child, ChronologyEvent
from children.pages import ChildContext, ChildForm, ChildPage
from dashboards.chronology import Entry, chronology
from exports.lists import Exportable
from exports.sheets import Row

PER_PAGE = 100


class Chronology(Exportable, ChildPage):
    permission = Permission.VIEW_CHILD
    section = "Chronology"
    template_name = "dashboards/chronology.html"
    export_name = "Chronology"
    export_columns = ("Date", "Child", "What", "In words", "By", "Matters")
    narrows_nothing = ("page", "choose", "whole")

    @cached_property
    def filters(self) -> ChronologyFilter:
        return ChronologyFilter(self.request.GET or None)

    @cached_property
    def family(self) -> list[Child]:
        visible = self.child.siblings_on(self.today).visible_to(self.request.user, today=self.today)
        return [self.child, *visible.named()]

    def entries(self) -> list[Entry]:
        asked = self.filters.cleaned_data if self.filters.is_valid() else {}
        return chronology(
            self.family if asked.get("family") else [self.child],
            all_of_it=bool(asked.get("everything")),
            from_on=asked.get("from_on"),
            until_on=asked.get("until_on"),
        )

    def export_rows(self) -> Iterator[Row]:
        for entry in self.entries():
            what = entry.happening
            yield (
                entry.on, entry.child.name, what.title, what.text, what.by, "Yes" if what.matters else "No",
            )  # fmt: skip

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        entries = self.entries()
        per_page = max(len(entries), 1) if "whole" in self.request.GET else PER_PAGE
        page = Paginator(entries, per_page).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            heading="Chronology",
            form=self.filters,
            page=page,
            of_family=self.filters.is_valid() and bool(self.filters.cleaned_data.get("family")),
            may_add=self.request.user.may(Permission.RECORD_VISIT),
            may_mark=self.request.user.may(Permission.RECORD_VISIT) and "choose" in self.request.GET,
            **kwargs,
        )


class AddEvent(ChildForm):
    permission = Permission.RECORD_VISIT
    form_class = EventForm
    heading = "Add to the chronology"
    done = "Added to the chronology."

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"today": self.today}

    def act(self, **answers: Any) -> ChronologyEvent:
        return add_event(child=self.child, **answers, by=self.request.user, today=self.today)

    def get_success_url(self) -> str:
        return self.page("chronology")


class Mark(ActingButton, ChildContext):
    permission = Permission.RECORD_VISIT
    done = "Noted."

    def act(self) -> None:
        mark(
            child=self.child,
            happening=self.request.POST.get("happening", "")[:60],
            matters=self.request.POST.get("matters") == "yes",
            by=self.request.user,
        )

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        known = {entry.happening.key for entry in chronology([self.child], all_of_it=True)} - {""}
        if request.POST.get("happening") not in known:
            return redirect(self.get_success_url())
        return super().post(request, **kwargs)

    def get_success_url(self) -> str:
        return f"{ChildForm.page(self, 'chronology')}?choose=on&everything=on"
