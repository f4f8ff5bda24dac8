"""Lists that grow: "Add another", with a script or without.

The button that adds is named `<prefix>-add`, those that remove `<prefix>-remove`. Without a script they submit
the page, and the view shows it again with a row more or less and nothing typed lost:

    formset = ActionFormSet(request.POST or None, prefix="actions")
    if formset.is_being_edited:
        return self.show(form.without_errors(), formset.edited())

For rows that are saved anew together; a row that stands for a stored record would lose its number.
"""

from collections.abc import Iterator
from typing import Any, Self, cast

from django.forms import BaseForm, BaseFormSet
from django.http import QueryDict

ADD, REMOVE = "add", "remove"


class AddAnotherFormSet(BaseFormSet):
    """Base for formset_factory(..., formset=AddAnotherFormSet)."""

    default_error_messages = {
        **BaseFormSet.default_error_messages,
        "missing_management_form": "The page did not send the whole list: reload it and enter the list again",
    }

    @property
    def is_being_edited(self) -> bool:
        """True when the button that was pressed adds or removes a row."""
        return self.is_bound and any(f"{self.prefix}-{verb}" in self.data for verb in (ADD, REMOVE))

    def edited(self) -> Self:
        """The list as it should be shown again after "Add another" or "Remove"; no row shows errors yet."""
        rows = list(self._rows())
        if f"{self.prefix}-{REMOVE}" in self.data:
            removed = self.data[f"{self.prefix}-{REMOVE}"]
            rows = [row for number, row in enumerate(rows) if str(number) != removed] or [{}]
        elif len(rows) < self.absolute_max:
            rows.append({})
        formset = type(self)(self._renumbered(rows), prefix=self.prefix, **self._given())
        for form in formset.forms:
            form.without_errors()
        return formset

    def add_fields(self, form: BaseForm, index: int | None) -> None:
        super().add_fields(form, index)
        for name, field in form.fields.items():
            # MOJ's script numbers a new row's inputs by these.
            field.widget.attrs.update({
                "data-name": f"{self.prefix}-%index%-{name}",
                "data-id": f"id_{self.prefix}-%index%-{name}",
            })  # fmt: skip

    @property
    def _sent(self) -> QueryDict:
        return cast("QueryDict", self.data)

    def _given(self) -> dict[str, Any]:
        return {"form_kwargs": self.form_kwargs, "auto_id": self.auto_id}

    def _rows(self) -> Iterator[dict[str, list[str]]]:
        for number in range(self.total_form_count()):
            start = f"{self.prefix}-{number}-"
            keys = [key for key in self._sent if key.startswith(start)]
            yield {key.removeprefix(start): self._sent.getlist(key) for key in keys}

    def _renumbered(self, rows: list[dict[str, list[str]]]) -> QueryDict:
        sent = self._sent.copy()
        for key in [key for key in sent if key.startswith(f"{self.prefix}-") and key not in self._counts()]:
            del sent[key]
        for number, row in enumerate(rows):
            for name, values in row.items():
                sent.setlist(f"{self.prefix}-{number}-{name}", values)
        sent[f"{self.prefix}-TOTAL_FORMS"] = str(len(rows))
        return sent

    def _counts(self) -> set[str]:
        names = "TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS", "MAX_NUM_FORMS"
        return {f"{self.prefix}-{name}" for name in names}
