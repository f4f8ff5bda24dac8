"""What is asked when a member says how their part goes, and when something is asked of a member."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, ClassVar, Final

from django import forms

from children.models import Child
from coregroups.models import AskedOfMember, CoreGroupMember, WordOfMember
from govuk_forms.fields import NearDateField
from govuk_forms.forms import GovForm
from govuk_forms.layout import Layout, Question
from govuk_forms.words import day
from plans.models import Action

NONE: Final = 0
"""Chosen where it is about none: no action has this number."""


class ActionsForm(GovForm):
    """A form in which one of a plan's open actions can be chosen."""

    action = forms.TypedChoiceField(
        label="Which action is it about?",
        coerce=int,
        widget=forms.RadioSelect,
        required=False,
        error_messages={"invalid_choice": "Select one of the actions below"},
    )

    def __init__(self, *args: Any, actions: Iterable[Action], **kwargs: Any) -> None:
        self.actions = {action.pk: action for action in actions}
        super().__init__(*args, **kwargs)
        self.fields["action"].choices = [
            *((pk, f"{action.what} ({action.who})") for pk, action in self.actions.items()),
            (NONE, "No action of the plan"),
        ]

    def clean_action(self) -> Action | None:
        """No action where that is chosen, and where nothing is."""
        return self.actions.get(self.cleaned_data["action"])


class OfAMemberForm(ActionsForm):
    """A form about one member of the core group, and perhaps one of the plan's open actions."""

    whom: ClassVar[str]

    person = forms.TypedChoiceField(
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": "Select a member", "invalid_choice": "Select one of the members below"},
    )

    def __init__(self, *args: Any, members: Sequence[CoreGroupMember], **kwargs: Any) -> None:
        self.members = {member.person_id: member.person for member in members}
        super().__init__(*args, **kwargs)
        self.fields["person"].label = self.whom
        self.fields["person"].choices = [
            (member.person_id, f"{member.person} ({member.role})") for member in members
        ]

    def about(self) -> list[Question]:
        return [Question("action", size="m")] if self.actions else []

    def clean(self) -> dict[str, Any]:
        answers = super().clean()
        if "person" in answers:
            answers["person"] = self.members[answers["person"]]
        return answers


class AskForm(OfAMemberForm):
    whom = "Of whom is it asked?"
    kind = forms.ChoiceField(
        label="What is asked for?",
        choices=AskedOfMember.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select what is asked for"},
    )
    words = forms.CharField(
        label="What is it about?",
        widget=forms.Textarea,
        help_text="For a change proposed for the plan: what would change, and why.",
        error_messages={"required": "Enter what it is about"},
    )
    due_on = NearDateField(label="By when is it wanted?", error_messages={"required": "Enter the day"})

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.limit("due_on", earliest=today, must_be="today or a day to come")

    def lay_out(self) -> Layout:
        return Layout(
            Question("person", size="m"),
            Question("kind", size="m"),
            *self.about(),
            Question("words", rows=4),
            "due_on",
        )


class CameForm(GovForm):
    came = forms.CharField(
        label="What came?", widget=forms.Textarea, error_messages={"required": "Enter what came"}
    )
    came_on = NearDateField(label="When did it come?", error_messages={"required": "Enter the day"})
    layout = Layout(Question("came", rows=8), "came_on")

    def __init__(self, *args: Any, asked: AskedOfMember, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.limit(
            "came_on",
            earliest=asked.asked_on,
            latest=today,
            must_be=f"between {day(asked.asked_on)}, when it was asked for, and today",
        )


class SendForm(GovForm):
    came = forms.CharField(
        label="What you send",
        widget=forms.Textarea,
        help_text="It goes to the social worker, and stands in the child’s record as yours.",
        error_messages={"required": "Enter what you send"},
    )
    layout = Layout(Question("came", rows=10))


class WordForm(OfAMemberForm):
    """Written down for a member who said it, by whoever keeps the core group."""

    whom = "Who says it?"
    kind = forms.ChoiceField(
        label="What is it about?",
        choices=WordOfMember.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select what it is about"},
    )
    words = forms.CharField(
        label="What do they say?", widget=forms.Textarea, error_messages={"required": "Enter what they say"}
    )
    said_on = NearDateField(label="On which day?", error_messages={"required": "Enter the day"})

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.limit("said_on", latest=today, must_be="today or earlier")

    def lay_out(self) -> Layout:
        return Layout(
            Question("person", size="m"),
            Question("kind", size="m"),
            *self.about(),
            Question("words", rows=5),
            "said_on",
        )


class OwnActionForm(GovForm):
    """Of a member, about one of their own actions."""

    kind = forms.ChoiceField(
        label="How does it stand?",
        choices=[
            (WordOfMember.Kind.PROGRESS.value, "It goes on, or is done"),
            (WordOfMember.Kind.CANNOT.value, "I cannot do it as agreed, and ask the social worker first"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Select how it stands"},
    )
    words = forms.CharField(
        label="What have you done, and what has changed for the child?",
        widget=forms.Textarea,
        error_messages={"required": "Enter what you have done, or why you cannot"},
    )
    layout = Layout(Question("kind", size="m"), Question("words", rows=6))


class OwnWordForm(GovForm):
    child = forms.TypedChoiceField(
        label="Which child?",
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": "Select the child", "invalid_choice": "Select one of the children below"},
    )
    kind = forms.ChoiceField(
        label="What is it about?",
        choices=[
            (kind.value, kind.label) for kind in WordOfMember.Kind if kind not in WordOfMember.ABOUT_AN_ACTION
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Select what it is about"},
    )
    words = forms.CharField(
        label="What do you want to say?",
        widget=forms.Textarea,
        error_messages={"required": "Enter what you want to say"},
    )
    layout = Layout(Question("child", size="m"), Question("kind", size="m"), Question("words", rows=6))

    def __init__(self, *args: Any, children: Sequence[Child], **kwargs: Any) -> None:
        self.children = {child.pk: child for child in children}
        super().__init__(*args, **kwargs)
        self.fields["child"].choices = [(pk, child.name) for pk, child in self.children.items()]

    def clean_child(self) -> Child:
        return self.children[self.cleaned_data["child"]]


class AnswerMemberForm(GovForm):
    answer = forms.CharField(
        label="Your answer", widget=forms.Textarea, error_messages={"required": "Enter your answer"}
    )
    layout = Layout(Question("answer", rows=5))
