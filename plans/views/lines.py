"""A plan in detail: its parts besides outcomes and actions, each written line by line."""

from functools import cached_property
from typing import Any, ClassVar

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from accounts.roles import Permission
from children.meanwhile import SeesOtherChanges
from children.pages import ChildPage
from plans.actions.lines import add_line, change_line, describe_family, end_line
from plans.line_forms import EndLineForm, FamilyForm, LineForm
from plans.lines import KINDS
from plans.lines_shown import family_rows, parts_shown
from plans.models import ChildProtectionPlan, PlanLine
from plans.views.plans import PlanForm
from unfinished.pages import KeepsWhatIsTyped


class DetailPage(ChildPage):
    not_exported = "It is part of one child's record, which leaves the portal printed and whole."
    permission = Permission.VIEW_CHILD
    template_name = "plans/detail.html"
    section = "Plan"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        plan = self.child.plans.open().first()
        if plan is None:
            raise Http404("This child has no open plan.")
        return super().get_context_data(
            heading="The plan in detail",
            parts=parts_shown(plan, user=self.request.user),
            family=family_rows(plan),
            may_describe=self.request.user.may(Permission.EDIT_PLAN),
            **kwargs,
        )


class DetailForm(PlanForm):
    def get_success_url(self) -> str:
        return reverse("plans:detail", kwargs={"child_pk": self.child.pk})


class DescribeFamily(KeepsWhatIsTyped, SeesOtherChanges, DetailForm):
    form_class = FamilyForm
    heading = "The family, visits and how the plan is judged"
    done = "It is saved."

    def record(self) -> ChildProtectionPlan:
        return self.plan

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "today": self.today}

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.plan, name) for name in FamilyForm.base_fields}

    def act(self, **answers: Any) -> Any:
        return describe_family(plan=self.plan, by=self.request.user, today=self.today, **answers)


class LinePage(DetailForm):
    form_class = LineForm
    set_by: ClassVar[str] = PlanLine.SetBy.CORE_GROUP

    @property
    def kind(self) -> str:
        raise NotImplementedError

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "kind": self.kind, "outcomes": self.plan.outcomes.all()}


class AddLine(LinePage):
    done = "It is added to the plan."

    @cached_property
    def kind(self) -> str:
        if self.kwargs["kind"] not in KINDS:
            raise Http404("A plan has no such part.")
        return self.kwargs["kind"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            heading=f"Add {KINDS[self.kind].one}", caption=PlanLine.SetBy(self.set_by).label, **kwargs
        )

    def act(self, **answers: Any) -> PlanLine:
        return add_line(plan=self.plan, kind=self.kind, by=self.request.user, **answers)


class AddOutlineLine(AddLine):
    permission = Permission.HOLD_CONFERENCE
    set_by = PlanLine.SetBy.CONFERENCE


class LineFinder:
    set_by: ClassVar[str] = PlanLine.SetBy.CORE_GROUP

    @cached_property
    def line(self) -> PlanLine:
        written = self.plan.lines.standing().filter(set_by=self.set_by).select_related("plan", "child")
        return get_object_or_404(written, pk=self.kwargs["plan_line_pk"])

    def find(self) -> None:
        _ = self.line


class ChangeLine(LineFinder, SeesOtherChanges, LinePage):
    done = "It is changed."

    def record(self) -> PlanLine:
        return self.line

    @property
    def kind(self) -> str:
        return self.line.kind

    def get_initial(self) -> dict[str, Any]:
        given = {name: getattr(self.line, name) for name in KINDS[self.kind].asks}
        return given | ({"outcome": self.line.outcome_id} if "outcome" in given else {})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            heading=f"Change {KINDS[self.kind].one}", caption=self.line.get_set_by_display(), **kwargs
        )

    def act(self, **answers: Any) -> PlanLine:
        return change_line(line=self.line, by=self.request.user, **answers)


class ChangeOutlineLine(ChangeLine):
    permission = Permission.HOLD_CONFERENCE
    set_by = PlanLine.SetBy.CONFERENCE


class EndLine(LineFinder, DetailForm):
    form_class = EndLineForm
    heading = "This no longer holds"
    done = "It no longer holds. The versions in which it stood keep it."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(caption=str(self.line), **kwargs)

    def act(self, because: str) -> PlanLine:
        return end_line(line=self.line, because=because, on=self.today, by=self.request.user)


class EndOutlineLine(EndLine):
    permission = Permission.HOLD_CONFERENCE
    set_by = PlanLine.SetBy.CONFERENCE
