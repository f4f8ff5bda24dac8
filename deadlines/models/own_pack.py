"""What the authority changed of the pack that ships: proposed by one person, approved by another.

A change is made of one or more limits that hold from one day on. Before it can be sent for approval the portal works
out which dates it moves; those dates belong to the working-out, and are nobody's facts.
"""

from datetime import datetime, timedelta
from typing import Final, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from audit.models import AuditedModel, AuditedQuerySet
from children.models import Child
from deadlines.engine import Standing
from deadlines.limits import NO_NUMBER
from deadlines.own_pack import COUNTINGS, NOT_ASKED, Changed
from deadlines.rules import RULES

SILENT_FOR: Final = timedelta(minutes=5)
"""A run that has said nothing for so long has lost its worker, and may be started again."""


class TimetableChangeQuerySet(AuditedQuerySet):
    def approved(self) -> Self:
        return self.filter(approved_at__isnull=False, withdrawn_at__isnull=True)


class TimetableChange(AuditedModel):
    """Limits of the authority's own, from a day on. Who wrote it down is who proposed it."""

    since = models.DateField("takes effect on")
    why = models.TextField("why the timetable is changed")
    sent_at = models.DateTimeField("sent for approval at", null=True, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_because = models.TextField(blank=True)

    objects = TimetableChangeQuerySet.as_manager()

    class Meta:
        ordering = ["-recorded_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="a_change_is_approved_by_somebody",
                condition=Q(approved_at=None, approved_by=None)
                | Q(approved_at__isnull=False, approved_by__isnull=False, sent_at__isnull=False),
                violation_error_message="A change is approved by somebody, after it was sent for approval.",
            ),
            models.CheckConstraint(
                name="a_change_is_approved_by_a_second_person",
                condition=Q(approved_by=None) | ~Q(approved_by=F("recorded_by")),
                violation_error_message="Somebody else has to approve what you proposed.",
            ),
            models.CheckConstraint(
                name="a_withdrawn_change_says_why",
                condition=Q(withdrawn_at=None) | ~Q(withdrawn_because=""),
                violation_error_message="Say why the change is withdrawn.",
            ),
        ]
        indexes = [
            models.Index(
                fields=["since"],
                name="changes_in_force",
                condition=Q(approved_at__isnull=False, withdrawn_at=None),
            )
        ]

    def __str__(self) -> str:
        rules = ", ".join(str(limit) for limit in self.limits.all())
        return f"{rules} from {self.since:%d/%m/%Y}"

    def get_absolute_url(self) -> str:
        return reverse("timetable:change", kwargs={"change_pk": self.pk})

    @property
    def is_open(self) -> bool:
        """Whether it can still be sent, approved or withdrawn before it counts for anything."""
        return self.approved_at is None and self.withdrawn_at is None

    @property
    def preview(self) -> "ChangeRun | None":
        return next((run for run in self.runs.all() if run.kind == ChangeRun.Kind.PREVIEW), None)

    def changed(self) -> tuple[Changed, ...]:
        return tuple(limit.as_changed() for limit in self.limits.all())


class ChangedLimitQuerySet(AuditedQuerySet):
    def in_force(self) -> tuple[Changed, ...]:
        """The limits of every approved change, in the order in which they were approved: one query."""
        rows = (
            self.filter(change__approved_at__isnull=False, change__withdrawn_at=None)
            .order_by("change__approved_at", "pk")
            .values_list("rule", "period", "counting", "source", "change__since")
        )
        return tuple(Changed(*row) for row in rows)


class ChangedLimit(AuditedModel):
    class CountedAs(models.TextChoices):
        AS_PRINTED = "", "The day it happens is day 0"
        INCLUSIVE = "inclusive", "The day it happens is day 1"
        CLEAR_DAYS = "clear_days", "Clear days: neither the first nor the last day counts"
        ROLLS_FORWARD = "rolls_forward", "A last day that is not worked moves to the next working day"

    change = models.ForeignKey(TimetableChange, on_delete=models.PROTECT, related_name="limits")
    rule = models.CharField(max_length=40)
    period = models.CharField("the period, with its unit", max_length=40)
    counting = models.CharField(max_length=20, choices=CountedAs.choices, blank=True)
    source = models.CharField("where the number comes from", max_length=200)

    objects = ChangedLimitQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["change", "rule"],
                name="one_limit_for_a_rule_in_a_change",
                violation_error_message="A change says one thing of each rule.",
            ),
            models.CheckConstraint(
                name="a_changed_limit_has_a_source",
                condition=~Q(source=""),
                violation_error_message="Say where the number comes from.",
            ),
            models.CheckConstraint(
                name="a_changed_limit_counts_in_a_known_way",
                condition=Q(counting__in=list(COUNTINGS)),
                violation_error_message="Select how the days are counted.",
            ),
        ]

    def __str__(self) -> str:
        return f"{RULES[self.rule].name}: {self.in_words}"

    @property
    def in_words(self) -> str:
        if self.period == NOT_ASKED:
            return "no longer asked for"
        if self.period == NO_NUMBER:
            return "asked for, with no limit"
        counted = f" ({self.get_counting_display().lower()})" if self.counting else ""
        return f"{self.period}{counted}"

    def as_changed(self) -> Changed:
        return Changed(self.rule, self.period, self.counting, self.source, self.change.since)


class ChangeRun(models.Model):
    """A working-out of what a change moves, or its carrying out: a job's own account of itself."""

    class Kind(models.TextChoices):
        PREVIEW = "preview", "Working out which dates move"
        APPLY = "apply", "Working out the dates anew"

    change = models.ForeignKey(TimetableChange, on_delete=models.PROTECT, related_name="runs")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    day = models.DateField("as of")
    started_at = models.DateTimeField(default=timezone.now)
    heard_of_at = models.DateTimeField("last said something", default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)
    to_look_at = models.PositiveIntegerField("children to look at", default=0)
    looked_at = models.PositiveIntegerField("children looked at", default=0)

    class Meta:
        ordering = ["-started_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.day:%d/%m/%Y}"

    @property
    def per_cent(self) -> int:
        return 100 * self.looked_at // self.to_look_at if self.to_look_at else 0

    def is_silent(self, *, now: datetime) -> bool:
        return self.finished_at is None and self.heard_of_at < now - SILENT_FOR


class MovedDate(models.Model):
    """One date of a child that a change would move, make or take away."""

    run = models.ForeignKey(ChangeRun, on_delete=models.CASCADE, related_name="moved")
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    rule = models.CharField(max_length=40)
    started_on = models.DateField()
    was_due_on = models.DateField(null=True)
    then_due_on = models.DateField(null=True)
    was = models.CharField("standing now", max_length=15, blank=True)
    then = models.CharField("standing then", max_length=15, blank=True)
    # Not moved by the change itself: what it would mean if the limit had always been the new one.
    all_along = models.BooleanField(default=False)

    class Meta:
        ordering = ["then_due_on", "pk"]
        indexes = [models.Index(fields=["run", "all_along", "then_due_on"], name="dates_moved_by_a_run")]

    def __str__(self) -> str:
        return f"{self.rule}: {self.was_due_on} → {self.then_due_on}"

    @property
    def becomes_overdue(self) -> bool:
        return self.then == Standing.OVERDUE != self.was

    @property
    def is_no_longer_overdue(self) -> bool:
        return self.was == Standing.OVERDUE != self.then
