"""Which children of a family something is done for: the child whose record is open, and the siblings at home."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms

from children.models import Child


class WhichChildren(forms.Form):
    """Asked only where there is somebody to choose; `family` has the child whose record is open first."""

    children = forms.TypedMultipleChoiceField(
        label="Which children is it about?",
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Select at least one child"},
    )

    def __init__(self, *args: Any, family: Sequence[Child], ticked: Iterable[Child], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.family = list(family)
        self.fields["children"].choices = [(child.pk, child.name) for child in self.family]
        self.fields["children"].initial = [child.pk for child in ticked]
        if len(self.family) == 1:
            del self.fields["children"]

    @property
    def asks_which(self) -> bool:
        return len(self.family) > 1

    def chosen(self, cleaned: dict[str, Any]) -> list[Child]:
        if not self.asks_which:
            return self.family
        return [child for child in self.family if child.pk in cleaned.get("children", ())]
