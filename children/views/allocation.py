"""Who holds a child: allocate, hand over, end, and who held the child before."""

from typing import Any

from django.http import Http404

from accounts.roles import Permission
from children.actions import allocate, end_allocation
from children.forms.allocation import AllocateForm, EndAllocationForm
from children.models import Allocation
from children.pages import ChildForm
from govuk_forms.components import SummaryRow
from govuk_forms.words import day as in_words


class AllocationForm(ChildForm):
    permission = Permission.ALLOCATE_CHILD

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "today": self.today}

    def get_success_url(self) -> str:
        return self.page("children:details")

    @property
    def current(self) -> Allocation | None:
        return self.child.allocations.filter(until_on__isnull=True).select_related("social_worker").first()


class Allocate(AllocationForm):
    form_class = AllocateForm
    template_name = "children/allocate.html"

    @property
    def heading(self) -> str:
        return "Hand over to another social worker" if self.current else "Allocate a lead social worker"

    @property
    def save_label(self) -> str:
        return "Hand over" if self.current else "Allocate"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        allocations = list(self.child.allocations.select_related("social_worker", "team"))
        return super().get_context_data(
            history=[as_row(each) for each in allocations],
            is_allocated=any(each.until_on is None for each in allocations),
            **kwargs,
        )

    def act(self, **answers: Any) -> Allocation:
        return allocate(child=self.child, **answers, by=self.request.user, today=self.today)

    def told(self) -> str:
        return f"{self.acted.social_worker} is the lead social worker from {in_words(self.acted.from_on)}."


class EndAllocation(AllocationForm):
    form_class = EndAllocationForm
    template_name = "children/end_allocation.html"
    save_label = "End the allocation"
    done = "The allocation has ended. Nobody holds the child: allocate somebody as soon as you can."

    @property
    def held(self) -> Allocation:
        if current := self.current:
            return current
        raise Http404("Nobody holds the child.")

    @property
    def heading(self) -> str:
        return f"{self.held.social_worker} no longer holds the child"

    def get_cancel_url(self) -> str:
        return self.page("children:allocate")

    def act(self, **answers: Any) -> Allocation:
        return end_allocation(allocation=self.held, **answers, by=self.request.user, today=self.today)


def as_row(allocation: Allocation) -> SummaryRow:
    since = in_words(allocation.from_on)
    lasting = f"{since} to {in_words(allocation.until_on)}" if allocation.until_on else f"Since {since}"
    return SummaryRow(name=str(allocation.social_worker), value=f"{lasting}\n{allocation.team}")
