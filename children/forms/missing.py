"""What is asked when a child goes missing, and on return."""

from datetime import date
from typing import Any

from django import forms

from children.models import Missing
from govuk_forms.fields import NearDateField, TimeField
from govuk_forms.forms import GovForm
from govuk_forms.layout import Layout, Question


class MissingForm(GovForm):
    who = forms.ChoiceField(
        label="Who is missing?",
        choices=Missing.Who.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select who is missing"},
    )
    since_on = NearDateField(label="Since when?", error_messages={"required": "Enter the day"})
    since_at = TimeField(
        label="Since what time? (optional)",
        required=False,
        error_messages={"invalid": "Enter a time like 4:30pm or 16:30"},
    )
    circumstances = forms.CharField(
        label="What is known?", widget=forms.Textarea, error_messages={"required": "Enter what is known"}
    )
    agencies_told = forms.CharField(
        label="Who was told, and when?",
        widget=forms.Textarea,
        help_text="The police before all others.",
        error_messages={"required": "Enter who was told, and when"},
    )
    layout = Layout(
        Question("who", size="m"),
        "since_on",
        Question("since_at", width=10),
        Question("circumstances", rows=4),
        Question("agencies_told", rows=3),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.limit("since_on", latest=today, must_be="today or earlier")


class FoundForm(GovForm):
    found_on = NearDateField(label="When was the child found?", error_messages={"required": "Enter the day"})
    found_words = forms.CharField(
        label="What did the child say on return, and to whom?",
        widget=forms.Textarea,
        help_text="Or why nobody could ask. The child is still to be seen: being found is no visit.",
        error_messages={"required": "Enter what the child said on return, or why nobody could ask"},
    )
    layout = Layout("found_on", Question("found_words", rows=5))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.limit("found_on", latest=today, must_be="today or earlier")
