"""Core group meetings: put in the diary, written up once held, or cancelled."""

from collections.abc import Iterable, Mapping
from datetime import date, time

from django.db import transaction

from accounts.models import User
from audit.models import Refused
from children.models import Child, Person
from coregroups.models import ChildAtCoreGroup, CoreGroupAttendance, CoreGroupMeeting
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
) -> CoreGroupMeeting:
    """Put a core group in the diary for children who each have an open plan.

    Booking it meets no deadline; with a day in time agreed nobody is reminded until that day has passed.
    """
    meeting, those = _in_the_diary(children, planned_for, planned_at, place, by)
    refresh(those, by=by, because=f"a core group was booked for {in_words(planned_for)}")
    return meeting


def _in_the_diary(
    children: Iterable[Child], planned_for: date, planned_at: time | None, place: str, by: User
) -> tuple[CoreGroupMeeting, list[Child]]:
    those = list(children)
    if not those:
        raise Refused("Choose at least one child.", field="children")
    for child in those:
        _refuse_without_a_plan(child, planned_for, field="planned_for")
    meeting = CoreGroupMeeting(planned_for=planned_for, planned_at=planned_at, place=place)
    meeting.full_clean(exclude=["recorded_by"])
    meeting.save_by(by)
    for child in those:
        ChildAtCoreGroup(child=child, meeting=meeting).save_by(by)
    return meeting, those


@transaction.atomic
def record_meeting(
    *,
    meeting: CoreGroupMeeting,
    held_on: date,
    chaired_by: str,
    childs_voice: str,
    by: User,
    today: date,
    updates: str = "",
    family_views: str = "",
    progress: str = "",
    decisions: str = "",
    next_planned_for: date | None = None,
    came: Mapping[Person, str] | None = None,
    interpreters: Mapping[Person, str] | None = None,
) -> CoreGroupMeeting:
    """The minute of a core group that was held; the deadlines of its children move at once.

    With `next_planned_for` the next meeting is put in the diary too. `interpreters` says, for those who came and
    need one, who interpreted or why nobody did (B-06).
    """
    if meeting.cancelled_on:
        raise Refused("This core group was cancelled. Plan another one.")
    if meeting.held_on:
        raise Refused("This core group's minute is already written.")
    if held_on > today:
        raise Refused("A core group can be recorded once it has been held. Check the date.", field="held_on")
    if not childs_voice.strip():
        raise Refused("Write down the child's lived experience and voice.", field="childs_voice")
    children = [row.child for row in meeting.for_children.select_related("child")]
    for child in children:
        _refuse_without_a_plan(child, held_on, field="held_on")
    if next_planned_for and next_planned_for <= held_on:
        raise Refused("The next core group is after this one.", field="next_planned_for")
    meeting.held_on, meeting.chaired_by, meeting.minute_taken_by = held_on, chaired_by, by
    meeting.childs_voice, meeting.updates, meeting.family_views = childs_voice, updates, family_views
    meeting.progress, meeting.decisions, meeting.next_planned_for = progress, decisions, next_planned_for
    meeting.full_clean(exclude=["recorded_by"])
    meeting.save_by(by)
    for person, answer in (came or {}).items():
        interpreter = (interpreters or {}).get(person, "")
        CoreGroupAttendance(meeting=meeting, person=person, came=answer, interpreter=interpreter).save_by(by)
    if next_planned_for:
        _in_the_diary(children, next_planned_for, None, meeting.place, by)
    refresh(children, by=by, because=f"the core group of {in_words(held_on)} was recorded")
    return meeting


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
    children = [row.child for row in meeting.for_children.select_related("child")]
    refresh(children, by=by, because=f"the core group of {in_words(meeting.planned_for)} was cancelled")
    return meeting


def _refuse_without_a_plan(child: Child, on: date, *, field: str) -> None:
    if not child.plans.in_force_on(on).exists():
        raise Refused(
            f"{child} had no child protection plan on {in_words(on)}. A core group meets while there is one.",
            field=field,
        )
