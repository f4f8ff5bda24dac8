"""Things that hold from one day to another. The last day is the first day on which they no longer hold."""

from datetime import date
from typing import Self

from django.contrib.postgres.fields import DateRangeField, RangeBoundary
from django.db import models
from django.db.models import F, Q

from audit.models import AuditedQuerySet


class DateRange(models.Func):
    """daterange(from, until): an open end runs for ever."""

    function = "daterange"
    output_field = DateRangeField()


def lasting(start: str = "from_on", end: str = "until_on", *, last_day_counts: bool = False) -> DateRange:
    return DateRange(start, end, RangeBoundary(inclusive_lower=True, inclusive_upper=last_day_counts))


class DatedQuerySet(AuditedQuerySet):
    def on(self, day: date) -> Self:
        """Those that hold on a day."""
        return self.filter(Q(until_on__isnull=True) | Q(until_on__gt=day), from_on__lte=day)


def ends_after_it_starts(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        name=name,
        condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")),
        violation_error_message="The last day is before the first.",
    )
