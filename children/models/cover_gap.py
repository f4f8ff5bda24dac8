"""Days on which nobody acts for a child's lead social worker, who is away (B-13, S1-102)."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from audit.models import AuditedModel
from children.models.periods import DatedQuerySet, ends_after_it_starts


class CoverGap(AuditedModel):
    """One stretch of such days, for one child. Found from the absences by `children.actions.gaps`, never typed."""

    child = models.ForeignKey("children.Child", on_delete=models.PROTECT, related_name="cover_gaps")
    away = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    from_on = models.DateField("first day with nobody")
    until_on = models.DateField("first day with somebody", null=True, blank=True)
    # Or else the worker came back, or somebody else was given the child.
    was_covered = models.BooleanField("cover was arranged", default=False)

    objects: ClassVar[DatedQuerySet] = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["from_on", "pk"]
        constraints = [
            ends_after_it_starts("a_cover_gap_ends_after_it_starts"),
            models.UniqueConstraint(fields=["child"], condition=Q(until_on=None), name="one_open_cover_gap"),
            models.CheckConstraint(
                name="an_open_cover_gap_is_not_covered",
                condition=Q(until_on__isnull=False) | Q(was_covered=False),
            ),
        ]

    def __str__(self) -> str:
        return f"Nobody acts for {self.away} from {self.from_on:%d/%m/%Y}"
