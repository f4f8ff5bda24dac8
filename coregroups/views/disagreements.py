"""A disagreement among professionals, from the day it is raised until it is settled."""

from functools import cached_property
from typing import Any

from django.conf import settings
from django.forms import BaseForm
from django.shortcuts import get_object_or_404

from accounts.roles import Permission
from children.pages import ChildPage
from coregroups import disagreements, forms
from coregroups.actions import advise, raise_disagreement, settle, take_further
from coregroups.actions.disagreements import refuse_advised, refuse_settled
from coregroups.models import Disagreement, DisagreementStep
from coregroups.views.groups import CoreGroupForm
from unfinished.pages import KeepsWhatIsTyped


class DisagreementFinder:
    @cached_property
    def disagreement(self) -> Disagreement:
        mine = self.child.disagreements.select_related("recorded_by", "child")
        return get_object_or_404(mine, pk=self.kwargs["disagreement_pk"])


class DisagreementPage(DisagreementFinder, ChildPage):
    permission = Permission.VIEW_CHILD
    template_name = "coregroups/disagreement.html"
    section = "Core groups"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        is_open = not self.disagreement.settled_on
        return super().get_context_data(
            heading="Disagreement among professionals",
            disagreement=self.disagreement,
            standing=disagreements.standing(self.disagreement),
            rows=disagreements.facts(self.disagreement),
            steps=disagreements.steps(self.disagreement, may_advise=user.may(Permission.ADVISE_CORE_GROUP)),
            may_go_on=is_open and user.may(Permission.RECORD_CORE_GROUP),
            escalation_procedure=settings.ESCALATION_PROCEDURE_URL,
            **kwargs,
        )


class RaiseDisagreement(KeepsWhatIsTyped, CoreGroupForm):
    form_class = forms.RaiseForm
    heading = "Record a disagreement among professionals"
    done = "The disagreement is recorded. It stands on the agenda until it is settled."

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "today": self.today}

    def get_initial(self) -> dict[str, Any]:
        return {"raised_on": self.today}

    def act(self, **answers: Any) -> Disagreement:
        return raise_disagreement(child=self.child, by=self.request.user, today=self.today, **answers)

    def get_success_url(self) -> str:
        return disagreements.page_of(self.acted) if hasattr(self, "acted") else super().get_success_url()


class DisagreementForm(KeepsWhatIsTyped, DisagreementFinder, CoreGroupForm):
    def get_form(self, form_class: type[BaseForm] | None = None) -> BaseForm:
        _ = self.disagreement  # not found before anything is asked
        return super().get_form(form_class)

    def refuse_beforehand(self) -> None:
        refuse_settled(self.disagreement)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(caption=self.disagreement.about, **kwargs)

    def get_success_url(self) -> str:
        return disagreements.page_of(self.disagreement)


class TakeFurther(DisagreementForm):
    form_class = forms.TakeFurtherForm
    heading = "Take the disagreement further"
    done = "It is recorded."

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "today": self.today}

    def get_initial(self) -> dict[str, Any]:
        return {"on": self.today}

    def act(self, **answers: Any) -> DisagreementStep:
        return take_further(disagreement=self.disagreement, by=self.request.user, today=self.today, **answers)


class Settle(DisagreementForm):
    form_class = forms.SettleForm
    heading = "Record that it is settled"
    done = "It is settled."

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "disagreement": self.disagreement, "today": self.today}

    def get_initial(self) -> dict[str, Any]:
        return {"settled_on": self.today}

    def act(self, **answers: Any) -> Disagreement:
        return settle(disagreement=self.disagreement, by=self.request.user, today=self.today, **answers)


class Advise(DisagreementForm):
    permission = Permission.ADVISE_CORE_GROUP
    form_class = forms.AdviseForm
    heading = "Advise the core group"
    save_label = "Send the advice"
    done = "The core group has your advice."

    @cached_property
    def step(self) -> DisagreementStep:
        asked = DisagreementStep.objects.filter(
            disagreement__child=self.child, stage=DisagreementStep.Stage.CHAIR
        )
        return get_object_or_404(
            asked.select_related("disagreement__child"), pk=self.kwargs["disagreement_step_pk"]
        )

    @cached_property
    def disagreement(self) -> Disagreement:
        return self.step.disagreement

    def refuse_beforehand(self) -> None:
        refuse_advised(self.step)

    def act(self, **answers: Any) -> DisagreementStep:
        return advise(step=self.step, by=self.request.user, today=self.today, **answers)
