"""A member's own part in core groups: what they agreed to do, what is asked of them, and what they say.

For somebody who opens no record. Everything here is found through their own membership of today, and nothing else.
"""

from functools import cached_property
from typing import Any

from django.conf import settings
from django.forms import BaseForm
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView

from accounts.pages import ActingForm, Page
from accounts.roles import Permission
from audit.models import AccessLog
from children.models import Child
from coregroups import between, forms
from coregroups.actions import children_of_member, say_as_member, take_what_came
from coregroups.models import AskedOfMember, CoreGroupMember, WordOfMember
from plans.models import Action
from unfinished.pages import KeepsWhatIsTyped


class OwnPartPage(Page, TemplateView):
    not_exported = "It is what one person has to do, of a few children at most; nobody watches others by it."
    permission = Permission.KEEP_OWN_PART
    template_name = "coregroups/own_part.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate()
        children = children_of_member(self.request.user, today=today)
        AccessLog.objects.bulk_create(
            AccessLog(user=self.request.user, child_pk=child.pk, page="my-part") for child in children
        )
        return super().get_context_data(
            parts=between.own_part(self.request.user, today=today),
            agency=self.request.user.agency,
            escalation_procedure=settings.ESCALATION_PROCEDURE_URL,
            **kwargs,
        )


class OwnForm(KeepsWhatIsTyped, ActingForm, Page):
    permission = Permission.KEEP_OWN_PART

    @cached_property
    def children(self) -> list[Child]:
        return children_of_member(self.request.user, today=timezone.localdate())

    def find(self) -> None:
        """Raises Http404 before anything is asked when there is nothing to do it to."""

    def get_form(self, form_class: type[BaseForm] | None = None) -> BaseForm:
        self.find()
        return super().get_form(form_class)

    def get_success_url(self) -> str:
        return reverse("my-part")

    def say(self, child: Child, **answers: Any) -> WordOfMember:
        member = CoreGroupMember.objects.on(timezone.localdate()).filter(child=child)
        return say_as_member(
            child=child, person=member.get(person__user=self.request.user).person, said_on=timezone.localdate(),
            by=self.request.user, today=timezone.localdate(), **answers,
        )  # fmt: skip


class OwnAction(OwnForm):
    form_class = forms.OwnActionForm
    heading = "How your action is going"
    save_label = "Tell the social worker"
    done = "The social worker finds it with the action, and at the next core group."

    @cached_property
    def action(self) -> Action:
        own = between.own_actions(self.request.user, today=timezone.localdate())
        found = next((action for action in own if action.pk == self.kwargs["action_pk"]), None)
        if found is None:
            raise Http404("No action of this person's own.")
        return found

    def find(self) -> None:
        _ = self.action

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(caption=f"{self.action.child.name}: {self.action.what}", **kwargs)

    def act(self, **answers: Any) -> WordOfMember:
        return self.say(self.action.child, action=self.action, **answers)


class SayAsMember(OwnForm):
    form_class = forms.OwnWordForm
    heading = "Write to the social worker"
    save_label = "Send"
    done = "The social worker has it. What asks for an answer is answered here."

    def find(self) -> None:
        if not self.children:
            raise Http404("Not a member of the core group of a child on a plan.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "children": self.children}

    def get_initial(self) -> dict[str, Any]:
        return {"child": self.children[0].pk} if len(self.children) == 1 else {}

    def act(self, child: Child, **answers: Any) -> WordOfMember:
        return self.say(child, **answers)


class SendWhatWasAsked(OwnForm):
    form_class = forms.SendForm
    heading = "Send what you were asked for"
    save_label = "Send"
    done = "The social worker has it."

    @cached_property
    def asked(self) -> AskedOfMember:
        own = AskedOfMember.objects.of(self.request.user).outstanding().filter(child__in=self.children)
        return get_object_or_404(own.select_related("child", "action"), pk=self.kwargs["asked_of_member_pk"])

    def find(self) -> None:
        _ = self.asked

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = f"{self.asked.child.name}: {self.asked.get_kind_display().lower()}. {self.asked.words}"
        return super().get_context_data(caption=asked, **kwargs)

    def act(self, **answers: Any) -> AskedOfMember:
        today = timezone.localdate()
        return take_what_came(asked=self.asked, came_on=today, by=self.request.user, today=today, **answers)
