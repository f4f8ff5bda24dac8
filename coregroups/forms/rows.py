"""The lists of a minute that grow: actions that were agreed, and what not everybody may read."""

from collections.abc import Sequence
from typing import Any

from django import forms

from children.models import Child, Person
from coregroups.actions import NewAction, Passage
from govuk_forms.fields import NearDateField
from govuk_forms.forms import GovForm
from govuk_forms.formsets import AddAnotherFormSet
from govuk_forms.layout import Layout, Question

EVERY_CHILD = "all"


class NewActionRow(GovForm):
    """One action that the group agreed. A row that is left empty is none."""

    what = forms.CharField(
        label="What will be done?",
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Enter what will be done, or leave the whole action empty"},
    )
    who = forms.CharField(
        label="Who will do it?", max_length=150, error_messages={"required": "Enter who will do it"}
    )
    by_when = NearDateField(
        label="By when?", error_messages={"required": "Enter the day by which it will be done"}
    )
    for_whom = forms.ChoiceField(label="For whom?", required=False, initial=EVERY_CHILD)

    def __init__(self, *args: Any, children: Sequence[Child], **kwargs: Any) -> None:
        self.children = {str(child.pk): child for child in children}
        super().__init__(*args, **kwargs)
        everybody = [(EVERY_CHILD, "Every child of this core group")]
        self.fields["for_whom"].choices = everybody + [
            (pk, child.name) for pk, child in self.children.items()
        ]
        if len(children) < 2:
            del self.fields["for_whom"]

    def lay_out(self) -> Layout:
        return Layout("what", "who", "by_when", *(["for_whom"] if len(self.children) > 1 else []))

    def new_action(self) -> NewAction | None:
        if not self.has_changed() or not self.is_valid():
            return None
        whom = self.cleaned_data.get("for_whom") or EVERY_CHILD
        those = list(self.children.values()) if whom == EVERY_CHILD else [self.children[whom]]
        return NewAction(
            children=those,
            what=self.cleaned_data["what"],
            who=self.cleaned_data["who"],
            by_when=self.cleaned_data["by_when"],
        )


NewActionFormSet = forms.formset_factory(
    NewActionRow, formset=AddAnotherFormSet, extra=1, max_num=20, absolute_max=20
)


class PassageRow(GovForm):
    """Something that was said and that somebody is not to read. A row that is left empty is none."""

    words = forms.CharField(
        label="What was said?",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Enter what was said, or untick who may not read it"},
    )
    kept_from = forms.TypedMultipleChoiceField(
        label="Who may not read it?",
        help_text="It is left out of their copy. The conference chair reads all of it.",
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Select who may not read it"},
    )
    layout = Layout("words", Question("kept_from", small=True))

    def __init__(self, *args: Any, members: Sequence[Person], **kwargs: Any) -> None:
        self.members = {person.pk: person for person in members}
        super().__init__(*args, **kwargs)
        self.fields["kept_from"].choices = [(pk, person.name) for pk, person in self.members.items()]

    def passage(self) -> Passage | None:
        if not self.has_changed() or not self.is_valid():
            return None
        kept_from = [self.members[pk] for pk in self.cleaned_data["kept_from"]]
        return Passage(words=self.cleaned_data["words"], kept_from=kept_from)


PassageFormSet = forms.formset_factory(
    PassageRow, formset=AddAnotherFormSet, extra=1, max_num=20, absolute_max=20
)
