"""The two files of an import."""

from django import forms
from django.core.files.uploadedfile import UploadedFile

from govuk_forms.forms import GovForm
from returns.annex_a.workbook import refuse_other_kinds
from returns.census.stream import ElementStream
from returns.files import ENOUGH_TO_TELL, FileRefused

LARGEST = 1 << 30


class ImportForm(GovForm):
    census = forms.FileField(
        label="Census return",
        help_text="The children in need census as an XML file, as it goes to the department’s COLLECT system.",
        widget=forms.FileInput(attrs={"accept": ".xml,application/xml,text/xml"}),
    )
    annex_a = forms.FileField(
        label="Annex A workbook (optional)",
        help_text="For List 7: teams, workers, last visits and latest reviews. An Excel workbook (.xlsx).",
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
        required=False,
    )

    def clean_census(self) -> UploadedFile:
        """A first look, so that a wrong file is refused while the person is still there."""
        file = self.cleaned_data["census"]
        _refuse_if_too_large(file)
        try:
            ElementStream(file)
        except FileRefused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        file.seek(0)
        return file

    def clean_annex_a(self) -> UploadedFile | None:
        file = self.cleaned_data["annex_a"]
        if not file:
            return None
        _refuse_if_too_large(file)
        try:
            refuse_other_kinds(file.read(ENOUGH_TO_TELL))
        except FileRefused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        file.seek(0)
        return file


def _refuse_if_too_large(file: UploadedFile) -> None:
    if (file.size or 0) > LARGEST:
        raise forms.ValidationError(
            "The file is larger than 1 GB. Ask for it to be taken in with the import_cin command."
        )
