"""Professionals who do not agree about a child's plan: talked about, taken up by stages, and settled (B-21)."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from audit.models import AuditedModel, AuditedQuerySet
from children.models import ChildRecord, ChildRecordQuerySet


class DisagreementQuerySet(ChildRecordQuerySet):
    def open(self) -> Self:
        return self.filter(settled_on=None)


class Disagreement(ChildRecord):
    about = models.TextField("what it is about")
    between = models.CharField("between whom", max_length=200)
    raised_on = models.DateField()
    settled_on = models.DateField(null=True, blank=True)
    settled_how = models.TextField("how it was settled", blank=True)

    objects: ClassVar[DisagreementQuerySet] = DisagreementQuerySet.as_manager()

    class Meta:
        ordering = ["-raised_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="a_settled_disagreement_says_how",
                condition=Q(settled_on=None) | ~Q(settled_how=""),
                violation_error_message="Say how it was settled.",
            ),
            models.CheckConstraint(
                name="a_disagreement_is_settled_once_raised",
                condition=Q(settled_on=None) | Q(settled_on__gte=models.F("raised_on")),
                violation_error_message="It was settled on the day it was raised or later.",
            ),
        ]

    def __str__(self) -> str:
        return f"Disagreement between {self.between}"


class StepQuerySet(AuditedQuerySet):
    def advice_wanted(self) -> Self:
        """Of the conference chair, on what is not settled."""
        return self.filter(stage=DisagreementStep.Stage.CHAIR, outcome="", disagreement__settled_on=None)


class DisagreementStep(AuditedModel):
    """One stage it was taken to. The chair's is asked for first, and holds the advice once it is given."""

    class Stage(models.TextChoices):
        MEMBERS = "members", "Talked about by the members"
        MANAGERS = "managers", "Taken to managers or designated professionals"
        CHAIR = "chair", "The conference chair’s advice"
        PROCEDURE = "procedure", "The local escalation procedure"

    disagreement = models.ForeignKey(Disagreement, on_delete=models.PROTECT, related_name="steps")
    stage = models.CharField(max_length=10, choices=Stage.choices)
    on = models.DateField("on which day")
    with_whom = models.CharField("with whom", max_length=200)
    outcome = models.TextField("what came of it", blank=True)
    advised_on = models.DateField(null=True, blank=True)
    advised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects: ClassVar[StepQuerySet] = StepQuerySet.as_manager()

    class Meta:
        ordering = ["on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="a_step_says_what_came_of_it",
                condition=Q(stage="chair") | ~Q(outcome=""),
                violation_error_message="Say what came of it.",
            ),
            models.CheckConstraint(
                name="advice_says_what_and_by_whom",
                condition=Q(advised_on=None) | Q(advised_by__isnull=False) & ~Q(outcome=""),
                violation_error_message="Say what you advise.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_stage_display()}, {self.on:%d/%m/%Y}"
