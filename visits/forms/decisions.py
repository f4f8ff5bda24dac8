"""What a manager decides about a visit: what follows from an injury, and whether it counts."""

from datetime import date
from typing import Any

from django import forms

from govuk_forms.fields import NearDateField
from govuk_forms.forms import GovForm
from govuk_forms.layout import Layout, Question
from govuk_forms.words import day
from visits.models import Visit


class InjuryForm(GovForm):
    """What a manager decides about a new injury or incident."""

    decision = forms.ChoiceField(
        label="What follows?",
        choices=Visit.InjuryDecision.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select what follows"},
    )
    because = forms.CharField(label="Why?", widget=forms.Textarea, error_messages={"required": "Enter why"})
    decided_on = NearDateField(label="When was it decided?", error_messages={"required": "Enter the day"})
    layout = Layout(Question("decision", size="m"), Question("because", rows=4), "decided_on")

    def __init__(self, *args: Any, visit: Visit, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.limit(
            "decided_on",
            earliest=visit.visited_on,
            latest=today,
            must_be=f"between {day(visit.visited_on)}, the day of the visit, and today",
        )


class AcceptForm(GovForm):
    because = forms.CharField(
        label="Why does this visit count?",
        widget=forms.Textarea,
        help_text="Somebody else than the lead social worker made it, without an agreement.",
        error_messages={"required": "Enter why this visit counts"},
    )
    layout = Layout(Question("because", rows=4))
