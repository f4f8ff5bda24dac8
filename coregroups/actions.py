"""Verbs of the core group: who belongs to it, when it meets, what it wrote down, who is sent it."""

from collections.abc import Iterable, Mapping
from datetime import date, time

from django.db import transaction

from accounts.models import User
from audit.models import Refused
from children.models import Child, Person
from circulation.actions import Copy, circulate
from circulation.models import Circulation, Receipt
from coregroups.models import ChildAtCoreGroup, CoreGroupAttendance, CoreGroupMeeting, CoreGroupMember
from deadlines.projection import refresh
from govuk_forms.words import day as in_words


@transaction.atomic
def add_member(
    *,
    children: Iterable[Child],
    person: Person,
    role: str,
    from_on: date,
    by: User,
    excluded_because: str = "",
) -> list[CoreGroupMember]:
    members = []
    for child in children:
        member = CoreGroupMember(
            child=child, person=person, role=role, from_on=from_on, excluded_because=excluded_because
        )
        member.full_clean(exclude=["recorded_by"])
        members.append(member.save_by(by))
    return members


@transaction.atomic
def end_membership(*, member: CoreGroupMember, until_on: date, by: User) -> CoreGroupMember:
    if member.until_on:
        raise Refused("This membership has already ended.")
    if until_on < member.from_on:
        raise Refused(f"The membership began on {in_words(member.from_on)}.", field="until_on")
    member.until_on = until_on
    return member.save_by(by)


@transaction.atomic
def plan_meeting(
    *,
    children: Iterable[Child],
    planned_for: date,
    planned_at: time | None = None,
    place: str = "",
    by: User,
) -> CoreGroupMeeting:
    """Put a core group in the diary for children who each have an open plan. Booking it meets no deadline."""
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
    return meeting


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
) -> CoreGroupMeeting:
    """The minute of a core group that was held; the deadlines of its children move at once.

    With `next_planned_for` the next meeting is put in the diary too.
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
        CoreGroupAttendance(meeting=meeting, person=person, came=answer).save_by(by)
    if next_planned_for:
        plan_meeting(children=children, planned_for=next_planned_for, place=meeting.place, by=by)
    refresh(children, by=by, because=f"the core group of {in_words(held_on)} was recorded")
    return meeting


@transaction.atomic
def cancel_meeting(*, meeting: CoreGroupMeeting, because: str, by: User, today: date) -> CoreGroupMeeting:
    if meeting.held_on:
        raise Refused("This core group was held: it cannot be cancelled.")
    if not because.strip():
        raise Refused("Say why the core group was cancelled.", field="because")
    meeting.cancelled_on, meeting.cancelled_because = today, because
    return meeting.save_by(by)


@transaction.atomic
def circulate_minute(*, meeting: CoreGroupMeeting, by: User) -> list[Circulation]:
    """Send the minute to each child's members who are not excluded, and always to the conference chair."""
    if meeting.held_on is None:
        raise Refused("Write the minute first: there is nothing to send yet.")
    sent = []
    for row in meeting.for_children.select_related("child__conference_chair"):
        members = row.child.coregroupmembers.on(meeting.held_on).filter(excluded_because="")
        copies = [Copy(person=member.person) for member in members.select_related("person__user")]
        sent.append(
            circulate(
                child=row.child,
                kind=Circulation.Kind.CORE_GROUP_RECORD,
                about_pk=meeting.pk,
                title=f"Core group of {in_words(meeting.held_on)}: {row.child}",
                sections=_minute(meeting),
                copies=copies,
                by=by,
            )
        )
    return sent


def receipts_of(meeting: CoreGroupMeeting, child: Child) -> "list[Receipt]":
    """Who was sent this minute for this child, newest circulation first."""
    return list(
        Receipt.objects.filter(
            circulation__kind=Circulation.Kind.CORE_GROUP_RECORD,
            circulation__about_pk=meeting.pk,
            circulation__child=child,
        )
        .select_related("circulation", "person", "user")
        .order_by("-circulation__sent_at", "pk")
    )


def _minute(meeting: CoreGroupMeeting) -> list[tuple[str, str]]:
    came = [
        f"{row.person}: {row.get_came_display().lower()}"
        for row in meeting.attendance.select_related("person")
    ]
    written = [
        ("Chaired by", meeting.chaired_by),
        ("Who came", "\n".join(came)),
        ("Updates and concerns", meeting.updates),
        ("The child's lived experience and voice", meeting.childs_voice),
        ("What the family said", meeting.family_views),
        ("Progress against the plan", meeting.progress),
        ("Decisions and next steps", meeting.decisions),
        ("Next core group", in_words(meeting.next_planned_for) if meeting.next_planned_for else ""),
    ]
    return [(heading, text) for heading, text in written if text]


def _refuse_without_a_plan(child: Child, on: date, *, field: str) -> None:
    if not child.plans.in_force_on(on).exists():
        raise Refused(
            f"{child} had no child protection plan on {in_words(on)}. A core group meets while there is one.",
            field=field,
        )
