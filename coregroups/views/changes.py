"""Reporting that something has changed for a child, and deciding what follows."""

from functools import cached_property
from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from accounts.pages import ActingForm, Page
from accounts.roles import Permission
from children.models import Child
from children.pages import ChildForm, ChildPage
from coregroups import changes, forms
from coregroups.actions import children_of_member, decide_change, report_change
from coregroups.actions.changes import refuse_decided
from coregroups.models import SignificantChange
from unfinished.pages import KeepsWhatIsTyped


class ReportChange(KeepsWhatIsTyped, ChildForm):
    permission = Permission.REPORT_CHANGE
    form_class = forms.ReportChangeForm
    heading = "Report a significant change"
    save_label = "Report it"
    done = "The lead social worker and the manager are told now."

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "today": self.today}

    def get_initial(self) -> dict[str, Any]:
        return {"reported_on": self.today}

    def act(self, **answers: Any) -> SignificantChange:
        return report_change(child=self.child, by=self.request.user, today=self.today, **answers)

    def get_success_url(self) -> str:
        return changes.page_of(self.acted) if hasattr(self, "acted") else self.child.get_absolute_url()


class MemberReportsChange(KeepsWhatIsTyped, ActingForm, Page):
    """For somebody who opens no record: the children of whose core groups they are a member, by name."""

    permission = Permission.REPORT_CHANGE_AS_MEMBER
    form_class = forms.MemberReportsChangeForm
    heading = "Report a significant change"
    save_label = "Report it"
    done = "The lead social worker and the manager are told now. If you hear nothing by tomorrow, ring them."

    @cached_property
    def children(self) -> list[Child]:
        return children_of_member(self.request.user, today=timezone.localdate())

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "children": self.children, "today": timezone.localdate()}

    def get_initial(self) -> dict[str, Any]:
        only = self.children[0].pk if len(self.children) == 1 else None
        return {"reported_on": timezone.localdate(), "told_by": self.request.user.name, "child": only}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(children=self.children, **kwargs)

    template_name = "coregroups/member_reports_change.html"

    def act(self, **answers: Any) -> SignificantChange:
        return report_change(by=self.request.user, today=timezone.localdate(), **answers)

    def get_success_url(self) -> str:
        return reverse("circulation:inbox")


class ChangeFinder:
    @cached_property
    def change(self) -> SignificantChange:
        mine = self.child.significantchanges.select_related("recorded_by", "decided_by")
        return get_object_or_404(mine, pk=self.kwargs["significant_change_pk"])


class ChangePage(ChangeFinder, ChildPage):
    permission = Permission.VIEW_CHILD
    template_name = "coregroups/change.html"
    section = "Core groups"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        may_decide = not self.change.decided_on and self.request.user.may(Permission.DECIDE_CHANGE)
        return super().get_context_data(
            heading="Significant change",
            change=self.change,
            standing=changes.standing(self.change),
            rows=changes.facts(self.change),
            may_decide=may_decide,
            **kwargs,
        )


class DecideChange(ChangeFinder, ChildForm):
    permission = Permission.DECIDE_CHANGE
    form_class = forms.DecideChangeForm
    heading = "Decide what follows from a significant change"
    save_label = "Save the decision"
    done = "The decision is recorded."

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "change": self.change, "today": self.today}

    def get_initial(self) -> dict[str, Any]:
        return {"decided_on": self.today}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(caption=self.change.what, **kwargs)

    def refuse_beforehand(self) -> None:
        refuse_decided(self.change)

    def act(self, **answers: Any) -> SignificantChange:
        return decide_change(change=self.change, by=self.request.user, today=self.today, **answers)

    def get_success_url(self) -> str:
        return changes.page_of(self.change)
