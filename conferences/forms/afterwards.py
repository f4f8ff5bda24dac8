"""What is asked around the day of a conference, and when a resource panel or the chair has been asked."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms

from children.models import Child, Person
from conferences.forms.booking import MayBeLate
from conferences.limits import earliest, last_days
from conferences.models import Conference, ResourcePanel
from govuk_forms.fields import NearDateField, TimeField
from govuk_forms.forms import GovForm, GovFormMixin
from govuk_forms.layout import Layout, Question
from govuk_forms.words import day


class PaperForm(GovForm):
    sent_on = NearDateField(label="When was it sent?", error_messages={"required": "Enter the day"})
    sent_to = forms.CharField(
        label="To whom?",
        widget=forms.Textarea,
        error_messages={"required": "Enter to whom it was sent"},
    )
    layout = Layout("sent_on", Question("sent_to", rows=3))

    def __init__(self, *args: Any, conference: Conference, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held_on = conference.held_on or conference.booked_for
        self.limit(
            "sent_on",
            earliest=min(held_on, today),
            latest=today,
            must_be=f"between {day(held_on)}, the day of the conference, and today",
        )


class InquorateForm(GovFormMixin, MayBeLate):
    on = NearDateField(
        label="On which day could it not be held?", error_messages={"required": "Enter the day"}
    )
    because = forms.CharField(
        label="Who was missing?",
        widget=forms.Textarea,
        error_messages={"required": "Enter who was missing"},
    )
    booked_for = NearDateField(
        label="When is it held again? (optional)",
        required=False,
    )
    booked_at = TimeField(
        label="What time does it start? (optional)",
        required=False,
        error_messages={"invalid": "Enter a time like 4:30pm or 16:30"},
    )

    def __init__(
        self, *args: Any, conference: Conference, children: Sequence[Child], today: date, **kwargs: Any
    ) -> None:
        self.last_days = last_days(children)
        super().__init__(*args, **kwargs)
        self.fields["on"].limit(
            earliest=conference.booked_on, latest=today, must_be="today or earlier, after it was booked"
        )
        self.fields["booked_for"].limit(earliest=today, must_be="today or later")
        hints = [*map(str, self.last_days), "Leave it empty if no day is agreed yet"]
        self.fields["booked_for"].help_text = ". ".join(hints) + "."

    def lay_out(self) -> Layout:
        return Layout(
            "on",
            Question("because", rows=3),
            "booked_for",
            *self.questions_if_late(),
            Question("booked_at", width=10),
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        strictest = earliest(self.last_days)
        self.ask_if_late(
            cleaned,
            cleaned.get("booked_for"),
            strictest.day if strictest else None,
            str(strictest) if strictest else "",
        )
        cleaned.pop("known_late", None)
        return cleaned


class ExclusionRequestForm(GovForm):
    person = forms.TypedChoiceField(
        label="Who should be kept out of the conference?",
        coerce=int,
        error_messages={"required": "Select who should be kept out"},
    )
    because = forms.CharField(
        label="Why?",
        help_text="The chair decides, and needs the reasons: violence, the child’s own wish, a police enquiry.",
        widget=forms.Textarea,
        error_messages={"required": "Enter why they should be kept out"},
    )
    sent_on = NearDateField(
        label="When did the request reach the chair? (optional)",
        help_text="Leave it empty if the chair has not been asked yet.",
        required=False,
    )
    layout = Layout("person", Question("because", rows=4), "sent_on")

    def __init__(self, *args: Any, people: Mapping[Person, str], today: date, **kwargs: Any) -> None:
        self.people = {person.pk: person for person in people}
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [
            ("", "Choose"),
            *((person.pk, words) for person, words in people.items()),
        ]
        self.limit("sent_on", latest=today, must_be="today or earlier")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        cleaned["person"] = self.people.get(cleaned.get("person"))
        return cleaned


class ExclusionSentForm(GovForm):
    sent_on = NearDateField(
        label="When did the request reach the chair?", error_messages={"required": "Enter the day"}
    )

    def __init__(self, *args: Any, sought_on: date, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.limit("sent_on", earliest=sought_on, latest=today, must_be=f"between {day(sought_on)} and today")


class PanelNeededForm(GovForm):
    what_for = forms.CharField(
        label="What does the plan need that a panel has to approve?",
        widget=forms.Textarea,
        error_messages={"required": "Enter what the plan needs"},
    )
    layout = Layout(Question("what_for", rows=3))


class PanelDecidedForm(GovForm):
    decision = forms.ChoiceField(
        label="What did the panel decide?",
        choices=ResourcePanel.Decision.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select what the panel decided"},
    )
    reason = forms.CharField(label="What did it say? (optional)", required=False, widget=forms.Textarea)
    decided_on = NearDateField(label="When did it decide?", error_messages={"required": "Enter the day"})
    layout = Layout(Question("decision", size="m"), Question("reason", rows=3), "decided_on")

    def __init__(self, *args: Any, panel: ResourcePanel, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.limit(
            "decided_on",
            earliest=panel.needed_on,
            latest=today,
            must_be=f"between {day(panel.needed_on)}, the day of the conference, and today",
        )
