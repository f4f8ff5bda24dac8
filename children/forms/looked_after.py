"""What is asked when a child with a plan is looked after."""

from datetime import date
from typing import Any

from django import forms

from children.models import LookedAfter
from govuk_forms.fields import NearDateField
from govuk_forms.forms import GovForm
from govuk_forms.layout import Layout, Question


class LookedAfterForm(GovForm):
    from_on = NearDateField(label="Since when?", error_messages={"required": "Enter the day"})
    legal_status = forms.ChoiceField(
        label="On which ground?",
        choices=LookedAfter.LegalStatus.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select the ground"},
    )
    placement = forms.CharField(
        label="With whom does the child live?",
        help_text="For example, “foster carers” or “grandmother, as family and friends carer”. Not the address.",
        max_length=200,
        error_messages={"required": "Enter with whom the child lives"},
    )
    reviewing_officer = forms.CharField(
        label="Who is the independent reviewing officer? (optional)", max_length=150, required=False
    )
    layout = Layout("from_on", Question("legal_status", size="m"), "placement", "reviewing_officer")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.limit("from_on", latest=today, must_be="today or earlier")


class StillNeededForm(GovForm):
    plan_needed = forms.TypedChoiceField(
        label="Is the child protection plan still needed?",
        choices=[("yes", "Yes, for now"), ("no", "No: the care plan takes its place")],
        coerce=lambda answer: answer == "yes",
        widget=forms.RadioSelect,
        help_text="In most cases it is not. It ends by a conference, or where your procedures let a manager end it.",
        error_messages={"required": "Select whether the plan is still needed"},
    )
    because = forms.CharField(label="Why?", widget=forms.Textarea, error_messages={"required": "Enter why"})
    decided_on = NearDateField(label="When was it decided?", error_messages={"required": "Enter the day"})
    layout = Layout(Question("plan_needed", size="m"), Question("because", rows=4), "decided_on")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.limit("decided_on", latest=today, must_be="today or earlier")


class LookedAfterReviewForm(GovForm):
    held_on = NearDateField(label="When was the review held?", error_messages={"required": "Enter the day"})
    with_conference = forms.TypedChoiceField(
        label="Was it held together with the child protection review?",
        choices=[("yes", "Yes"), ("no", "No")],
        coerce=lambda answer: answer == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether it was held together"},
    )
    progress = forms.CharField(
        label="What progress was there against the planned outcomes?",
        widget=forms.Textarea,
        error_messages={"required": "Enter what progress there was"},
    )
    next_planned_for = NearDateField(label="When is the next one? (optional)", required=False)
    layout = Layout(
        "held_on",
        Question("with_conference", size="m", inline=True),
        Question("progress", rows=6),
        "next_planned_for",
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.limit("held_on", latest=today, must_be="today or earlier")


class LookedAfterEndForm(GovForm):
    until_on = NearDateField(label="Until when?", error_messages={"required": "Enter the day"})
    because = forms.CharField(
        label="Why did it end, and where does the child live now?",
        widget=forms.Textarea,
        error_messages={"required": "Enter why it ended, and where the child lives now"},
    )
    layout = Layout("until_on", Question("because", rows=4))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.limit("until_on", latest=today, must_be="today or earlier")
