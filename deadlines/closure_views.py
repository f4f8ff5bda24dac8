"""Days on which the office is closed: those to come, entering some, taking one back."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.views.generic import TemplateView

from accounts.pages import ActingForm, Page
from accounts.roles import Permission
from audit.models import Refused
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


class OpenOffice(Page):
    permission = Permission.KEEP_CLOSURE_DAYS
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, closure_day_pk: int) -> HttpResponse:
        closure = get_object_or_404(ClosureDay, pk=closure_day_pk)
        try:
            open_office(closure=closure, by=request.user, now=timezone.now(), today=timezone.localdate())
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, "The office is open on that day after all.")
        return redirect(reverse("timetable:closures"))
