"""The style guide: every component with made-up values, and a form of every kind of question that answers."""

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.generic import View

from . import samples

FRESH = {"ok": True, "sentence": "Deadlines were checked today at 6:00am."}
STALE = {
    "ok": False,
    "sentence": "Deadlines were last checked on 20 November 2026 at 6:00am. Do not rely on this page.",
}


@method_decorator(login_not_required, name="dispatch")
class StyleguidePage(View):
    """For those who build pages, and for tests; not found in production. Nothing on it is about anybody."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not (settings.DEBUG or getattr(settings, "DEVELOPMENT", False)):
            raise Http404("The style guide is for development")
        return super().dispatch(request, *args, **kwargs)


class Components(StyleguidePage):
    def get(self, request: HttpRequest) -> HttpResponse:
        today = timezone.localdate()
        freshness = STALE if "stale" in request.GET else FRESH
        filters = samples.SampleFilterForm(request.GET or None, prefix="filter")
        shown = {**samples.components(today), "filter_form": filters, "sweep_freshness": freshness}
        return render(request, "govuk_forms/styleguide.html", shown)


class Questions(StyleguidePage):
    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(
            samples.SampleForm(today=timezone.localdate()), samples.SampleActionFormSet(prefix="actions")
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        form = samples.SampleForm(request.POST, request.FILES, today=timezone.localdate())
        formset = samples.SampleActionFormSet(request.POST, prefix="actions")
        if formset.is_being_edited:
            return self.show(form.without_errors(), formset.edited())
        if form.is_valid() and formset.is_valid():
            actions = [answers for answers in formset.cleaned_data if answers]
            return self.show(form, formset, answers={**form.cleaned_data, "actions": len(actions)})
        return self.show(form, formset)

    def show(
        self,
        form: samples.SampleForm,
        formset: samples.AddAnotherFormSet,
        answers: dict[str, Any] | None = None,
    ) -> HttpResponse:
        heading = "Every kind of question"
        shown = {
            "form": form,
            "formset": formset,
            "answers": answers,
            "heading": heading,
            "caption": "Style guide",
        }
        return render(self.request, "govuk_forms/questions.html", shown)
