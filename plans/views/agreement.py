"""The plan as a written agreement: who signed, to whom it was explained, and a copy on paper to sign."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse, reverse_lazy
from django.views.generic import TemplateView

from accounts.pages import ActingForm, Page
from accounts.roles import Permission
from audit.models import Refused
from children.pages import ChildPage
from circulation.withheld import without_safe_addresses
from exports.documents import Document
from exports.files import as_file, file_links
from govuk_forms.words import day
from plans import agreement
from plans.actions.agreement import record_explanation, record_signature, set_standard_agreement
from plans.agreement_forms import ExplanationForm, SignatureForm, StandardAgreementForm
from plans.completeness import Part, parts
from plans.models import ChildProtectionPlan, Explanation, PlanVersion, Signature, StandardAgreement
from plans.parties import parties
from plans.signatories import Signatory, signatories, standard_agreement
from plans.versions import as_text
from plans.views.plans import PlanForm
from unfinished.pages import KeepsWhatIsTyped

PER_PAGE = 20
ABOVE_THE_PLAN, ABOVE_THE_SIGNATURES = "About this agreement", "What signing means"


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
        standard = standard_agreement()
        return {
            **context,
            "rows": [row for row in context["rows"] if row.signs],
            "standard": standard,
            "heading": f"{standard.heading}: {self.child.name}",
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
        standard = given["standard"]
        document = Document(
            title=given["heading"],
            caption="Child protection plan",
            facts=given["facts"],
            sections=[
                *([(ABOVE_THE_PLAN, standard.opening)] if standard.opening else []),
                *given["sections"],
                *([(ABOVE_THE_SIGNATURES, standard.closing)] if standard.closing else []),
            ],
            signatures=[row.name for row in given["rows"]],
            version=f"Version {given['version'].number}",
        )
        try:
            return as_file(document, kwargs["form"], by=str(request.user))
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect("plans:paper", child_pk=self.child.pk)


class PartyPage(KeepsWhatIsTyped, PlanForm):
    def people(self) -> list[Signatory]:
        """Whom it can be recorded of."""
        raise NotImplementedError(f"{type(self).__name__} must say of whom it is recorded.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "people": self.people(), "today": self.today}

    def get_initial(self) -> dict[str, Any]:
        who = self.request.GET.get("who", "")
        known = who if who in {one.key for one in self.people()} else None
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

    def people(self) -> list[Signatory]:
        return signatories(self.child, today=self.today)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(caption=f"Version {self.version.number}", **kwargs)

    def act(self, **answers: Any) -> Signature:
        return record_signature(version=self.version, by=self.request.user, today=self.today, **answers)


class RecordExplanation(PartyPage):
    form_class = ExplanationForm
    heading = "Record that the plan was explained"
    done = "It is recorded."

    def people(self) -> list[Signatory]:
        everybody = parties(self.child, today=self.today)
        return [Signatory(self.child.name), *(Signatory(one.name, person=one) for one in everybody)]

    def act(self, **answers: Any) -> Explanation:
        return record_explanation(plan=self.plan, by=self.request.user, today=self.today, **answers)


class StandardAgreementPage(Page, TemplateView):
    """The authority's form of agreement as it holds, and what it was before."""

    not_exported = "It is a form, shown as it is printed."
    permission = Permission.KEEP_STANDARD_AGREEMENT
    template_name = "plans/standard_agreement.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        standard = standard_agreement()
        earlier = StandardAgreement.objects.select_related("recorded_by").exclude(pk=standard.pk)
        return super().get_context_data(
            standard=standard,
            signed_by=[StandardAgreement.Signs(each).label for each in standard.signed_by],
            earlier=Paginator(earlier, PER_PAGE).get_page(self.request.GET.get("page")),
            **kwargs,
        )


class SetStandardAgreement(Page, ActingForm):
    permission = Permission.KEEP_STANDARD_AGREEMENT
    form_class = StandardAgreementForm
    heading = "The authority's form of agreement"
    done = "It holds from now on. What was signed stays signed."
    success_url = reverse_lazy("standard-agreement")

    def get_initial(self) -> dict[str, Any]:
        standard = standard_agreement()
        return {name: getattr(standard, name) for name in ("heading", "opening", "closing", "signed_by")}

    def act(self, **answers: Any) -> StandardAgreement:
        return set_standard_agreement(**answers, by=self.request.user)
