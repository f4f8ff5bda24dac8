"""Assessments that decisions rest on, and notice that a child with a plan elsewhere has moved here."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from children.models import ChildRecord, Referral


class Assessment(ChildRecord):
    """Begun by a social worker, finished when a manager authorises it (T-22, T-23). Which limit holds is the pack's."""

    referral = models.ForeignKey(
        Referral, on_delete=models.PROTECT, null=True, blank=True, related_name="assessments"
    )
    started_on = models.DateField()
    authorised_on = models.DateField(null=True, blank=True)
    authorised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="manager who authorised it",
    )  # fmt: skip
    findings = models.TextField("what it found", blank=True)

    class Meta:
        ordering = ["-started_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["child", "started_on"],
                name="one_assessment_a_day",
                violation_error_message="An assessment that began that day is recorded already.",
            ),
            models.CheckConstraint(
                name="authorised_assessment_has_a_manager",
                condition=Q(authorised_on__isnull=True, authorised_by__isnull=True)
                | Q(authorised_on__isnull=False, authorised_by__isnull=False),
                violation_error_message="Give both the day and the manager who authorised it.",
            ),
            models.CheckConstraint(
                name="assessment_authorised_after_it_started",
                condition=Q(authorised_on__isnull=True) | Q(authorised_on__gte=F("started_on")),
                violation_error_message="The assessment is authorised before it began.",
            ),
        ]

    def __str__(self) -> str:
        return f"Assessment from {self.started_on:%d/%m/%Y}"


class TransferIn(ChildRecord):
    """Another authority has told this one that a child with a plan there has moved here for good (T-28)."""

    notified_on = models.DateField()
    from_authority = models.CharField("which authority", max_length=120)
    their_plan = models.TextField("their plan: since when, why, what they sent", blank=True)

    class Meta:
        verbose_name = "transfer in"
        verbose_name_plural = "transfers in"
        ordering = ["-notified_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["child", "notified_on"],
                name="notified_once_a_day",
                violation_error_message="A notification of that day is recorded already.",
            )
        ]

    def __str__(self) -> str:
        return f"Transfer from {self.from_authority} notified on {self.notified_on:%d/%m/%Y}"
