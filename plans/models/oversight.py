"""What managers write down about a plan, what was refused, and the proposal that it ends (B-02, B-14, B-20)."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from children.models import ChildRecord, ChildRecordQuerySet
from plans.models.content import Outcome
from plans.models.plan import ChildProtectionPlan


class OversightQuerySet(ChildRecordQuerySet):
    def to_look_at_again(self) -> Self:
        """Of each plan the latest note, where it asked for another look."""
        return self.filter(plan__ended_on=None, looked_again=False, review_on__isnull=False)


class Oversight(ChildRecord):
    """A manager's note on a plan: supervision, a decision, a review, or that the plan cannot progress."""

    class Kind(models.TextChoices):
        SUPERVISION = "supervision", "Supervision"
        DECISION = "decision", "A decision"
        REVIEW = "review", "A review of the plan"
        CANNOT_PROGRESS = "cannot-progress", "The plan cannot progress"

    plan = models.ForeignKey(ChildProtectionPlan, on_delete=models.PROTECT, related_name="oversights")
    kind = models.CharField(max_length=15, choices=Kind.choices)
    on = models.DateField("on which day")
    words = models.TextField("what was looked at")
    decided = models.TextField("what is decided", blank=True)
    frequencies_confirmed = models.BooleanField(default=False)
    review_on = models.DateField("looked at again by", null=True, blank=True)
    looked_again = models.BooleanField(default=False, editable=False)

    objects: ClassVar[OversightQuerySet] = OversightQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="a_plan_that_cannot_progress_has_a_decision",
                condition=~Q(kind__in=["decision", "cannot-progress"]) | ~Q(decided=""),
                violation_error_message="Write down what is decided.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} on {self.on:%d/%m/%Y}"


class RefusedChange(ChildRecord):
    """Somebody tried to change what a conference had set. It was refused; their manager is told."""

    outcome = models.ForeignKey(Outcome, on_delete=models.PROTECT, related_name="refused_changes")
    tried_on = models.DateField()
    words = models.TextField("what it was to say", blank=True)
    read_on = models.DateField("read by a manager on", null=True, blank=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"Refused on {self.tried_on:%d/%m/%Y}"


class EndProposal(ChildRecord):
    """The lead proposes that a plan ends because the risk has gone. A review conference decides; the chair is told."""

    plan = models.ForeignKey(ChildProtectionPlan, on_delete=models.PROTECT, related_name="end_proposals")
    proposed_on = models.DateField()
    because = models.TextField("what has changed for the child")
    support = models.TextField("what help goes on afterwards", blank=True)

    class Meta:
        ordering = ["-proposed_on", "-pk"]

    def __str__(self) -> str:
        return f"Proposed on {self.proposed_on:%d/%m/%Y} that the plan ends"
