"""Who is away, and who acts for them meanwhile (B-13). Nobody covering is a gap, and managers see it."""

from collections.abc import Iterable
from datetime import date
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q, QuerySet

from accounts.models import Team, User
from accounts.roles import Role
from audit.models import AuditedModel
from children.models.periods import DatedQuerySet, ends_after_it_starts


class CoverQuerySet(DatedQuerySet):
    def overlapping(self, from_on: date, until_on: date) -> Self:
        """Those that last into this time. Cover that was called off lasts no day."""
        return self.filter(Q(until_on__gt=F("from_on")), from_on__lt=until_on, until_on__gt=from_on)

    def not_over(self, on: date) -> Self:
        return self.filter(Q(until_on__gt=F("from_on")), until_on__gt=on)

    def turning(self, *, after: date, until: date) -> Self:
        """Those that began or ended after one day and not after another."""
        return self.filter(
            Q(from_on__gt=after, from_on__lte=until) | Q(until_on__gt=after, until_on__lte=until)
        )


class Cover(AuditedModel):
    class Reason(models.TextChoices):
        LEAVE = "leave", "Leave"
        SICKNESS = "sickness", "Sickness"
        TRAINING = "training", "Training"

    away = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="absences")
    covering = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="covers", null=True, blank=True
    )
    from_on = models.DateField("first day away")
    until_on = models.DateField("first day back")
    reason = models.CharField(max_length=10, choices=Reason.choices)
    # Not only a list of all of them: a child allocated to the person meanwhile is covered too.
    every_child = models.BooleanField("all of their children", default=True)

    objects: ClassVar[CoverQuerySet] = CoverQuerySet.as_manager()

    class Meta:
        ordering = ["from_on", "pk"]
        indexes = [models.Index(fields=["covering", "until_on"], name="covering_until")]
        constraints = [
            ends_after_it_starts("cover_ends_after_it_starts"),
            models.CheckConstraint(
                name="nobody_covers_for_themselves",
                condition=Q(covering__isnull=True) | ~Q(covering=F("away")),
                violation_error_message="Choose somebody else to cover.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.away} away from {self.from_on:%d/%m/%Y}"


class CoveredChild(AuditedModel):
    """One of the children chosen, where not all of them are covered by the same person."""

    cover = models.ForeignKey(Cover, on_delete=models.PROTECT, related_name="chosen")
    child = models.ForeignKey("children.Child", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["cover", "child"], name="a_child_is_chosen_once")]

    def __str__(self) -> str:
        return f"{self.child}: {self.cover}"


def teams_of(manager: User, *, today: date) -> QuerySet[User]:
    """The keys of the teams that a manager answers for: their own, and those of managers they cover for."""
    covered = Cover.objects.on(today).filter(covering=manager, away__role=Role.TEAM_MANAGER)
    # Put together, and not "this or that": PostgreSQL then looks up two teams and does not read every child's row.
    own = User.objects.filter(pk=manager.pk).order_by().values("team")
    return own.union(covered.order_by().values("away__team"))


def chairs_acted_for(chair: User, *, today: date) -> QuerySet[User]:
    """A chair, and those for whom they act while these are away."""
    covered = Cover.objects.on(today).filter(covering=chair, away__role=Role.CONFERENCE_CHAIR)
    return User.objects.filter(Q(pk=chair.pk) | Q(pk__in=covered.values("away")))


def acting_for_chairs(chairs: Iterable[int], *, today: date) -> dict[int, int | None]:
    """For those of some chairs who are away: whoever acts for them, or nobody."""
    found: dict[int, int | None] = {}
    away = (
        Cover.objects.on(today)
        .filter(away__in=chairs, away__role=Role.CONFERENCE_CHAIR)
        .select_related("covering")
    )
    for cover in away.order_by("pk"):
        acts = cover.covering_id if cover.covering and cover.covering.is_active else None
        found[cover.away_id] = acts or found.get(cover.away_id)
    return found


def acting_for(chair: User, *, today: date) -> User | None:
    """Whoever acts for a chair who is away."""
    acts = acting_for_chairs([chair.pk], today=today).get(chair.pk)
    return User.objects.get(pk=acts) if acts else None


def teams_led(person: User) -> list[Team | None]:
    """The team that goes without a manager when this person is away; none for anybody else."""
    return [person.team] if person.role == Role.TEAM_MANAGER else []
