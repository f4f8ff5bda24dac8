"""A plan as it stood, and what differs from another version of it."""

from functools import cached_property
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.text import capfirst

from accounts.roles import Permission
from children.pages import ChildPage
from circulation.forms import CirculateForm
from circulation.models import Receipt
from circulation.recipients import CopyToSend
from circulation.shown import copies_to_look_at, receipt_rows
from govuk_forms.components import Link
from govuk_forms.words import day
from plans.actions.sending import (
    circulate_version,
    circulations_of,
    copies_of,
    may_be_circulated,
    refuse_not_to_be_sent,
)
from plans.models import AgreedBy, ChildProtectionPlan, PlanVersion
from plans.versions import Sections, as_text, compare, kept_as_text
from plans.views.plans import PlanForm

NOW = "now"


class Comparison(ChildPage):
    not_exported = "It is part of one child's record, which leaves the portal printed and whole."
    permission = Permission.VIEW_CHILD
    template_name = "plans/compare.html"
    section = "Plan"

    plan: ChildProtectionPlan

    def compared(
        self, before: Sections, after: Sections, *, earlier: str, later: str, **kwargs: Any
    ) -> dict[str, Any]:
        sections = compare(before, after)
        return {
            "sections": sections,
            "is_changed": any(each.is_changed for each in sections),
            "earlier": earlier,
            "later": later,
            **kwargs,
        }


class VersionPage(Comparison):
    """Against the version before it unless another is asked for: `?with=3`, `?with=now`."""

    @cached_property
    def version(self) -> PlanVersion:
        mine = PlanVersion.objects.filter(child=self.child).select_related("plan")
        return get_object_or_404(mine, pk=self.kwargs["plan_version_pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        version, others = self.version, list(self.version.plan.versions.exclude(pk=self.version.pk))
        return super().get_context_data(
            heading=f"Plan, {named(version)}",
            version=version,
            compare_with=self._offered(others),
            receipts=receipt_rows(
                Receipt.objects.filter(circulation__in=circulations_of(version))
                .select_related("circulation", "person", "user")
                .order_by("pk"),
                may_record=self.request.user.may(Permission.RECORD_CORE_GROUP),
            ),
            may_circulate=may_be_circulated(version) and self.request.user.may(Permission.RECORD_CORE_GROUP),
            **self._compared_with(others),
            **kwargs,
        )

    def _compared_with(self, others: list[PlanVersion]) -> dict[str, Any]:
        asked, mine = self.request.GET.get("with", ""), self.version
        if asked == NOW:
            return self.compared(
                whole(mine), whole_now(mine.plan), earlier=named(mine), later="the plan as it is now"
            )
        if asked:
            other = next((each for each in others if str(each.number) == asked), None)
            if other is None:
                raise Http404("The plan has no such version.")
        else:
            other = max(
                (each for each in others if each.number < mine.number),
                key=lambda each: each.number,
                default=None,
            )
        if other is None:
            return self.compared([], whole(mine), earlier="", later=named(mine))
        first, second = sorted((mine, other), key=lambda each: each.number)
        return self.compared(whole(first), whole(second), earlier=named(first), later=named(second))

    def _offered(self, others: list[PlanVersion]) -> list[Link]:
        here = self.request.path
        offered = [Link(capfirst(named(each)), f"{here}?with={each.number}") for each in others]
        return [Link("The plan as it is now", f"{here}?with={NOW}"), *offered]


class CirculateVersion(PlanForm):
    permission = Permission.RECORD_CORE_GROUP
    form_class = CirculateForm
    template_name = "plans/circulate.html"
    heading = "Circulate the plan"
    save_label = "Circulate"
    done = "The plan was circulated. The conference chair has it in the in-box."

    @cached_property
    def version(self) -> PlanVersion:
        mine = PlanVersion.objects.filter(child=self.child, plan=self.plan).select_related("plan")
        return get_object_or_404(mine, pk=self.kwargs["plan_version_pk"])

    def find(self) -> None:
        self.version.child = self.child  # with its chair

    def refuse_beforehand(self) -> None:
        refuse_not_to_be_sent(self.version)

    @cached_property
    def copies(self) -> list[CopyToSend]:
        self.find()
        return copies_of(self.version)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "recipients": [copy.recipient for copy in self.copies]}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            caption=capfirst(named(self.version)),
            copies=copies_to_look_at(self.copies),
            without_chair=self.child.conference_chair_id is None,
            **kwargs,
        )

    def act(self, **answers: Any) -> Any:
        return circulate_version(version=self.version, by=self.request.user, **answers)

    def get_success_url(self) -> str:
        kept = {"child_pk": self.child.pk, "plan_version_pk": self.version.pk}
        return reverse("plans:version", kwargs=kept)


class SinceTheConference(Comparison):
    """What the core group made of the plan since a conference last agreed it."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        agreed = PlanVersion.objects.filter(child=self.child, agreed_by=AgreedBy.CONFERENCE)
        version = agreed.select_related("plan").order_by("-agreed_on", "-number").first()
        if version is None:
            raise Http404("No conference's version of a plan is kept.")
        return super().get_context_data(
            heading="What changed since the last conference",
            compare_with=[Link("All versions", reverse("plans:plan", kwargs={"child_pk": self.child.pk}))],
            **self.compared(
                whole(version), whole_now(version.plan), earlier=named(version), later="the plan as it is now"
            ),
            **kwargs,
        )


def whole(version: PlanVersion) -> Sections:
    """With what goes into no copy: whoever opens the record reads it."""
    return [*version.sections, *version.kept_sections]


def whole_now(plan: ChildProtectionPlan) -> Sections:
    return [*as_text(plan), *kept_as_text(plan)]


def named(version: PlanVersion) -> str:
    return f"version {version.number} of {day(version.agreed_on)}"
