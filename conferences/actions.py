"""Verbs of enquiries and conferences. Holding a conference is the one way a plan begins, continues or ends."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

from django.db import transaction

from accounts.models import User
from accounts.roles import Role
from audit.models import Refused
from children.actions import assign_chair
from children.models import Child, Person
from conferences.models import (
    ChildAtConference,
    Conference,
    ConferenceAttendance,
    Section47Enquiry,
    StrategyDiscussion,
)
from deadlines.projection import refresh
from deadlines.timelines import working_calendar
from govuk_forms.words import day as in_words
from plans.actions import begin_plan, continue_plan, end_plan
from plans.models import EndReason

Kind, Decision = ChildAtConference.Kind, ChildAtConference.Decision


@transaction.atomic
def record_strategy_discussion(
    *, children: Iterable[Child], held_on: date, enquiry_agreed: bool, by: User, today: date, **details: Any
) -> list[StrategyDiscussion]:
    """For each child a record of its own; when an enquiry was agreed it starts that day, and so do its clocks."""
    those = list(children)
    if not those:
        raise Refused("Choose at least one child.", field="children")
    if held_on > today:
        raise Refused("A strategy discussion can be recorded once it has been held.", field="held_on")
    discussions = []
    for child in those:
        discussion = StrategyDiscussion(
            child=child, held_on=held_on, enquiry_agreed=enquiry_agreed, **details
        )
        discussion.full_clean(exclude=["recorded_by"])
        discussion.save_by(by)
        if enquiry_agreed:
            referral = child.referrals.filter(ended_on__isnull=True, received_on__lte=held_on).first()
            Section47Enquiry(
                child=child, discussion=discussion, referral=referral, started_on=held_on
            ).save_by(by)
        discussions.append(discussion)
    refresh(those, by=by, because=f"the strategy discussion of {in_words(held_on)} was recorded")
    return discussions


@transaction.atomic
def decide_enquiry(
    *, enquiry: Section47Enquiry, decided_on: date, outcome: str, findings: str, agreed_by: User | None, by: User,
    today: date,
) -> Section47Enquiry:  # fmt: skip
    """Whether a conference is needed, agreed by the lead social worker and a manager (T-01, S2-7)."""
    if enquiry.decided_on:
        raise Refused(f"This enquiry was decided on {in_words(enquiry.decided_on)}.")
    if decided_on > today:
        raise Refused("A decision can be recorded once it has been made.", field="decided_on")
    if decided_on < enquiry.started_on:
        raise Refused(f"The enquiry began on {in_words(enquiry.started_on)}.", field="decided_on")
    if agreed_by is None or agreed_by.role not in {Role.TEAM_MANAGER, Role.SERVICE_MANAGER}:
        raise Refused("A manager must agree the decision. Choose who did.", field="agreed_by")
    enquiry.decided_on, enquiry.outcome = decided_on, outcome
    enquiry.findings, enquiry.agreed_by = findings, agreed_by
    enquiry.full_clean(exclude=["recorded_by"])
    enquiry.save_by(by)
    refresh([enquiry.child], by=by, because="the enquiry was decided")
    return enquiry


@transaction.atomic
def book_conference(
    *,
    children: Iterable[Child],
    booked_for: date,
    chair: User,
    by: User,
    today: date,
    booked_on: date | None = None,
    booked_at: time | None = None,
    place: str = "",
) -> Conference:
    """Book one conference for these children: a review for those on a plan, an initial one for the others.

    The chair becomes each child's conference chair, who receives what their core groups record.
    """
    those = list(children)
    if not those:
        raise Refused("Choose at least one child.", field="children")
    if chair.role != Role.CONFERENCE_CHAIR or not chair.is_active:
        raise Refused(f"{chair} does not chair conferences. Choose a conference chair.", field="chair")
    booked_on = booked_on or today
    if booked_on > today:
        raise Refused("The day of booking is today or earlier.", field="booked_on")
    if booked_for < booked_on:
        raise Refused("A conference is booked for a day to come, or recorded as held.", field="booked_for")
    _refuse_a_day_off(booked_for)
    for child in those:
        _refuse_two_bookings(child)
    conference = Conference(
        booked_on=booked_on, booked_for=booked_for, booked_at=booked_at, place=place, chair=chair
    )
    conference.full_clean(exclude=["recorded_by"])
    conference.save_by(by)
    for child in those:
        ChildAtConference(child=child, conference=conference, kind=_kind(child, booked_for)).save_by(by)
        assign_chair(child=child, chair=chair, by=by)
    refresh(those, by=by, because=f"a conference was booked for {in_words(booked_for)}")
    return conference


@transaction.atomic
def move_conference(
    *, conference: Conference, booked_for: date, booked_at: time | None, because: str, by: User, today: date
) -> Conference:
    """Another day for a conference; everything counted towards it moves too, and says why."""
    _refuse_unless_upcoming(conference)
    if booked_for < today:
        raise Refused("Move it to today or a day to come.", field="booked_for")
    if not because.strip():
        raise Refused("Say why the conference is moved.", field="because")
    _refuse_a_day_off(booked_for)
    was = conference.booked_for
    conference.booked_for, conference.booked_at = booked_for, booked_at
    conference.moved_on, conference.moved_because = today, because
    conference.save_by(by, why=because[:100])
    refresh(
        _children_of(conference),
        by=by,
        because=f"the conference was moved from {in_words(was)} to {in_words(booked_for)}: {because}"[:200],
    )
    return conference


@transaction.atomic
def cancel_conference(*, conference: Conference, because: str, by: User, today: date) -> Conference:
    _refuse_unless_upcoming(conference)
    if not because.strip():
        raise Refused("Say why the conference is cancelled.", field="because")
    conference.cancelled_on, conference.cancelled_because = today, because
    conference.save_by(by, why=because[:100])
    refresh(_children_of(conference), by=by, because="the conference was cancelled")
    return conference


@dataclass(frozen=True, kw_only=True)
class Decided:
    """What the conference decided for one child."""

    child: Child
    decision: str
    reason: str = ""
    categories: list[str] = field(default_factory=list)
    dissent: str = ""
    plans_before: int = 0


@transaction.atomic
def hold_conference(
    *,
    conference: Conference,
    held_on: date,
    quorate: bool,
    decided: Iterable[Decided],
    by: User,
    today: date,
    inquorate_because: str = "",
    record: str = "",
    came: Mapping[Person, str] | None = None,
) -> Conference:
    """Record that the conference was held and what it decided for each child (B-18).

    A plan begins, continues or ends here, dated with the day of the conference. Every child who was booked needs a
    decision; a conference held without a quorum needs the reason.
    """
    _refuse_unless_upcoming(conference)
    if held_on > today:
        raise Refused("A conference can be recorded once it has been held. Check the date.", field="held_on")
    if held_on < conference.booked_on:
        raise Refused(
            f"It was booked on {in_words(conference.booked_on)}: it cannot have been held before.",
            field="held_on",
        )
    if not quorate and not inquorate_because.strip():
        raise Refused("Say why the conference went ahead without a quorum.", field="inquorate_because")
    conference.held_on, conference.quorate, conference.record = held_on, quorate, record
    conference.inquorate_because = "" if quorate else inquorate_because
    conference.full_clean(exclude=["recorded_by"])
    conference.save_by(by)
    decisions = {one.child.pk: one for one in decided}
    rows = list(conference.for_children.select_related("child"))
    for row in rows:
        one = decisions.get(row.child_id)
        if one is None or not one.decision:
            raise Refused(f"Say what the conference decided for {row.child}.")
        _decide(row, one, held_on=held_on, by=by, today=today)
    for person, answer in (came or {}).items():
        ConferenceAttendance(conference=conference, person=person, came=answer).save_by(by)
    refresh([row.child for row in rows], by=by, because=f"the conference of {in_words(held_on)} was recorded")
    return conference


def _decide(row: ChildAtConference, one: Decided, *, held_on: date, by: User, today: date) -> None:
    if one.decision not in ChildAtConference.MAY_DECIDE[row.kind]:
        raise Refused(
            f"{row.get_kind_display()} for {row.child}: it can decide "
            + " or ".join(f"“{Decision(each).label}”" for each in ChildAtConference.MAY_DECIDE[row.kind])
            + "."
        )
    if one.decision in {Decision.PLAN, Decision.CONTINUE} and not one.categories:
        raise Refused(f"Choose at least one category of abuse for {row.child}.")
    if one.decision == Decision.PLAN:
        row.plan = begin_plan(
            child=row.child,
            started_on=held_on,
            categories=one.categories,
            plans_before=one.plans_before,
            by=by,
        )
    elif row.kind == Kind.REVIEW:
        plan = row.child.plans.open().first()
        if plan is None or held_on <= plan.started_on:
            raise Refused(f"{row.child} had no open plan to review on {in_words(held_on)}.", field="held_on")
        row.plan = plan
        if one.decision == Decision.CONTINUE:
            continue_plan(plan=plan, categories=one.categories, by=by)
        else:
            end_plan(plan=plan, ended_on=held_on, reason=EndReason.NO_LONGER_AT_RISK, by=by, today=today)
    row.decision, row.reason, row.dissent = one.decision, one.reason, one.dissent
    row.categories = one.categories if one.decision in {Decision.PLAN, Decision.CONTINUE} else []
    row.full_clean(exclude=["recorded_by"])
    row.save_by(by)


def _kind(child: Child, on: date) -> str:
    return Kind.REVIEW if child.plans.open().filter(started_on__lt=on).exists() else Kind.INITIAL


def _children_of(conference: Conference) -> list[Child]:
    return [row.child for row in conference.for_children.select_related("child")]


def _refuse_unless_upcoming(conference: Conference) -> None:
    if conference.held_on:
        raise Refused(f"This conference was held on {in_words(conference.held_on)}.")
    if conference.cancelled_on:
        raise Refused(f"This conference was cancelled on {in_words(conference.cancelled_on)}.")


def _refuse_two_bookings(child: Child) -> None:
    upcoming = child.conferences.filter(
        conference__held_on__isnull=True, conference__cancelled_on__isnull=True
    ).select_related("conference")
    if row := upcoming.first():
        raise Refused(
            f"{child} already has a conference booked for {in_words(row.conference.booked_for)}. "
            "Move that one, or cancel it first."
        )


def _refuse_a_day_off(day: date) -> None:
    """A conference on a weekend is a census error (8875); on a bank holiday nobody could come."""
    reason = working_calendar().reason_not_worked(day)
    if reason:
        raise Refused(
            f"{in_words(day)} is not a working day: {reason}. Choose another day.", field="booked_for"
        )
