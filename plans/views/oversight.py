"""A manager's notes on a plan, a refused change that a manager reads, and the proposal that a plan ends."""

from functools import cached_property
from typing import Any

from django.shortcuts import get_object_or_404

from accounts.roles import Permission
from plans.actions.oversight import oversee, propose_end, read_refusal
from plans.models import EndProposal, Oversight, RefusedChange
from plans.oversight_forms import OversightForm, ProposeEndForm, ReadForm
from plans.views.plans import PlanForm
from unfinished.pages import KeepsWhatIsTyped


class Oversee(KeepsWhatIsTyped, PlanForm):
    permission = Permission.OVERSEE_PLAN
    form_class = OversightForm
    heading = "Supervision and decisions about the plan"
    done = "The note is on the plan."

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "today": self.today}

    def get_initial(self) -> dict[str, Any]:
        return {"on": self.today}

    def act(self, **answers: Any) -> Oversight:
        return oversee(plan=self.plan, by=self.request.user, today=self.today, **answers)


class ReadRefusal(PlanForm):
    permission = Permission.OVERSEE_PLAN
    form_class = ReadForm
    template_name = "plans/refused_change.html"
    heading = "A change was refused"
    save_label = "I have read it"
    done = "It is recorded that you have read it."

    @cached_property
    def refusal(self) -> RefusedChange:
        those = RefusedChange.objects.filter(child=self.child).select_related("outcome", "recorded_by")
        return get_object_or_404(those, pk=self.kwargs["refused_change_pk"])

    def find(self) -> None:
        _ = self.refusal

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(refusal=self.refusal, **kwargs)

    def act(self) -> RefusedChange:
        return read_refusal(refusal=self.refusal, by=self.request.user, today=self.today)


class ProposeEnd(KeepsWhatIsTyped, PlanForm):
    form_class = ProposeEndForm
    heading = "Propose that the plan ends"
    save_label = "Propose it to the chair"
    done = "The conference chair has the proposal in the in-box."

    def act(self, **answers: Any) -> EndProposal:
        return propose_end(plan=self.plan, by=self.request.user, today=self.today, **answers)
