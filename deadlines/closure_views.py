"""Days on which the office is closed: those to come, entering some, taking one back."""

from typing import Any

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.views.generic import TemplateView

from accounts.pages import ActingButton, ActingForm, Page
from accounts.roles import Permission
from deadlines.closures import close_office, open_office
from deadlines.forms import ClosureForm
from deadlines.models import ClosureDay
from govuk_forms.words import count

PER_PAGE = 50


class Closures(Page, TemplateView):
    permission = Permission.USE_PORTAL
    template_name = "deadlines/closures.html"
    not_exported = "It is a calendar, shown with the timetable."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate()
        every = ClosureDay.objects.in_force().select_related("recorded_by").order_by("-day")
        return super().get_context_data(
            page=Paginator(every, PER_PAGE).get_page(self.request.GET.get("page")),
            today=today,
            may_keep=self.request.user.may(Permission.KEEP_CLOSURE_DAYS),
            **kwargs,
        )


class CloseOffice(Page, ActingForm):
    permission = Permission.KEEP_CLOSURE_DAYS
    form_class = ClosureForm
    template_name = "deadlines/close_office.html"
    heading = "The office is closed"
    save_label = "Save"
    success_url = reverse_lazy("timetable:closures")

    def get_initial(self) -> dict[str, Any]:
        return {name: self.request.GET[name] for name in ("first", "last") if name in self.request.GET}

    def act(self, **answers: Any) -> list[ClosureDay]:
        return close_office(**answers, by=self.request.user, today=timezone.localdate())

    def told(self) -> str:
        return f"{count(len(self.acted), 'working day')} closed. Dates that step over them are being worked out anew."


class OpenOffice(ActingButton):
    permission = Permission.KEEP_CLOSURE_DAYS
    done = "The office is open on that day after all."

    def act(self) -> None:
        closure = get_object_or_404(ClosureDay, pk=self.kwargs["closure_day_pk"])
        open_office(closure=closure, by=self.request.user, now=timezone.now(), today=timezone.localdate())

    def get_success_url(self) -> str:
        return reverse("timetable:closures")
