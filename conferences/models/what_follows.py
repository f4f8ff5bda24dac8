"""What follows from a conference: the papers sent out, a day without a quorum, what a resource panel has to decide."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from audit.models import AuditedModel, AuditedQuerySet
from children.models import ChildRecord
from conferences.models.conference import Conference


class ConferencePaper(AuditedModel):
    """The decision letter or the full record, sent to those who were invited (T-31)."""

    class Kind(models.TextChoices):
        DECISION_LETTER = "decision-letter", "Decision letter"
        RECORD = "record", "Record of the conference"

    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="papers")
    kind = models.CharField(max_length=15, choices=Kind.choices)
    sent_on = models.DateField()
    sent_to = models.TextField("to whom")

    objects: ClassVar[AuditedQuerySet] = AuditedQuerySet.as_manager()

    class Meta:
        ordering = ["sent_on", "pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} sent on {self.sent_on:%d/%m/%Y}"


class InquorateDay(AuditedModel):
    """A day on which too few came for the conference to be held (T-34). The conference is still to come."""

    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="inquorate_days")
    on = models.DateField("the day on which it could not be held")
    because = models.TextField("who was missing")

    objects: ClassVar[AuditedQuerySet] = AuditedQuerySet.as_manager()

    class Meta:
        ordering = ["on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["conference", "on"],
                name="inquorate_once_a_day",
                violation_error_message="That day is recorded already.",
            )
        ]

    def __str__(self) -> str:
        return f"Not held for want of a quorum on {self.on:%d/%m/%Y}"


class ResourcePanel(ChildRecord):
    """What a conference found that the plan needs and a panel has to approve (T-10)."""

    class Decision(models.TextChoices):
        APPROVED = "approved", "Approved"
        IN_PART = "in-part", "Approved in part"
        REFUSED = "refused", "Not approved"

    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="resource_panels")
    needed_on = models.DateField("the day of the conference that said so")
    what_for = models.TextField("what the plan needs")
    decided_on = models.DateField(null=True, blank=True)
    decision = models.CharField(max_length=10, choices=Decision.choices, blank=True)
    reason = models.TextField("what the panel said", blank=True)

    class Meta:
        ordering = ["needed_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="decided_panel_has_a_decision",
                condition=Q(decided_on__isnull=True, decision="")
                | Q(decided_on__isnull=False) & ~Q(decision=""),
                violation_error_message="Give both the day and what the panel decided.",
            ),
            models.CheckConstraint(
                name="panel_decides_after_it_is_needed",
                condition=Q(decided_on__isnull=True) | Q(decided_on__gte=F("needed_on")),
                violation_error_message="The panel decided before the conference asked it to.",
            ),
        ]

    def __str__(self) -> str:
        return f"Resource panel needed since {self.needed_on:%d/%m/%Y}"
