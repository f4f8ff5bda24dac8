"""What is asked of a chair who asks, and of whoever answers."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms

from circulation.models import ChairsQuestion, Receipt
from circulation.recipients import Recipient
from govuk_forms.fields import NearDateField
from govuk_forms.forms import GovForm
from govuk_forms.layout import Fieldset, Layout, Question


class AskForm(GovForm):
    kind = forms.ChoiceField(
        label="What is it?",
        choices=ChairsQuestion.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select what it is"},
    )
    words = forms.CharField(
        label="What do you ask, and why?",
        widget=forms.Textarea,
        help_text="The lead social worker and the manager are told now.",
        error_messages={"required": "Enter what you ask"},
    )
    answer_by = NearDateField(
        label="By when do you want an answer?",
        error_messages={"required": "Enter the day by which you want an answer"},
    )
    layout = Layout(Question("kind", size="m"), Question("words", rows=4), "answer_by")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.limit("answer_by", earliest=today, must_be="today or later")


class AnswerForm(GovForm):
    words = forms.CharField(
        label="What is the answer?",
        widget=forms.Textarea,
        help_text="What has been done, what will be, by whom and by when.",
        error_messages={"required": "Enter the answer"},
    )
    layout = Layout(Question("words", rows=5))


class CameBackForm(GovForm):
    on = NearDateField(label="On which day?", error_messages={"required": "Enter the day"})
    because = forms.CharField(
        label="Why did it not arrive?",
        max_length=500,
        help_text="For example, that the address is not known any more.",
        error_messages={"required": "Enter why it did not arrive"},
    )
    layout = Layout("on", "because")

    def __init__(self, *args: Any, sent_on: date, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.limit("on", earliest=sent_on, latest=today, must_be="between the day it was sent and today")


class SendAgainForm(GovForm):
    way = forms.ChoiceField(
        label="How is it sent now?",
        choices=[(way.value, way.label) for way in Receipt.Way if way != Receipt.Way.PORTAL],
        widget=forms.RadioSelect,
        error_messages={"required": "Select how it is sent now"},
    )
    layout = Layout(Question("way", size="m"))


class ReleaseForm(GovForm):
    read = forms.BooleanField(
        label="I have read this copy as that person will, and it may go",
        error_messages={"required": "Read the copy, then say that it may go"},
    )


class KeepFromThemForm(GovForm):
    because = forms.CharField(
        label="Why are they not sent it?",
        widget=forms.Textarea,
        help_text="And what they are told instead, and by whom.",
        error_messages={"required": "Enter why they are not sent it"},
    )
    layout = Layout(Question("because", rows=4))


class CodeForm(GovForm):
    """Asked of somebody without an account, who follows a link."""

    code = forms.CharField(
        label="Your code",
        max_length=20,
        help_text="Six digits. Each code opens the document once.",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
        error_messages={"required": "Enter your code"},
    )
    wanted = forms.ChoiceField(
        label="How do you want it?",
        choices=[
            ("read", "Read it here"),
            ("pdf", "As a PDF, to keep or print"),
            ("large-print", "As a PDF in large print"),
        ],
        initial="read",
        widget=forms.RadioSelect,
        error_messages={"required": "Select how you want it"},
    )
    layout = Layout(Question("code", width=10), Question("wanted", size="m"))


class CirculateForm(GovForm):
    """By which way each person without an in-box here is sent it."""

    def __init__(self, *args: Any, recipients: Iterable[Recipient], **kwargs: Any) -> None:
        self.elsewhere = [
            one for one in recipients if one.person and not one.has_an_inbox and not one.excluded_because
        ]
        ways = [(way.value, way.label) for way in Receipt.Way if way != Receipt.Way.PORTAL]
        asked = {
            f"way_{one.person.pk}": forms.ChoiceField(
                label=f"{one.name} ({one.part})", choices=ways, initial=one.usual_way
            )
            for one in self.elsewhere
        }
        self.base_fields = {**self.base_fields, **asked}
        super().__init__(*args, **kwargs)

    def lay_out(self) -> Layout | None:
        if not self.elsewhere:
            return None
        asked = [Question(f"way_{one.person.pk}") for one in self.elsewhere]
        return Layout(Fieldset("How is it sent to those without an in-box here?", *asked))

    def clean(self) -> dict[str, Any]:
        answers = super().clean()
        return {
            "ways": {
                one.person.pk: answers.get(f"way_{one.person.pk}", one.usual_way) for one in self.elsewhere
            }
        }
