"""Taking over from a previous system, in the browser: two files, a look at what they hold, and a decision.

Whoever does this sees no child's record: only references, lines and the names of fields.
"""

from collections.abc import Callable
from typing import Any

from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.generic import TemplateView

from accounts.pages import ActingButton, ActingForm, Page
from accounts.roles import Permission
from govuk_forms import words
from govuk_forms.components import Flag, SummaryRow
from returns import actions, report, tasks
from returns.forms import ImportForm
from returns.models import ImportRun

RUNS_PER_PAGE = 25
PROBLEMS_PER_PAGE = 50

State = ImportRun.State
COLOURS = {
    State.READY: "yellow",
    State.DONE: "green",
    State.REFUSED: "red",
    State.WITHDRAWN: "grey",
}


def flag_of(run: ImportRun) -> Flag:
    return Flag(run.get_state_display(), COLOURS.get(State(run.state), "blue"))


class Imports(Page, TemplateView):
    not_exported = "It lists files that came in; what they brought is on other lists."
    permission = Permission.IMPORT_RETURNS
    template_name = "returns/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        runs = ImportRun.objects.select_related("started_by")
        page = Paginator(runs, RUNS_PER_PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(page=page, runs=[(run, flag_of(run)) for run in page], **kwargs)


class BeginImport(Page, ActingForm):
    permission = Permission.IMPORT_RETURNS
    form_class = ImportForm
    template_name = "returns/begin.html"
    heading = "Take over from the previous system"
    save_label = "Read the files"
    done = "The files are being read. Nothing is taken in until you agree to it."

    def act(self, **answers: Any) -> ImportRun:
        run = actions.begin_import(**answers, by=self.request.user)
        transaction.on_commit(lambda: tasks.read_files.delay(run_pk=run.pk))
        return run

    def get_success_url(self) -> str:
        return self.acted.get_absolute_url()

    def get_cancel_url(self) -> str:
        return "../"


class OneImport(Page):
    permission = Permission.IMPORT_RETURNS

    run: ImportRun

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.run = get_object_or_404(
            ImportRun.objects.select_related("started_by", "agreed_by"), pk=kwargs["run_pk"]
        )


class ShowImport(OneImport, TemplateView):
    """How far it is, what would be taken in, or what was; and what was wrong."""

    template_name = "returns/run.html"
    not_exported = "It is the account of one import, for whoever runs the portal and opens no child's record."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        run = self.run
        problems = Paginator(run.problems.gravest_first(), PROBLEMS_PER_PAGE)
        return super().get_context_data(
            run=run,
            flag=flag_of(run),
            is_silent=run.is_silent(now=timezone.now()),
            facts=facts_of(run),
            in_words=self.in_words(),
            page=problems.get_page(self.request.GET.get("page")),
            **kwargs,
        )

    def in_words(self) -> list[str]:
        match self.run.state:
            case State.READY:
                return report.preview_in_words(self.run)
            case State.DONE:
                return report.outcome_in_words(self.run)
        return []


def facts_of(run: ImportRun) -> list[SummaryRow]:
    rows = [
        SummaryRow(name="Census return", value=run.census_name),
        SummaryRow(name="Annex A workbook", value=run.annex_a_name or "None"),
    ]
    if run.reference_on:
        rows.append(SummaryRow(name="Shows the position on", value=words.day(run.reference_on)))
    if run.authority:
        rows.append(SummaryRow(name="Local authority number", value=run.authority))
    rows.append(
        SummaryRow(
            name="Given by", value=f"{run.started_by}, {words.moment(timezone.localtime(run.started_at))}"
        )
    )
    if run.agreed_by:
        rows.append(SummaryRow(name="Agreed by", value=str(run.agreed_by)))
    if run.finished_at:
        rows.append(SummaryRow(name="Finished", value=words.moment(timezone.localtime(run.finished_at))))
    return rows


class _Decision(ActingButton, OneImport):
    """A button on the page of one import."""

    def get_success_url(self) -> str:
        return self.run.get_absolute_url()

    def in_the_background(self, task: Callable[..., Any]) -> None:
        transaction.on_commit(lambda: task.delay(run_pk=self.run.pk))


class TakeIn(_Decision):
    done = "The children are being taken in."

    def act(self) -> None:
        actions.agree_import(run=self.run, by=self.request.user)
        self.in_the_background(tasks.take_in)


class WithdrawImport(_Decision):
    done = "The import is withdrawn and its files are deleted."

    def act(self) -> None:
        actions.withdraw_import(run=self.run, by=self.request.user)


class RestartImport(_Decision):
    done = "The import goes on where it stopped."

    def act(self) -> None:
        run = actions.restart_import(run=self.run, by=self.request.user, now=timezone.now())
        self.in_the_background(tasks.take_in if run.state == State.AGREED else tasks.read_files)


class DownloadProblems(OneImport):
    def get(self, request: HttpRequest, **kwargs: Any) -> StreamingHttpResponse:
        name = f"problems-of-import-{self.run.pk}.csv"
        return StreamingHttpResponse(
            report.csv_lines(self.run),
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )
