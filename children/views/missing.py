"""A child who is or was missing."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from accounts.roles import Permission
from children.actions.missing import refuse_found, refuse_missing, report_found, report_missing
from children.forms.missing import FoundForm, MissingForm
from children.models import Missing
from children.pages import ChildForm, ChildPage
from govuk_forms.components import SummaryRow
from govuk_forms.words import clock, weekday
from unfinished.pages import KeepsWhatIsTyped


class MissingPage(ChildPage):
    not_exported = "It is part of one child's record, which leaves the portal printed and whole."
    permission = Permission.VIEW_CHILD
    section = "Overview"
    template_name = "children/missing.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        every = list(self.child.missing.all())
        return super().get_context_data(
            heading="Missing",
            procedure=settings.MISSING_PROCEDURE_URL,
            still=next((each for each in every if each.found_on is None), None),
            every=[(each, _rows(each)) for each in every],
            **kwargs,
        )


def _rows(missing: Missing) -> list[SummaryRow]:
    at = f" at {clock(missing.since_at)}" if missing.since_at else ""
    rows = [
        ("Who", missing.get_who_display()),
        ("Since", f"{weekday(missing.since_on)}{at}"),
        ("What is known", missing.circumstances),
        ("Who was told", missing.agencies_told),
        ("Found", weekday(missing.found_on) if missing.found_on else "Not yet"),
        ("On return", missing.found_words),
    ]
    return [SummaryRow(name=name, value=value) for name, value in rows if value]


class ReportMissing(KeepsWhatIsTyped, ChildForm):
    permission = Permission.RECORD_VISIT
    form_class = MissingForm
    heading = "The child or the family is missing"
    done = "Recorded. Dates go on running: the child is still to be seen."

    def get_initial(self) -> dict[str, Any]:
        return {"since_on": self.today}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"today": self.today}

    def refuse_beforehand(self) -> None:
        refuse_missing(self.child)

    def act(self, **answers: Any) -> Missing:
        return report_missing(child=self.child, **answers, by=self.request.user, today=self.today)

    def get_success_url(self) -> str:
        return self.page("children:missing")


class ReportFound(ReportMissing):
    form_class = FoundForm
    heading = "The child was found"
    done = "Recorded. The child is still to be seen."

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.missing = get_object_or_404(self.child.missing, pk=kwargs["missing_pk"])

    def get_initial(self) -> dict[str, Any]:
        return {"found_on": self.today}

    def refuse_beforehand(self) -> None:
        refuse_found(self.missing)

    def act(self, **answers: Any) -> Missing:
        return report_found(missing=self.missing, **answers, by=self.request.user, today=self.today)
