"""The questions of looking for a child, and of saying that none of those found is the one."""

from datetime import date
from typing import Any

from django import forms

from children.search import Sought
from govuk_forms.fields import PartsDateField
from govuk_forms.forms import GovForm
from govuk_forms.layout import Layout, Question


class FindForm(GovForm):
    text = forms.CharField(
        label="Name, reference, NHS number or pupil number",
        help_text="For a child not yet born: the mother’s name, or the family name.",
        required=False,
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    born_on = PartsDateField(
        label="Date of birth (optional)",
        help_text="For example, 27 3 2015. A date near it, or with day and month swapped, is found too.",
        required=False,
    )

    layout = Layout(Question("text", size="m", width="two-thirds"), Question("born_on", size="m"))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["born_on"].limit(latest=date(today.year + 1, today.month, 1), must_be="in the past")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        sought = Sought(text=cleaned.get("text", ""), born_on=cleaned.get("born_on"))
        if self.errors:
            return cleaned
        if not sought.text.strip() and not sought.born_on:
            self.add_error("text", "Enter a name, a number or a date of birth to look for")
        elif sought.text.strip() and not sought.words and len(sought.number) < 2:
            self.add_error("text", "Enter at least two letters of a name, or a whole reference or number")
        return cleaned


class DifferentChildForm(GovForm):
    """`looked_at` names who was shown: an answer given about other children does not count."""

    different = forms.BooleanField(
        label="I have looked: this is a different child",
        error_messages={"required": "Confirm that you have looked and this is a different child"},
    )
    looked_at = forms.CharField(required=False, widget=forms.HiddenInput)

    def has_looked_at(self, pks: set[int]) -> bool:
        shown = {int(pk) for pk in self.cleaned_data["looked_at"].split(",") if pk.isdecimal()}
        return pks <= shown
