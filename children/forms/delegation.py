"""What is asked when contact with a child is delegated, looked into and ended."""

from datetime import date
from typing import Any

from django import forms

from accounts.models import User
from children.actions.delegation import WHO_CAN_BE_A_DELEGATE
from children.forms.allocation import WorkerField
from govuk_forms.fields import NearDateField
from govuk_forms.forms import GovForm
from govuk_forms.layout import Layout, Question


class DelegateForm(GovForm):
    delegate = WorkerField(
        User.objects.none(),
        label="Who is to see the child?",
        empty_label="Select a social worker",
        error_messages={"required": "Select who is to see the child"},
    )
    reason = forms.CharField(
        label="Why does contact have to be delegated?",
        widget=forms.Textarea,
        help_text="It is an exception. You stay responsible, and look into it every four weeks.",
        error_messages={"required": "Enter why contact has to be delegated"},
    )
    what = forms.CharField(
        label="What is delegated, and how often is the child to be seen?",
        widget=forms.Textarea,
        error_messages={"required": "Enter what is delegated and how often"},
    )
    from_on = NearDateField(label="From", error_messages={"required": "Enter the first day"})
    until_on = NearDateField(
        label="Until",
        help_text="The first day on which it no longer holds, six months on at most.",
        error_messages={"required": "Enter the first day on which it no longer holds"},
    )

    layout = Layout(
        Question("delegate", size="m"),
        Question("reason", rows=4),
        Question("what", rows=3),
        "from_on",
        "until_on",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        workers = User.objects.active().with_role(*WHO_CAN_BE_A_DELEGATE).exclude(team=None)
        self.fields["delegate"].queryset = workers.select_related("team").order_by("team__name", "name")


class LookIntoForm(GovForm):
    on = NearDateField(label="When did you look into it?", error_messages={"required": "Enter the day"})
    words = forms.CharField(
        label="How is the delegated contact going?",
        widget=forms.Textarea,
        error_messages={"required": "Enter how it is going"},
    )
    layout = Layout("on", Question("words", rows=5))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.limit("on", latest=today, must_be="today or earlier")


class EndDelegationForm(GovForm):
    ended_on = NearDateField(label="When did it end?", error_messages={"required": "Enter the day"})
    because = forms.CharField(
        label="Why did it end?", widget=forms.Textarea, error_messages={"required": "Enter why it ended"}
    )
    layout = Layout("ended_on", Question("because", rows=3))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.limit("ended_on", latest=today, must_be="today or earlier")
