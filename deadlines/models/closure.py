"""Days on which the authority is closed, beyond weekends and bank holidays."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q

from audit.models import AuditedModel, AuditedQuerySet


class ClosureDayQuerySet(AuditedQuerySet):
    def in_force(self) -> Self:
        return self.filter(withdrawn_at__isnull=True)

    def to_come(self, *, today: date) -> Self:
        return self.in_force().filter(day__gte=today)


class ClosureDay(AuditedModel):
    """A day that is no working day here (C-1): limits in working days step over it."""

    day = models.DateField()
    reason = models.CharField("why the office is closed", max_length=100)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = ClosureDayQuerySet.as_manager()

    class Meta:
        ordering = ["day"]
        constraints = [
            models.UniqueConstraint(
                fields=["day"],
                condition=Q(withdrawn_at=None),
                name="one_closure_of_a_day",
                violation_error_message="The office is closed on that day already.",
            ),
            models.CheckConstraint(
                name="a_closure_day_has_a_reason",
                condition=~Q(reason=""),
                violation_error_message="Say why the office is closed.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y}: {self.reason}"
