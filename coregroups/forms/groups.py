"""What people are asked about a core group."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from django import forms

from accounts.models import User
from children.models import Child, Relationship
from coregroups.actions.membership import AGREE_EXCLUSIONS
from coregroups.models import CoreGroupAttendance, CoreGroupMember
from govuk_forms.fields import NearDateField, TimeField
from govuk_forms.forms import GovForm
from govuk_forms.layout import Layout, Question
from govuk_forms.words import day, weekday

Came = CoreGroupAttendance.Came


class ExtensionForm(GovForm):
    until_on = NearDateField(
        label="By when will the core group be held?", error_messages={"required": "Enter the new last day"}
    )
    reason = forms.CharField(
        label="Why can it not be held sooner?",
        widget=forms.Textarea,
        error_messages={"required": "Enter why it cannot be held sooner"},
    )
    agreed_on = NearDateField(label="When did you agree to it?", error_messages={"required": "Enter the day"})
    layout = Layout("until_on", Question("reason", rows=3), "agreed_on")

    def __init__(self, *args: Any, due_on: date, latest: date, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.limit(
            "until_on",
            earliest=due_on + timedelta(days=1),
            latest=latest,
            must_be=f"after {day(due_on)} and by {day(latest)}, nine weeks after the last core group",
        )
        self.limit("agreed_on", latest=today, must_be="today or earlier")
        self.fields[
            "until_on"
        ].help_text = f"Due by {weekday(due_on)} as it is; at the latest {weekday(latest)}."


class SiblingsForm(GovForm):
    """A form that can do the same for the siblings who live with the child, in one go."""

    children = forms.TypedMultipleChoiceField(
        label="For which children?",
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Select at least one child"},
    )

    def __init__(self, *args: Any, those: Sequence[Child], **kwargs: Any) -> None:
        self.those = {child.pk: child for child in those}
        super().__init__(*args, **kwargs)
        self.fields["children"].choices = [(child.pk, child.name) for child in those]

    def clean(self) -> dict[str, Any]:
        answers = super().clean()
        if "children" in answers:
            answers["children"] = [self.those[pk] for pk in answers["children"]]
        return answers


class MembersForm(SiblingsForm):
    people = forms.TypedMultipleChoiceField(
        label="Who joins the core group?",
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Select at least one person"},
    )
    from_on = NearDateField(label="Members from", help_text="For example, 14/3/2026.")

    layout = Layout(Question("people", size="m"), Question("from_on"), Question("children", size="m"))

    def __init__(self, *args: Any, network: Iterable[Relationship], **kwargs: Any) -> None:
        self.network = {}
        for relationship in network:
            self.network.setdefault(relationship.person_id, relationship)
        super().__init__(*args, **kwargs)
        self.fields["people"].choices = [
            (pk, f"{one.person.name} ({part_of(one)})") for pk, one in self.network.items()
        ]

    def clean(self) -> dict[str, Any]:
        """The chosen people, each with the part that the network says they play."""
        answers = super().clean()
        if "people" in answers:
            chosen = [self.network[pk] for pk in answers["people"]]
            answers["people"] = {one.person: part_of(one) for one in chosen}
        return answers


def part_of(relationship: Relationship) -> str:
    return relationship.person.job_title or relationship.get_kind_display()


class EndMembershipForm(GovForm):
    until_on = NearDateField(label="Last day in the core group", help_text="For example, 14/3/2026.")

    def __init__(self, *args: Any, member: CoreGroupMember, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["until_on"].limit(earliest=member.from_on)


class ExclusionForm(GovForm):
    because = forms.CharField(
        label="Why are they excluded?",
        help_text="The child's safety or welfare, and what would put it at risk.",
        widget=forms.Textarea,
        error_messages={"required": "Say why they are excluded"},
    )
    agreed_by = forms.ModelChoiceField(
        User.objects.none(),
        label="Which manager agreed?",
        empty_label="Choose",
        error_messages={"required": "Choose the manager who agreed"},
    )

    review_on = NearDateField(
        label="When is it looked at again?",
        error_messages={"required": "Enter the day on which it is looked at again"},
    )
    told_instead = forms.CharField(
        label="What are they told instead, by whom and how?",
        help_text="As far as the child's welfare and safety allow.",
        widget=forms.Textarea,
        error_messages={"required": "Write down what they are told, or that they are told nothing and why"},
    )
    layout = Layout(Question("because", rows=3), "agreed_by", "review_on", Question("told_instead", rows=3))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.limit("review_on", earliest=today, must_be="today or later")
        managers = User.objects.active().with_role(*AGREE_EXCLUSIONS)
        self.fields["agreed_by"].queryset = managers.order_by("name")


class LiftExclusionForm(GovForm):
    """Nothing is asked: the button is the answer."""


class PlanMeetingForm(SiblingsForm):
    planned_for = NearDateField(
        label="Date of the core group",
        help_text="A day to come, or the day it was held if nobody planned it here.",
    )
    planned_at = TimeField(label="Time (optional)", help_text="For example, 4:30pm.", required=False)
    place = forms.CharField(
        label="Place (optional)",
        max_length=200,
        required=False,
        help_text="Not the family's home, if that is a safe address.",
    )

    is_invited = forms.BooleanField(
        label="Ask the members now, by email where they have one",
        help_text="The letter says when and where, and names nobody. Nobody who is excluded is asked.",
        required=False,
        initial=True,
    )

    layout = Layout(
        Question("planned_for", size="m"),
        Question("planned_at", width=10),
        Question("place", width="two-thirds"),
        Question("is_invited"),
        Question("children", size="m"),
    )


class CancelForm(GovForm):
    because = forms.CharField(
        label="Why is the core group cancelled?",
        widget=forms.Textarea,
        error_messages={"required": "Say why the core group is cancelled"},
    )


class SummaryForm(GovForm):
    came_on = NearDateField(label="When did it come?", error_messages={"required": "Enter the day it came"})
    words = forms.CharField(
        label="What does the summary say?",
        help_text="How they are involved with the child, and their views.",
        widget=forms.Textarea,
        error_messages={"required": "Write down what the summary says"},
    )
    layout = Layout("came_on", Question("words", rows=6))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.limit("came_on", latest=today, must_be="today or earlier")
