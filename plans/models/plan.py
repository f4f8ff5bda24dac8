"""Child protection plans: when, why and how often; and the child in need plan that may follow.

A plan begins with the conference that decided it and in no other way: `plans.actions.begin_plan` is called by the
conference's own action. Outcomes that a conference set are the conference's to change (B-02).
"""

from datetime import date
from typing import ClassVar, Self

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.db import models
from django.db.models import F, Q

from children.codes import AbuseCategory
from children.models import Child, ChildRecord, ChildRecordQuerySet
from children.models.periods import lasting


class EndReason(models.TextChoices):
    """Why a plan ended (B-14); the words before the dash decide whether a child in need plan follows (T-24)."""

    NO_LONGER_AT_RISK = "no-longer-at-risk", "No longer at continuing risk of significant harm"
    MOVED = "moved", "Moved to another authority, which has held its own conference"
    TURNED_18 = "turned-18", "Turned 18"
    DIED = "died", "Died"
    LEFT_UK = "left-uk", "Left the United Kingdom, believed for good"
    LOOKED_AFTER = "looked-after", "Became looked after; the plan is no longer needed"
    PREGNANCY_ENDED = "pregnancy-ended", "The pregnancy ended"
    UNKNOWN = "unknown", "Not known: ended in the previous system"


class PlanQuerySet(ChildRecordQuerySet):
    def in_force_on(self, day: date) -> Self:
        """On a plan's last day it is still in force: the review that ends it is held that day."""
        return self.filter(Q(ended_on__isnull=True) | Q(ended_on__gte=day), started_on__lte=day)

    def open(self) -> Self:
        return self.filter(ended_on__isnull=True)


class ChildProtectionPlan(ChildRecord):
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="plans")
    started_on = models.DateField(help_text="The day of the conference that decided it.")
    ended_on = models.DateField(null=True, blank=True)
    end_reason = models.CharField(max_length=20, choices=EndReason.choices, blank=True)
    initial_categories = ArrayField(models.CharField(max_length=3, choices=AbuseCategory.choices))
    latest_categories = ArrayField(models.CharField(max_length=3, choices=AbuseCategory.choices))
    plans_before = models.PositiveSmallIntegerField(
        "earlier plans",
        default=0,
        help_text="Known at the start, here and in other authorities; not this one.",
    )
    analysis = models.TextField("what the assessment found", blank=True)
    concerns = models.TextField("the exact nature of the concerns", blank=True)
    what_must_change = models.TextField(blank=True)
    contingency = models.TextField("what happens if things change or do not change enough", blank=True)
    culture = models.TextField("ethnicity, culture, religion and language", blank=True)
    disability = models.TextField(blank=True)
    visiting = models.TextField("how the lead social worker visits", blank=True)
    monitoring = models.TextField("how the plan is watched and judged", blank=True)
    made_with = models.TextField("how the child and the family helped to make it", blank=True)
    parents_told_on = models.DateField(
        "parents told that the plan may be used in court", null=True, blank=True
    )
    consulted_about_end = models.TextField("who was asked and told that it ends", blank=True)
    receiving_authority = models.CharField("authority that holds the plan now", max_length=120, blank=True)
    receiving_conference_on = models.DateField("day of that authority's conference", null=True, blank=True)
    from_previous_system = models.BooleanField(default=False, editable=False)

    objects: ClassVar[PlanQuerySet] = PlanQuerySet.as_manager()

    class Meta:
        ordering = ["-started_on"]
        indexes = [
            models.Index(fields=["child"], name="open_plans", condition=Q(ended_on=None)),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["child"],
                condition=Q(ended_on__isnull=True),
                name="one_open_plan_per_child",
                violation_error_message="The child already has an open plan.",
            ),
            # Both ends count: a new plan may not begin on the day another ended (census rule 8940).
            ExclusionConstraint(
                name="plans_do_not_overlap",
                expressions=[
                    ("child", RangeOperators.EQUAL),
                    (lasting("started_on", "ended_on", last_day_counts=True), RangeOperators.OVERLAPS),
                ],
                violation_error_message="The child had another plan in that time.",
            ),
            models.CheckConstraint(
                name="plan_ends_after_its_first_day",
                condition=Q(ended_on__isnull=True) | Q(ended_on__gt=F("started_on")),
                violation_error_message="A plan cannot end on or before the day it began.",
            ),
            models.CheckConstraint(
                name="ended_plan_has_a_reason",
                condition=Q(ended_on__isnull=True, end_reason="")
                | Q(ended_on__isnull=False) & ~Q(end_reason=""),
                violation_error_message="Say why the plan ended.",
            ),
            models.CheckConstraint(
                name="plan_has_a_category",
                condition=Q(initial_categories__len__gt=0, latest_categories__len__gt=0),
                violation_error_message="Choose at least one category of abuse.",
            ),
        ]

    def __str__(self) -> str:
        return f"Plan from {self.started_on:%d/%m/%Y}"

    @property
    def categories(self) -> str:
        return ", ".join(AbuseCategory(code).label.lower() for code in self.latest_categories).capitalize()


class PlanFrequency(ChildRecord):
    """How often this plan asks for something: may tighten what the authority asks, never loosen it (T-19)."""

    class Of(models.TextChoices):
        """The rule that it tightens; values are rule codes."""

        VISIT = "visit", "Visits by the lead social worker"
        SEEN_ALONE = "seen-alone", "Seen alone, or a baby awake"
        CORE_GROUP = "core-group", "Core group meetings"

    plan = models.ForeignKey(ChildProtectionPlan, on_delete=models.PROTECT, related_name="frequencies")
    of = models.CharField(max_length=20, choices=Of.choices)
    every = models.CharField(max_length=30, help_text="Like “5 working days”, “2 weeks”.")
    from_on = models.DateField()
    reason = models.TextField(blank=True)
    chair_agreed_on = models.DateField("conference chair agreed on", null=True, blank=True)
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["of", "-from_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_of_display()}: every {self.every}"


class ChildInNeedPlan(ChildRecord):
    """What follows a child protection plan when the child is no longer at risk (T-24)."""

    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    summary = models.TextField(blank=True)
    from_previous_system = models.BooleanField(default=False, editable=False)

    class Meta:
        ordering = ["-started_on"]
        constraints = [
            models.UniqueConstraint(fields=["child", "started_on"], name="one_cin_plan_a_day"),
            models.CheckConstraint(
                name="cin_plan_ends_after_it_starts",
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")),
                violation_error_message="The plan ends before it began.",
            ),
        ]

    def __str__(self) -> str:
        return f"Child in need plan from {self.started_on:%d/%m/%Y}"


class ChildInNeedPlanDeclined(ChildRecord):
    """After enquiries that led to no conference: no child in need plan is needed either, and why (T-02)."""

    decided_on = models.DateField()
    reason = models.TextField("why none is needed")
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="manager who agreed",
    )

    class Meta:
        verbose_name = "decision that no child in need plan is needed"
        verbose_name_plural = "decisions that no child in need plan is needed"
        ordering = ["-decided_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["child", "decided_on"],
                name="one_such_decision_a_day",
                violation_error_message="That decision is recorded already.",
            )
        ]

    def __str__(self) -> str:
        return f"No child in need plan needed, decided on {self.decided_on:%d/%m/%Y}"
