"""What is asked about the discussions that follow when a child was not seen."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from accounts.models import User
from accounts.roles import Role
from children.models import Person
from govuk_forms.fields import NearDateField, TimeField
from govuk_forms.forms import GovForm
from govuk_forms.layout import Layout, Question
from govuk_forms.words import day
from visits.models import UnseenEpisode

YES_OR_NO = [("yes", "Yes"), ("no", "No")]


def _yes_or_no(label: str, error: str, **kwargs: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        choices=YES_OR_NO,
        coerce=lambda answer: answer == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": error},
        **kwargs,
    )


class Told(GovForm):
    """When somebody was spoken with."""

    told_on = NearDateField(label="On which day?", error_messages={"required": "Enter the day"})
    told_at = TimeField(
        label="At what time? (optional)",
        required=False,
        help_text="For example, 4:30pm.",
        error_messages={"invalid": "Enter a time like 4:30pm or 16:30"},
    )

    def __init__(self, *args: Any, episode: UnseenEpisode, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.limit(
            "told_on",
            earliest=episode.opened_on,
            latest=today,
            must_be=f"between {day(episode.opened_on)}, the day it began, and today",
        )


class TellManagerForm(Told):
    manager = forms.ModelChoiceField(
        User.objects.none(),
        label="Which manager did you speak with?",
        empty_label="Select a manager",
        error_messages={"required": "Select the manager you spoke with"},
    )
    legal_advice = _yes_or_no("Is legal advice sought?", "Select whether legal advice is sought")
    legal_advice_because = forms.CharField(
        label="Why, or why not?",
        widget=forms.Textarea,
        error_messages={"required": "Enter why legal advice is sought, or why it is not"},
    )

    layout = Layout(
        Question("manager", size="m"),
        "told_on",
        Question("told_at", width=10),
        Question("legal_advice", size="m"),
        Question("legal_advice_because", rows=4),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        managers = User.objects.active().with_role(Role.TEAM_MANAGER, Role.SERVICE_MANAGER)
        self.fields["manager"].queryset = managers.order_by("name")


class TellChairForm(Told):
    urgent_action = forms.CharField(
        label="Which urgent action was considered, and what was decided?",
        widget=forms.Textarea,
        help_text="For example, a welfare check by the police, or a strategy discussion today.",
        error_messages={"required": "Enter which urgent action was considered and what was decided"},
    )
    urgent_review = _yes_or_no(
        "Is an urgent review conference to be held?", "Select whether an urgent review is to be held"
    )
    urgent_review_because = forms.CharField(
        label="Why, or why not?",
        widget=forms.Textarea,
        error_messages={"required": "Enter why an urgent review is to be held, or why not"},
    )

    layout = Layout(
        "told_on",
        Question("told_at", width=10),
        Question("urgent_action", rows=4),
        Question("urgent_review", size="m"),
        Question("urgent_review_because", rows=4),
    )


class TellCoreGroupForm(Told):
    people = forms.ModelMultipleChoiceField(
        Person.objects.none(),
        label="Whom did you speak with?",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Choose among the present members of the core group"},
    )
    said = forms.CharField(
        label="What did they say? (optional)",
        required=False,
        widget=forms.Textarea,
        help_text="For example, that the child was at school. Record whoever said something else by themselves.",
    )

    def __init__(self, *args: Any, left: Sequence[Person], has_members: bool, **kwargs: Any) -> None:
        """`left` are the members who have not been told yet."""
        super().__init__(*args, **kwargs)
        if has_members:
            self.fields["people"].queryset = Person.objects.filter(pk__in=[person.pk for person in left])
            self.fields["people"].required = True
            self.fields["people"].error_messages["required"] = "Select whom you spoke with"
        else:
            del self.fields["people"], self.fields["said"]
        asked = [Question("people", size="m")] if has_members else []
        said = [Question("said", rows=4)] if has_members else []
        self.helper.layout = Layout(*asked, "told_on", Question("told_at", width=10), *said)


class CloseForm(GovForm):
    because = forms.CharField(
        label="Why is it closed though the child has not been seen?",
        widget=forms.Textarea,
        error_messages={"required": "Enter why it is closed though the child has not been seen"},
    )
    layout = Layout(Question("because", rows=4))
