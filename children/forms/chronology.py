"""What is asked of a chronology, and what is added to it."""

from datetime import date
from typing import Any

from django import forms

from govuk_forms.fields import NearDateField
from govuk_forms.forms import GovForm
from govuk_forms.layout import Layout, Question


class ChronologyFilter(GovForm):
    everything = forms.BooleanField(label="Everything, not only what matters", required=False)
    family = forms.BooleanField(label="With the children who live at home", required=False)
    from_on = NearDateField(label="From (optional)", required=False)
    until_on = NearDateField(label="Until (optional)", required=False)

    layout = Layout("everything", "family", "from_on", "until_on")


class EventForm(GovForm):
    on = NearDateField(label="When did it happen?", error_messages={"required": "Enter the day"})
    what = forms.CharField(
        label="What happened?", widget=forms.Textarea, error_messages={"required": "Enter what happened"}
    )
    agency = forms.CharField(
        label="Who does it come from? (optional)",
        required=False,
        max_length=100,
        help_text="For example, the school.",
    )
    layout = Layout("on", Question("what", rows=5), Question("agency", width=20))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.limit("on", latest=today, must_be="today or earlier")
