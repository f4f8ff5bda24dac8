"""What is asked when somebody reports that something has changed, and when a manager decides about it."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from django import forms

from children.models import Child
from coregroups.changes import ALSO_ASKED, QUESTIONS
from coregroups.models import SignificantChange
from govuk_forms.fields import NearDateField, TimeField
from govuk_forms.forms import GovForm
from govuk_forms.layout import Layout, Question, Warning
from govuk_forms.words import day

NOTHING: Final = "nothing"


class ReportChangeForm(GovForm):
    kind = forms.ChoiceField(
        label="What kind of change is it?",
        choices=SignificantChange.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select what kind of change it is"},
    )
    what = forms.CharField(
        label="What has changed?",
        widget=forms.Textarea,
        help_text="What was seen, heard or said; when; and what it means for the child.",
        error_messages={"required": "Enter what has changed"},
    )
    told_by = forms.CharField(
        label="Who saw it, or told you?",
        max_length=150,
        help_text="A name, and what they are to the child.",
        error_messages={"required": "Enter who saw it or told you"},
    )
    reported_on = NearDateField(label="On which day?", error_messages={"required": "Enter the day"})
    reported_at = TimeField(
        label="At what time? (optional)",
        required=False,
        help_text="For example, 4:30pm.",
        error_messages={"invalid": "Enter a time like 4:30pm or 16:30"},
    )
    asks_for = forms.ChoiceField(
        label="Do you ask for a meeting?",
        choices=[*SignificantChange.AsksFor.choices, (NOTHING, "No: the manager decides what is needed")],
        widget=forms.RadioSelect,
        required=False,
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.limit("reported_on", latest=today, must_be="today or earlier")

    def lay_out(self) -> Layout:
        return Layout(
            Warning("If a child is in danger now, ring 999 first."),
            *self.asked_first(),
            Question("kind", size="m"),
            Question("what", rows=5),
            "told_by",
            "reported_on",
            Question("reported_at", width=10),
            Question("asks_for", size="m"),
        )

    def asked_first(self) -> list[Question]:
        return []

    def clean_asks_for(self) -> str:
        asked = self.cleaned_data["asks_for"]
        return "" if asked == NOTHING else asked


class MemberReportsChangeForm(ReportChangeForm):
    child = forms.TypedChoiceField(
        label="Which child?",
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": "Select the child", "invalid_choice": "Select one of the children below"},
    )

    def __init__(self, *args: Any, children: Sequence[Child], **kwargs: Any) -> None:
        self.children = {child.pk: child for child in children}
        super().__init__(*args, **kwargs)
        self.fields["child"].choices = [(pk, child.name) for pk, child in self.children.items()]

    def asked_first(self) -> list[Question]:
        return [Question("child", size="m")]

    def clean_child(self) -> Child:
        return self.children[self.cleaned_data["child"]]


def _decided(label: str, error: str) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        choices=[("yes", "Yes"), ("no", "No")],
        coerce=lambda answer: answer == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": error},
    )


class DecideChangeForm(GovForm):
    protective_action = _decided(
        "Is the child protected by immediate action?", "Select whether immediate action is taken"
    )
    enquiry = _decided(
        "Is there to be a section 47 enquiry?", "Select whether there is to be a section 47 enquiry"
    )
    early_review = _decided(
        "Is the review conference brought forward?", "Select whether the review conference is brought forward"
    )
    legal_planning = _decided("Is legal planning begun?", "Select whether legal planning is begun")
    extra_core_group = _decided(
        "Is there to be an extra core group?", "Select whether there is to be an extra core group"
    )
    unit_told = _decided(
        "Was the safeguarding unit told or asked?", "Select whether the safeguarding unit was told or asked"
    )
    because = forms.CharField(label="Why?", widget=forms.Textarea, error_messages={"required": "Enter why"})
    consulted = forms.CharField(
        label="Who was told or asked?",
        widget=forms.Textarea,
        help_text="Who of the safeguarding unit, the members and the family, and when; or why nobody was.",
        error_messages={"required": "Enter who was told or asked, or why nobody was"},
    )
    decided_on = NearDateField(label="When was it decided?", error_messages={"required": "Enter the day"})
    layout = Layout(
        *(Question(name, size="s", inline=True) for name in (*QUESTIONS, *ALSO_ASKED)),
        Question("because", rows=4),
        Question("consulted", rows=3),
        "decided_on",
    )

    def __init__(self, *args: Any, change: SignificantChange, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.limit(
            "decided_on",
            earliest=change.reported_on,
            latest=today,
            must_be=f"between {day(change.reported_on)}, when it was reported, and today",
        )
