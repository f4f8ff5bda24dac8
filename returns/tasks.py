"""The long parts of a run, in the background."""

from celery import shared_task
from django.utils import timezone

from returns import taking_over
from returns.models import ImportRun
from returns.uploads import files_of


@shared_task(name="returns.read_files")
def read_files(*, run_pk: int, **_later_arguments: object) -> None:
    run = ImportRun.objects.get(pk=run_pk)
    taking_over.read_files(run=run, files=files_of(run), today=timezone.localdate())


@shared_task(name="returns.take_in")
def take_in(*, run_pk: int, **_later_arguments: object) -> None:
    run = ImportRun.objects.select_related("agreed_by").get(pk=run_pk)
    by = run.agreed_by or run.started_by
    taking_over.take_in(run=run, files=files_of(run), by=by, today=timezone.localdate())
