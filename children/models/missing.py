"""A child, alone or with the family, of whom nobody knows where they are (B-22). No clock stops for it."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from audit.models import AuditedModel, AuditedQuerySet


class MissingQuerySet(AuditedQuerySet):
    def still(self) -> Self:
        return self.filter(found_on=None)


class Missing(AuditedModel):
    class Who(models.TextChoices):
        CHILD = "child", "The child"
        FAMILY = "family", "The whole family"

    child = models.ForeignKey("children.Child", on_delete=models.PROTECT, related_name="missing")
    who = models.CharField("who is missing", max_length=10, choices=Who.choices)
    since_on = models.DateField("missing since")
    since_at = models.TimeField("at", null=True, blank=True)
    circumstances = models.TextField("what is known")
    agencies_told = models.TextField("who was told, and when")
    found_on = models.DateField("found on", null=True, blank=True)
    found_words = models.TextField("what the child said on return, and to whom", blank=True)

    objects: ClassVar[MissingQuerySet] = MissingQuerySet.as_manager()

    class Meta:
        ordering = ["-since_on", "-pk"]
        verbose_name_plural = "missing"
        constraints = [
            models.UniqueConstraint(
                fields=["child"], condition=Q(found_on=None), name="missing_once_at_a_time"
            ),
            models.CheckConstraint(
                name="found_after_missing",
                condition=Q(found_on=None) | Q(found_on__gte=F("since_on")),
                violation_error_message="The child was found after they went missing.",
            ),
            models.CheckConstraint(
                name="found_says_what_the_child_said",
                condition=Q(found_on=None) | ~Q(found_words=""),
                violation_error_message="Say what the child said on return, or why nobody could ask.",
            ),
        ]

    def __str__(self) -> str:
        return f"Missing since {self.since_on:%d/%m/%Y}"
