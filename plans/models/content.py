"""What a plan says: what must become different, who does what about it, and how it stood when somebody agreed it."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from children.models import ChildRecord, Person
from plans.models.plan import ChildProtectionPlan


class Outcome(ChildRecord):
    class Horizon(models.TextChoices):
        SHORT = "short", "Short term"
        LONG = "long", "Long term"

    class SetBy(models.TextChoices):
        CONFERENCE = "conference", "The conference"
        CORE_GROUP = "core-group", "The core group"

    plan = models.ForeignKey(ChildProtectionPlan, on_delete=models.PROTECT, related_name="outcomes")
    set_by = models.CharField(max_length=10, choices=SetBy.choices)
    what_will_be_different = models.TextField()
    how_we_will_know = models.TextField(blank=True)
    achieve_by = models.DateField(null=True, blank=True)
    horizon = models.CharField(max_length=5, choices=Horizon.choices, blank=True)
    checked_by = models.CharField("professional who checks it", max_length=150, blank=True)
    progress = models.TextField("progress so far", blank=True)
    achieved_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.what_will_be_different


class OutcomeCorrection(models.Model):
    """What the conference's own people made of an outcome that a conference had set: why, and what it says now.

    A trigger in the database lets such an outcome become what the latest of these says, and nothing else.
    """

    only_added_to = True

    outcome = models.ForeignKey(Outcome, on_delete=models.PROTECT, related_name="corrections")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    why = models.TextField()
    what_will_be_different = models.TextField()
    how_we_will_know = models.TextField(blank=True)
    achieve_by = models.DateField(null=True, blank=True)
    achieved_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"Correction of “{self.outcome}”"


class Action(ChildRecord):
    class Aim(models.TextChoices):
        SAFETY = "safety", "Keeping the child safe"
        HEALTH = "health", "The child's health and development"
        FAMILY = "family", "Support for the family"

    plan = models.ForeignKey(ChildProtectionPlan, on_delete=models.PROTECT, related_name="actions")
    outcome = models.ForeignKey(
        Outcome, on_delete=models.PROTECT, null=True, blank=True, related_name="actions"
    )
    what = models.TextField()
    aim = models.CharField("what it is for", max_length=6, choices=Aim.choices, blank=True)
    who = models.CharField("who will do it", max_length=150)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    agreed_on = models.DateField("the day it was agreed", null=True, blank=True)
    by_when = models.DateField()
    moved_on = models.DateField("the day its present date was settled", null=True, blank=True)
    moved_because = models.TextField("why its date was moved", blank=True)
    done_on = models.DateField(null=True, blank=True)
    progress = models.TextField(blank=True)

    class Meta:
        ordering = ["by_when", "pk"]

    def __str__(self) -> str:
        return self.what


class PlanRevision(ChildRecord):
    """The plan brought up to date, for a review conference or between two: what meets T-08."""

    plan = models.ForeignKey(ChildProtectionPlan, on_delete=models.PROTECT, related_name="revisions")
    revised_on = models.DateField()
    what_changed = models.TextField()

    class Meta:
        ordering = ["-revised_on", "-pk"]

    def __str__(self) -> str:
        return f"Plan updated on {self.revised_on:%d/%m/%Y}"


class AgreedBy(models.TextChoices):
    CONFERENCE = "conference", "A conference"
    CORE_GROUP = "core-group", "A core group"
    UPDATE = "update", "The lead social worker"


class PlanVersion(ChildRecord):
    """The whole text of a plan as it stood when somebody agreed it. Never changed."""

    plan = models.ForeignKey(ChildProtectionPlan, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    agreed_on = models.DateField()
    agreed_by = models.CharField("who agreed it", max_length=20, choices=AgreedBy.choices)
    because = models.CharField("what it came from", max_length=200)
    # Heading and text of each section.
    sections = models.JSONField(editable=False)
    # What of the plan goes into no copy, in the same form.
    kept_sections = models.JSONField(default=list, editable=False)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="versions_of_a_plan_are_numbered"),
        ]

    def __str__(self) -> str:
        return f"Version {self.number}"
