"""What is asked for each kind of line of a plan, and for what a plan says of the family."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from django import forms

from govuk_forms.fields import NearDateField
from govuk_forms.forms import GovForm
from govuk_forms.layout import Layout, Question
from plans.lines import KINDS
from plans.models import Outcome, PlanLine

NOT_SAID: Final = "not-said"
NO_SINGLE_ONE: Final = 0
"""No outcome has this number."""


class LineForm(GovForm):
    who = forms.CharField(max_length=150)
    words = forms.CharField(widget=forms.Textarea)
    side = forms.ChoiceField(
        label="Which side of the assessment is it about? (optional)",
        choices=[*PlanLine.Side.choices, (NOT_SAID, "Not said")],
        widget=forms.RadioSelect,
        required=False,
    )
    reach = forms.ChoiceField(
        label="Why are they in contact with the child?",
        choices=PlanLine.Reach.choices,
        widget=forms.RadioSelect,
        help_text="Health visitor, GP and teacher are routine; a paediatrician or a therapist is not.",
        error_messages={"required": "Select why they are in contact"},
    )
    components = forms.MultipleChoiceField(
        label="What is it for?",
        choices=PlanLine.Component.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Select what the service is for"},
    )
    domains = forms.MultipleChoiceField(
        label="What does it work on? (optional)",
        choices=PlanLine.Domain.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    outcome = forms.TypedChoiceField(
        label="Towards which outcome? (optional)",
        coerce=int,
        empty_value=None,
        widget=forms.RadioSelect,
        required=False,
        error_messages={"invalid_choice": "Select one of the outcomes below"},
    )
    standing = forms.ChoiceField(
        label="How far has it come?",
        choices=PlanLine.Standing.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select how far it has come"},
    )
    how_often = forms.CharField(
        label="How often?",
        max_length=150,
        help_text="For example, “every Tuesday” or “once a fortnight”.",
        error_messages={"required": "Enter how often"},
    )
    caveat = forms.CharField(
        label="Where does the child's welfare ask for something else? (optional)",
        help_text="What is wished is written down as it was said. Say here what cannot be followed, and why.",
        widget=forms.Textarea,
        required=False,
    )
    from_on = NearDateField(label="First day", error_messages={"required": "Enter the first day"})
    until_on = NearDateField(label="Last day", error_messages={"required": "Enter the last day"})

    ROWS = {"words": 3, "caveat": 2}

    def __init__(self, *args: Any, kind: str, outcomes: Iterable[Outcome] = (), **kwargs: Any) -> None:
        asked = KINDS[kind]
        self.asked = asked
        self.base_fields = {name: self.base_fields[name] for name in asked.asks}
        super().__init__(*args, **kwargs)
        words = self.fields["words"]
        words.label, words.help_text = asked.words, asked.hint
        words.error_messages["required"] = f"Enter {asked.one}"
        if asked.day:
            self.fields["from_on"].label = asked.day
        for name in asked.optional:
            self.fields[name].required = False
        self.outcomes = {outcome.pk: outcome for outcome in outcomes}
        if "outcome" in self.fields:
            self.fields["outcome"].choices = [
                *((pk, outcome.what_will_be_different) for pk, outcome in self.outcomes.items()),
                (NO_SINGLE_ONE, "No single one"),
            ]
        if "who" in self.fields:
            self.fields["who"].label = asked.who
            self.fields["who"].error_messages["required"] = f"Enter an answer: {asked.who}"

    def lay_out(self) -> Layout:
        return Layout(*(Question(name, rows=self.ROWS.get(name)) for name in self.asked.asks))

    def clean_side(self) -> str:
        side = self.cleaned_data["side"]
        return "" if side == NOT_SAID else side

    def clean_outcome(self) -> Outcome | None:
        return self.outcomes.get(self.cleaned_data["outcome"])

    def clean(self) -> dict[str, Any]:
        answers = super().clean()
        first, last = answers.get("from_on"), answers.get("until_on")
        if first and last and last < first:
            self.add_error("until_on", "The last day must be the first day or later")
        return answers


class EndLineForm(GovForm):
    because = forms.CharField(
        label="Why does it no longer hold?",
        widget=forms.Textarea,
        help_text="It stays in the versions of the plan in which it stood.",
        error_messages={"required": "Enter why it no longer holds"},
    )
    layout = Layout(Question("because", rows=3))


class FamilyForm(GovForm):
    culture = forms.CharField(
        label="Ethnicity, culture, religion and language",
        help_text="What it asks of those who visit, meet and plan; who interprets.",
        widget=forms.Textarea,
        error_messages={
            "required": "Write down what matters of culture and religion, or that nothing special does"
        },
    )
    disability = forms.CharField(
        label="Disability",
        help_text="Of the child or of a parent, and what has to be done otherwise because of it.",
        widget=forms.Textarea,
        error_messages={"required": "Write down what matters of disability, or that there is none"},
    )
    made_with = forms.CharField(
        label="How did the child and the family help to make the plan?",
        help_text="What comes from them; or what was done so that they could, and why they did not.",
        widget=forms.Textarea,
        error_messages={"required": "Write down how the child and the family helped, or why they did not"},
    )
    visiting = forms.CharField(
        label="How does the lead social worker visit?",
        help_text="When and where, announced and unannounced, with whom besides the time alone with the child.",
        widget=forms.Textarea,
        error_messages={"required": "Write down how the lead social worker visits"},
    )
    monitoring = forms.CharField(
        label="How will we see whether the plan works?",
        help_text="What is looked at, by whom, and at which points.",
        widget=forms.Textarea,
        error_messages={"required": "Write down how the plan is watched and judged"},
    )
    parents_told_on = NearDateField(
        label="When were the parents told that what is recorded may be used in court? (optional)",
        required=False,
    )
    layout = Layout(
        *(
            Question(name, rows=3)
            for name in ("made_with", "culture", "disability", "visiting", "monitoring")
        ),
        "parents_told_on",
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.limit("parents_told_on", latest=today, must_be="today or earlier")
