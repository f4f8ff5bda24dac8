"""The report to a conference, step by step, and requests to the chair to keep somebody out of it."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from children.models import ChildRecord, ChildRecordQuerySet, Person
from conferences.models.conference import Conference


class ReportStepQuerySet(ChildRecordQuerySet):
    def in_force(self) -> Self:
        """But for a countersignature that a change to the draft has undone."""
        return self.filter(void_from__isnull=True)

    def of(self, step: str) -> Self:
        return self.filter(step=step)


class ReportStep(ChildRecord):
    """One step of the report about one child to one conference (T-04 to T-07). A changed draft is written again.

    What was done stays: a countersignature that no longer holds is marked void, with the reason.
    """

    class Step(models.TextChoices):
        WRITTEN = "written", "Draft plan written"
        PASSED = "passed", "Passed to the manager"
        COUNTERSIGNED = "countersigned", "Countersigned"
        SHARED = "shared", "Shared with the family"
        SENT = "sent", "Sent to the chair"

    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="report_steps")
    step = models.CharField(max_length=15, choices=Step.choices)
    taken_on = models.DateField()
    words = models.TextField("the draft plan, or what was said with this step", blank=True)
    shared_with = models.TextField("with whom it was shared", blank=True)
    not_shared_because = models.TextField("why it was not shared with the others", blank=True)
    void_from = models.DateField("void from", null=True, blank=True)
    void_because = models.TextField("why it is void", blank=True)

    objects: ClassVar[ReportStepQuerySet] = ReportStepQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["conference", "child"], name="report_steps_of_a_child")]
        constraints = [
            models.CheckConstraint(
                name="only_a_countersignature_becomes_void",
                condition=Q(void_from__isnull=True, void_because="")
                | Q(step="countersigned", void_from__isnull=False) & ~Q(void_because=""),
                violation_error_message="Only a countersignature becomes void, and for a reason.",
            ),
            models.CheckConstraint(
                name="shared_with_somebody_or_a_reason",
                condition=~Q(step="shared") | ~Q(shared_with="") | ~Q(not_shared_because=""),
                violation_error_message="Say with whom the report was shared, or why with nobody.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_step_display()} on {self.taken_on:%d/%m/%Y}"


class ExclusionRequest(ChildRecord):
    """The chair is asked to keep somebody out of a conference; it counts from the day it reached the chair (T-32)."""

    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="exclusion_requests")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    because = models.TextField("why they should be kept out")
    sought_on = models.DateField()
    sent_on = models.DateField("the day it reached the chair", null=True, blank=True)

    class Meta:
        ordering = ["sought_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["conference", "child", "person"],
                name="asked_once_about_a_person",
                violation_error_message="The chair has been asked about that person already.",
            ),
            models.CheckConstraint(
                name="exclusion_request_sent_once_sought",
                condition=Q(sent_on__isnull=True) | Q(sent_on__gte=models.F("sought_on")),
                violation_error_message="The request reached the chair before it was made.",
            ),
        ]

    def __str__(self) -> str:
        return f"Request to exclude {self.person}"
