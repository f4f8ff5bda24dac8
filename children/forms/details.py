"""The questions about a child: who they are, their numbers, how they are seen alone, how they came to us."""

from datetime import date
from typing import Any

from django import forms

from accounts.models import User
from accounts.roles import GRANTED, Permission, Role
from children.codes import Disability, Ethnicity, PrimaryNeed, ReferralSource, Sex, UPNUnknown
from children.identifiers import NotANumber, read_nhs_number, read_upn
from children.models import Child, Referral
from children.models.child import SeeAlone
from govuk_forms.fields import NearDateField, PartsDateField
from govuk_forms.forms import GovForm
from govuk_forms.layout import Fieldset, Layout, Paragraph, Question

YES, NO = "yes", "no"
NOT_RECORDED = ("", "Not recorded")
MANAGERS = [role for role in Role if Permission.AGREE_FREQUENCY in GRANTED[role]]


class NamesForm(GovForm):
    given_name = forms.CharField(label="Given names (optional)", required=False, max_length=100)
    family_name = forms.CharField(label="Family name (optional)", required=False, max_length=100)


class DetailsForm(NamesForm):
    """What is known of a child. `AddForm` and `ChangeForm` ask for the dates, each in its own way."""

    known_as = forms.CharField(label="Known as (optional)", required=False, max_length=100)
    sex = forms.ChoiceField(label="Sex", choices=Sex.choices, widget=forms.RadioSelect, initial=Sex.UNKNOWN)
    ethnicity = forms.ChoiceField(label="Ethnicity", choices=Ethnicity.choices, initial=Ethnicity.NOBT)
    disabilities = forms.MultipleChoiceField(
        label="Disabilities (optional)",
        help_text="Select all that apply. Leave empty if nobody has asked yet.",
        choices=Disability.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    religion = forms.CharField(label="Religion or belief (optional)", required=False, max_length=100)
    first_language = forms.CharField(label="First language (optional)", required=False, max_length=60)
    interpreter_needed = forms.BooleanField(label="An interpreter is needed", required=False)
    nhs_number = forms.CharField(
        label="NHS number (optional)", required=False, max_length=20, help_text="For example, 943 476 5919."
    )
    upn = forms.CharField(
        label="Unique pupil number (optional)",
        required=False,
        max_length=20,
        help_text="A letter and 12 figures, like H801200001001.",
    )
    upn_unknown = forms.ChoiceField(
        label="Why there is no pupil number (optional)",
        required=False,
        choices=[NOT_RECORDED, *UPNUnknown.choices],
    )
    former_upn = forms.CharField(label="Former pupil number (optional)", required=False, max_length=20)
    reference = forms.CharField(
        label="Local reference (optional)",
        required=False,
        max_length=20,
        help_text="The authority’s own number for this child. Leave empty and the portal makes one.",
    )

    about = (
        Fieldset(
            "About the child",
            "sex",
            "ethnicity",
            Question("disabilities", small=True, exclusive=[Disability.NONE.value]),
            Question("religion", width="two-thirds"),
            Question("first_language", width="two-thirds"),
            "interpreter_needed",
        ),
        Fieldset(
            "Numbers",
            Question("nhs_number", width=20),
            Question("upn", width=20),
            "upn_unknown",
            Question("former_upn", width=20),
            Question("reference", width=20),
        ),
    )
    names = (
        Question("given_name", width="two-thirds"),
        Question("family_name", width="two-thirds"),
        Question("known_as", width="two-thirds"),
    )

    def __init__(self, *args: Any, child: Child | None = None, **kwargs: Any) -> None:
        self.child = child
        super().__init__(*args, **kwargs)

    def clean_nhs_number(self) -> str:
        return self._number("nhs_number", "NHS number", read_nhs_number)

    def clean_upn(self) -> str:
        return self._number("upn", "Unique pupil number", read_upn)

    def clean_former_upn(self) -> str:
        typed = self.cleaned_data["former_upn"]
        # What another system once called the number may be mistyped for good: kept when it was kept before.
        if self.child and typed == self.child.former_upn:
            return typed
        return self._read("Former pupil number", typed, read_upn)

    def clean_reference(self) -> str:
        typed = self.cleaned_data["reference"].strip()
        if other := self._others().filter(reference__iexact=typed).first() if typed else None:
            raise forms.ValidationError(f"Local reference {typed} belongs to {other.name}. Check it")
        return typed

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not (cleaned.get("given_name") or cleaned.get("family_name")) and not self.may_be_nameless:
            self.add_error("family_name", "Enter a given name, a family name or both")
        if cleaned.get("upn") and cleaned.get("upn_unknown"):
            self.add_error("upn_unknown", "Enter a pupil number, or why there is none, not both")
        return cleaned

    @property
    def may_be_nameless(self) -> bool:
        """A census return brings children without names, who may be completed little by little."""
        return bool(self.child and self.child.from_previous_system)

    def _number(self, field: str, name: str, read: Any) -> str:
        number = self._read(name, self.cleaned_data[field], read)
        if other := self._others().filter(**{field: number}).first() if number else None:
            raise forms.ValidationError(
                f"{name} {number} belongs to {other.name} ({other.reference}). Is this the same child?"
            )
        return number

    def _read(self, name: str, typed: str, read: Any) -> str:
        if not typed.strip():
            return ""
        try:
            return read(typed)
        except NotANumber as wrong:
            raise forms.ValidationError(f"{name} {wrong}") from wrong

    def _others(self) -> Any:
        others = Child.objects.all()
        return others.exclude(pk=self.child.pk) if self.child else others


class AddForm(DetailsForm):
    is_born = forms.ChoiceField(
        label="Has the child been born?",
        choices=[(YES, "Yes"), (NO, "No, not yet")],
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether the child has been born"},
    )
    born_on = PartsDateField(label="Date of birth", help_text="For example, 27 3 2015.")
    expected_on = PartsDateField(label="Expected date of birth", help_text="For example, 14 8 2026.")

    requires = {"born_on": ("is_born", YES), "expected_on": ("is_born", NO)}
    layout = Layout(
        *DetailsForm.names,
        Question("is_born", reveal={YES: ["born_on"], NO: ["expected_on"]}),
        *DetailsForm.about,
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["born_on"].limit(latest=today, must_be="today or in the past")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("is_born") == NO and cleaned.get("sex") != Sex.UNKNOWN:
            self.add_error("sex", "Select not known: the child is not yet born")
        return cleaned


class ChangeForm(DetailsForm):
    """Of the two dates it asks for the one the child has: a birth is recorded on a page of its own."""

    born_on = PartsDateField(label="Date of birth")
    expected_on = PartsDateField(label="Expected date of birth")

    def __init__(self, *args: Any, child: Child, today: date, **kwargs: Any) -> None:
        super().__init__(*args, child=child, **kwargs)
        self.fields["born_on"].limit(latest=today, must_be="today or in the past")
        self.fields["reference"].required = True
        self.fields["reference"].label = "Local reference"
        self.fields["reference"].help_text = "The authority’s own number for this child."
        for absent in ["born_on"] if child.is_unborn else ["expected_on"]:
            del self.fields[absent]
        if child.is_unborn:
            del self.fields["sex"]

    def lay_out(self) -> Layout:
        unborn = self.child is not None and self.child.is_unborn
        about, numbers = self.about
        if unborn:
            about = Fieldset(about.legend["text"], *[part for part in about.fields if part != "sex"])
        return Layout(*self.names, "expected_on" if unborn else "born_on", about, numbers)


class FormerNameForm(NamesForm):
    layout = Layout(Question("given_name", width="two-thirds"), Question("family_name", width="two-thirds"))


class BirthForm(NamesForm):
    born_on = NearDateField(label="Date of birth", help_text="For example, 14/3/2026.")
    sex = forms.ChoiceField(
        label="Sex",
        choices=[choice for choice in Sex.choices if choice[0] != Sex.UNKNOWN],
        widget=forms.RadioSelect,
    )

    field_order = ["born_on", "given_name", "family_name", "sex"]
    layout = Layout(
        "born_on",
        Question("given_name", width="two-thirds"),
        Question("family_name", width="two-thirds"),
        "sex",
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["born_on"].limit(latest=today, must_be="today or in the past")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not (cleaned.get("given_name") or cleaned.get("family_name")):
            self.add_error("family_name", "Enter a given name, a family name or both")
        return cleaned


class SeeAloneForm(GovForm):
    see_alone = forms.ChoiceField(
        label="What does seeing this child alone mean?",
        choices=SeeAlone.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select what seeing this child alone means"},
    )
    reason = forms.CharField(
        label="Why seeing the child alone is not appropriate", widget=forms.Textarea, max_length=2000
    )
    review_on = NearDateField(label="To be looked at again by", help_text="For example, 14/9/2026.")
    agreed_by = forms.ModelChoiceField(
        User.objects.none(), label="Manager who agreed", empty_label="Select a manager"
    )
    agreed_on = NearDateField(label="Agreed on")

    requires = {
        "reason": ("see_alone", SeeAlone.NOT_APPROPRIATE),
        "review_on": ("see_alone", SeeAlone.NOT_APPROPRIATE),
        "agreed_by": ("see_alone", (SeeAlone.ALONE, SeeAlone.BABY_AWAKE, SeeAlone.NOT_APPROPRIATE)),
        "agreed_on": ("see_alone", (SeeAlone.ALONE, SeeAlone.BABY_AWAKE, SeeAlone.NOT_APPROPRIATE)),
    }
    layout = Layout(
        Question(
            "see_alone",
            size="m",
            hints={
                SeeAlone.BY_AGE.value: "The rule for every child, unless a manager agrees something else."
            },
            reveal={SeeAlone.NOT_APPROPRIATE: ["reason", "review_on"]},
        ),
        Fieldset(
            "The manager’s agreement",
            Paragraph("Needed for anything but the rule by age."),
            "agreed_by",
            "agreed_on",
        ),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agreed_by"].queryset = User.objects.active().with_role(*MANAGERS).order_by("name")
        self.fields["agreed_on"].limit(latest=today, must_be="today or in the past")


class ReferralForm(GovForm):
    received_on = NearDateField(label="Date it was received", help_text="For example, 14/3/2026.")
    source = forms.ChoiceField(
        label="Who made it", choices=[("", "Select who made it"), *ReferralSource.choices]
    )
    primary_need = forms.ChoiceField(
        label="Primary need (optional)", required=False, choices=[NOT_RECORDED, *PrimaryNeed.choices]
    )
    concern = forms.CharField(label="What was said (optional)", required=False, widget=forms.Textarea)
    no_further_action = forms.BooleanField(label="No further action was taken", required=False)

    def __init__(self, *args: Any, child: Child, today: date, **kwargs: Any) -> None:
        self.child = child
        super().__init__(*args, **kwargs)
        self.fields["received_on"].limit(latest=today, must_be="today or in the past")

    def clean_received_on(self) -> date:
        received_on = self.cleaned_data["received_on"]
        if Referral.objects.filter(child=self.child, received_on=received_on).exists():
            raise forms.ValidationError("A referral received on that day is already recorded")
        return received_on
