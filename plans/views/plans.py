"""A child's plan, and everything that can be done to it.

What changes a plan is about the open one: where there is none, its pages are not found.
"""

from functools import cached_property
from typing import Any

from django.forms import BaseForm
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from accounts.roles import Permission
from children.brought import own_words
from children.meanwhile import SeesOtherChanges
from children.pages import ChildForm, ChildPage
from govuk_forms.components import Link
from plans import forms, shown
from plans.actions import (
    add_action,
    decline_child_in_need_plan,
    describe_plan,
    end_plan_without_a_conference,
    move_action,
    record_progress,
    set_frequency,
    start_child_in_need_plan,
)
from plans.actions.content import refuse_done
from plans.actions.lifetime import refuse_while_on_a_plan
from plans.actions.sending import to_be_sent, update_and_send
from plans.lines_shown import family_rows, parts_shown
from plans.models import Action, ChildProtectionPlan
from unfinished.pages import KeepsWhatIsTyped

IF_NO_CONFERENCE = "cin-plan-if-no-conference"


class PlanPage(ChildPage):
    """The open plan, or the latest that ended; an earlier one by its own address."""

    permission = Permission.VIEW_CHILD
    template_name = "plans/plan.html"
    section = "Plan"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        plans = list(self.child.plans.all())
        plan = self._shown(plans)
        return super().get_context_data(
            heading="Child protection plan",
            plan=plan,
            others=[other for other in plans if other != plan],
            child_in_need_plans=self.child.childinneedplans.all(),
            declined=self.child.childinneedplandeclineds.select_related("agreed_by"),
            **(self._content(plan) if plan else {"verbs": self._verbs(None)}),
            **kwargs,
        )

    def _shown(self, plans: list[ChildProtectionPlan]) -> ChildProtectionPlan | None:
        asked_for = self.kwargs.get("plan_pk")
        if asked_for is None:
            return plans[0] if plans else None
        for plan in plans:
            if plan.pk == asked_for:
                return plan
        raise Http404("This child has no such plan.")

    def _content(self, plan: ChildProtectionPlan) -> dict[str, Any]:
        outcomes, actions = shown.outcomes(plan, user=self.request.user, today=self.today)
        return {
            "summary": shown.summary(plan, today=self.today),
            "description": shown.description(plan),
            "parts": [part for part in parts_shown(plan, user=self.request.user) if part.lines],
            "family": family_rows(plan),
            "outcomes": outcomes,
            "actions_without_outcome": actions,
            "frequencies": shown.frequencies(plan, today=self.today),
            "updates": shown.updates(plan),
            "own_words": own_words(self.child, until=self.today),
            "versions": shown.versions(plan),
            "to_be_sent": to_be_sent(plan),
            "oversights": shown.oversights(plan),
            "proposals": shown.end_proposals(plan),
            "changes": shown.changes_since_the_conference(plan),
            "verbs": self._verbs(plan),
        }

    def _verbs(self, plan: ChildProtectionPlan | None) -> dict[str, Link]:
        """What this person may do to this plan, by a name the template places it with."""
        offered = {
            "describe": ("Write or change this", "plans:describe", Permission.EDIT_PLAN),
            "detail": ("Add to this, or change it", "plans:detail", Permission.VIEW_CHILD),
            "add_outcome": ("Add an outcome", "plans:add-outcome", Permission.EDIT_PLAN),
            "add_conference_outcome": (
                "Add an outcome set by the conference",
                "plans:add-conference-outcome",
                Permission.HOLD_CONFERENCE,
            ),
            "add_action": ("Add an action", "plans:add-action", Permission.EDIT_PLAN),
            "set_frequency": ("Agree how often", "plans:set-frequency", Permission.AGREE_FREQUENCY),
            "agreement": (
                "Who signed the plan, and to whom it was explained",
                "plans:agreement",
                Permission.VIEW_CHILD,
            ),
            "plain": (
                "The plan in plain words, for the child and the parents",
                "plans:plain-copies",
                Permission.VIEW_CHILD,
            ),
            "update": ("Record that the plan was updated", "plans:update", Permission.EDIT_PLAN),
            "propose_end": ("Propose that the plan ends", "plans:propose-end", Permission.EDIT_PLAN),
            "oversee": ("Write down supervision or a decision", "plans:oversee", Permission.OVERSEE_PLAN),
            "evidence": ("The plan and its history as evidence", "evidence", Permission.EXPORT_LIST),
            "end": ("End the plan without a conference", "plans:end", Permission.END_PLAN),
        }
        if plan is None or plan.ended_on:
            offered = {name: each for name, each in offered.items() if plan and name == "evidence"}
        if not self.child.plans.open().exists():
            offered |= self._after_enquiries()
        at = {"child_pk": self.child.pk}
        return {
            name: Link(label, reverse(page, kwargs=at if page != "evidence" else at | {"plan_pk": plan.pk}))
            for name, (label, page, permission) in offered.items()
            if self.request.user.may(permission)
        }

    def _after_enquiries(self) -> dict[str, tuple[str, str, Permission]]:
        offered = {
            "child_in_need": (
                "Start a child in need plan",
                "plans:start-child-in-need",
                Permission.EDIT_PLAN,
            )
        }
        if self.child.deadlines.outstanding().filter(rule=IF_NO_CONFERENCE).exists():
            offered["no_child_in_need"] = (
                "Record that no child in need plan is needed",
                "plans:no-child-in-need",
                Permission.EDIT_PLAN,
            )
        return offered


class PlanForm(ChildForm):
    """Does something to the child's open plan."""

    permission = Permission.EDIT_PLAN
    section = "Plan"

    @cached_property
    def plan(self) -> ChildProtectionPlan:
        return get_object_or_404(self.child.plans.open())

    def get_form(self, form_class: type[BaseForm] | None = None) -> BaseForm:
        self.find()
        return super().get_form(form_class)

    def find(self) -> None:
        """Raises Http404 before anything is asked when there is nothing to do it to."""
        _ = self.plan

    def get_success_url(self) -> str:
        return reverse("plans:plan", kwargs={"child_pk": self.child.pk})


class Describe(KeepsWhatIsTyped, SeesOtherChanges, PlanForm):
    form_class = forms.DescriptionForm
    heading = "Concerns, what must change, and contingency"
    done = "The plan's description was saved."

    def record(self) -> ChildProtectionPlan:
        return self.plan

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.plan, name) for name in forms.DescriptionForm.base_fields}

    def act(self, **answers: Any) -> Any:
        return describe_plan(plan=self.plan, by=self.request.user, **answers)


class AddAction(PlanForm):
    form_class = forms.ActionForm
    heading = "Add an action"
    done = "The action was added."

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "plan": self.plan, "today": self.today}

    def get_initial(self) -> dict[str, Any]:
        chosen = self.request.GET.get("outcome", "")
        return {"outcome": chosen} if chosen.isdecimal() else {}

    def act(self, **answers: Any) -> Any:
        return add_action(plan=self.plan, by=self.request.user, agreed_on=self.today, **answers)


class ActionProgress(SeesOtherChanges, PlanForm):
    form_class = forms.ActionProgressForm
    heading = "Progress on an action"
    done = "The action was updated."

    @cached_property
    def action(self) -> Action:
        return get_object_or_404(
            self.plan.actions.select_related("plan", "child"), pk=self.kwargs["action_pk"]
        )

    def find(self) -> None:
        _ = self.action

    def record(self) -> Action:
        return self.action

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "today": self.today}

    def get_initial(self) -> dict[str, Any]:
        return {"progress": self.action.progress, "done_on": self.action.done_on}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(caption=f"{self.action.what} ({self.action.who})", **kwargs)

    def act(self, **answers: Any) -> Any:
        return record_progress(action=self.action, by=self.request.user, today=self.today, **answers)


class MoveAction(ActionProgress):
    form_class = forms.MoveActionForm
    heading = "Move the date of an action"
    save_label = "Move it"
    done = "The action’s date was moved. The delay and its reason stay in sight."

    def refuse_beforehand(self) -> None:
        refuse_done(self.action)

    def get_initial(self) -> dict[str, Any]:
        return {"by_when": self.action.by_when}

    def act(self, **answers: Any) -> Any:
        return move_action(action=self.action, by=self.request.user, today=self.today, **answers)


class SetFrequency(PlanForm):
    permission = Permission.AGREE_FREQUENCY
    form_class = forms.FrequencyForm
    heading = "Agree how often"
    save_label = "Agree"
    done = "The frequency was agreed, and the dates it changes have moved."

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "today": self.today}

    def get_initial(self) -> dict[str, Any]:
        return {"from_on": self.today}

    def act(self, **answers: Any) -> Any:
        return set_frequency(plan=self.plan, by=self.request.user, agreed_by=self.request.user, **answers)


class UpdatePlan(KeepsWhatIsTyped, PlanForm):
    form_class = forms.UpdateForm
    heading = "Record that the plan was updated"
    done = "The update was recorded."

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "plan": self.plan, "today": self.today}

    def get_initial(self) -> dict[str, Any]:
        return {"revised_on": self.today}

    def act(self, is_sent: bool, **answers: Any) -> Any:
        return update_and_send(
            plan=self.plan, is_sent=is_sent, by=self.request.user, today=self.today, **answers
        )


class EndPlan(PlanForm):
    permission = Permission.END_PLAN
    form_class = forms.EndForm
    heading = "End the plan without a conference"
    save_label = "End the plan"
    done = "The plan was ended."

    def act(self, **answers: Any) -> Any:
        return end_plan_without_a_conference(
            plan=self.plan, by=self.request.user, today=self.today, **answers
        )


class StartChildInNeedPlan(ChildForm):
    permission = Permission.EDIT_PLAN
    form_class = forms.ChildInNeedPlanForm
    heading = "Start a child in need plan"
    done = "The child in need plan was recorded."

    def refuse_beforehand(self) -> None:
        refuse_while_on_a_plan(self.child)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "today": self.today}

    def get_success_url(self) -> str:
        return reverse("plans:plan", kwargs={"child_pk": self.child.pk})

    def act(self, **answers: Any) -> Any:
        return start_child_in_need_plan(child=self.child, by=self.request.user, today=self.today, **answers)


class NoChildInNeedPlan(ChildForm):
    permission = Permission.EDIT_PLAN
    form_class = forms.NoChildInNeedPlanForm
    heading = "No child in need plan is needed"
    done = "The decision was recorded."

    def refuse_beforehand(self) -> None:
        refuse_while_on_a_plan(self.child)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "today": self.today}

    def get_initial(self) -> dict[str, Any]:
        return {"decided_on": self.today}

    def get_success_url(self) -> str:
        return reverse("plans:plan", kwargs={"child_pk": self.child.pk})

    def act(self, **answers: Any) -> Any:
        return decline_child_in_need_plan(child=self.child, by=self.request.user, today=self.today, **answers)
