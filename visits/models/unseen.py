"""A child whom somebody kept from being seen, or who went unseen for four weeks (B-07): who was told, how it ended.

An episode opens by itself. It closes when the child has been seen, or the plan has ended, or a manager says so; and
but for the plan's end not before the manager, the chair and every member of the core group have been told.
"""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from children.models import ChildRecord, ChildRecordQuerySet, Person
from visits.models.visit import Visit

EVERYBODY_TOLD = Q(
    manager_told_on__isnull=False, chair_told_on__isnull=False, core_group_told_on__isnull=False
)


class EpisodeQuerySet(ChildRecordQuerySet):
    def open(self) -> Self:
        return self.filter(closed_on=None)

    def true(self) -> Self:
        """Without those that turned out to be none."""
        return self.exclude(ended=UnseenEpisode.Ended.NO_BREACH)


class UnseenEpisode(ChildRecord):
    class Because(models.TextChoices):
        REFUSED = "refused", "Contact was refused or avoided"
        NO_REPLY = "no-reply", "Nobody answered"
        FOUR_WEEKS = "four-weeks", "Not seen for four weeks"

    class Ended(models.TextChoices):
        SEEN = "seen", "The child was seen"
        PLAN_ENDED = "plan-ended", "The plan ended"
        MANAGER = "manager", "A manager closed it"
        NO_BREACH = "no-breach", "It was none: the child was seen that day, or the record was wrong"

    opened_on = models.DateField("open since")
    because = models.CharField("why it opened", max_length=10, choices=Because.choices)
    # The contact that came to nothing; none where four weeks had passed.
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    # Each is told by somebody speaking with them; what the portal sends does not count.
    manager = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    manager_told_on = models.DateField("manager told on", null=True, blank=True)
    manager_told_at = models.TimeField("at", null=True, blank=True)
    legal_advice = models.BooleanField("legal advice is sought", null=True, blank=True)
    legal_advice_because = models.TextField("why legal advice is sought, or is not", blank=True)
    chair_told_on = models.DateField("chair told on", null=True, blank=True)
    chair_told_at = models.TimeField("at", null=True, blank=True)
    urgent_action = models.TextField("urgent action that was considered", blank=True)
    urgent_review = models.BooleanField("an urgent review is to be held", null=True, blank=True)
    urgent_review_because = models.TextField("why an urgent review is to be held, or is not", blank=True)
    # The day on which the last of the core group's members was told.
    core_group_told_on = models.DateField("core group told on", null=True, blank=True)
    seen_on = models.DateField("child seen on", null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    ended = models.CharField("how it ended", max_length=10, choices=Ended.choices, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    closed_because = models.TextField("why the manager closed it", blank=True)

    objects: ClassVar[EpisodeQuerySet] = EpisodeQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_on", "-pk"]
        indexes = [models.Index(fields=["opened_on"], name="unseen_now", condition=Q(closed_on=None))]
        constraints = [
            models.UniqueConstraint(
                fields=["child"], condition=Q(closed_on=None), name="one_open_episode_for_a_child"
            ),
            models.CheckConstraint(
                name="closed_once_everybody_was_told",
                condition=Q(ended__in=["", "plan-ended", "no-breach"]) | EVERYBODY_TOLD,
                violation_error_message="The manager, the chair and the core group must have been told first.",
            ),
            models.CheckConstraint(
                name="closed_says_how",
                condition=Q(closed_on=None, ended="") | (Q(closed_on__isnull=False) & ~Q(ended="")),
                violation_error_message="Say how it ended.",
            ),
            models.CheckConstraint(
                name="seen_ends_it_once_seen",
                condition=~Q(ended="seen") | Q(seen_on__isnull=False),
                violation_error_message="It ends so once the child has been seen.",
            ),
            models.CheckConstraint(
                name="a_manager_who_closes_it_says_why",
                condition=~Q(ended="manager") | (Q(closed_by__isnull=False) & ~Q(closed_because="")),
                violation_error_message="Say why it is closed though the child has not been seen.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.child} not seen since {self.opened_on:%d/%m/%Y}"

    @property
    def is_open(self) -> bool:
        return self.closed_on is None

    @property
    def everybody_told(self) -> bool:
        return bool(self.manager_told_on and self.chair_told_on and self.core_group_told_on)


class MemberTold(ChildRecord):
    """A member of the core group who was told that the child was not seen, and asked."""

    episode = models.ForeignKey(UnseenEpisode, on_delete=models.PROTECT, related_name="members_told")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    told_on = models.DateField("told on")
    told_at = models.TimeField("at", null=True, blank=True)
    said = models.TextField("what they said", blank=True)

    class Meta:
        ordering = ["told_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["episode", "person"], name="a_member_is_told_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person} told on {self.told_on:%d/%m/%Y}"
