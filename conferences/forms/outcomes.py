"""The outcomes that a conference sets: one list for the family, each for every child whose plan begins or for one."""

from collections.abc import Sequence
from typing import Any

from django import forms

from children.models import Child
from conferences.actions import OutlineOutcome
from govuk_forms.fields import NearDateField
from govuk_forms.forms import GovForm
from govuk_forms.formsets import AddAnotherFormSet
from govuk_forms.layout import Layout

EVERY_CHILD = "all"


class OutcomeRow(GovForm):
    what_will_be_different = forms.CharField(
        label="What will be different?",
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Enter what will be different, or leave the whole outcome empty"},
    )
    how_we_will_know = forms.CharField(
        label="How will we know? (optional)", required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    achieve_by = NearDateField(label="Achieve by (optional)", required=False)
    for_whom = forms.ChoiceField(label="For whom?", required=False, initial=EVERY_CHILD)

    def __init__(self, *args: Any, children: Sequence[Child], **kwargs: Any) -> None:
        self.children = children
        super().__init__(*args, **kwargs)
        everybody = [(EVERY_CHILD, "Every child whose plan begins")]
        self.fields["for_whom"].choices = everybody + [(str(child.pk), child.name) for child in children]
        if not self.asks_for_whom:
            del self.fields["for_whom"]

    @property
    def asks_for_whom(self) -> bool:
        return len(self.children) > 1

    def lay_out(self) -> Layout:
        asked = ["what_will_be_different", "how_we_will_know", "achieve_by"]
        return Layout(*asked, *(["for_whom"] if self.asks_for_whom else []))

    def outcome_for(self, child: Child) -> OutlineOutcome | None:
        if not self.has_changed() or not self.is_valid():
            return None
        answers = dict(self.cleaned_data)
        whom = answers.pop("for_whom", None) or EVERY_CHILD
        return OutlineOutcome(**answers) if whom in {EVERY_CHILD, str(child.pk)} else None


OutcomeFormSet = forms.formset_factory(
    OutcomeRow, formset=AddAnotherFormSet, extra=1, max_num=20, absolute_max=20
)
