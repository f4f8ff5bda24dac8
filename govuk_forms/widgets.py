"""Widgets that render.py knows how to draw, besides Django's own."""

from datetime import date, time
from typing import Any

from django import forms

from . import dates, words


class DateParts(forms.MultiWidget):
    """Three text boxes, for a date people know by heart. Names and ids end -day, -month and -year."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({part: forms.TextInput() for part in dates.PARTS}, attrs)
        self.widgets_names = [f"-{part}" for part in dates.PARTS]

    def decompress(self, value: date | None) -> list[str]:
        return [str(value.day), str(value.month), str(value.year)] if value else ["", "", ""]

    def id_for_label(self, id_: str) -> str:
        return f"{id_}-day"


class DatePicker(forms.TextInput):
    """One text box with MOJ's calendar beside it, for dates close to today.

    Days before `earliest` and after `latest` are greyed out in the calendar; the field checks them again.
    """

    def __init__(
        self,
        attrs: dict[str, Any] | None = None,
        *,
        earliest: date | None = None,
        latest: date | None = None,
    ) -> None:
        super().__init__(attrs)
        self.earliest = earliest
        self.latest = latest

    def format_value(self, value: date | str | None) -> str:
        return dates.in_figures(value) if isinstance(value, date) else str(value or "")


class ClockText(forms.TextInput):
    """A text box for a time of day."""

    def format_value(self, value: time | str | None) -> str:
        return words.clock(value) if isinstance(value, time) else str(value or "")
