"""Outcomes: added, changed and judged by whoever set them; what a conference set is not changed here (B-02)."""

from functools import cached_property
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse

from accounts.roles import Permission
from children.meanwhile import SeesOtherChanges
from children.pages import ChildContext
from plans import forms
from plans.actions import add_outcome, change_outcome, record_outcome_progress
from plans.actions.content import WHO_MAY_WRITE, may_write
from plans.actions.oversight import tell_of_refusal
from plans.models import Outcome
from plans.views.plans import PlanForm

SetBy = Outcome.SetBy


class AddOutcome(PlanForm):
    form_class = forms.OutcomeForm
    heading = "Add an outcome agreed by the core group"
    done = "The outcome was added."
    set_by: ClassVar[str] = SetBy.CORE_GROUP

    def act(self, **answers: Any) -> Any:
        return add_outcome(plan=self.plan, set_by=self.set_by, by=self.request.user, **answers)


class AddConferenceOutcome(AddOutcome):
    permission = Permission.HOLD_CONFERENCE
    heading = "Add an outcome set by the conference"
    set_by = SetBy.CONFERENCE


class OutcomePage(PlanForm):
    """About one outcome, of those that these people write."""

    set_by: ClassVar[tuple[str, ...]] = (SetBy.CORE_GROUP,)

    @cached_property
    def outcome(self) -> Outcome:
        written = self.plan.outcomes.filter(set_by__in=self.set_by).select_related("plan", "child")
        return get_object_or_404(written, pk=self.kwargs["outcome_pk"])

    def find(self) -> None:
        _ = self.outcome

    def record(self) -> Outcome:
        return self.outcome


class ChangeOutcome(SeesOtherChanges, OutcomePage):
    """Of the core group's own. Of one that a conference set it says so, and the manager hears of an attempt."""

    form_class = forms.OutcomeForm
    heading = "Change an outcome"
    done = "The outcome was changed."

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        others = self.child.plans.open().values("pk")
        outcome = Outcome.objects.filter(plan__in=others, pk=kwargs["outcome_pk"]).exclude(
            set_by__in=self.set_by
        )
        refused = outcome.select_related("plan", "child").first()
        if refused is None or not request.user.may(self.permission):
            return super().dispatch(request, *args, **kwargs)
        return self.only_a_conference(refused)

    def only_a_conference(self, outcome: Outcome) -> HttpResponse:
        is_told = self.request.method == "POST"
        if is_told:
            words = self.request.POST.get("what_will_be_different", "")[:5000]
            tell_of_refusal(outcome=outcome, words=words, by=self.request.user, today=self.today)
        context = ChildContext.get_context_data(
            self, heading="Only a conference can change this", outcome=outcome, is_told=is_told,
            sentence=WHO_MAY_WRITE[SetBy(outcome.set_by)][1],
        )  # fmt: skip
        return TemplateResponse(self.request, "plans/only_a_conference.html", context, status=403)

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.outcome, name) for name in forms.OutcomeForm.base_fields}

    def act(self, **answers: Any) -> Any:
        return change_outcome(outcome=self.outcome, by=self.request.user, **answers)


class ChangeConferenceOutcome(ChangeOutcome):
    dispatch = OutcomePage.dispatch
    permission = Permission.HOLD_CONFERENCE
    form_class = forms.CorrectOutcomeForm
    heading = "Correct an outcome set by the conference"
    set_by = (SetBy.CONFERENCE,)


class OutcomeProgress(SeesOtherChanges, OutcomePage):
    """Progress may be noted on any outcome; that a conference's is achieved, only by the conference."""

    form_class = forms.OutcomeProgressForm
    heading = "Mark progress on an outcome"
    done = "Progress was recorded."
    set_by = (SetBy.CORE_GROUP, SetBy.CONFERENCE)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {
            **super().get_form_kwargs(),
            "outcome": self.outcome,
            "may_achieve": may_write(self.outcome, self.request.user),
            "today": self.today,
        }

    def get_initial(self) -> dict[str, Any]:
        return {"progress": self.outcome.progress, "achieved_on": self.outcome.achieved_on}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(caption=self.outcome.what_will_be_different, **kwargs)

    def act(self, **answers: Any) -> Any:
        return record_outcome_progress(
            outcome=self.outcome, by=self.request.user, today=self.today, **answers
        )


class ConferenceOutcomeProgress(OutcomeProgress):
    permission = Permission.HOLD_CONFERENCE
    set_by = (SetBy.CONFERENCE,)
