"""What one person has to do today for the children they hold, and in the ten working days after it.

A date that falls on a day off is done on its practical day, the last working day before it; the limit itself does not
move, and both are said.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Final

from django.db import models
from django.db.models import Q

from accounts.models import User
from children.models import Allocation, Child, Delegation
from dashboards.bookings import Booking, bookings
from dashboards.next_steps import booked, next_step
from deadlines.calendar import BankHolidaysUnknown, WorkingCalendar
from deadlines.engine import Standing
from deadlines.gravity import GRAVITY
from deadlines.models import FLAGS, Deadline
from deadlines.numbers import working_calendar
from deadlines.rows import row
from deadlines.standing_words import standing_on
from govuk_forms import words
from govuk_forms.components import DeadlineRow, Link
from visits.due import ANY_VISIT, SEEN_ALONE

WORKING_DAYS_AHEAD: Final = 10
LONGEST_REST: Final = timedelta(days=14)
"""More than any run of days off: nothing due later than this can have a practical day before."""


class Show(models.TextChoices):
    OVERDUE = "overdue", "Overdue"
    TODAY = "today", "To do today"
    AHEAD = "ahead", "Due in the next 10 working days"


@dataclass(frozen=True, kw_only=True)
class DayRow:
    """Something owed, with the day by which it is done. `limit` is said where that is another day."""

    row: DeadlineRow
    do_on: date
    limit: str


def last_day_ahead(today: date, calendar: WorkingCalendar) -> date:
    """The tenth working day after today, or two weeks on where bank holidays are not yet known."""
    try:
        return calendar.working_days_after(today, WORKING_DAYS_AHEAD)
    except BankHolidaysUnknown:
        return today + timedelta(weeks=2)


class MyDay:
    """Read once: whom the person holds, what is owed for them, what is booked. Rows are made for a page of it."""

    def __init__(self, user: User, today: date) -> None:
        self.user = user
        self.today = today
        self.calendar = working_calendar()
        self.until = last_day_ahead(today, self.calendar)
        held = Allocation.objects.children_answered_for(user, today=today)
        self.children = {child.pk: child for child in Child.objects.filter(pk__in=held)}
        # Whom they see in somebody else's place: the visits are theirs to make, and nothing else.
        agreed = (
            Delegation.objects.in_force(today).filter(delegate=user).exclude(child__in=list(self.children))
        )
        self.delegated = {child.pk: child for child in Child.objects.filter(pk__in=agreed.values("child"))}
        self.owed: dict[Show, list[Deadline]] = {show: [] for show in Show}
        outstanding = Deadline.objects.outstanding().filter(
            Q(child__in=list(self.children))
            | Q(child__in=list(self.delegated), rule__in=(*ANY_VISIT, SEEN_ALONE)),
            due_on__lte=self.until + LONGEST_REST,
        )
        for deadline in outstanding.exclude(rule__in=FLAGS):
            if show := self._when(deadline):
                self.owed[show].append(deadline)
        for show in (Show.OVERDUE, Show.TODAY):
            self.owed[show].sort(key=self._gravest_first)
        self.owed[Show.AHEAD].sort(key=lambda each: (self.do_on(each), *self._gravest_first(each)))

    def _when(self, deadline: Deadline) -> Show | None:
        if standing_on(deadline, self.today) is Standing.OVERDUE:
            return Show.OVERDUE
        do_on = self.do_on(deadline)
        if do_on <= self.today:
            return Show.TODAY
        return Show.AHEAD if do_on <= self.until else None

    def _gravest_first(self, deadline: Deadline) -> tuple[int, date, str, int]:
        return GRAVITY[deadline.rule], deadline.due_on, self.child_of(deadline).name, deadline.pk

    def child_of(self, deadline: Deadline) -> Child:
        return self.children.get(deadline.child_id) or self.delegated[deadline.child_id]

    def do_on(self, deadline: Deadline) -> date:
        """The day by which it is done. A practical day that has passed while the limit has not is today."""
        return max(deadline.practical_on or deadline.due_on, self.today)

    @property
    def to_do(self) -> list[Deadline]:
        """Overdue and to be done today, the gravest for the child first, whichever of the two it is."""
        return sorted([*self.owed[Show.OVERDUE], *self.owed[Show.TODAY]], key=self._gravest_first)

    @cached_property
    def booked(self) -> list[Booking]:
        return bookings(self.children, until=self.until)

    @property
    def not_recorded(self) -> list[Booking]:
        """Booked for a day that has passed."""
        return [each for each in self.booked if each.on < self.today]

    @property
    def booked_today(self) -> list[Booking]:
        return [each for each in self.booked if each.on == self.today]

    @property
    def booked_ahead(self) -> list[Booking]:
        return [each for each in self.booked if each.on > self.today]

    def rows(self, deadlines: Sequence[Deadline]) -> list[DayRow]:
        with_a_booking = booked({each.child_id for each in deadlines})
        return [self._row(each, with_a_booking) for each in deadlines]

    def _row(self, deadline: Deadline, with_a_booking: set[int]) -> DayRow:
        child = self.child_of(deadline)
        return DayRow(
            row=row(
                deadline,
                today=self.today,
                calendar=self.calendar,
                child=Link(child.name, child.get_absolute_url()),
                child_reference=child.reference,
                action=next_step(deadline, self.user, booked=with_a_booking),
            ),
            do_on=self.do_on(deadline),
            limit=self._limit(deadline),
        )

    def _limit(self, deadline: Deadline) -> str:
        """ "Do by Thu 24 Dec; the limit is Fri 25 Dec", for what falls on a day off and is not over."""
        practical, due = deadline.practical_on or deadline.due_on, deadline.due_on
        if practical == due or due < self.today:
            return ""
        if practical < self.today:
            return f"The last working day was {near_day(practical)}; the limit is {near_day(due)}"
        return f"Do by {near_day(practical)}; the limit is {near_day(due)}"


def near_day(day: date) -> str:
    """Thu 24 Dec: within two weeks the year goes without saying."""
    return f"{words.DAYS[day.weekday()][:3]} {day.day} {words.MONTHS[day.month][:3]}"
