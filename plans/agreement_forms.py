"""What is asked about a signature and about an explanation."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from govuk_forms.fields import NearDateField
from govuk_forms.forms import GovForm
from govuk_forms.layout import Layout, Question, Shown
from plans.models import Explanation, Signature, StandardAgreement
from plans.signatories import Signatory

DID_NOT_SIGN = tuple(each for each in Signature.Standing if each != Signature.Standing.SIGNED)


class PartyForm(GovForm):
    """About one of `people`; the answer has what `given` makes of whom was chosen."""

    who = forms.ChoiceField(label="Who?", widget=forms.RadioSelect, error_messages={"required": "Select who"})

    def __init__(self, *args: Any, people: Sequence[Signatory], today: date, **kwargs: Any) -> None:
        self.people = {one.key: one for one in people}
        super().__init__(*args, **kwargs)
        self.fields["who"].choices = [(key, one.name) for key, one in self.people.items()]
        self.limit("on" if "on" in self.fields else "explained_on", latest=today, must_be="today or earlier")

    def clean(self) -> dict[str, Any]:
        answers = super().clean()
        if "who" in answers:
            answers.update(self.given(self.people[answers.pop("who")]))
        return answers

    def given(self, one: Signatory) -> dict[str, Any]:
        return {"person": one.person}


class SignatureForm(PartyForm):
    standing = forms.ChoiceField(
        label="What did they do?",
        choices=Signature.Standing.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select what they did"},
    )
    reason = forms.CharField(
        label="Why was it not signed?",
        widget=forms.Textarea,
        required=False,
        help_text="For example, what they do not agree with; or that the child is four.",
        error_messages={"required": "Enter why it was not signed"},
    )
    on = NearDateField(label="On which day?", error_messages={"required": "Enter the day"})
    requires = {"reason": ("standing", DID_NOT_SIGN)}
    layout = Layout(
        Question("who", size="m"),
        Question("standing", size="m", shows=dict.fromkeys(DID_NOT_SIGN, "if-not-signed")),
        Shown("if-not-signed", Question("reason", rows=3)),
        "on",
    )

    def given(self, one: Signatory) -> dict[str, Any]:
        return {"person": one.person, "user": one.user}


class ExplanationForm(PartyForm):
    explained_on = NearDateField(
        label="On which day was it explained?", error_messages={"required": "Enter the day"}
    )
    told = forms.MultipleChoiceField(
        label="What were they told?",
        choices=Explanation.Told.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Select what they were told"},
    )
    how = forms.CharField(
        label="How was it explained?",
        widget=forms.Textarea,
        help_text="In which words, with what to look at, and what was asked.",
        error_messages={"required": "Enter how it was explained"},
    )
    interpreter = forms.CharField(
        label="Who interpreted? (optional)",
        max_length=200,
        required=False,
        help_text="If they need an interpreter and there was none: why, and when it will be explained again.",
    )
    understood = forms.ChoiceField(
        label="Did they understand it?",
        choices=Explanation.Understood.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether they understood it"},
    )
    accepted = forms.ChoiceField(
        label="Do they accept it?",
        choices=Explanation.Understood.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether they accept it"},
    )
    said = forms.CharField(label="What did they say? (optional)", widget=forms.Textarea, required=False)
    copy_in = forms.CharField(
        label="Which copy were they given? (optional)",
        max_length=100,
        required=False,
        help_text="The language and the form, such as Polish, on paper.",
    )
    layout = Layout(
        Question("who", size="m"),
        "explained_on",
        Question("told", size="m", small=True),
        Question("how", rows=4),
        "interpreter",
        Question("understood", size="m", inline=True),
        Question("accepted", size="m", inline=True),
        Question("said", rows=3),
        "copy_in",
    )


class StandardAgreementForm(GovForm):
    heading = forms.CharField(
        label="What is the agreement called?",
        max_length=100,
        error_messages={"required": "Enter what the agreement is called"},
    )
    opening = forms.CharField(
        label="What stands above the plan? (optional)",
        widget=forms.Textarea,
        required=False,
        help_text="For example, why there is an agreement, and whom to ask about it.",
    )
    closing = forms.CharField(
        label="What stands above the signatures? (optional)",
        widget=forms.Textarea,
        required=False,
        help_text="For example, what signing means, and what follows if the agreement is not kept.",
    )
    signed_by = forms.MultipleChoiceField(
        label="Who signs?",
        choices=StandardAgreement.Signs.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text="The plan is explained to the child and to everybody in the core group, whether they sign or not.",
        error_messages={"required": "Select who signs"},
    )
    layout = Layout(
        "heading",
        Question("opening", rows=5),
        Question("closing", rows=5),
        Question("signed_by", size="m", small=True),
    )
