"""What has changed for a child, as a member or the family says, and what the manager decides about it (B-20)."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from children.models import ChildRecord, ChildRecordQuerySet


class ChangeQuerySet(ChildRecordQuerySet):
    def undecided(self) -> Self:
        return self.filter(decided_on=None)


class SignificantChange(ChildRecord):
    """What a member or the family says has changed for the child, and what the manager decides about it (B-20)."""

    class Kind(models.TextChoices):
        HARM = "harm", "The child was harmed again, or may have been"
        NOT_SAFE = "not-safe", "The plan does not keep the child safe"
        STUCK = "stuck", "The plan cannot be carried out"
        COOPERATION = "cooperation", "Parents or child no longer work with the plan"
        OTHER = "other", "Something else in the family’s life"

    class AsksFor(models.TextChoices):
        CORE_GROUP = "core-group", "An extra core group"
        EARLY_REVIEW = "early-review", "An earlier review conference"

    reported_on = models.DateField("day on which it was said")
    reported_at = models.TimeField("at", null=True, blank=True)
    told_by = models.CharField("who said it", max_length=150)
    kind = models.CharField("what kind of change", max_length=15, choices=Kind.choices, blank=True)
    asks_for = models.CharField("what is asked for", max_length=15, choices=AsksFor.choices, blank=True)
    what = models.TextField("what has changed")
    decided_on = models.DateField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    protective_action = models.BooleanField("immediate action to protect the child", null=True, blank=True)
    enquiry = models.BooleanField("section 47 enquiry", null=True, blank=True)
    early_review = models.BooleanField("earlier review conference", null=True, blank=True)
    legal_planning = models.BooleanField("legal planning", null=True, blank=True)
    because = models.TextField("why", blank=True)
    extra_core_group = models.BooleanField("extra core group", null=True, blank=True)
    unit_told = models.BooleanField("safeguarding unit told or asked", null=True, blank=True)
    consulted = models.TextField("who was told or asked", blank=True)

    objects: ClassVar[ChangeQuerySet] = ChangeQuerySet.as_manager()

    class Meta:
        ordering = ["-reported_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="a_decided_change_answers_every_question",
                condition=Q(decided_on=None)
                | Q(
                    decided_by__isnull=False,
                    protective_action__isnull=False,
                    enquiry__isnull=False,
                    early_review__isnull=False,
                    legal_planning__isnull=False,
                )
                & ~Q(because="")
                & ~Q(consulted=""),
                violation_error_message="Answer each question, and say why and who was told.",
            ),
        ]

    def __str__(self) -> str:
        return f"Change reported on {self.reported_on:%d/%m/%Y}"
