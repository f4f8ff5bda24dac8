"""The people around a child: where the child lives and with whom, the family, the professionals."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q

from audit.models import AuditedModel, AuditedQuerySet
from children.models.names import PERSONS_NAME, SoundsOf
from children.models.periods import DatedQuerySet, ends_after_it_starts, lasting


class Household(AuditedModel):
    """An address where people live together."""

    address = models.TextField(help_text="As on an envelope, one line each.")
    postcode = models.CharField(max_length=8, blank=True)
    is_safe_address = models.BooleanField(
        "safe address",
        default=False,
        help_text="Kept from anyone who is not meant to know it: never printed in what is circulated.",
    )

    objects: ClassVar[models.Manager[Any]] = AuditedQuerySet.as_manager()

    def __str__(self) -> str:
        return (
            "Safe address" if self.is_safe_address else ", ".join([*self.address.splitlines(), self.postcode])
        )


class Person(AuditedModel):
    """An adult in a child's life, family or professional. Stored once, related to as many children as need be."""

    name = models.CharField(max_length=150)
    agency = models.CharField(
        max_length=150,
        blank=True,
        help_text="For a professional: the school, trust or service they work for.",
    )
    job_title = models.CharField(max_length=100, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    language = models.CharField("preferred language", max_length=60, blank=True)
    interpreter_needed = models.BooleanField(default=False)
    staff_safety_warning = models.TextField(
        blank=True,
        help_text="What a visitor must know before knocking at the door. Shown before every visit.",
    )
    staff_safety_review_on = models.DateField("staff-safety warning reviewed by", null=True, blank=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="person",
        help_text="Their own sign-in, where they have one.",
    )

    objects: ClassVar[models.Manager[Any]] = AuditedQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "people"
        ordering = ["name"]
        indexes = [
            GinIndex(OpClass(PERSONS_NAME, name="gin_trgm_ops"), name="person_name_looks"),
            GinIndex(SoundsOf(PERSONS_NAME), name="person_name_sounds"),
        ]
        constraints = [
            models.CheckConstraint(
                name="staff_safety_warning_is_reviewed",
                condition=Q(staff_safety_warning="") | Q(staff_safety_review_on__isnull=False),
                violation_error_message="Say when the staff-safety warning is next reviewed.",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Residence(AuditedModel):
    """A child or an adult living in a household, from one day to another."""

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="residences")
    child = models.ForeignKey(
        "children.Child", on_delete=models.PROTECT, null=True, blank=True, related_name="residences"
    )
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="residences"
    )
    from_on = models.DateField("from")
    until_on = models.DateField("until", null=True, blank=True)

    objects: ClassVar[DatedQuerySet] = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["-from_on"]
        constraints = [
            ends_after_it_starts("residence_ends_after_it_starts"),
            models.CheckConstraint(
                name="a_child_or_a_person_lives_here",
                condition=Q(child__isnull=True, person__isnull=False)
                | Q(child__isnull=False, person__isnull=True),
            ),
            ExclusionConstraint(
                name="lives_once_in_a_household",
                expressions=[
                    ("household", RangeOperators.EQUAL),
                    ("child", RangeOperators.EQUAL),
                    (lasting(), RangeOperators.OVERLAPS),
                ],
                violation_error_message="The child is already recorded as living there in that time.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.child or self.person} at {self.household}"


class Relationship(AuditedModel):
    """What a person is to a child: mother, teacher, health visitor; and whether they have parental responsibility."""

    class Kind(models.TextChoices):
        MOTHER = "mother", "Mother"
        FATHER = "father", "Father"
        STEP_PARENT = "step-parent", "Step-parent or parent's partner"
        GRANDPARENT = "grandparent", "Grandparent"
        RELATIVE = "relative", "Other relative"
        CARER = "carer", "Carer"
        SCHOOL = "school", "School or nursery"
        HEALTH_VISITOR = "health-visitor", "Health visitor"
        MIDWIFE = "midwife", "Midwife"
        SCHOOL_NURSE = "school-nurse", "School nurse"
        GP = "gp", "GP"
        POLICE = "police", "Police"
        PROBATION = "probation", "Probation"
        HOUSING = "housing", "Housing"
        ADULT_SERVICES = "adult-services", "Adult social care or mental health"
        ADVOCATE = "advocate", "Advocate"
        OTHER = "other", "Other"

    FAMILY = frozenset(
        {Kind.MOTHER, Kind.FATHER, Kind.STEP_PARENT, Kind.GRANDPARENT, Kind.RELATIVE, Kind.CARER}
    )

    child = models.ForeignKey("children.Child", on_delete=models.PROTECT, related_name="relationships")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="relationships")
    kind = models.CharField("what they are to the child", max_length=20, choices=Kind.choices)
    parental_responsibility = models.BooleanField(default=False)
    from_on = models.DateField("from")
    until_on = models.DateField("until", null=True, blank=True)

    objects: ClassVar[DatedQuerySet] = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "person__name"]
        constraints = [
            ends_after_it_starts("relationship_ends_after_it_starts"),
            ExclusionConstraint(
                name="one_relationship_of_a_kind_at_a_time",
                expressions=[
                    ("child", RangeOperators.EQUAL),
                    ("person", RangeOperators.EQUAL),
                    ("kind", RangeOperators.EQUAL),
                    (lasting(), RangeOperators.OVERLAPS),
                ],
                violation_error_message="That person is already recorded so for this child.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.get_kind_display().lower()}"

    @property
    def is_family(self) -> bool:
        return self.kind in self.FAMILY
