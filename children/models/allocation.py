"""Who holds the child: exactly one lead social worker at a time, by dates (B-13)."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models

from accounts.models import Team
from audit.models import AuditedModel
from children.models.periods import DatedQuerySet, ends_after_it_starts, lasting


class Allocation(AuditedModel):
    child = models.ForeignKey("children.Child", on_delete=models.PROTECT, related_name="allocations")
    social_worker = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="allocations",
        verbose_name="lead social worker",
    )
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    from_on = models.DateField("from")
    until_on = models.DateField("handed over on", null=True, blank=True)

    objects: ClassVar[DatedQuerySet] = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["-from_on"]
        indexes = [
            models.Index(
                fields=["social_worker", "child"], name="children_held_by", condition=models.Q(until_on=None)
            ),
        ]
        constraints = [
            ends_after_it_starts("allocation_ends_after_it_starts"),
            ExclusionConstraint(
                name="one_lead_social_worker_at_a_time",
                expressions=[("child", RangeOperators.EQUAL), (lasting(), RangeOperators.OVERLAPS)],
                violation_error_message=(
                    "The child already has a lead social worker in that time. End that allocation first."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.social_worker} from {self.from_on:%d/%m/%Y}"
