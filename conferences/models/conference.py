"""Strategy discussions, section 47 enquiries, and the conferences that make, continue and end plans.

A conference can be for several children; what it decided is said of each, on `ChildAtConference`.
"""

from typing import ClassVar, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from accounts.models import User
from audit.models import AuditedModel, AuditedQuerySet
from children.codes import AbuseCategory
from children.models import Child, ChildRecord, Person, Referral
from plans.models import ChildProtectionPlan


class StrategyDiscussion(ChildRecord):
    held_on = models.DateField()
    held_at = models.TimeField("time", null=True, blank=True)
    who_took_part = models.TextField(
        blank=True, help_text="Names and agencies: at least police, health and social care."
    )
    concern = models.TextField("what was discussed", blank=True)
    enquiry_agreed = models.BooleanField("section 47 enquiry agreed", default=True)
    from_previous_system = models.BooleanField(default=False, editable=False)

    class Meta:
        ordering = ["-held_on", "-pk"]

    def __str__(self) -> str:
        return f"Strategy discussion on {self.held_on:%d/%m/%Y}"


class Section47Enquiry(ChildRecord):
    class Outcome(models.TextChoices):
        CONFERENCE = "conference", "Concerns substantiated: initial conference"
        NO_CONFERENCE = "no-conference", "No conference needed: child in need plan considered"
        NO_FURTHER_ACTION = "no-further-action", "Concerns not substantiated: no further action"

    discussion = models.OneToOneField(StrategyDiscussion, on_delete=models.PROTECT, related_name="enquiry")
    referral = models.ForeignKey(
        Referral, on_delete=models.PROTECT, null=True, blank=True, related_name="enquiries"
    )
    started_on = models.DateField()
    decided_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=20, choices=Outcome.choices, blank=True)
    findings = models.TextField(blank=True)
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="manager who agreed",
    )  # fmt: skip
    from_previous_system = models.BooleanField(default=False, editable=False)

    class Meta:
        verbose_name = "section 47 enquiry"
        verbose_name_plural = "section 47 enquiries"
        ordering = ["-started_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="decided_enquiry_has_an_outcome",
                condition=Q(decided_on__isnull=True, outcome="")
                | Q(decided_on__isnull=False) & ~Q(outcome=""),
                violation_error_message="Give both the day of the decision and what it was.",
            ),
            models.CheckConstraint(
                name="enquiry_decided_after_it_started",
                condition=Q(decided_on__isnull=True) | Q(decided_on__gte=F("started_on")),
                violation_error_message="The decision is dated before the enquiry began.",
            ),
        ]

    def __str__(self) -> str:
        return f"Section 47 enquiry from {self.started_on:%d/%m/%Y}"


class ConferenceQuerySet(AuditedQuerySet):
    def visible_to(self, user: User) -> Self:
        mine = ChildAtConference.objects.visible_to(user).values("conference")
        return self.filter(pk__in=mine)

    def upcoming(self) -> Self:
        return self.filter(held_on__isnull=True, cancelled_on__isnull=True)

    def held(self) -> Self:
        return self.filter(held_on__isnull=False)


class Conference(AuditedModel):
    booked_on = models.DateField(help_text="The day somebody first booked it.")
    booked_for = models.DateField("date")
    booked_at = models.TimeField("time", null=True, blank=True)
    place = models.CharField(max_length=200, blank=True)
    chair = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="conferences_chaired",
    )
    moved_on = models.DateField("the day its present date was settled", null=True, blank=True)
    moved_because = models.TextField("why it was moved", blank=True)
    # Oldest first, each as the day it was settled and the day it was for: what was late under one stays late (C-13).
    earlier_days = ArrayField(
        ArrayField(models.DateField(), size=2), default=list, blank=True, editable=False,
        verbose_name="days it was booked for before",
    )  # fmt: skip
    late_because = models.TextField("why it is booked for later than the limit", blank=True)
    cancelled_on = models.DateField(null=True, blank=True)
    cancelled_because = models.TextField(blank=True)
    held_on = models.DateField(null=True, blank=True)
    quorate = models.BooleanField(null=True, blank=True)
    inquorate_because = models.TextField("why it went ahead without a quorum", blank=True)
    manager_came = models.BooleanField("the team manager came", null=True, blank=True)
    lead_role_explained = models.BooleanField(
        "the lead social worker’s part was explained", null=True, blank=True
    )
    record = models.TextField("what was said", blank=True)
    from_previous_system = models.BooleanField(default=False, editable=False)

    objects: ClassVar[ConferenceQuerySet] = ConferenceQuerySet.as_manager()

    class Meta:
        ordering = ["-booked_for", "-pk"]
        indexes = [
            models.Index(fields=["chair", "booked_for"], name="conferences_of_a_chair"),
            models.Index(
                fields=["booked_for"],
                name="conferences_to_come",
                condition=Q(held_on=None, cancelled_on=None),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="conference_held_or_cancelled",
                condition=Q(held_on__isnull=True) | Q(cancelled_on__isnull=True),
                violation_error_message="A conference that was held was not cancelled.",
            ),
            models.CheckConstraint(
                name="inquorate_conference_has_a_reason",
                condition=~Q(quorate=False) | ~Q(inquorate_because=""),
                violation_error_message="Say why the conference went ahead without a quorum.",
            ),
            models.CheckConstraint(
                name="conference_booked_before_it_is_held",
                condition=Q(booked_on__lte=F("booked_for")),
                violation_error_message="The conference is booked for a day before the booking.",
            ),
        ]

    def __str__(self) -> str:
        return f"Conference on {self.held_on or self.booked_for:%d/%m/%Y}"

    @property
    def is_upcoming(self) -> bool:
        return self.held_on is None and self.cancelled_on is None


class ChildAtConference(ChildRecord):
    class Kind(models.TextChoices):
        INITIAL = "initial", "Initial conference"
        REVIEW = "review", "Review conference"
        TRANSFER_IN = "transfer-in", "Transfer-in conference"

    class Decision(models.TextChoices):
        PLAN = "plan", "Child protection plan"
        NO_PLAN = "no-plan", "No plan"
        CONTINUE = "continue", "Plan continues"
        END = "end", "Plan ends"

    MAY_DECIDE: ClassVar[dict[str, tuple[str, ...]]] = {
        Kind.INITIAL: (Decision.PLAN, Decision.NO_PLAN),
        Kind.TRANSFER_IN: (Decision.PLAN, Decision.NO_PLAN),
        Kind.REVIEW: (Decision.CONTINUE, Decision.END),
    }

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="conferences")
    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="for_children")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    decision = models.CharField(max_length=10, choices=Decision.choices, blank=True)
    categories = ArrayField(
        models.CharField(max_length=3, choices=AbuseCategory.choices), default=list, blank=True
    )
    reason = models.TextField("reasons for the decision", blank=True)
    dissent = models.TextField("who disagreed, and why", blank=True)
    plan = models.ForeignKey(
        ChildProtectionPlan, on_delete=models.PROTECT, null=True, blank=True, related_name="conferences"
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["conference", "child"], name="a_child_once_at_a_conference"),
            models.CheckConstraint(
                name="decision_fits_the_conference",
                condition=Q(decision="")
                | Q(kind="review", decision__in=["continue", "end"])
                | Q(kind__in=["initial", "transfer-in"], decision__in=["plan", "no-plan"]),
                violation_error_message="An initial conference makes a plan or none; a review continues or ends one.",
            ),
            models.CheckConstraint(
                name="decision_about_a_plan_names_it",
                condition=~Q(decision__in=["plan", "continue", "end"]) | Q(plan__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["plan"], condition=Q(decision="plan"), name="a_plan_is_begun_by_one_conference"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.child} at {self.conference}"


class ConferenceAttendance(AuditedModel):
    class Came(models.TextChoices):
        PRESENT = "present", "Came"
        APOLOGIES = "apologies", "Sent apologies"
        ABSENT = "absent", "Did not come"

    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="attendance")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    came = models.CharField(max_length=10, choices=Came.choices)

    objects: ClassVar[AuditedQuerySet] = AuditedQuerySet.as_manager()

    class Meta:
        ordering = ["person__name"]
        constraints = [
            models.UniqueConstraint(fields=["conference", "person"], name="a_person_once_at_a_conference")
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_came_display()}"


class ChildConsidered(ChildRecord):
    """A child of the household whom the conference was not about: what it made of their safety all the same (B-18)."""

    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="also_considered")
    words = models.TextField("what was made of their safety")

    class Meta:
        verbose_name = "child considered"
        verbose_name_plural = "children considered"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["conference", "child"], name="a_child_considered_once_at_a_conference"
            ),
            models.CheckConstraint(
                name="what_was_considered_is_said",
                condition=~Q(words=""),
                violation_error_message="Say what was made of the child’s safety.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.child} considered at {self.conference}"
