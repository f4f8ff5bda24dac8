"""A person's next dates for the calendar of their phone: what is due on which day, and never about whom."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from hashlib import sha256

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar, Event

from accounts.models import User
from accounts.roles import Permission
from conferences.models import Conference
from dashboards.my_day import MyDay, Show
from deadlines.rules import RULES

AN_HOUR = timedelta(hours=1)
OVERDUE = "overdue"


def as_calendar(user: User, *, today: date, now: datetime) -> bytes:
    """iCalendar of what the person owes and has booked in the next ten working days, and the conferences they chair.

    A day's dates of one rule are one entry: "2 × Visit to the child". What is overdue stands on today.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//cpp_portal//Calendar of a person//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", settings.SERVICE_NAME)
    calendar.add("x-published-ttl", "PT1H")
    for begins, what, times in _entries(user, today):
        event = Event()
        event.add("uid", _uid(user, begins, what))
        event.add("dtstamp", now)
        event.add("dtstart", begins)
        if isinstance(begins, datetime):
            event.add("dtend", begins + AN_HOUR)
        event.add("summary", _in_words(what, times))
        event.add("description", f"{settings.SERVICE_ADDRESS}{reverse('home')}")
        event.add("class", "PRIVATE")
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    return calendar.to_ical()


def _entries(user: User, today: date) -> Iterator[tuple[date | datetime, str, int]]:
    """When, what, and how often then: one entry for each moment and thing, so that each has a UID of its own."""
    found: Counter[tuple[date | datetime, str]] = Counter()
    if user.may(Permission.VIEW_CASELOAD):
        day = MyDay(user, today)
        if overdue := len(day.owed[Show.OVERDUE]):
            found[today, OVERDUE] = overdue
        for show in (Show.TODAY, Show.AHEAD):
            found.update((day.do_on(each), RULES[each.rule].name) for each in day.owed[show])
        booked = (*day.booked_today, *day.booked_ahead)
        found.update((_moment(booking.on, booking.at), booking.what) for booking in booked)
    if user.may(Permission.VIEW_CONFERENCES):
        chaired = Conference.objects.filter(
            chair=user, held_on=None, cancelled_on=None, booked_for__gte=today
        ).values_list("booked_for", "booked_at")
        found.update((_moment(on, at), "Conference") for on, at in chaired)
    for (begins, what), times in sorted(found.items(), key=_in_order):
        yield begins, what, times


def _in_order(entry: tuple[tuple[date | datetime, str], int]) -> tuple[str, str]:
    (begins, what), _times = entry
    return begins.isoformat(), what


def _in_words(what: str, times: int) -> str:
    if what == OVERDUE:
        return f"{times} overdue"
    return f"{times} × {what}" if times > 1 else what


def _moment(on: date, at) -> date | datetime:
    return timezone.make_aware(datetime.combine(on, at)) if at else on


def _uid(user: User, begins: date | datetime, what: str) -> str:
    """The same for the same entry each time it is fetched; nobody can read a person in it."""
    # What is overdue stands on each day in turn: the same entry, moved on.
    when = "" if what == OVERDUE else begins.isoformat()
    named = f"{user.calendar_digest} {when} {what}"
    return f"{sha256(named.encode()).hexdigest()[:32]}@cpp-portal"
