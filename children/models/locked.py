"""A record that only a few open without saying why (A-13): somebody who works here is related to the family.

A lock hides no child: the child stands on every list as before. It asks whoever opens the record, and is not one of
those named, for a reason, which somebody reads.
"""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from audit.models import AuditedModel
from children.models.record import ChildRecord, ChildRecordQuerySet


class RecordLockQuerySet(ChildRecordQuerySet):
    def in_force(self) -> Self:
        return self.filter(lifted_on=None)


class RecordLock(ChildRecord):
    reason = models.TextField("why the record is locked")
    locked_on = models.DateField()
    lifted_on = models.DateField(null=True, blank=True)
    lifted_because = models.TextField("why the lock was lifted", blank=True)

    objects: ClassVar[RecordLockQuerySet] = RecordLockQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["child"],
                condition=Q(lifted_on=None),
                name="a_record_is_locked_once_at_a_time",
                violation_error_message="The record is locked already.",
            ),
            models.CheckConstraint(
                name="a_lock_is_lifted_for_a_reason",
                condition=Q(lifted_on=None, lifted_because="")
                | Q(lifted_on__gte=F("locked_on")) & ~Q(lifted_because=""),
                violation_error_message="Say why the lock is lifted.",
            ),
        ]

    def __str__(self) -> str:
        return f"Locked on {self.locked_on:%d/%m/%Y}"


class RecordLockName(AuditedModel):
    """Somebody who opens a locked record as if it were not. Never taken away alone: a new lock names others."""

    lock = models.ForeignKey(RecordLock, on_delete=models.PROTECT, related_name="names")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["user__name"]
        constraints = [models.UniqueConstraint(fields=["lock", "user"], name="somebody_is_named_once")]

    def __str__(self) -> str:
        return f"{self.user}: {self.lock}"


class RecordLockOpening(ChildRecord):
    """Somebody who was not named opened the record all the same, for a reason. It is good for that day."""

    lock = models.ForeignKey(RecordLock, on_delete=models.PROTECT, related_name="openings")
    opened_on = models.DateField()
    because = models.TextField("why it had to be opened")
    read_on = models.DateField("read by a manager on", null=True, blank=True)
    read_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="an_opening_is_read_by_another",
                condition=Q(read_on=None, read_by=None)
                | Q(read_on__isnull=False, read_by__isnull=False) & ~Q(read_by=F("recorded_by")),
                violation_error_message="Somebody else reads why you opened it.",
            )
        ]

    def __str__(self) -> str:
        return f"Opened by {self.recorded_by} on {self.opened_on:%d/%m/%Y}"
