"""What a plan says to one reader, part by part, each beside the reading age of what is typed."""

from collections.abc import Sequence
from typing import Any

from django import forms

from govuk_forms.forms import GovForm
from govuk_forms.layout import Layout, Question
from plans.reading_age import reading_age

DRAFT, FINISHED = "draft", "finished"


class PlainCopyForm(GovForm):
    standing = forms.ChoiceField(
        label="Is it finished?",
        choices=[(DRAFT, "Not yet: keep it as a draft"), (FINISHED, "Yes: it can be printed and given")],
        initial=DRAFT,
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether it is finished"},
    )

    def __init__(self, *args: Any, sections: Sequence[Sequence[str]], aims_at: int, **kwargs: Any) -> None:
        self.headings = [heading for heading, _ in sections]
        self.aims_at = aims_at
        asked = {
            f"part_{number}": forms.CharField(
                label=heading, initial=text, required=False, widget=forms.Textarea
            )
            for number, (heading, text) in enumerate(sections)
        }
        self.base_fields = {**asked, **self.base_fields}
        super().__init__(*args, **kwargs)
        for number, (_, text) in enumerate(sections):
            typed = self.data.get(f"part_{number}", "") if self.is_bound else text
            measured = reading_age(typed)
            if measured:
                above = " Make it easier." if measured.years > aims_at else ""
                self.fields[f"part_{number}"].help_text = f"{measured.in_words}{above}"

    def lay_out(self) -> Layout:
        parts = [Question(f"part_{number}", size="s", rows=4) for number in range(len(self.headings))]
        return Layout(*parts, Question("standing", size="s"))

    def clean(self) -> dict[str, Any]:
        answers = super().clean()
        sections = [
            (heading, answers.pop(f"part_{number}", "")) for number, heading in enumerate(self.headings)
        ]
        if not any(text.strip() for _, text in sections):
            self.add_error(None, "Write at least one part of it")
        return {"sections": sections, "is_finished": answers.get("standing") == FINISHED}


class ReleaseCopyForm(GovForm):
    read = forms.BooleanField(
        label="I have read this copy as the parents will, and it may go",
        error_messages={"required": "Read the copy, then say that it may go"},
    )
