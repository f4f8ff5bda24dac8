"""The plan in words for the child and for the parents: generated, then rewritten by the worker (B-05)."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from audit.models import AuditedQuerySet
from children.models import ChildRecord
from plans.models.content import PlanVersion
from plans.models.plan import ChildProtectionPlan


class PlainCopy(ChildRecord):
    """One text for one kind of reader. The latest of a kind holds; those before it stay as they were."""

    class Reader(models.TextChoices):
        UNDER_8 = "under-8", "The child, under 8"
        FROM_8_TO_12 = "8-to-12", "The child, 8 to 12"
        FROM_13 = "13-and-over", "The child, 13 and over"
        PARENTS = "parents", "The parents"

    plan = models.ForeignKey(ChildProtectionPlan, on_delete=models.PROTECT, related_name="plain_copies")
    version = models.ForeignKey(
        PlanVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="plain_copies"
    )
    reader = models.CharField(max_length=12, choices=Reader.choices)
    # Heading and text of each section, as the worker wrote them.
    sections = models.JSONField()
    # What the plan said to this reader when it was written: when it says something else, the copy is stale.
    made_from = models.JSONField(editable=False)
    finished_on = models.DateField(null=True, blank=True)
    held_because = models.TextField("why a second person reads it first", blank=True)
    released_at = models.DateTimeField(null=True, blank=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects: ClassVar[AuditedQuerySet] = AuditedQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "plain copies"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "reader"],
                condition=Q(finished_on=None),
                name="one_plain_copy_a_reader_is_being_written",
            ),
            models.CheckConstraint(
                name="a_plain_copy_is_let_go_by_somebody",
                condition=Q(released_at=None, released_by=None)
                | Q(released_at__isnull=False, released_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"Copy for {self.get_reader_display().lower()}"

    @property
    def is_held(self) -> bool:
        return bool(self.held_because) and self.released_at is None

    @property
    def may_be_given(self) -> bool:
        return self.finished_on is not None and not self.is_held
