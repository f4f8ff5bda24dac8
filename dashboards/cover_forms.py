"""The questions about who is away and who acts for them."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, Final

from django import forms

from accounts.models import User
from accounts.roles import Role
from children.actions.cover import WHO_CAN_BE_COVERED
from children.forms.allocation import WorkerField
from children.models import Child, Cover
from govuk_forms.fields import NearDateField
from govuk_forms.forms import GovForm
from govuk_forms.layout import Layout, Question

NEXT_TO_NOBODY: Final = "Nobody yet"
LONGEST: Final = timedelta(days=366)


class ChosenChildren(forms.ModelMultipleChoiceField):
    def label_from_instance(self, child: Child) -> str:
        return f"{child.name} ({child.reference})"


class ArrangeCoverForm(GovForm):
    away = WorkerField(User.objects.none(), label="Who is away?", empty_label="Select a person")
    reason = forms.ChoiceField(label="Why?", choices=Cover.Reason.choices, widget=forms.RadioSelect)
    from_on = NearDateField(label="First day away", help_text="For example, 14/3/2026.")
    until_on = NearDateField(
        label="First day back", help_text="For sickness, the day expected; it can be changed."
    )
    covering = WorkerField(
        User.objects.none(),
        label="Who covers?",
        required=False,
        empty_label=NEXT_TO_NOBODY,
        help_text="They may open these children and record visits; alerts go to them. "
        "Another team manager covers for a team manager, another chair for a chair.",
    )
    children = ChosenChildren(
        Child.objects.none(),
        label="Which children?",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Tick none for all of them, and for those allocated meanwhile.",
    )

    def __init__(
        self, *args: Any, today: date, people: Iterable[User], held: Iterable[Child] | None, **kwargs: Any
    ) -> None:
        """`held` are the children of whoever is away, once it is known who that is."""
        super().__init__(*args, **kwargs)
        for name, error in (
            ("away", "Select who is away"),
            ("reason", "Select why they are away"),
            ("from_on", "Enter the first day away"),
            ("until_on", "Enter the first day back"),
        ):
            self.fields[name].error_messages["required"] = error
        self.fields["away"].queryset = people
        only_chairs = {person.role for person in people} == {Role.CONFERENCE_CHAIR}
        self.fields["covering"].queryset = (
            User.objects.active()
            .with_role(*((Role.CONFERENCE_CHAIR,) if only_chairs else WHO_CAN_BE_COVERED))
            .select_related("team")
            .order_by("team__name", "name")
        )
        for name in ("from_on", "until_on"):
            self.fields[name].limit(
                earliest=today - LONGEST, latest=today + LONGEST, must_be="within a year of today"
            )
        if held is None:
            del self.fields["children"]
        else:
            self.fields["children"].queryset = held
        self.helper.layout = Layout(*(Question(name, size="m") for name in self.fields))


class CoverField(forms.ModelChoiceField):
    def label_from_instance(self, cover: Cover) -> str:
        who = f"covered by {cover.covering.name}" if cover.covering else "nobody covers"
        return f"{cover.away.name}, {who}, back on {cover.until_on.day}/{cover.until_on.month}/{cover.until_on.year}"


class EndCoverForm(GovForm):
    cover = CoverField(
        Cover.objects.none(),
        label="Which absence ends early?",
        empty_label="Select an absence",
        error_messages={"required": "Select an absence"},
    )
    until_on = NearDateField(label="First day back", help_text="For example, 14/3/2026.")

    layout = Layout(Question("cover", size="m"), Question("until_on", size="m"))

    def __init__(self, *args: Any, today: date, covers: Iterable[Cover], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cover"].queryset = covers
        self.fields["until_on"].error_messages["required"] = "Enter the first day back"
        self.fields["until_on"].limit(earliest=today, must_be="today or later")
