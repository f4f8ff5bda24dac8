"""Tells one family's story through the actions that people use, each dated as if it was recorded on its day.

Days are counted from today: -14 is a fortnight ago. What must happen on a working day happens on the last one
on or before the day named, so that the stories hold together on whatever day they are told.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from audit import telling
from children.models import Household
from conferences.models import ChildAtConference
from cpp_portal.demonstration.borough import Borough
from cpp_portal.demonstration.family import Family
from deadlines.numbers import working_calendar

Decision = ChildAtConference.Decision


class Teller:
    def __init__(self, borough: Borough, today: date) -> None:
        self.borough = borough
        self.today = today
        self.calendar = working_calendar()
        self.number = 0

    # --- days ------------------------------------------------------------------------------------------

    def day(self, days: int) -> date:
        return self.today + timedelta(days=days)

    def working_day(self, days: int) -> date:
        """The last working day on or before a day; for a day to come, never today itself."""
        day = self.calendar.last_working_day_on_or_before(self.day(days))
        if days > 0 and day <= self.today:
            return self.calendar.working_days_after(self.today, 1)
        return day

    @contextmanager
    def on(self, day: date, at: time = time(16, 40)) -> Iterator[None]:
        written = timezone.make_aware(datetime.combine(min(day, self.today), at))
        with telling.as_of(min(written, timezone.now())):
            yield

    # --- a family --------------------------------------------------------------------------------------

    def family(
        self,
        *given_names: str,
        surname: str,
        ages: Sequence[float],
        worker: str,
        since: int,
        details: Sequence[dict[str, Any]] = (),
        address: str = "",
        safe_address: bool = False,
    ) -> Family:
        """Children living together; an age below 0 is years until an unborn child is expected."""
        lead = self.borough.people[worker]
        family = Family(self, lead, surname)
        began = self.working_day(since)
        with self.on(began, time(9, 30)):
            self.number += 1
            household = Household(
                address=address or f"{self.number} Specimen Street\nSampleton",
                postcode=f"ZZ{self.number % 9 + 1} {self.number % 8 + 1}AA",
                is_safe_address=safe_address,
            ).save_by(lead)
            for place, (given_name, age) in enumerate(zip(given_names, ages, strict=True)):
                family.add(
                    given_name, age, household, began, (details[place] if place < len(details) else {})
                )
        return family
