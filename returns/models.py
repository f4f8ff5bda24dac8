"""Takings over from a previous system: which files, how far, what became of each child.

A run is no fact about a child: it is a job's own account of itself, rewritten as it goes. What it took in is kept,
with its history, by the apps that own it.
"""

import uuid
from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

from returns.problems import Severity

# A run that has said nothing for so long has lost its worker, and may be started again.
SILENT_FOR = timedelta(minutes=5)


class ImportRun(models.Model):
    class State(models.TextChoices):
        WAITING = "waiting", "Waiting to be read"
        READING = "reading", "Being read"
        READY = "ready", "Read; nothing taken in yet"
        AGREED = "agreed", "Waiting to be taken in"
        TAKING = "taking", "Being taken in"
        DONE = "done", "Taken in"
        REFUSED = "refused", "Refused"
        WITHDRAWN = "withdrawn", "Withdrawn"

    UNDER_WAY = (State.WAITING, State.READING, State.AGREED, State.TAKING)
    OVER = (State.DONE, State.REFUSED, State.WITHDRAWN)

    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    folder = models.UUIDField(default=uuid.uuid4, editable=False)
    census_name = models.CharField("census file", max_length=200)
    census_sha256 = models.CharField(max_length=64, blank=True)
    annex_a_name = models.CharField("Annex A workbook", max_length=200, blank=True)
    annex_a_sha256 = models.CharField(max_length=64, blank=True)
    reference_on = models.DateField("shows the position on", null=True, blank=True)
    authority = models.CharField("local authority number", max_length=3, blank=True)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField(default=timezone.now)
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    finished_at = models.DateTimeField(null=True, blank=True)
    heard_of_at = models.DateTimeField("last said something", default=timezone.now)
    per_cent = models.PositiveSmallIntegerField("how far", default=0)
    # What only a whole reading can tell: references and UPNs that several children of the file have.
    shared = models.JSONField(default=dict, blank=True)
    refused_because = models.TextField(blank=True)

    children = models.PositiveIntegerField("children in the file", default=0)
    new = models.PositiveIntegerField("children to be taken in", default=0)
    already_here = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField("children refused", default=0)
    on_a_plan = models.PositiveIntegerField("new children on a plan today", default=0)
    with_baseline = models.PositiveIntegerField("new children found in List 7", default=0)
    taken = models.PositiveIntegerField("children taken in", default=0)

    class Meta:
        ordering = ["-started_at"]

    def __str__(self) -> str:
        return f"{self.census_name}, {timezone.localtime(self.started_at):%d/%m/%Y %H:%M}"

    def get_absolute_url(self) -> str:
        return reverse("returns:run", kwargs={"run_pk": self.pk})

    @property
    def is_under_way(self) -> bool:
        return self.state in self.UNDER_WAY

    def is_silent(self, *, now: datetime) -> bool:
        return self.is_under_way and self.heard_of_at < now - SILENT_FOR


class ImportProblemQuerySet(models.QuerySet["ImportProblem"]):
    def gravest_first(self) -> Self:
        """A child who is not taken in would be in no list: that stands before everything else."""
        gravity = [models.When(became=became, then=place) for place, became in enumerate(self.model.Became)]
        return self.order_by(models.Case(*gravity), "pk")


class ImportProblem(models.Model):
    """One thing wrong with the file, by child and line. Holds no value from the file."""

    class Became(models.TextChoices):
        """The gravest first."""

        REFUSED = Severity.REFUSED.name, "Child not taken"
        LEFT_OUT = Severity.LEFT_OUT.name, "Value left out"
        QUERY = Severity.QUERY.name, "Taken, to be looked at"

    COLOURS = {Became.REFUSED: "red", Became.LEFT_OUT: "yellow", Became.QUERY: "blue"}

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="problems")
    in_annex_a = models.BooleanField(default=False)
    child_id = models.CharField("child", max_length=100, blank=True)
    line = models.PositiveIntegerField()
    field = models.CharField(max_length=100)
    rule = models.CharField(max_length=10)
    sentence = models.TextField()
    became = models.CharField("what became of it", max_length=10, choices=Became.choices)

    objects = ImportProblemQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["run", "became", "id"], name="problems_of_a_run")]

    def __str__(self) -> str:
        return f"{self.child_id or 'File'}, line {self.line}: {self.field}"

    @property
    def colour(self) -> str:
        return self.COLOURS[self.Became(self.became)]
