"""Asking the members to a core group: by email with an entry for their calendar, or by word of mouth (T-11).

A letter names nobody and tells no address of the family: it says when and where to be, and from which authority.
"""

import re
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from smtplib import SMTPRecipientsRefused
from typing import Final

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.template.loader import render_to_string
from django.utils import timezone
from icalendar import Calendar, Event, vCalAddress

from accounts.models import User
from audit.letters import letter
from audit.models import Refused
from audit.soon import ask_for
from children.models import Child, Household, Person
from coregroups.models import CoreGroupInvitation, CoreGroupMeeting, CoreGroupMember
from govuk_forms.words import clock, weekday

GIVE_UP_AFTER: Final = timedelta(days=1)
LASTS: Final = timedelta(hours=1)
Way = CoreGroupInvitation.Way


@transaction.atomic
def invite(*, meeting: CoreGroupMeeting, by: User) -> list[CoreGroupInvitation]:
    """Ask every member on that day who is not excluded and was not asked yet. Those without email are told.

    Raises Refused for a core group that was held or cancelled.
    """
    if meeting.held_on or meeting.cancelled_on:
        raise Refused("This core group was held or cancelled: nobody is asked to it any more.")
    groups = CoreGroupMember.objects.filter(child__core_groups__meeting=meeting)
    excluded = groups.exclude(excluded_because="").values("person")
    asked = meeting.invitations.values("person")
    belong = groups.on(meeting.planned_for).values("person")
    people = Person.objects.filter(pk__in=belong).exclude(pk__in=excluded).exclude(pk__in=asked)
    made = [
        CoreGroupInvitation(
            meeting=meeting, person=person, way=Way.EMAIL if mailbox_of(person) else Way.TOLD
        ).save_by(by)
        for person in people.select_related("user").order_by("name")
    ]
    if any(invitation.way == Way.EMAIL for invitation in made):
        _send_soon()
    return made


@transaction.atomic
def told(*, invitation: CoreGroupInvitation, by: User, now: datetime) -> CoreGroupInvitation:
    """The social worker has asked them, or told them that it is cancelled."""
    if invitation.meeting.cancelled_on:
        invitation.withdrawn_at = now
    else:
        invitation.asked_at, invitation.way, invitation.failed_because = now, Way.TOLD, ""
    return invitation.save_by(by, why="Told")


def asked_to_come(person: Person, child: Child) -> list[date]:
    """The days to come of the child's core groups to which somebody was asked already."""
    asked = CoreGroupInvitation.objects.filter(
        person=person,
        asked_at__isnull=False,
        meeting__for_children__child=child,
        meeting__held_on=None,
        meeting__cancelled_on=None,
    )
    return list(asked.order_by("meeting__planned_for").values_list("meeting__planned_for", flat=True))


def withdraw(meeting: CoreGroupMeeting) -> None:
    """A cancelled meeting is taken out of the calendars that it was put into."""
    if meeting.invitations.filter(way=Way.EMAIL, asked_at__isnull=False).exists():
        _send_soon()


def mailbox_of(person: Person) -> str:
    return person.email or (person.user.email if person.user and person.user.is_active else "")


def send_invitations(*, now: datetime) -> int:
    """Send the letters that wait: those that ask, and those that say that a meeting is cancelled."""
    sent = 0
    for pk in _waiting(now).order_by("pk").values_list("pk", flat=True):
        with transaction.atomic():
            locked = CoreGroupInvitation.objects.select_for_update(skip_locked=True, of=["self"])
            invitation = locked.select_related("meeting", "person__user").filter(pk=pk).first()
            if invitation and _waiting(now).filter(pk=pk).exists():
                sent += _send(invitation, now=now)
    return sent


def _waiting(now: datetime) -> QuerySet[CoreGroupInvitation]:
    to_ask = Q(asked_at=None, meeting__cancelled_on=None, meeting__held_on=None)
    to_withdraw = Q(asked_at__isnull=False, meeting__cancelled_on__isnull=False, withdrawn_at=None)
    return CoreGroupInvitation.objects.filter(to_ask | to_withdraw, way=Way.EMAIL, failed_because="")


def _send(invitation: CoreGroupInvitation, *, now: datetime) -> bool:
    meeting, is_off = invitation.meeting, invitation.meeting.cancelled_on is not None
    at = f" at {clock(meeting.planned_at)}" if meeting.planned_at else ""
    place = place_without_homes(meeting)
    sent = letter(
        "invitation",
        invitation.pk,
        subject=f"{'Cancelled: meeting' if is_off else 'Meeting'} on {weekday(meeting.planned_for)}{at}",
        body=render_to_string(
            "coregroups/letters/invitation.txt",
            {
                "is_off": is_off,
                "when": f"{weekday(meeting.planned_for)}{at}",
                "place": place,
                "authority_name": settings.AUTHORITY_NAME,
            },
        ),
        to=[mailbox_of(invitation.person)],
    )
    method = "CANCEL" if is_off else "REQUEST"
    sent.attach(
        "meeting.ics", as_entry(invitation, place, now=now).decode(), f"text/calendar; method={method}"
    )
    portal = User.objects.the_portal()
    try:
        sent.send()
    except (SMTPRecipientsRefused, OSError) as error:
        is_over = now - (invitation.recorded_at) >= GIVE_UP_AFTER
        if is_over or _is_final(error):
            invitation.failed_because = str(error)[:300]
            invitation.save_by(portal, why="The letter did not go")
        return False
    if is_off:
        invitation.withdrawn_at = now
    else:
        invitation.asked_at = now
    invitation.save_by(portal, why="The letter was sent")
    return True


def letter_came_back(*, pk: int, because: str, now: datetime) -> bool:
    """The mail server took the letter and says later that it cannot be delivered: somebody has to tell them instead."""
    waiting = CoreGroupInvitation.objects.select_for_update(of=["self"]).select_related("meeting")
    waiting = waiting.filter(way=Way.EMAIL, failed_because="")
    invitation = waiting.filter(pk=pk, meeting__held_on=None).first()
    if invitation is None:
        return False
    invitation.failed_because = f"It came back: {because}"[:300]
    if invitation.meeting.cancelled_on:
        # Whoever was asked might still come: somebody has to tell them.
        invitation.withdrawn_at = None
    else:
        invitation.asked_at = None
    invitation.save_by(User.objects.the_portal(), why="The letter came back")
    return True


def _is_final(error: Exception) -> bool:
    if not isinstance(error, SMTPRecipientsRefused):
        return False
    return all(500 <= code < 600 for code, _ in error.recipients.values())


def as_entry(invitation: CoreGroupInvitation, place: str, *, now: datetime) -> bytes:
    """iCalendar that puts the meeting into a calendar, or takes it out again. It names nobody."""
    meeting = invitation.meeting
    is_off = meeting.cancelled_on is not None
    calendar = Calendar()
    calendar.add("prodid", "-//portal//Meeting//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if is_off else "REQUEST")
    event = Event()
    event.add("uid", sha256(f"core-group {meeting.pk} {settings.SECRET_KEY}".encode()).hexdigest()[:32])
    event.add("dtstamp", now)
    event.add("sequence", 1 if is_off else 0)
    event.add("status", "CANCELLED" if is_off else "CONFIRMED")
    event.add("summary", f"Meeting with {settings.AUTHORITY_NAME}")
    if meeting.planned_at:
        local = timezone.make_aware(datetime.combine(meeting.planned_for, meeting.planned_at))
        begins = local.astimezone(UTC)  # which needs no time zone to be described
        event.add("dtstart", begins)
        event.add("dtend", begins + LASTS)
    else:
        event.add("dtstart", meeting.planned_for)
    if place:
        event.add("location", place)
    event.add("organizer", vCalAddress(f"mailto:{settings.DEFAULT_FROM_EMAIL}"))
    event.add("attendee", vCalAddress(f"mailto:{mailbox_of(invitation.person)}"))
    event.add("class", "PRIVATE")
    calendar.add_component(event)
    return calendar.to_ical()


def place_without_homes(meeting: CoreGroupMeeting) -> str:
    """The place, unless it is a home of one of the children or their people: that is told by word of mouth."""
    homes = Household.objects.filter(
        Q(residences__child__core_groups__meeting=meeting)
        | Q(residences__person__relationships__child__core_groups__meeting=meeting)
    ).distinct()
    squeezed = _squeezed(meeting.place)
    for home in homes:
        first_line = next(iter(home.address.splitlines()), "")
        if any(part and _squeezed(part) in squeezed for part in (first_line, home.postcode)):
            return "You are told the place by the social worker"
    return meeting.place


def _squeezed(text: str) -> str:
    return re.sub(r"[\s,.]+", "", text).casefold()


def _send_soon() -> None:
    from coregroups import tasks  # which stands on this

    ask_for(tasks.send_invitations)
