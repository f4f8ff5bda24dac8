"""What is asked when a record is locked, opened all the same, and unlocked."""

from typing import Any

from django import forms

from accounts.models import User
from accounts.roles import GRANTED, Permission, Role
from children.models import Child
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
    layout = Layout(Question("reason", rows=4), Question("names", size="m", small=True))

    def __init__(self, *args: Any, child: Child, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        of_the_team = User.objects.active().filter(team=child.team) if child.team else User.objects.none()
        managers = User.objects.active().with_role(*ACROSS_TEAMS).exclude(role=Role.TEAM_MANAGER)
        self.fields["names"].queryset = (of_the_team | managers).order_by("name", "pk")


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
