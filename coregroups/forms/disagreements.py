"""What is asked about a disagreement among professionals."""

from datetime import date
from typing import Any

from django import forms

from coregroups.models import Disagreement, DisagreementStep
from govuk_forms.fields import NearDateField
from govuk_forms.forms import GovForm
from govuk_forms.layout import Layout, Question


class RaiseForm(GovForm):
    about = forms.CharField(
        label="What do they not agree about?",
        widget=forms.Textarea,
        error_messages={"required": "Enter what they do not agree about"},
    )
    between = forms.CharField(
        label="Who does not agree with whom?",
        max_length=200,
        error_messages={"required": "Enter who does not agree with whom"},
    )
    raised_on = NearDateField(label="When was it raised?", error_messages={"required": "Enter the day"})
    layout = Layout(Question("about", rows=4), "between", "raised_on")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.limit("raised_on", latest=today, must_be="today or earlier")


class TakeFurtherForm(GovForm):
    stage = forms.ChoiceField(
        label="What was done?",
        choices=DisagreementStep.Stage.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select what was done"},
    )
    with_whom = forms.CharField(
        label="With whom?", max_length=200, error_messages={"required": "Enter with whom"}
    )
    on = NearDateField(label="On which day?", error_messages={"required": "Enter the day"})
    outcome = forms.CharField(
        label="What came of it?",
        widget=forms.Textarea,
        required=False,
        help_text="Left empty where the conference chair is asked: the chair answers here.",
    )
    layout = Layout(Question("stage", size="m"), "with_whom", "on", Question("outcome", rows=4))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.limit("on", latest=today, must_be="today or earlier")


class AdviseForm(GovForm):
    advice = forms.CharField(
        label="What do you advise?",
        widget=forms.Textarea,
        error_messages={"required": "Enter what you advise"},
    )
    layout = Layout(Question("advice", rows=6))


class SettleForm(GovForm):
    how = forms.CharField(
        label="How was it settled?",
        widget=forms.Textarea,
        error_messages={"required": "Enter how it was settled"},
    )
    settled_on = NearDateField(label="On which day?", error_messages={"required": "Enter the day"})
    layout = Layout(Question("how", rows=4), "settled_on")

    def __init__(self, *args: Any, disagreement: Disagreement, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.limit(
            "settled_on", earliest=disagreement.raised_on, latest=today, must_be="between then and today"
        )
