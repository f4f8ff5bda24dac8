"""What is asked about a photograph or a drawing."""

from typing import Any

from django import forms

from audit.models import Refused
from govuk_forms.forms import GovForm
from govuk_forms.layout import Layout, Question
from visits.models import Attachment
from visits.pictures import LARGEST, Picture, megabytes, taken_in

LONGEST_DESCRIPTION = 500


class AttachmentForm(GovForm):
    picture = forms.FileField(
        label="Photograph or drawing",
        help_text=f"A JPEG, PNG or WebP picture of at most {megabytes(LARGEST)}; on a telephone you can take it now. "
        "Where and when it was taken is not kept with it.",
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        error_messages={
            "required": "Choose a photograph or a drawing",
            "empty": "The file is empty. Choose another, or photograph it again.",
        },
    )
    kind = forms.ChoiceField(
        label="What is it?",
        choices=Attachment.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select what it is"},
    )
    shows = forms.CharField(
        label="What does it show?",
        widget=forms.Textarea,
        max_length=LONGEST_DESCRIPTION,
        help_text="It is read out to whoever cannot see the picture. Say where on the body an injury is, and its size.",
        error_messages={"required": "Enter what it shows"},
    )
    layout = Layout("picture", Question("kind", size="m"), Question("shows", rows=3))

    def clean_picture(self) -> Picture:
        try:
            return taken_in(self.cleaned_data["picture"])
        except Refused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.errors and "picture" not in self.errors:
            self.add_error("picture", "Choose the picture again: a browser does not keep it on this page.")
        return cleaned


class TakeOutForm(GovForm):
    because = forms.CharField(
        label="Why is the picture taken out?",
        widget=forms.Textarea,
        help_text="For example, that it shows another child. Nobody sees the picture afterwards; your reason stays.",
        error_messages={"required": "Enter why the picture is taken out"},
    )
    layout = Layout(Question("because", rows=4))
