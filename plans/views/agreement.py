"""The plan as a written agreement: who signed, to whom it was explained, and a copy on paper to sign."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from accounts.roles import Permission
from audit.models import Refused
from children.pages import ChildPage
from circulation.withheld import without_safe_addresses
from exports.documents import Document
from exports.files import as_file, file_links
from govuk_forms.words import day
from plans import agreement
from plans.actions.agreement import record_explanation, record_signature
from plans.agreement_forms import THE_CHILD, ExplanationForm, SignatureForm
from plans.completeness import Part, parts
from plans.models import ChildProtectionPlan, Explanation, PlanVersion, Signature
from plans.parties import parties
from plans.versions import as_text
from plans.views.plans import PlanForm
from unfinished.pages import KeepsWhatIsTyped


class AgreementPage(ChildPage):
    not_exported = "It is part of one child's record, which leaves the portal printed and whole."
    permission = Permission.VIEW_CHILD
    template_name = "plans/agreement.html"
    section = "Plan"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        plan = self.child.plans.open().first()
        version = plan.versions.first() if plan else None
        return super().get_context_data(
            heading="The plan as an agreement",
            plan=plan,
            version=version,
            has_changed=bool(version and version.sections != as_text(plan)),
            todo=self._todo(plan),
            rows=agreement.rows(plan, version, today=self.today) if plan else [],
            explanations=agreement.explanations(plan) if plan else [],
            **kwargs,
        )

    def _todo(self, plan: ChildProtectionPlan | None) -> list[Part]:
        """Every part that a plan must have, while one of them is missing."""
        every = parts(plan, today=self.today) if plan else []
        return [] if all(part.is_completed for part in every) else every


class PaperToSign(AgreementPage):
    """For printing: the version that holds, without a safe address, and a line for each signature."""

    template_name = "plans/paper.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        version: PlanVersion | None = context["version"]
        sections = [(heading, text) for heading, text in version.sections] if version else []
        may_be_printed = bool(version and not context["todo"])
        return {
            **context,
            "heading": f"Child protection plan: {self.child.name}",
            "facts": self._facts(version) if version else [],
            "sections": without_safe_addresses(sections, [self.child]),
            "files": file_links("plans:paper-file", child_pk=self.child.pk) if may_be_printed else [],
        }

    def _facts(self, version: PlanVersion) -> list[tuple[str, str]]:
        lead, born_on = self.child.allocation_on(self.today), self.child.born_on
        return [
            ("Born", day(born_on) if born_on else "Not born yet"),
            ("Lead social worker", str(lead.social_worker) if lead else "Nobody holds the child"),
            ("Conference chair", str(self.child.conference_chair or "Not named yet")),
            ("The plan began", day(version.plan.started_on)),
            (
                "This version was agreed",
                f"{day(version.agreed_on)}, by {version.get_agreed_by_display().lower()}",
            ),
        ]


class PaperFile(PaperToSign):
    """The same as a file. While a required part is missing there is none."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        given = self.get_context_data()
        if not given["files"]:
            return redirect("plans:paper", child_pk=self.child.pk)
        document = Document(
            title=given["heading"],
            caption="Child protection plan",
            facts=given["facts"],
            sections=given["sections"],
            signatures=[row.name for row in given["rows"]],
            version=f"Version {given['version'].number}",
        )
        try:
            return as_file(document, kwargs["form"], by=str(request.user))
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect("plans:paper", child_pk=self.child.pk)


class PartyPage(KeepsWhatIsTyped, PlanForm):
    def get_form_kwargs(self) -> dict[str, Any]:
        return {
            **super().get_form_kwargs(),
            "child": self.child,
            "people": parties(self.child, today=self.today),
            "today": self.today,
        }

    def get_initial(self) -> dict[str, Any]:
        who = self.request.GET.get("who", "")
        known = who if who.isdecimal() or who == THE_CHILD else None
        return {"who": known, "on": self.today, "explained_on": self.today}

    def get_success_url(self) -> str:
        return reverse("plans:agreement", kwargs={"child_pk": self.child.pk})


class RecordSignature(PartyPage):
    form_class = SignatureForm
    heading = "Record a signature"
    done = "It is recorded. A refusal is spoken about at the next core group."

    @cached_property
    def version(self) -> PlanVersion:
        version = self.plan.versions.first()
        if version is None:
            raise Http404("No version of the plan is kept that could be signed.")
        return version

    def find(self) -> None:
        _ = self.version

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(caption=f"Version {self.version.number}", **kwargs)

    def act(self, **answers: Any) -> Signature:
        return record_signature(version=self.version, by=self.request.user, today=self.today, **answers)


class RecordExplanation(PartyPage):
    form_class = ExplanationForm
    heading = "Record that the plan was explained"
    done = "It is recorded."

    def act(self, **answers: Any) -> Explanation:
        return record_explanation(plan=self.plan, by=self.request.user, today=self.today, **answers)
