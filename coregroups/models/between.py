"""Between two meetings: what a member says about their part, and what is asked of a member (B-27)."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import User
from children.models import ChildRecord, ChildRecordQuerySet, Person
from plans.models import Action


class WordQuerySet(ChildRecordQuerySet):
    def unanswered(self) -> Self:
        return self.filter(kind__in=WordOfMember.WANTS_AN_ANSWER, answered_on=None)

    def of(self, user: User) -> Self:
        """What somebody said themselves, or was written down for them."""
        return self.filter(person__user=user)


class WordOfMember(ChildRecord):
    """What a member says about their part of the plan. Some of it the lead social worker has to answer."""

    class Kind(models.TextChoices):
        PROGRESS = "progress", "How it is going"
        CANNOT = "cannot", "It cannot be done as agreed"
        BRING_IN = "bring-in", "Somebody else should be brought in"
        ADVICE = "advice", "Specialist advice for the plan"
        DISAGREE = "disagree", "A disagreement about how the plan is carried out"

    WANTS_AN_ANSWER = (Kind.CANNOT, Kind.BRING_IN, Kind.DISAGREE)
    ABOUT_AN_ACTION = (Kind.PROGRESS, Kind.CANNOT)

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    action = models.ForeignKey(
        Action, on_delete=models.PROTECT, null=True, blank=True, related_name="words_of_members"
    )
    said_on = models.DateField()
    words = models.TextField("what they say")
    answer = models.TextField(blank=True)
    answered_on = models.DateField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects: ClassVar[WordQuerySet] = WordQuerySet.as_manager()

    class Meta:
        verbose_name = "word of a member"
        ordering = ["-said_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="what_is_said_of_an_action_names_it",
                condition=~Q(kind__in=["progress", "cannot"]) | Q(action__isnull=False),
                violation_error_message="Say which action it is about.",
            ),
            models.CheckConstraint(
                name="an_answered_member_is_told_what_and_by_whom",
                condition=Q(answered_on=None) | Q(answered_by__isnull=False) & ~Q(answer=""),
                violation_error_message="Say what the answer is.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.said_on:%d/%m/%Y}: {self.get_kind_display().lower()}"

    @property
    def waits(self) -> bool:
        return self.kind in self.WANTS_AN_ANSWER and self.answered_on is None


class AskedQuerySet(ChildRecordQuerySet):
    def outstanding(self) -> Self:
        return self.filter(came_on=None)

    def of(self, user: User) -> Self:
        return self.filter(person__user=user)


class AskedOfMember(ChildRecord):
    """What the lead social worker asks of a member by a day, and what came."""

    class Kind(models.TextChoices):
        REPORT = "report", "A written report"
        ASSESSMENT = "assessment", "What they know, for the assessment"
        SPECIALIST = "specialist", "A specialist assessment"
        PROPOSED = "proposed", "What they think of a change proposed for the plan"
        PROGRESS = "progress", "How their action is going"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField("what is asked for", max_length=10, choices=Kind.choices)
    action = models.ForeignKey(
        Action, on_delete=models.PROTECT, null=True, blank=True, related_name="asked_about"
    )
    words = models.TextField("what it is about")
    asked_on = models.DateField()
    due_on = models.DateField("wanted by")
    came = models.TextField("what came", blank=True)
    came_on = models.DateField(null=True, blank=True)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="who wrote down what came",
    )  # fmt: skip

    objects: ClassVar[AskedQuerySet] = AskedQuerySet.as_manager()

    class Meta:
        verbose_name = "something asked of a member"
        verbose_name_plural = "things asked of members"
        ordering = ["-asked_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="it_is_wanted_after_it_is_asked",
                condition=Q(due_on__gte=models.F("asked_on")),
                violation_error_message="It is wanted on the day it is asked for or later.",
            ),
            models.CheckConstraint(
                name="what_came_says_something",
                condition=Q(came_on=None) | ~Q(came="") & Q(taken_by__isnull=False),
                violation_error_message="Write down what came.",
            ),
            models.CheckConstraint(
                name="a_chased_action_is_named",
                condition=~Q(kind="progress") | Q(action__isnull=False),
                violation_error_message="Say which action it is about.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, asked of {self.person} on {self.asked_on:%d/%m/%Y}"
