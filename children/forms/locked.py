"""What is asked when a record is locked, opened all the same, and unlocked."""

from typing import Any

from django import forms

from accounts.models import User
from accounts.roles import GRANTED, Permission, Role
from children.models import Child
from children.models.child import ChildQuerySet
from govuk_forms.forms import GovForm
from govuk_forms.layout import Layout, Question

ACROSS_TEAMS = tuple(role for role, may in GRANTED.items() if Permission.LOCK_RECORD in may)


class LockForm(GovForm):
    reason = forms.CharField(
        label="Why is the record locked?",
        widget=forms.Textarea,
        help_text="For example, that somebody who works here is related to the family.",
        error_messages={"required": "Enter why the record is locked"},
    )
    names = forms.ModelMultipleChoiceField(
        User.objects.none(),
        label="Who opens it without saying why? (optional)",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="You, the lead social worker and the conference chair do so in any case.",
    )
    siblings = forms.ModelMultipleChoiceField(
        Child.objects.none(),
        label="Which brothers’ and sisters’ records are locked too? (optional)",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="What a conference, a core group or a visit says of several children is read through each of them.",
    )

    def __init__(self, *args: Any, child: Child, siblings: ChildQuerySet, **kwargs: Any) -> None:
        self.has_siblings = bool(siblings)
        super().__init__(*args, **kwargs)
        if siblings:
            self.fields["siblings"].queryset = self.fields["siblings"].initial = siblings
        else:
            del self.fields["siblings"]
        of_the_team = User.objects.active().filter(team=child.team) if child.team else User.objects.none()
        managers = User.objects.active().with_role(*ACROSS_TEAMS).exclude(role=Role.TEAM_MANAGER)
        self.fields["names"].queryset = (of_the_team | managers).order_by("name", "pk")

    def lay_out(self) -> Layout:
        siblings = [Question("siblings", size="m", small=True)] if self.has_siblings else []
        return Layout(Question("reason", rows=4), *siblings, Question("names", size="m", small=True))


class OpenLockedForm(GovForm):
    because = forms.CharField(
        label="Why do you have to open it?",
        widget=forms.Textarea,
        help_text="It is kept with your name, and a manager reads it. The record then opens for you until tonight.",
        error_messages={"required": "Enter why you have to open it"},
    )
    layout = Layout(Question("because", rows=3))


class LiftLockForm(GovForm):
    because = forms.CharField(
        label="Why is the lock lifted?",
        widget=forms.Textarea,
        error_messages={"required": "Enter why the lock is lifted"},
    )
    layout = Layout(Question("because", rows=3))
