"""Core group meetings: put in the diary, or cancelled."""

from collections.abc import Iterable
from datetime import date, time

from django.db import transaction

from accounts.models import User
from audit.models import Refused
from children.models import Child
from coregroups.invitations import invite, withdraw
from coregroups.models import ChildAtCoreGroup, CoreGroupMeeting
from deadlines.projection import refresh
from govuk_forms.words import day as in_words


@transaction.atomic
def plan_meeting(
    *,
    children: Iterable[Child],
    planned_for: date,
    planned_at: time | None = None,
    place: str = "",
    by: User,
    is_invited: bool = False,
) -> CoreGroupMeeting:
    """Put a core group in the diary for children who each have an open plan; with `is_invited`, ask its members.

    Booking it meets no deadline; with a day in time agreed nobody is reminded until that day has passed.
    """
    meeting, those = in_the_diary(children, planned_for, planned_at, place, by)
    if is_invited:
        invite(meeting=meeting, by=by)
    refresh(those, by=by, because=f"a core group was booked for {in_words(planned_for)}")
    return meeting


def in_the_diary(
    children: Iterable[Child], planned_for: date, planned_at: time | None, place: str, by: User
) -> tuple[CoreGroupMeeting, list[Child]]:
    those = list(children)
    if not those:
        raise Refused("Choose at least one child.", field="children")
    for child in those:
        refuse_without_a_plan(child, planned_for, field="planned_for")
    meeting = CoreGroupMeeting(planned_for=planned_for, planned_at=planned_at, place=place)
    meeting.full_clean(exclude=["recorded_by"])
    meeting.save_by(by)
    for child in those:
        ChildAtCoreGroup(child=child, meeting=meeting).save_by(by)
    return meeting, those


@transaction.atomic
def cancel_meeting(*, meeting: CoreGroupMeeting, because: str, by: User, today: date) -> CoreGroupMeeting:
    if meeting.held_on:
        raise Refused("This core group was held: it cannot be cancelled.")
    if meeting.cancelled_on:
        raise Refused(f"This core group was already cancelled on {in_words(meeting.cancelled_on)}.")
    if not because.strip():
        raise Refused("Say why the core group was cancelled.", field="because")
    meeting.cancelled_on, meeting.cancelled_because = today, because
    meeting.save_by(by)
    withdraw(meeting)
    children = [row.child for row in meeting.for_children.select_related("child")]
    refresh(children, by=by, because=f"the core group of {in_words(meeting.planned_for)} was cancelled")
    return meeting


def refuse_without_a_plan(child: Child, on: date, *, field: str) -> None:
    if not child.plans.in_force_on(on).exists():
        raise Refused(
            f"{child} had no child protection plan on {in_words(on)}. A core group meets while there is one.",
            field=field,
        )
