"""Fields that read what people type and refuse it in plain English, naming the field.

NearDateField is for dates close to today, PartsDateField for dates known by heart, TimeField for a time of day.
"""

from collections.abc import Sequence
from datetime import date, datetime, time

from django import forms
from django.core.exceptions import ValidationError

from . import dates, widgets, wording, words


class DateLimits(forms.Field):
    """A date that may be bounded once the day is known: GovForm.limit does it by the field's name."""

    earliest: date | None = None
    latest: date | None = None
    limit_words = ""

    def limit(self, *, earliest: date | None = None, latest: date | None = None, must_be: str = "") -> None:
        """`must_be` completes the sentence "Visit date must be …"; without them the bounding dates are named."""
        self.earliest, self.latest = earliest, latest
        self.limit_words = must_be or _limits_in_words(earliest, latest)
        if isinstance(self.widget, widgets.DatePicker):
            self.widget.earliest, self.widget.latest = earliest, latest

    def validate(self, value: date | None) -> None:
        super().validate(value)
        if value is None:
            return
        if (self.earliest and value < self.earliest) or (self.latest and value > self.latest):
            raise ValidationError(f"{self._begins()} must be {self.limit_words}", code="out_of_range")

    def _begins(self) -> str:
        return wording.subject(str(self.label or ""), otherwise="The date")

    def _refusal(self, unreadable: dates.Unreadable) -> ValidationError:
        if message := self.error_messages.get("invalid"):
            return ValidationError(message, code="invalid", params={"parts": unreadable.parts})
        sentence = f"{self._begins()} {unreadable.because}".replace("%", "%%")
        return ValidationError(sentence, code="invalid", params={"parts": unreadable.parts})


class NearDateField(DateLimits):
    """A date in one box with a calendar. Reads 14/3/2026, 14 Mar 2026 and 2026-03-14."""

    widget = widgets.DatePicker

    def to_python(self, value: object) -> date | None:
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date):
            return value
        text = str(value or "").strip()
        if not text:
            return None
        try:
            return dates.read_date(text)
        except dates.Unreadable as unreadable:
            raise self._refusal(unreadable) from unreadable


class PartsDateField(DateLimits):
    """A date in three boxes. An error marks only the boxes that are wrong."""

    widget = widgets.DateParts

    def to_python(self, value: date | Sequence[str | None] | None) -> date | None:
        if value is None or isinstance(value, date):
            return value
        day, month, year = ((part or "").strip() for part in value)
        if not (day or month or year):
            return None
        try:
            return dates.read_date_parts(day, month, year)
        except dates.Unreadable as unreadable:
            raise self._refusal(unreadable) from unreadable


class TimeField(forms.Field):
    """A time of day. Reads 16:30, 4.30pm, 4pm, midday."""

    widget = widgets.ClockText

    def to_python(self, value: object) -> time | None:
        if isinstance(value, time):
            return value
        text = str(value or "").strip()
        if not text:
            return None
        try:
            return dates.read_time(text)
        except dates.Unreadable as unreadable:
            begins = wording.subject(str(self.label or ""), otherwise="The time")
            message = self.error_messages.get("invalid") or f"{begins} {unreadable.because}"
            raise ValidationError(message, code="invalid") from unreadable


def _limits_in_words(earliest: date | None, latest: date | None) -> str:
    if earliest and latest:
        return f"between {words.day(earliest)} and {words.day(latest)}"
    if earliest:
        return f"on or after {words.day(earliest)}"
    return f"on or before {words.day(latest)}" if latest else ""
