"""A referral: the episode of need that enquiries and plans belong to, and the census counts."""

from django.db import models
from django.db.models import F, Q

from children.codes import PrimaryNeed, ReasonForClosure, ReferralSource
from children.models.record import ChildRecord


class Referral(ChildRecord):
    received_on = models.DateField("received on")
    source = models.CharField("who made it", max_length=2, choices=ReferralSource.choices)
    primary_need = models.CharField(max_length=2, choices=PrimaryNeed.choices, blank=True)
    no_further_action = models.BooleanField(default=False)
    concern = models.TextField("what was said", blank=True)
    ended_on = models.DateField(null=True, blank=True)
    reason_ended = models.CharField(max_length=3, choices=ReasonForClosure.choices, blank=True)

    class Meta:
        ordering = ["-received_on"]
        constraints = [
            models.UniqueConstraint(fields=["child", "received_on"], name="one_referral_a_day"),
            models.CheckConstraint(
                name="referral_ends_after_it_is_received",
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("received_on")),
                violation_error_message="The referral ends before it was received.",
            ),
            models.CheckConstraint(
                name="ended_referral_has_a_reason",
                condition=Q(ended_on__isnull=True) | ~Q(reason_ended=""),
                violation_error_message="Say why the referral ended.",
            ),
        ]

    def __str__(self) -> str:
        return f"Referral received on {self.received_on:%d/%m/%Y}"
