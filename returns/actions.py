"""Taking over an authority's records: first read and shown, then, when somebody has agreed, taken in.

A child is taken in whole or not at all. A child whose reference the portal already has is left exactly as it is, so
that the same files taken in twice change nothing, and a run that was broken off can simply be started again.
"""

from datetime import datetime, timedelta

from django.core.files import File
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from audit.models import Refused
from returns import uploads
from returns.models import ImportRun

State = ImportRun.State

# Files that nobody decided about are not kept for ever.
FORGOTTEN_AFTER = timedelta(days=7)


@transaction.atomic
def begin_import(*, census: File, annex_a: File | None, by: User) -> ImportRun:
    """Keep the uploaded files for a run that is to be read."""
    for run in ImportRun.objects.filter(state=State.READY, started_at__lt=timezone.now() - FORGOTTEN_AFTER):
        withdraw_import(run=run, by=by)
    run = ImportRun(census_name=_name(census), annex_a_name=_name(annex_a) if annex_a else "", started_by=by)
    uploads.keep(run, census=census, annex_a=annex_a)
    run.save()
    return run


def _name(file: File) -> str:
    return (file.name or "without a name").rsplit("/")[-1][-200:]


@transaction.atomic
def agree_import(*, run: ImportRun, by: User) -> ImportRun:
    """Somebody has seen what would be taken in, and wants it."""
    run = _locked(run)
    if run.state != State.READY:
        raise Refused(f"This import cannot be taken in now: it is {run.get_state_display().lower()}.")
    if not run.new:
        raise Refused("There is no new child in the file, so there is nothing to take in.")
    run.state, run.agreed_by, run.per_cent = State.AGREED, by, 0
    run.heard_of_at = timezone.now()
    run.save()
    return run


@transaction.atomic
def withdraw_import(*, run: ImportRun, by: User) -> ImportRun:
    """Nothing is taken in and the files are deleted. What a run has already taken in stays."""
    run = _locked(run)
    if run.state in {State.TAKING, State.READING}:
        raise Refused("This import is under way. Wait until it is finished.")
    if run.state not in ImportRun.OVER:
        run.state, run.finished_at = State.WITHDRAWN, timezone.now()
        run.save()
    uploads.forget(run)
    return run


@transaction.atomic
def restart_import(*, run: ImportRun, by: User, now: datetime) -> ImportRun:
    """For a run whose worker was lost: it goes on where it stood, and takes nobody in twice."""
    run = _locked(run)
    if not run.is_silent(now=now):
        raise Refused("This import has not stopped. Wait, and look at this page again.")
    run.state = State.AGREED if run.state in {State.AGREED, State.TAKING} else State.WAITING
    run.heard_of_at = now
    run.save()
    return run


def _locked(run: ImportRun) -> ImportRun:
    return ImportRun.objects.select_for_update().get(pk=run.pk)
