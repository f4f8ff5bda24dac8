"""The steps of the report to a conference: what is asked at each. Children at the same conference are done together."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from children.models import Child, Relationship
from conferences.forms.family import WhichChildren
from conferences.models import Conference
from govuk_forms.fields import NearDateField
from govuk_forms.forms import GovFormMixin
from govuk_forms.layout import Layout, Question, Warning
from govuk_forms.words import day


class StepForm(GovFormMixin, WhichChildren):
    """One step on one day. `warnings` says what would usually have come first."""

    on = NearDateField(label="When?", error_messages={"required": "Enter the day"})
    asks: Sequence[Any] = ()

    def __init__(
        self, *args: Any, conference: Conference, today: date, warnings: Iterable[str] = (), **kwargs: Any
    ) -> None:
        self.warnings = list(warnings)
        super().__init__(*args, **kwargs)
        self.fields["on"].limit(
            earliest=conference.booked_on,
            latest=today,
            must_be=f"between {day(conference.booked_on)}, when the conference was booked, and today",
        )

    def lay_out(self) -> Layout:
        return Layout(
            *[Warning(each) for each in self.warnings],
            *([Question("children", size="m")] if self.asks_which else []),
            *self.asks,
            "on",
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        cleaned["children"] = self.chosen(cleaned)
        return cleaned


class DraftForm(StepForm):
    words = forms.CharField(
        label="The draft plan",
        help_text="What is wrong, what must change, and who would do what. It is kept as it is written today.",
        widget=forms.Textarea,
        error_messages={"required": "Write down the draft plan"},
    )
    asks = (Question("words", rows=10),)


class PassForm(StepForm):
    words = forms.CharField(
        label="Anything the manager should know (optional)", required=False, widget=forms.Textarea
    )
    asks = (Question("words", rows=3),)


class CountersignForm(StepForm):
    read = forms.BooleanField(
        label="I have read the report and the draft plan, and countersign them",
        error_messages={"required": "Confirm that you have read the report and the draft plan"},
    )
    words = forms.CharField(label="Comment (optional)", required=False, widget=forms.Textarea)
    asks = ("read", Question("words", rows=3))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        cleaned.pop("read", None)
        return cleaned


class ShareForm(StepForm):
    """With everybody ticked there is nothing else to answer; whoever is left out needs a reason."""

    people = forms.MultipleChoiceField(
        label="With whom was it shared?", required=False, widget=forms.CheckboxSelectMultiple
    )
    not_shared_because = forms.CharField(
        label="Why not with the others?",
        help_text="Only if somebody is not ticked, as when a child is too young to read it or is at risk from it.",
        required=False,
        widget=forms.Textarea,
    )
    asks = (Question("people", size="m"), Question("not_shared_because", rows=2))

    def __init__(self, *args: Any, family: Sequence[Child], today: date, **kwargs: Any) -> None:
        super().__init__(*args, family=family, today=today, **kwargs)
        names = those_to_share_with(family, on=today)
        self.fields["people"].choices = [(name, name) for name in names]
        self.fields["people"].initial = names

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        ticked = cleaned.pop("people", [])
        if len(ticked) < len(self.fields["people"].choices) or not ticked:
            if not cleaned.get("not_shared_because", "").strip():
                self.add_error(
                    "not_shared_because",
                    ValidationError("Enter why the report was not shared with the others"),
                )
        else:
            cleaned["not_shared_because"] = ""
        cleaned["shared_with"] = ", ".join(ticked)
        return cleaned


class SendForm(StepForm):
    words = forms.CharField(label="Note for the chair (optional)", required=False, widget=forms.Textarea)
    asks = (Question("words", rows=3),)


def those_to_share_with(children: Iterable[Child], *, on: date) -> list[str]:
    """Those with parental responsibility for any of the children, then the children themselves, by name."""
    those = list(children)
    responsible = (
        Relationship.objects.on(on)
        .filter(child__in=those, parental_responsibility=True)
        .select_related("person")
        .order_by("person__name")
    )
    names = [each.person.name for each in responsible] + [child.name for child in those if child.born_on]
    return list(dict.fromkeys(names))
