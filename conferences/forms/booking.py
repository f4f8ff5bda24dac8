"""Booking a conference, giving it another day, cancelling it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.models import User
from accounts.roles import Role
from children.models import Child
from conferences.forms.family import WhichChildren
from conferences.limits import LastDay, earliest, last_days
from govuk_forms.fields import NearDateField, TimeField
from govuk_forms.forms import GovForm, GovFormMixin
from govuk_forms.layout import Details, Layout, Question
from govuk_forms.words import weekday


class MayBeLate(forms.Form):
    """Asks for a confirmation and a reason once somebody has chosen a day after the limit, and not before."""

    known_late = forms.BooleanField(label="I know that this is later than the limit", required=False)
    late_because = forms.CharField(
        label="Why can it not be sooner?",
        required=False,
        widget=forms.Textarea,
        help_text="Kept with the booking.",
    )
    is_late = False

    def questions_if_late(self) -> list[Any]:
        return ["known_late", Question("late_because", rows=2)] if self.is_late else []

    def ask_if_late(
        self, cleaned: dict[str, Any], chosen: date | None, limit: date | None, said: str
    ) -> None:
        """Errors until it is confirmed and explained; nothing is kept of a reason that was not needed."""
        self.is_late = bool(chosen and limit and chosen > limit)
        if not self.is_late:
            cleaned["late_because"] = ""
            return
        self.helper.layout = self.lay_out()
        if not cleaned.get("known_late"):
            self.add_error(
                "known_late",
                ValidationError(
                    f"{weekday(chosen)} is too late. {said}. Choose an earlier day, or confirm that you know"
                ),
            )
        if not cleaned.get("late_because", "").strip():
            self.add_error("late_because", ValidationError("Enter why it cannot be sooner"))


class BookingForm(GovFormMixin, WhichChildren, MayBeLate):
    booked_for = NearDateField(
        label="Date of the conference",
        error_messages={"required": "Enter the date of the conference"},
    )
    booked_at = TimeField(
        label="What time does it start? (optional)",
        required=False,
        error_messages={"invalid": "Enter a time like 4:30pm or 16:30"},
    )
    place = forms.CharField(label="Where? (optional)", required=False, max_length=200)
    chair = forms.ModelChoiceField(
        queryset=User.objects.active().with_role(Role.CONFERENCE_CHAIR),
        label="Who chairs it?",
        empty_label="Choose",
        help_text="They become the children’s conference chair and receive what their core groups record.",
        error_messages={"required": "Select who chairs the conference"},
    )
    booked_on = NearDateField(
        label="When was it booked? (optional)",
        required=False,
        help_text="If it was before today. Book a conference that has been held already here first, then record it.",
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.last_days = last_days(self.family)
        hints = [*map(str, self.last_days), "For example, 14/3/2026"]
        self.fields["booked_for"].help_text = ". ".join(hints) + "."
        self.fields["booked_on"].limit(latest=today, must_be="today or earlier")

    def lay_out(self) -> Layout:
        return Layout(
            *([Question("children", size="m")] if self.asks_which else []),
            "booked_for",
            *self.questions_if_late(),
            Question("booked_at", width=10),
            "place",
            "chair",
            Details("It was booked before today", "booked_on"),
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        cleaned["children"] = self.chosen(cleaned)
        strictest = earliest([each for each in self.last_days if each.child in cleaned["children"]])
        _ask(self, cleaned, strictest)
        cleaned.pop("known_late", None)
        return cleaned


class MoveForm(GovFormMixin, MayBeLate):
    booked_for = NearDateField(label="New date of the conference")
    booked_at = TimeField(
        label="What time does it start? (optional)",
        required=False,
        error_messages={"invalid": "Enter a time like 4:30pm or 16:30"},
    )
    because = forms.CharField(
        label="Why is it moved?",
        widget=forms.Textarea,
        error_messages={"required": "Enter why the conference is moved"},
    )

    def __init__(self, *args: Any, children: Sequence[Child], today: date, **kwargs: Any) -> None:
        self.last_days = last_days(children)
        super().__init__(*args, **kwargs)
        hints = [*map(str, self.last_days), "For example, 14/3/2026"]
        self.fields["booked_for"].help_text = ". ".join(hints) + "."
        self.fields["booked_for"].limit(earliest=today, must_be="today or later: a conference is moved ahead")

    def lay_out(self) -> Layout:
        return Layout(
            "booked_for",
            *self.questions_if_late(),
            Question("booked_at", width=10),
            Question("because", rows=3),
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        _ask(self, cleaned, earliest(self.last_days))
        cleaned.pop("known_late", None)
        return cleaned


class CancelForm(GovForm):
    because = forms.CharField(
        label="Why is it cancelled?",
        widget=forms.Textarea,
        help_text="The dates by which a conference must be held stay as they are.",
        error_messages={"required": "Enter why the conference is cancelled"},
    )


def _ask(form: MayBeLate, cleaned: dict[str, Any], strictest: LastDay | None) -> None:
    form.ask_if_late(
        cleaned,
        cleaned.get("booked_for"),
        strictest.day if strictest else None,
        str(strictest) if strictest else "",
    )
