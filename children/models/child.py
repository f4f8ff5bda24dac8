"""The child, born or not yet, and the one place that says whose records a person may open."""

from datetime import date
from typing import Any, ClassVar, Self

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from accounts.built_once import BuiltOnce
from accounts.models import Team, User
from accounts.roles import Role
from audit.models import AuditedModel, AuditedQuerySet
from children.codes import Disability, Ethnicity, Sex, UPNUnknown
from children.models.allocation import Allocation
from children.models.cover import chairs_acted_for, teams_of
from children.models.delegation import Delegation
from children.models.names import CHILDS_NAMES, FORMER_NAMES, SoundsOf
from children.models.network import Residence

# Under this age a child cannot be asked to speak alone: being awake stands for it. Proposed by the rules
# catalogue (T-18); no source names an age.
BABY_UNTIL_MONTHS = 24


class SeeAlone(models.TextChoices):
    """What "seen alone" means for this child (T-18)."""

    BY_AGE = "by-age", "By age: awake under two, alone from two"
    ALONE = "alone", "Seen alone"
    BABY_AWAKE = "baby-awake", "A baby, seen awake"
    NOT_APPROPRIATE = "not-appropriate", "Not appropriate, agreed by a manager"


@BuiltOnce
def _of_a_worker(user: User, today: date) -> QuerySet[Any]:
    # Put together, and not "this or that": PostgreSQL then looks up a few children and does not read every row.
    held = Allocation.objects.on(today).filter(social_worker=user).order_by().values("child")
    covered = Allocation.objects.covered_by(user, today=today).order_by().values("child")
    asked = Delegation.objects.filter(delegate=user, ended_on=None, until_on__gt=today).order_by()
    homes = Residence.objects.on(today).filter(child__in=held.union(covered)).values("household")
    living_with_them = Residence.objects.on(today).filter(household__in=homes).order_by()
    return held.union(covered, asked.values("child"), living_with_them.values("child"))


@BuiltOnce
def _of_a_manager(user: User, today: date) -> QuerySet[Any]:
    covered = Allocation.objects.covered_by(user, today=today).order_by().values("child")
    of_the_teams = Child.objects.filter(team__in=teams_of(user, today=today)).order_by().values("pk")
    return of_the_teams.union(covered)


@BuiltOnce
def _acted_for(user: User, today: date) -> QuerySet[Any]:
    return chairs_acted_for(user, today=today).order_by().values("pk")


class ChildQuerySet(AuditedQuerySet):
    def visible_to(self, user: User, *, today: date | None = None) -> Self:
        """The only place that says whose records a person may open.

        A social worker: the children allocated to them or whom they cover for, those who live with one of them, and
        those whom they are to see in the lead's place under an agreement that has not ended.
        A team manager: the team's, those of a team whose manager they cover for, and children whom they cover for
        themselves. A chair: the children whose conferences they chair, or whose chair they act for. Managers of
        every team, the safeguarding unit and auditors: all. Everyone else: none.
        """
        today = today or timezone.localdate()
        if not user.is_active:
            return self.none()
        match Role(user.role):
            case Role.SOCIAL_WORKER:
                return self.filter(pk__in=_of_a_worker.subquery(user, today))
            case Role.TEAM_MANAGER:
                return self.filter(pk__in=_of_a_manager.subquery(user, today))
            case Role.CONFERENCE_CHAIR:
                return self.filter(conference_chair__in=_acted_for.subquery(user, today))
            case Role.SERVICE_MANAGER | Role.SAFEGUARDING_UNIT | Role.AUDITOR:
                return self.all()
        return self.none()

    def named(self) -> Self:
        return self.order_by("family_name", "given_name", "reference")


class Child(AuditedModel):
    reference = models.CharField(
        "local reference",
        max_length=20,
        unique=True,
        validators=[RegexValidator(r"^[A-Za-z0-9]+$", "Use letters and numbers only, at most 20.")],
        help_text="The authority's own number for this child, the one in its census return.",
    )
    # Blank when not known: a census return brings children without names.
    given_name = models.CharField(max_length=100, blank=True)
    family_name = models.CharField(max_length=100, blank=True)
    known_as = models.CharField(max_length=100, blank=True)
    born_on = models.DateField("date of birth", null=True, blank=True)
    expected_on = models.DateField("expected date of birth", null=True, blank=True)
    pregnancy_ended_on = models.DateField("pregnancy ended on", null=True, blank=True)
    died_on = models.DateField("date of death", null=True, blank=True)
    sex = models.CharField(max_length=1, choices=Sex.choices, default=Sex.UNKNOWN)
    ethnicity = models.CharField(max_length=4, choices=Ethnicity.choices, default=Ethnicity.NOBT)
    disabilities = ArrayField(
        models.CharField(max_length=4, choices=Disability.choices), default=list, blank=True
    )
    religion = models.CharField("religion or belief", max_length=100, blank=True)
    first_language = models.CharField(max_length=60, blank=True)
    interpreter_needed = models.BooleanField(default=False)
    nhs_number = models.CharField("NHS number", max_length=10, blank=True)
    upn = models.CharField("unique pupil number", max_length=13, blank=True)
    former_upn = models.CharField("former unique pupil number", max_length=13, blank=True)
    upn_unknown = models.CharField(
        "why there is no pupil number", max_length=3, choices=UPNUnknown.choices, blank=True
    )
    see_alone = models.CharField(
        "what seeing this child alone means", max_length=20, choices=SeeAlone.choices, default=SeeAlone.BY_AGE
    )
    see_alone_reason = models.TextField("why seeing alone is not appropriate", blank=True)
    see_alone_agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    see_alone_from_on = models.DateField("agreed on", null=True, blank=True)
    see_alone_review_on = models.DateField("reviewed by", null=True, blank=True)
    team = models.ForeignKey(
        Team, on_delete=models.PROTECT, null=True, blank=True, related_name="children",
        verbose_name="responsible team",
    )  # fmt: skip
    conference_chair = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children_chaired",
    )
    from_previous_system = models.BooleanField(default=False, editable=False)

    objects: ClassVar[ChildQuerySet] = ChildQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "children"
        ordering = ["family_name", "given_name", "reference"]
        indexes = [
            GinIndex(OpClass(CHILDS_NAMES, name="gin_trgm_ops"), name="child_names_look"),
            GinIndex(SoundsOf(CHILDS_NAMES), name="child_names_sound"),
            models.Index(fields=["nhs_number"], name="child_nhs_number", condition=~Q(nhs_number="")),
            models.Index(fields=["upn"], name="child_upn", condition=~Q(upn="")),
            models.Index(fields=["former_upn"], name="child_former_upn", condition=~Q(former_upn="")),
            models.Index(fields=["born_on"], name="child_born_on"),
            models.Index(
                fields=["expected_on"], name="child_expected_on", condition=Q(expected_on__isnull=False)
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="child_is_born_or_expected",
                condition=Q(born_on__isnull=False, expected_on__isnull=True)
                | Q(born_on__isnull=True, expected_on__isnull=False),
                violation_error_message="Give the date of birth, or the expected date for a child not yet born.",
            ),
            models.CheckConstraint(
                name="child_died_after_birth",
                condition=Q(died_on__isnull=True) | Q(died_on__gte=models.F("born_on")),
                violation_error_message="The date of death is before the date of birth.",
            ),
            models.CheckConstraint(
                name="unborn_child_has_no_known_sex",
                condition=Q(born_on__isnull=False) | Q(sex=Sex.UNKNOWN),
                violation_error_message="The sex of a child not yet born is recorded as not known.",
            ),
            models.CheckConstraint(
                name="not_seeing_alone_has_a_reason",
                condition=~Q(see_alone=SeeAlone.NOT_APPROPRIATE)
                | (
                    ~Q(see_alone_reason="")
                    & Q(
                        see_alone_agreed_by__isnull=False,
                        see_alone_from_on__isnull=False,
                        see_alone_review_on__isnull=False,
                    )
                ),
                violation_error_message=(
                    "Say why seeing the child alone is not appropriate, which manager agreed and when it is reviewed."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("child", kwargs={"child_pk": self.pk})

    @property
    def name(self) -> str:
        """Given and family name; an unborn or unnamed child is called what people call them."""
        if self.given_name or self.family_name:
            if self.is_unborn and not self.given_name:
                return f"Unborn {self.family_name}"
            return f"{self.given_name} {self.family_name}".strip()
        return f"Child {self.reference}"

    @property
    def is_unborn(self) -> bool:
        return self.born_on is None

    def age_on(self, day: date) -> relativedelta | None:
        return relativedelta(day, self.born_on) if self.born_on and self.born_on <= day else None

    def see_alone_on(self, day: date) -> SeeAlone:
        """What seeing this child alone means on a day: never BY_AGE."""
        agreed = self.see_alone_from_on is None or self.see_alone_from_on <= day
        if self.see_alone != SeeAlone.BY_AGE and agreed:
            return SeeAlone(self.see_alone)
        if self.born_on is None or day < self.born_on + relativedelta(months=BABY_UNTIL_MONTHS):
            return SeeAlone.BABY_AWAKE
        return SeeAlone.ALONE

    def allocation_on(self, day: date) -> Allocation | None:
        return self.allocations.on(day).select_related("social_worker").first()

    def siblings_on(self, day: date) -> ChildQuerySet:
        """The other children who live in one of this child's households on that day."""
        homes = Residence.objects.on(day).filter(child=self).values("household")
        together = Residence.objects.on(day).filter(household__in=homes).exclude(child=self).values("child")
        return Child.objects.filter(pk__in=together)


class FormerName(AuditedModel):
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="former_names")
    given_name = models.CharField(max_length=100, blank=True)
    family_name = models.CharField(max_length=100, blank=True)

    objects: ClassVar[models.Manager[Any]] = AuditedQuerySet.as_manager()

    class Meta:
        indexes = [
            GinIndex(OpClass(FORMER_NAMES, name="gin_trgm_ops"), name="former_names_look"),
            GinIndex(SoundsOf(FORMER_NAMES), name="former_names_sound"),
        ]

    def __str__(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()
