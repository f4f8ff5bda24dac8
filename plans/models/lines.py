"""The parts of a plan besides its outcomes and actions, a line each, to be counted and compared (B-01)."""

from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from children.models import ChildRecord, ChildRecordQuerySet
from plans.models.content import Outcome
from plans.models.plan import ChildProtectionPlan

IS_KEPT = Q(kind="legal") | Q(components__contains=["perpetrator"])


class PlanLineQuerySet(ChildRecordQuerySet):
    def standing(self) -> Self:
        """Those that hold: not ended."""
        return self.filter(ended_on=None)

    def kept_among_professionals(self) -> Self:
        """What goes into no copy: legal advice, and help for somebody who harmed (A-07)."""
        return self.filter(IS_KEPT)

    def for_copies(self) -> Self:
        return self.exclude(IS_KEPT)


class PlanLine(ChildRecord):
    """One need, one strength, one expectation …; what each kind asks for is in `plans.lines.KINDS`."""

    class Kind(models.TextChoices):
        RISK = "risk", "Vulnerabilities and risks"
        NEED = "need", "Needs"
        STRENGTH = "strength", "Strengths"
        SERVICE = "service", "Services"
        EXPECTATION = "expectation", "What is expected of each person"
        CONTACT = "contact", "Contact by each professional"
        CHILDS_VIEW = "childs-view", "The child's wishes and feelings"
        PARENTS_VIEW = "parents-view", "The parents' views"
        ASSESSMENT = "assessment", "Further assessments"
        FAMILY_MEETING = "family-meeting", "Family group conferences"
        FESTIVAL = "festival", "Days that the family keeps"
        APART = "apart", "What was tried before living apart"
        LEGAL = "legal", "Legal action thought of or taken"

    class Component(models.TextChoices):
        """What a service is for."""

        SAFETY = "safety", "Keeping the child safe"
        HEALTH = "health", "The child's health and development"
        PARENTING = "parenting", "Helping a parent"
        THERAPY = "therapy", "Therapy for the child"
        FAMILY = "family", "Support for the wider family"
        PERPETRATOR = "perpetrator", "Work with somebody who harmed"

    class Domain(models.TextChoices):
        """What in the child's life a service works on."""

        NEEDS = "needs", "The child’s developmental needs"
        UNDERSTANDING = "understanding", "What the child understands of what happened"
        PARENTING = "parenting", "The parents’ relationship with the child, and what they can do for them"
        RELATIONSHIPS = "relationships", "Relationships in the family"
        CIRCUMSTANCES = "circumstances", "Housing, money and other circumstances"

    class Side(models.TextChoices):
        """Of the assessment framework."""

        DEVELOPMENT = "development", "The child’s developmental needs"
        PARENTING = "parenting", "Parenting capacity"
        SURROUNDINGS = "surroundings", "Family and environment"

    class Standing(models.TextChoices):
        """How far a service has come."""

        ASKED = "asked", "Asked for"
        WAITING = "waiting", "On a waiting list"
        BEGUN = "begun", "Begun"
        FINISHED = "finished", "Finished"
        NOT_TAKEN_UP = "not-taken-up", "Offered and not taken up"
        NOT_THERE = "not-there", "Not to be had"

    class Reach(models.TextChoices):
        """Why a professional is in contact with the child."""

        ROUTINE = "routine", "Routine: sees the child in any case"
        SPECIALIST = "specialist", "Specialist or targeted support"

    class SetBy(models.TextChoices):
        CONFERENCE = "conference", "Outline: the conference"
        CORE_GROUP = "core-group", "Detail: the core group"

    plan = models.ForeignKey(ChildProtectionPlan, on_delete=models.PROTECT, related_name="lines")
    kind = models.CharField(max_length=15, choices=Kind.choices)
    set_by = models.CharField(max_length=10, choices=SetBy.choices)
    who = models.CharField("who", max_length=150, blank=True)
    words = models.TextField()
    outcome = models.ForeignKey(
        Outcome, on_delete=models.PROTECT, null=True, blank=True, related_name="services"
    )
    components = ArrayField(
        models.CharField(max_length=12, choices=Component.choices),
        default=list,
        blank=True,
        verbose_name="what the service is for",
    )
    domains = ArrayField(
        models.CharField(max_length=15, choices=Domain.choices),
        default=list,
        blank=True,
        verbose_name="what it works on",
    )
    standing = models.CharField("how far it has come", max_length=15, choices=Standing.choices, blank=True)
    side = models.CharField("side of the assessment", max_length=15, choices=Side.choices, blank=True)
    reach = models.CharField("routine or specialist", max_length=10, choices=Reach.choices, blank=True)
    how_often = models.CharField(max_length=150, blank=True)
    caveat = models.TextField("where the child's welfare asks for something else", blank=True)
    from_on = models.DateField(null=True, blank=True)
    until_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    ended_because = models.TextField(blank=True)

    objects: ClassVar[PlanLineQuerySet] = PlanLineQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="a_line_that_ended_says_why",
                condition=Q(ended_on=None, ended_because="")
                | Q(ended_on__isnull=False) & ~Q(ended_because=""),
                violation_error_message="Say why it holds no longer.",
            ),
            models.CheckConstraint(
                name="a_service_is_for_something",
                condition=~Q(kind="service") | Q(components__len__gt=0),
                violation_error_message="Select what the service is for.",
            ),
            models.CheckConstraint(
                name="some_lines_are_about_somebody",
                condition=~Q(kind__in=["expectation", "contact", "parents-view"]) | ~Q(who=""),
                violation_error_message="Enter who it is about.",
            ),
            models.CheckConstraint(
                name="a_festival_has_its_days",
                condition=~Q(kind="festival") | Q(from_on__isnull=False, until_on__gte=F("from_on")),
                violation_error_message="The last day is the first or later.",
            ),
            models.CheckConstraint(
                name="a_family_meeting_has_its_day",
                condition=~Q(kind="family-meeting") | Q(from_on__isnull=False),
                violation_error_message="Enter the day on which the family met.",
            ),
        ]

    @property
    def is_kept_among_professionals(self) -> bool:
        return self.kind == self.Kind.LEGAL or self.Component.PERPETRATOR in self.components

    def __str__(self) -> str:
        return f"{self.who}: {self.words}" if self.who else self.words
