"""What a manager writes down about a plan, and what the lead says who proposes that it ends."""

from datetime import date
from typing import Any

from django import forms

from govuk_forms.fields import NearDateField
from govuk_forms.forms import GovForm
from govuk_forms.layout import Inset, Layout, Question
from plans.models import EndReason, Oversight


class OversightForm(GovForm):
    kind = forms.ChoiceField(
        label="What is it?",
        choices=Oversight.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select what it is"},
    )
    on = NearDateField(label="On which day?", error_messages={"required": "Enter the day"})
    words = forms.CharField(
        label="What was looked at?",
        help_text="How the child is, whether visits and core groups are kept, whether anything changes for the child.",
        widget=forms.Textarea,
        error_messages={"required": "Write down what was looked at"},
    )
    decided = forms.CharField(
        label="What is decided?",
        help_text="By whom and by when. For a plan that cannot progress: protective action, an enquiry, an earlier "
        "review, legal planning, or why none of them.",
        widget=forms.Textarea,
        required=False,
        error_messages={"required": "Write down what is decided"},
    )
    frequencies_confirmed = forms.BooleanField(
        label="How often visits and core groups are held is right for this child", required=False
    )
    review_on = NearDateField(label="By when is it looked at again? (optional)", required=False)
    layout = Layout(
        Question("kind", size="s"),
        "on",
        Question("words", rows=4),
        Question("decided", rows=4),
        Question("frequencies_confirmed"),
        "review_on",
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.limit("on", latest=today, must_be="today or earlier")
        self.limit("review_on", earliest=today, must_be="today or later")

    def clean(self) -> dict[str, Any]:
        answers = super().clean()
        must_decide = {Oversight.Kind.DECISION, Oversight.Kind.CANNOT_PROGRESS}
        if answers.get("kind") in must_decide and not answers.get("decided"):
            self.add_error("decided", "Write down what is decided")
        return answers


class ReadForm(GovForm):
    """Nothing is asked: the button is the answer."""


class ProposeEndForm(GovForm):
    because = forms.CharField(
        label="What has changed for the child?",
        help_text="What the child says, what is seen, and for how long.",
        widget=forms.Textarea,
        error_messages={"required": "Write down what has changed for the child"},
    )
    support = forms.CharField(
        label="What help goes on afterwards? (optional)", widget=forms.Textarea, required=False
    )
    layout = Layout(
        Inset(
            f"Only a review conference ends a plan because the child is “{EndReason.NO_LONGER_AT_RISK.label.lower()}”. "
            "The chair is told now. The plan and every date go on."
        ),
        Question("because", rows=5),
        Question("support", rows=3),
    )
