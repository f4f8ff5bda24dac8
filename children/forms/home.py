"""The questions about where a child lives, and with whom."""

from datetime import date
from typing import Any

from django import forms

from children.models import Child, Household, Person
from govuk_forms.fields import NearDateField
from govuk_forms.forms import GovForm
from govuk_forms.layout import Layout, Question

NEW = "new"
LEAVES, STAYS = "leaves", "stays"


class AddressForm(GovForm):
    address = forms.CharField(
        label="Address",
        help_text="As on an envelope, one line each.",
        max_length=500,
        widget=forms.Textarea(attrs={"autocomplete": "off"}),
    )
    postcode = forms.CharField(label="Postcode (optional)", required=False, max_length=8)
    is_safe_address = forms.BooleanField(
        label="This is a safe address: do not disclose it",
        help_text="Only those who work with the family, and the conference, see it. It is never printed.",
        required=False,
    )

    layout = Layout(Question("address", rows=4), Question("postcode", width=10), "is_safe_address")

    def clean_postcode(self) -> str:
        return self.cleaned_data["postcode"].upper()


class MoveForm(AddressForm):
    """A home of the family that is known already, or a new one."""

    home = forms.ChoiceField(
        label="Where does the child live now?",
        widget=forms.RadioSelect,
        error_messages={"required": "Select a home, or a new address"},
    )
    from_on = NearDateField(label="Since", help_text="For example, 14/3/2026.")
    leaves = forms.ChoiceField(
        label="Does the child still live anywhere else?",
        choices=[(LEAVES, "No, the child moved"), (STAYS, "Yes, the child lives in both places")],
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether the child still lives anywhere else"},
    )
    together = forms.ModelMultipleChoiceField(
        Child.objects.none(),
        label="Who moved with the child? (optional)",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    requires = {"address": ("home", NEW)}
    asked_if = {"postcode": ("home", NEW), "is_safe_address": ("home", NEW)}

    def __init__(
        self,
        *args: Any,
        child: Child,
        siblings: Any,
        homes: list[tuple[Household, str]],
        today: date,
        **kwargs: Any,
    ) -> None:
        self.homes = {str(home.pk): home for home, _ in homes}
        super().__init__(*args, **kwargs)
        choices = [(str(home.pk), words) for home, words in homes]
        self.fields["home"].choices = [*choices, (NEW, "A new address")]
        self.fields["home"].label = f"Where does {child.name} live now?"
        self.fields["from_on"].limit(latest=today, must_be="today or in the past")
        self.fields["together"].queryset = siblings
        self.has_siblings = siblings.exists()
        if not self.has_siblings:
            del self.fields["together"]
        if not child.residences.filter(until_on__isnull=True).exists():
            self.fields["leaves"].initial = LEAVES
        self.helper.layout = self.laid_out()

    def laid_out(self) -> Layout:
        address = [Question("address", rows=4), Question("postcode", width=10), "is_safe_address"]
        parts = [Question("home", size="m", reveal={NEW: address}), "from_on", Question("leaves")]
        return Layout(*parts, *(["together"] if self.has_siblings else []))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.errors:
            address = {name: cleaned.pop(name) for name in AddressForm.base_fields}
            cleaned["household"] = self.homes.get(cleaned["home"]) or Household(**address)
        return cleaned


class MoveOutForm(GovForm):
    until_on = NearDateField(label="Moved out on", help_text="For example, 14/3/2026.")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["until_on"].limit(latest=today, must_be="today or in the past")


class AdultMovesInForm(GovForm):
    person = forms.ModelChoiceField(
        Person.objects.none(),
        label="Who lives there?",
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": "Select who lives there"},
    )
    from_on = NearDateField(label="Since", help_text="For example, 14/3/2026.")

    layout = Layout(Question("person", size="m"), "from_on")

    def __init__(self, *args: Any, people: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people
        self.fields["from_on"].limit(latest=today, must_be="today or in the past")
