"""The questions of a look ahead. They are asked in the address, so that what was looked at can be sent to somebody."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms

from accounts.models import User
from children.forms.allocation import WorkerField
from dashboards.what_if import HowSeen, Kind
from govuk_forms.fields import NearDateField
from govuk_forms.forms import GovForm
from govuk_forms.layout import Layout, Question
from govuk_forms.words import day as in_words


class ChildWhatIfForm(GovForm):
    kind = forms.ChoiceField(
        label="What if there were",
        choices=Kind.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Select what you want to look at",
            "invalid_choice": "Select what you want to look at",
        },
    )
    seen = forms.ChoiceField(
        label="Would the child be seen?",
        choices=HowSeen.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether the child would be seen"},
    )
    on = NearDateField(
        label="On which day?", help_text="For example, 14/3/2026.", error_messages={"required": "Enter a day"}
    )

    requires = {"seen": ("kind", Kind.VISIT)}
    layout = Layout(Question("kind", size="m", reveal={Kind.VISIT.value: [Question("seen", size="s")]}), "on")


class AwayForm(GovForm):
    worker = WorkerField(
        User.objects.none(),
        label="Who is away?",
        empty_label="Select a person",
        error_messages={"required": "Select who is away"},
    )
    from_on = NearDateField(label="First day away", error_messages={"required": "Enter the first day away"})
    until_on = NearDateField(label="First day back", error_messages={"required": "Enter the first day back"})

    def __init__(self, *args: Any, people: Iterable[User], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["worker"].queryset = people
        self.limit("until_on", earliest=today, must_be=f"later than today ({in_words(today)})")

    def clean(self) -> dict[str, Any]:
        answers = super().clean()
        first, back = answers.get("from_on"), answers.get("until_on")
        if first and back and back <= first:
            self.add_error("until_on", "The first day back is after the first day away.")
        return answers


class ClosedForm(GovForm):
    team = forms.ChoiceField(label="Which team?", error_messages={"required": "Select a team"})
    first = NearDateField(label="First day closed", error_messages={"required": "Enter the first day"})
    last = NearDateField(label="Last day closed", error_messages={"required": "Enter the last day"})

    def __init__(self, *args: Any, teams: Iterable[tuple[str, str]], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].choices = [("", "Select a team"), *teams]
        for name in ("first", "last"):
            self.limit(name, earliest=today, must_be="today or later")

    def clean(self) -> dict[str, Any]:
        answers = super().clean()
        first, last = answers.get("first"), answers.get("last")
        if first and last and last < first:
            self.add_error("last", "The last day is not before the first.")
        elif first and last and (last - first).days > 31:
            self.add_error("last", "Look at a month at most.")
        return answers
