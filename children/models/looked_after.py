"""A child with a plan who is looked after: since when, how, and whether the plan is still needed (B-16)."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from children.models.record import ChildRecord, ChildRecordQuerySet


class LookedAfterQuerySet(ChildRecordQuerySet):
    def still(self) -> Self:
        return self.filter(until_on=None)

    def asks_about_the_plan(self) -> Self:
        """Short breaks change nothing about a plan."""
        return self.exclude(legal_status=LookedAfter.LegalStatus.SHORT_BREAKS)

    def undecided(self) -> Self:
        """It is not said yet whether the plan is still needed."""
        return self.asks_about_the_plan().filter(until_on=None, decided_on=None)


class LookedAfter(ChildRecord):
    class LegalStatus(models.TextChoices):
        AGREED = "agreed", "Agreed with the parents (section 20)"
        INTERIM_ORDER = "interim-order", "Interim care order"
        ORDER = "order", "Care order"
        EMERGENCY = "emergency", "Emergency protection order or police protection"
        OTHER = "other", "Another order"
        SHORT_BREAKS = "short-breaks", "Short breaks: the child lives at home"

    from_on = models.DateField("looked after from")
    until_on = models.DateField("until", null=True, blank=True)
    ended_because = models.TextField("why it ended, and where the child lives now", blank=True)
    legal_status = models.CharField(max_length=15, choices=LegalStatus.choices)
    placement = models.CharField("with whom the child lives", max_length=200)
    reviewing_officer = models.CharField("independent reviewing officer", max_length=150, blank=True)
    plan_needed = models.BooleanField("the plan is still needed", null=True, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    because = models.TextField("why", blank=True)

    objects: ClassVar[LookedAfterQuerySet] = LookedAfterQuerySet.as_manager()

    class Meta:
        verbose_name = "time looked after"
        verbose_name_plural = "times looked after"
        ordering = ["-from_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["child"], condition=Q(until_on=None), name="looked_after_once_at_a_time"
            ),
            models.CheckConstraint(
                name="looked_after_ends_after_it_starts",
                condition=Q(until_on=None) | Q(until_on__gte=F("from_on")) & ~Q(ended_because=""),
                violation_error_message="It ended on the day it began or later. Say why.",
            ),
            models.CheckConstraint(
                name="a_decision_about_the_plan_is_whole",
                condition=Q(decided_on=None, plan_needed=None)
                | Q(decided_on__isnull=False, plan_needed__isnull=False, decided_by__isnull=False)
                & ~Q(because=""),
                violation_error_message="Say whether the plan is still needed, and why.",
            ),
        ]

    @property
    def asks_about_the_plan(self) -> bool:
        return self.legal_status != self.LegalStatus.SHORT_BREAKS

    def __str__(self) -> str:
        return f"Looked after from {self.from_on:%d/%m/%Y}"


class LookedAfterReview(ChildRecord):
    """The reviewing officer's review: one process and one plan, with progress against what was planned."""

    looked_after = models.ForeignKey(LookedAfter, on_delete=models.PROTECT, related_name="reviews")
    held_on = models.DateField()
    with_conference = models.BooleanField("held together with the child protection review", default=False)
    progress = models.TextField("progress against the planned outcomes")
    next_planned_for = models.DateField("next review", null=True, blank=True)

    class Meta:
        verbose_name = "review while looked after"
        verbose_name_plural = "reviews while looked after"
        ordering = ["-held_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["looked_after", "held_on"],
                name="one_review_a_day_while_looked_after",
                violation_error_message="A review of that day is recorded already.",
            ),
        ]

    def __str__(self) -> str:
        return f"Review on {self.held_on:%d/%m/%Y}"
