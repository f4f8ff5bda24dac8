"""Two people with one record open: whoever saves second sees what the first wrote, beside words of their own."""

from collections.abc import Callable
from typing import Any

from django.db import models
from django.forms import BaseForm
from django.http import HttpResponse

from children.trail import changed_since, version_of

FIELD = "record_version"


class SeesOtherChanges:
    """Stands before a ChildForm that changes a record with a history, and after KeepsWhatIsTyped.

    The first save after somebody else's is refused, and says who changed what; the second is the person's decision.
    """

    record: Callable[[], models.Model]
    """Which record the form changes."""
    is_told = False

    def compares(self, form: BaseForm) -> set[str] | None:
        """The fields of the record that this form asks about; None for all of them."""
        return set(form.fields)

    def form_valid(self, form: BaseForm) -> HttpResponse:
        if others := changed_since(self.record(), self.version_seen(), only=self.compares(form)):
            self.is_told = True
            form.add_error(
                None, f"{others} What you wrote is below: change it if you must, and save it again."
            )
            return self.form_invalid(form)
        return super().form_valid(form)

    def version_seen(self) -> int:
        """That of the record as the person had it before them when they began to write."""
        if not self.is_told:
            kept = getattr(self, "unfinished", None)
            typed = dict(kept.answers) if kept and self.request.method == "GET" else self.request.POST
            seen = str(typed.get(FIELD, ""))
            if seen.isascii() and seen.isdigit() and len(seen) < 19:
                return int(seen)
        return version_of(self.record())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(record_version=self.version_seen(), **kwargs)
