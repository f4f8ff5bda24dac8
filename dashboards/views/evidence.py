"""A plan and its history taken out as one dated document; the log says who took it, and what for."""

from functools import cached_property
from typing import Any

from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from accounts.roles import Permission
from children.pages import ChildForm
from dashboards.evidence import evidence
from exports.actions import note_document
from exports.files import FORMS, as_file
from exports.forms import DocumentForm
from plans.models import ChildProtectionPlan


class Evidence(ChildForm):
    permission = Permission.EXPORT_LIST
    form_class = DocumentForm
    heading = "The plan and its history as evidence"
    save_label = "Download the document"
    section = "Plan"
    template_name = "dashboards/evidence.html"

    @cached_property
    def plan(self) -> ChildProtectionPlan:
        plans = self.child.plans.select_related("child__conference_chair")
        return get_object_or_404(plans, pk=self.kwargs["plan_pk"])

    def get_form(self, form_class: type[BaseForm] | None = None) -> BaseForm:
        _ = self.plan  # not found before anything is asked
        return super().get_form(form_class)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {
            **super().get_form_kwargs(),
            "forms_there_are": [(key, form.label) for key, form in FORMS.items()],
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(caption=str(self.plan), **kwargs)

    def get_success_url(self) -> str:
        return self.page("plans:plan")

    def act(self, *, form: str, why: str) -> HttpResponse:
        document = evidence(self.plan, until=self.today)
        response = as_file(document, form, by=str(self.request.user))
        note_document(
            what=self.heading,
            address=self.request.path,
            child_pk=self.child.pk,
            form=form,
            parts=len(document.sections),
            why=why,
            by=self.request.user,
            now=timezone.now(),
        )
        return response

    def after_acting(self) -> HttpResponse:
        return self.acted
