"""Verbs that change the authority's own timetable: one person proposes, a second approves, on a day it takes effect."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction

from accounts.models import User
from accounts.roles import Permission
from audit.models import Refused
from deadlines import tasks
from deadlines.limits import LimitRefused
from deadlines.models import ChangedLimit, ChangeRun, TimetableChange
from deadlines.numbers import pack_in_force, read_again, shipped_pack
from deadlines.own_pack import Changed, refuse_wrong
from deadlines.rules import RULES
from govuk_forms.words import day as in_words

FARTHEST: Final = timedelta(days=366)
"""How far back or ahead a change may take effect: further away it is a slip of the keyboard."""

Kind = ChangeRun.Kind


@transaction.atomic
def propose_change(
    *, limits: Iterable[Changed], since: date, why: str, by: User, now: datetime, today: date
) -> TimetableChange:
    """Write down a change of one or more limits and have it worked out which dates it would move.

    Refused where a limit could not be used: looser than a ceiling, without a source, no change at all.
    """
    those = list(limits)
    if not those:
        raise Refused("Select at least one limit to change.", field="rules")
    if abs(since - today) > FARTHEST:
        raise Refused("A change takes effect within a year of today.", field="since")
    for each in those:
        _refuse_wrong(each)
    change = TimetableChange(since=since, why=why)
    change.full_clean(exclude=["recorded_by"])
    change.save_by(by)
    for each in those:
        limit = ChangedLimit(
            change=change, rule=each.rule, period=each.period, counting=each.counting, source=each.source
        )
        limit.full_clean(exclude=["recorded_by"])
        limit.save_by(by)
    work_out(change=change, now=now, today=today)
    return change


def _refuse_wrong(changed: Changed) -> None:
    try:
        refuse_wrong(shipped_pack(), pack_in_force(), changed)
    except LimitRefused as refused:
        sentence = str(refused).replace(f"“{changed.rule}”", f"“{RULES[changed.rule].name}”")
        raise Refused(sentence, field="number") from refused


@transaction.atomic
def work_out(*, change: TimetableChange, now: datetime, today: date) -> ChangeRun:
    """Have it worked out, or worked out again, which dates the change would move as of today."""
    change = _locked(change)
    if not change.is_open:
        raise Refused("This change is decided. Its dates can no longer be worked out beforehand.")
    last = change.runs.filter(kind=Kind.PREVIEW).first()
    if last and last.finished_at is None and not last.is_silent(now=now):
        raise Refused("The dates are being worked out. Wait, and look at this page again.")
    return _begin(change, Kind.PREVIEW, now=now, today=today)


@transaction.atomic
def send_for_approval(*, change: TimetableChange, by: User, now: datetime) -> TimetableChange:
    """Whoever proposed it has seen which dates move, and asks a second person."""
    change = _locked(change)
    if change.recorded_by_id != by.pk:
        raise Refused("Only the person who proposed a change can send it for approval.")
    if not change.is_open or change.sent_at:
        raise Refused("This change has been sent already, or is decided.")
    _refuse_unseen(change)
    change.sent_at = now
    return change.save_by(by)


@transaction.atomic
def approve_change(*, change: TimetableChange, by: User, now: datetime, today: date) -> TimetableChange:
    """A second person has seen which dates move, and puts it in force from its day on."""
    change = _locked(change)
    if not by.may(Permission.APPROVE_TIMETABLE):
        raise Refused(f"Your role may not {Permission.APPROVE_TIMETABLE}.")
    if change.recorded_by_id == by.pk:
        raise Refused("Somebody else has to approve what you proposed.")
    if not change.is_open or not change.sent_at:
        raise Refused("This change has not been sent for approval, or is decided.")
    _refuse_unseen(change)
    if change.since <= today:
        seen = change.runs.filter(kind=Kind.PREVIEW).first()
        if seen.day != today:
            raise Refused(
                f"The dates were worked out on {in_words(seen.day)}. Work them out again, so that you see today’s."
            )
    for each in change.changed():
        _refuse_wrong(each)
    change.approved_at, change.approved_by = now, by
    change.save_by(by)
    read_again()
    _begin(change, Kind.APPLY, now=now, today=today)
    return change


@transaction.atomic
def withdraw_change(
    *, change: TimetableChange, because: str, by: User, now: datetime, today: date
) -> TimetableChange:
    """It is not put in force after all. What has taken effect is not withdrawn: another change takes its place."""
    change = _locked(change)
    refuse_withdrawn(change)
    if change.approved_at and change.since <= today:
        raise Refused(
            f"This change has been in force since {in_words(change.since)}, and dates were judged by it. "
            "Propose another change instead.",
            field="because",
        )
    if change.recorded_by_id != by.pk and not by.may(Permission.APPROVE_TIMETABLE):
        raise Refused(
            "Only whoever proposed a change, or whoever may approve it, can withdraw it.", field="because"
        )
    was_approved = change.approved_at is not None
    change.withdrawn_at, change.withdrawn_because = now, because
    change.save_by(by)
    if was_approved:
        read_again()
        _begin(change, Kind.APPLY, now=now, today=today)
    return change


def go_on(*, change: TimetableChange, now: datetime, today: date) -> ChangeRun:
    """Start again what has lost its worker. Nothing is done twice."""
    last = change.runs.first()
    if last is None or not last.is_silent(now=now):
        raise Refused("Nothing has stopped here. Wait, and look at this page again.")
    return _begin(change, Kind(last.kind), now=now, today=today)


def _refuse_unseen(change: TimetableChange) -> None:
    run = change.runs.filter(kind=Kind.PREVIEW).first()
    if run is None or run.finished_at is None:
        raise Refused("Wait until it is worked out which dates move, and look at them first.")


def _begin(change: TimetableChange, kind: ChangeRun.Kind, *, now: datetime, today: date) -> ChangeRun:
    run = ChangeRun.objects.create(change=change, kind=kind, day=today, started_at=now, heard_of_at=now)
    transaction.on_commit(lambda: tasks.carry_out.delay(run_pk=run.pk))
    return run


def _locked(change: TimetableChange) -> TimetableChange:
    return TimetableChange.objects.select_for_update().get(pk=change.pk)


def refuse_withdrawn(change: TimetableChange) -> None:
    if change.withdrawn_at:
        raise Refused("This change is withdrawn already.")
