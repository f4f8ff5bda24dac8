"""The short list of what kept a child from being seen, or seen alone. Words are asked for besides."""

from collections.abc import Sequence
from typing import Final

from django import forms

from visits.models import Visit

WhyNot = Visit.WhyNot
NOT_ALONE: Final = (
    WhyNot.PARENT, WhyNot.CHILD, WhyNot.ASLEEP, WhyNot.NO_ROOM, WhyNot.NO_INTERPRETER, WhyNot.OTHER,
)  # fmt: skip
NOT_SEEN_AT_ALL: Final = (
    WhyNot.OUT, WhyNot.AWAY, WhyNot.PARENT, WhyNot.CHILD, WhyNot.ASLEEP, WhyNot.OTHER,
)  # fmt: skip


def why_not_asked(what: str, offered: Sequence[WhyNot]) -> forms.ChoiceField:
    """`what` finishes the question: "kept Robin from being seen alone"."""
    return forms.ChoiceField(
        label=f"What {what}?",
        choices=[(why.value, why.label) for why in offered],
        widget=forms.RadioSelect,
        error_messages={"required": f"Select what {what}"},
    )
