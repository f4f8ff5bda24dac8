"""Who holds the child: exactly one lead social worker at a time, by dates (B-13)."""

from datetime import date
from typing import ClassVar, Self

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from accounts.models import Team, User
from audit.models import AuditedModel
from children.models.periods import DatedQuerySet, ends_after_it_starts, lasting


class AllocationQuerySet(DatedQuerySet):
    def covered_by(self, person: User, *, today: date) -> Self:
        """Those whose lead social worker is away today, while the person covers for the child."""
        return self.on(today).filter(
            Q(social_worker__absences__every_child=True)
            | Q(social_worker__absences__chosen__child=F("child")),
            social_worker__absences__covering=person,
            social_worker__absences__from_on__lte=today,
            social_worker__absences__until_on__gt=today,
        )

    def children_answered_for(self, person: User, *, today: date) -> Self:
        """The keys of the children whom the person holds or covers for today."""
        held = self.on(today).filter(social_worker=person).order_by().values("child")
        return held.union(self.covered_by(person, today=today).order_by().values("child"))


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

    objects: ClassVar[AllocationQuerySet] = AllocationQuerySet.as_manager()

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
