"""When an assessment began, when a manager authorised it, and notice of a move here."""

from datetime import date
from typing import Any

from django import forms

from conferences.forms.family import WhichChildren
from conferences.models import Assessment
from govuk_forms.fields import NearDateField
from govuk_forms.forms import GovForm, GovFormMixin
from govuk_forms.layout import Layout, Question
from govuk_forms.words import day


class FamilysForm(GovFormMixin, WhichChildren):
    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        cleaned["children"] = self.chosen(cleaned)
        return cleaned

    def which(self) -> list[Any]:
        return [Question("children", size="m")] if self.asks_which else []


class StartAssessmentForm(FamilysForm):
    started_on = NearDateField(
        label="When did the assessment begin?",
        help_text="The day of the referral that it answers, where there is one.",
        error_messages={"required": "Enter the day the assessment began"},
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.limit("started_on", latest=today, must_be="today or earlier")

    def lay_out(self) -> Layout:
        return Layout(*self.which(), "started_on")


class AuthoriseForm(GovForm):
    findings = forms.CharField(
        label="What did the assessment find?",
        widget=forms.Textarea,
        error_messages={"required": "Enter what the assessment found"},
    )
    authorised_on = NearDateField(
        label="When did you authorise it?", error_messages={"required": "Enter the day"}
    )
    layout = Layout(Question("findings", rows=5), "authorised_on")

    def __init__(self, *args: Any, assessment: Assessment, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.limit(
            "authorised_on",
            earliest=assessment.started_on,
            latest=today,
            must_be=f"between {day(assessment.started_on)}, when it began, and today",
        )


class TransferInForm(FamilysForm):
    notified_on = NearDateField(
        label="When were we told?", error_messages={"required": "Enter the day we were told"}
    )
    from_authority = forms.CharField(
        label="Which authority told us?",
        max_length=120,
        error_messages={"required": "Enter which authority told us"},
    )
    their_plan = forms.CharField(
        label="Their plan (optional)",
        help_text="Since when, under which category, and what they sent.",
        required=False,
        widget=forms.Textarea,
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.limit("notified_on", latest=today, must_be="today or earlier")

    def lay_out(self) -> Layout:
        return Layout(*self.which(), "notified_on", "from_authority", Question("their_plan", rows=3))
