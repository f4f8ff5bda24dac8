"""An adult whom a visitor met and who is not in the child's network yet: somebody finds out who it is (B-09)."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from children.models.network import Person
from children.models.record import ChildRecord, ChildRecordQuerySet


class AdultNamedQuerySet(ChildRecordQuerySet):
    def unchecked(self) -> Self:
        return self.filter(checked_on=None)


class AdultNamed(ChildRecord):
    class Outcome(models.TextChoices):
        IN_THE_NETWORK = "in-network", "Is in the network"
        NOT_OF_CONCERN = "not-of-concern", "Does not belong in it"
        NOT_KNOWN = "not-known", "Could not be found out"

    words = models.CharField("as the visitor wrote it", max_length=300)
    met_on = models.DateField("on which visit")
    outcome = models.CharField("who it is", max_length=15, choices=Outcome.choices, blank=True)
    person = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="who it is in the network",
    )
    how = models.TextField("how it was found out", blank=True)
    checked_on = models.DateField(null=True, blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects: ClassVar[AdultNamedQuerySet] = AdultNamedQuerySet.as_manager()

    class Meta:
        verbose_name = "adult named by a visitor"
        verbose_name_plural = "adults named by visitors"
        ordering = ["-met_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="a_checked_adult_is_somebody_or_says_how_not",
                condition=Q(checked_on=None, outcome="")
                | Q(checked_on__isnull=False, checked_by__isnull=False)
                & (
                    Q(outcome="in-network", person__isnull=False)
                    | Q(outcome__in=["not-of-concern", "not-known"]) & ~Q(how="")
                ),
                violation_error_message="Say who it is in the network, or how you know that they do not belong in it.",
            ),
        ]

    def __str__(self) -> str:
        return self.words
