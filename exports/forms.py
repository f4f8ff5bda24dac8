from collections.abc import Sequence
from typing import Any

from django import forms

from audit.models import Export
from govuk_forms.forms import GovForm


class TakeOutForm(GovForm):
    why = forms.CharField(
        label="What is the file for?",
        help_text=(
            "In plain words, for example “Supervision with Priya on Thursday”. It is kept with your name and the time, "
            "and managers and auditors can read it."
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=500,
        error_messages={"required": "Say what the file is for"},
    )
    form = forms.ChoiceField(
        label="Which kind of file?",
        choices=[(kind.value, kind.label) for kind in (Export.Form.EXCEL, Export.Form.CSV)],
        initial=Export.Form.EXCEL,
        widget=forms.RadioSelect,
        error_messages={"required": "Select which kind of file"},
    )


class DocumentForm(GovForm):
    why = TakeOutForm.base_fields["why"]
    form = forms.ChoiceField(
        label="Which kind of file?",
        widget=forms.RadioSelect,
        error_messages={"required": "Select which kind of file"},
    )

    def __init__(self, *args: Any, forms_there_are: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["form"].choices = forms_there_are
