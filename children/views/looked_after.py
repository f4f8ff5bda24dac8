"""A child with a plan who is or was looked after."""

from functools import cached_property
from typing import Any

from django.forms import BaseForm
from django.shortcuts import get_object_or_404

from accounts.roles import Permission
from children import looked_after
from children.actions.looked_after import (
    begin_looked_after,
    decide_about_plan,
    end_looked_after,
    record_review,
    refuse_looked_after,
    refuse_over,
    refuse_without_a_decision,
)
from children.forms.looked_after import (
    LookedAfterEndForm,
    LookedAfterForm,
    LookedAfterReviewForm,
    StillNeededForm,
)
from children.models import LookedAfter, LookedAfterReview
from children.pages import ChildForm, ChildPage


class LookedAfterPage(ChildPage):
    not_exported = "It is part of one child's record, which leaves the portal printed and whole."
    permission = Permission.VIEW_CHILD
    section = "Overview"
    template_name = "children/looked_after.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        every = list(self.child.lookedafters.select_related("decided_by").prefetch_related("reviews"))
        still = next((spell for spell in every if spell.until_on is None), None)
        return super().get_context_data(
            heading="Looked after",
            still=still,
            may_decide=still and still.asks_about_the_plan and self.request.user.may(Permission.OVERSEE_PLAN),
            every=[(spell, looked_after.facts(spell)) for spell in every],
            **kwargs,
        )


class LookedAfterPart(ChildForm):
    permission = Permission.EDIT_CHILD

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"today": self.today}

    def get_success_url(self) -> str:
        return looked_after.page_of(self.child)


class BeginLookedAfter(LookedAfterPart):
    form_class = LookedAfterForm
    heading = "The child is looked after"
    done = "Recorded. Whether the plan is still needed is asked of the manager now."

    def refuse_beforehand(self) -> None:
        refuse_looked_after(self.child)

    def get_initial(self) -> dict[str, Any]:
        return {"from_on": self.today}

    def act(self, **answers: Any) -> LookedAfter:
        return begin_looked_after(child=self.child, by=self.request.user, today=self.today, **answers)


class SpellForm(LookedAfterPart):
    @cached_property
    def spell(self) -> LookedAfter:
        return get_object_or_404(self.child.lookedafters, pk=self.kwargs["looked_after_pk"])

    def get_form(self, form_class: type[BaseForm] | None = None) -> BaseForm:
        _ = self.spell  # not found before anything is asked
        return super().get_form(form_class)


class StillNeeded(SpellForm):
    permission = Permission.OVERSEE_PLAN
    form_class = StillNeededForm
    heading = "Is the plan still needed?"
    done = "It is decided. The plan goes on until it is ended."

    def refuse_beforehand(self) -> None:
        refuse_without_a_decision(self.spell)

    def get_initial(self) -> dict[str, Any]:
        return {"decided_on": self.today}

    def act(self, **answers: Any) -> LookedAfter:
        return decide_about_plan(looked_after=self.spell, by=self.request.user, today=self.today, **answers)


class ReviewLookedAfter(SpellForm):
    form_class = LookedAfterReviewForm
    heading = "Record the reviewing officer’s review"
    done = "The review is recorded."

    def get_initial(self) -> dict[str, Any]:
        return {"held_on": self.today}

    def act(self, **answers: Any) -> LookedAfterReview:
        return record_review(looked_after=self.spell, by=self.request.user, today=self.today, **answers)


class EndLookedAfter(SpellForm):
    form_class = LookedAfterEndForm
    heading = "The child is no longer looked after"
    done = "Recorded. A plan that was not ended goes on."

    def refuse_beforehand(self) -> None:
        refuse_over(self.spell)

    def get_initial(self) -> dict[str, Any]:
        return {"until_on": self.today}

    def act(self, **answers: Any) -> LookedAfter:
        return end_looked_after(looked_after=self.spell, by=self.request.user, today=self.today, **answers)
