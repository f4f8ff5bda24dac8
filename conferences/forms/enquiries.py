"""Strategy discussions and what enquiries decided."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from accounts.models import User
from accounts.roles import Role
from children.models import Child
from conferences.forms.family import WhichChildren
from conferences.models import Section47Enquiry
from govuk_forms.fields import NearDateField, TimeField
from govuk_forms.forms import GovFormMixin
from govuk_forms.layout import Layout, Question
from govuk_forms.words import day

AGREED = [("yes", "Yes: the enquiry starts that day"), ("no", "No")]


class DiscussionForm(GovFormMixin, WhichChildren):
    held_on = NearDateField(label="Date of the strategy discussion", help_text="For example, 14/3/2026.")
    held_at = TimeField(
        label="What time was it? (optional)",
        required=False,
        error_messages={"invalid": "Enter a time like 4:30pm or 16:30"},
    )
    who_took_part = forms.CharField(
        label="Who took part?",
        help_text="Names and agencies: at least police, health and social care.",
        widget=forms.Textarea,
        error_messages={"required": "Enter who took part in the strategy discussion"},
    )
    concern = forms.CharField(label="What was discussed? (optional)", required=False, widget=forms.Textarea)
    enquiry_agreed = forms.ChoiceField(
        label="Was a section 47 enquiry agreed?",
        choices=AGREED,
        widget=forms.RadioSelect,
        error_messages={"required": "Select yes if a section 47 enquiry was agreed"},
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["held_on"].limit(latest=today, must_be=f"today ({day(today)}) or earlier")

    def lay_out(self) -> Layout:
        return Layout(
            *([Question("children", size="m")] if self.asks_which else []),
            "held_on",
            Question("held_at", width=10),
            Question("who_took_part", rows=3),
            "concern",
            Question("enquiry_agreed", size="m"),
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        cleaned["children"] = self.chosen(cleaned)
        cleaned["enquiry_agreed"] = cleaned.get("enquiry_agreed") == "yes"
        return cleaned


class DecisionForm(GovFormMixin, WhichChildren):
    """What enquiries found, and whether a conference is needed."""

    decided_on = NearDateField(label="Date of the decision", help_text="For example, 14/3/2026.")
    outcome = forms.ChoiceField(
        label="What was decided?",
        choices=Section47Enquiry.Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select what was decided"},
    )
    findings = forms.CharField(
        label="What did the enquiry find?",
        widget=forms.Textarea,
        error_messages={"required": "Enter what the enquiry found"},
    )
    agreed_by = forms.ModelChoiceField(
        queryset=User.objects.active().with_role(Role.TEAM_MANAGER, Role.SERVICE_MANAGER),
        label="Which manager agreed?",
        empty_label="Choose",
        error_messages={"required": "Select the manager who agreed"},
    )

    def __init__(
        self,
        *args: Any,
        enquiry: Section47Enquiry,
        siblings: Sequence[Section47Enquiry],
        today: date,
        **kwargs: Any,
    ) -> None:
        self.enquiries = {each.child: each for each in (enquiry, *siblings)}
        family: list[Child] = list(self.enquiries)
        super().__init__(*args, family=family, ticked=family, **kwargs)
        self.fields["decided_on"].limit(
            earliest=enquiry.started_on,
            latest=today,
            must_be=f"between {day(enquiry.started_on)}, when the enquiry began, and today",
        )

    def lay_out(self) -> Layout:
        return Layout(
            *([Question("children", size="m")] if self.asks_which else []),
            "decided_on",
            Question("outcome", size="m"),
            "findings",
            "agreed_by",
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        cleaned["enquiries"] = [self.enquiries[child] for child in self.chosen(cleaned)]
        cleaned.pop("children", None)
        return cleaned
