"""Who belongs to a child's core group: added, ended, kept out and let in again."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.shortcuts import get_object_or_404

from coregroups import forms
from coregroups.actions import (
    add_members,
    end_membership,
    exclude_member,
    keep_excluded,
    lift_exclusion,
)
from coregroups.actions.membership import refuse_excluded, refuse_left, refuse_not_excluded
from coregroups.invitations import asked_to_come
from coregroups.models import CoreGroupMember
from coregroups.views.groups import CoreGroupForm
from govuk_forms.words import weekday


class AddMembers(CoreGroupForm):
    form_class = forms.MembersForm
    template_name = "coregroups/add_members.html"
    heading = "Add members to the core group"
    save_label = "Add"
    done = "The members were added."

    def get_form_kwargs(self) -> dict[str, Any]:
        belong = self.child.coregroupmembers.filter(until_on__isnull=True).values("person")
        network = self.child.relationships.on(self.today).select_related("person").exclude(person__in=belong)
        return {
            **super().get_form_kwargs(),
            "those": self.family,
            "network": network.order_by("person__name"),
        }

    def get_initial(self) -> dict[str, Any]:
        return {"from_on": self.today, "children": [child.pk for child in self.family]}

    def act(self, **answers: Any) -> Any:
        return add_members(by=self.request.user, **answers)


class MemberForm(CoreGroupForm):
    """About one member of this child's core group."""

    @cached_property
    def member(self) -> CoreGroupMember:
        return get_object_or_404(
            self.child.coregroupmembers.select_related("person"), pk=self.kwargs["member_pk"]
        )

    def get_form(self, form_class: type[BaseForm] | None = None) -> BaseForm:
        _ = self.member  # not found before anything is asked
        return super().get_form(form_class)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(caption=f"{self.member.person.name} ({self.member.role})", **kwargs)


class EndMembership(MemberForm):
    form_class = forms.EndMembershipForm
    heading = "End a membership"
    save_label = "End membership"
    done = "The membership was ended."

    def refuse_beforehand(self) -> None:
        refuse_left(self.member)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "member": self.member}

    def get_initial(self) -> dict[str, Any]:
        return {"until_on": self.today}

    def act(self, **answers: Any) -> Any:
        return end_membership(member=self.member, by=self.request.user, **answers)


class Exclude(MemberForm):
    form_class = forms.ExclusionForm
    heading = "Exclude from the core group"
    save_label = "Exclude"
    done = "Excluded. They stay on the list, and are sent nothing."

    def refuse_beforehand(self) -> None:
        refuse_left(self.member)
        refuse_excluded(self.member)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "today": self.today}

    def act(self, **answers: Any) -> Any:
        excluded = exclude_member(member=self.member, by=self.request.user, **answers)
        for day in asked_to_come(self.member.person, self.child):
            messages.warning(
                self.request,
                f"They were asked already to the core group on {weekday(day)}, and know when and where it is. "
                "Cancel it and plan another, or make sure that it is safe.",
            )
        return excluded


class KeepExcluded(Exclude):
    heading = "Look at the exclusion again"
    save_label = "They stay excluded"
    done = "They stay excluded until it is looked at again."

    def refuse_beforehand(self) -> None:
        refuse_not_excluded(self.member)

    def get_initial(self) -> dict[str, Any]:
        return {"because": self.member.excluded_because, "told_instead": self.member.told_instead}

    def act(self, **answers: Any) -> Any:
        return keep_excluded(member=self.member, by=self.request.user, **answers)


class LiftExclusion(MemberForm):
    form_class = forms.LiftExclusionForm
    template_name = "coregroups/lift_exclusion.html"
    heading = "Lift the exclusion"
    save_label = "Lift the exclusion"
    done = "They take part again, and will be sent what is circulated from now on."

    def refuse_beforehand(self) -> None:
        refuse_not_excluded(self.member)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(member=self.member, **kwargs)

    def act(self, **answers: Any) -> Any:
        return lift_exclusion(member=self.member, by=self.request.user)
