"""Verbs of a conference that is still to come: book it, move it, cancel it."""

from collections.abc import Iterable
from datetime import date, time

from django.db import transaction

from accounts.models import User
from accounts.roles import Role
from audit.models import Refused
from children.actions import assign_chair
from children.models import Child
from conferences.models import ChildAtConference, Conference
from deadlines.numbers import working_calendar
from deadlines.projection import refresh
from govuk_forms.words import day as in_words
from govuk_forms.words import weekday

Kind = ChildAtConference.Kind


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
    late_because: str = "",
) -> Conference:
    """Book one conference for these children: a review for those on a plan, an initial one for the others.

    The chair becomes each child's conference chair, who receives what their core groups record. A day later than the
    limit is booked all the same, since a late conference is better than none: `late_because` keeps the reason.
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
        raise Refused(
            "A conference is booked for a day to come. If it has been held already, say when it was booked.",
            field="booked_for",
        )
    refuse_a_day_off(booked_for, field="booked_for")
    for child in those:
        _refuse_two_bookings(child)
    conference = Conference(
        booked_on=booked_on,
        booked_for=booked_for,
        booked_at=booked_at,
        place=place,
        chair=chair,
        late_because=late_because,
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
    *,
    conference: Conference,
    booked_for: date,
    booked_at: time | None,
    because: str,
    by: User,
    today: date,
    late_because: str = "",
) -> Conference:
    """Another day for a conference; everything counted towards it moves too, and says why."""
    refuse_unless_upcoming(conference)
    if booked_for < today:
        raise Refused("Move it to today or a day to come.", field="booked_for")
    if not because.strip():
        raise Refused("Say why the conference is moved.", field="because")
    if (booked_for, booked_at) == (conference.booked_for, conference.booked_at):
        raise Refused(f"It is already booked for {in_words(booked_for)}.", field="booked_for")
    refuse_a_day_off(booked_for, field="booked_for")
    was = conference.booked_for
    conference.earlier_days = [*conference.earlier_days, [conference.moved_on or conference.booked_on, was]]
    conference.booked_for, conference.booked_at = booked_for, booked_at
    conference.moved_on, conference.moved_because = today, because
    conference.late_because = late_because
    conference.save_by(by, why=because[:100])
    refresh(
        children_of(conference),
        by=by,
        because=f"the conference was moved from {in_words(was)} to {in_words(booked_for)}: {because}"[:200],
    )
    return conference


@transaction.atomic
def cancel_conference(*, conference: Conference, because: str, by: User, today: date) -> Conference:
    refuse_unless_upcoming(conference)
    if not because.strip():
        raise Refused("Say why the conference is cancelled.", field="because")
    conference.cancelled_on, conference.cancelled_because = today, because
    conference.save_by(by, why=because[:100])
    refresh(children_of(conference), by=by, because="the conference was cancelled")
    return conference


def children_of(conference: Conference) -> list[Child]:
    return [row.child for row in conference.for_children.select_related("child")]


def refuse_unless_upcoming(conference: Conference) -> None:
    if conference.held_on:
        raise Refused(f"This conference was held on {in_words(conference.held_on)}.")
    if conference.cancelled_on:
        raise Refused(f"This conference was cancelled on {in_words(conference.cancelled_on)}.")


def refuse_a_day_off(day: date, *, field: str) -> None:
    """A conference on a weekend is a census error (8875); on a bank holiday nobody could come."""
    calendar = working_calendar()
    if not calendar.knows(day):
        raise Refused(
            f"Bank holidays are known only until {in_words(calendar.known_until)}. Check the year.",
            field=field,
        )
    if reason := calendar.reason_not_worked(day):
        # "Saturday 7 March 2026 is not a working day" says it all; a holiday has a name.
        why = "" if weekday(day).startswith(reason) else f": {reason}"
        raise Refused(f"{weekday(day)} is not a working day{why}. Choose another day.", field=field)


def _kind(child: Child, on: date) -> str:
    if child.plans.open().filter(started_on__lt=on).exists():
        return Kind.REVIEW
    notified = child.transferins.order_by("-notified_on").first()
    if notified is None:
        return Kind.INITIAL
    answered = child.conferences.filter(conference__held_on__gte=notified.notified_on)
    return Kind.INITIAL if answered.exclude(kind=Kind.REVIEW).exists() else Kind.TRANSFER_IN


def _refuse_two_bookings(child: Child) -> None:
    upcoming = child.conferences.filter(
        conference__held_on__isnull=True, conference__cancelled_on__isnull=True
    ).select_related("conference")
    if row := upcoming.first():
        raise Refused(
            f"{child} already has a conference booked for {in_words(row.conference.booked_for)}. "
            "Move that one, or cancel it first."
        )
