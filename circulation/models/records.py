"""What was sent to whom, as it stood then, and who has read and acknowledged it.

A circulation keeps the words that were sent, not a link to something that may change.
"""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from audit.models import AuditedModel, AuditedQuerySet
from children.models import Child, ChildRecord, ChildRecordQuerySet, Person


class Circulation(ChildRecord):
    class Kind(models.TextChoices):
        CORE_GROUP_RECORD = "core-group-record", "Core group record"
        PLAN = "plan", "Child protection plan"
        PROPOSAL = "proposal", "Proposal to end a plan"
        CONFERENCE_RECORD = "conference-record", "Conference record"

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="circulations")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    about_pk = models.BigIntegerField("record it was made from")
    title = models.CharField(max_length=200)
    # A list of [heading, text], as sent.
    sections = models.JSONField()
    sent_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-sent_at"]
        indexes = [models.Index(fields=["kind", "about_pk"], name="circulations_of_a_record")]

    def __str__(self) -> str:
        return self.title


class ReceiptQuerySet(AuditedQuerySet):
    def inbox_of(self, user: User) -> Self:
        """What was sent to somebody, the unread and the unacknowledged first."""
        return (
            self.filter(user=user)
            .let_go()
            .select_related("circulation__child")
            .order_by(
                models.F("acknowledged_at").asc(nulls_first=True),
                models.F("read_at").asc(nulls_first=True),
                "-circulation__sent_at",
            )
        )

    def came_back(self) -> Self:
        return self.filter(came_back_on__isnull=False)

    def unacknowledged(self) -> Self:
        return self.filter(acknowledged_at__isnull=True).let_go()

    def let_go(self) -> Self:
        """Without the copies that a second person has not read and released."""
        return self.filter(~Q(held_because__gt="") | Q(released_at__isnull=False))

    def held(self) -> Self:
        """Those that wait for a second person."""
        return self.filter(held_because__gt="", released_at=None, kept_from_them_because="")


class Receipt(AuditedModel):
    """One copy, to one person."""

    class Way(models.TextChoices):
        PORTAL = "portal", "In their in-box here"
        LINK = "link", "By a link to their email, opened with a code"
        SECURE_EMAIL = "secure-email", "By secure email"
        POST = "post", "By post"
        BY_HAND = "by-hand", "By hand"

    circulation = models.ForeignKey(Circulation, on_delete=models.PROTECT, related_name="receipts")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="received"
    )
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="received"
    )
    way = models.CharField(max_length=15, choices=Way.choices)
    # A list of [heading, text] where this copy says less than the others; empty where it is the circulation's own.
    sections = models.JSONField(null=True, blank=True)
    held_because = models.TextField("why a second person reads it first", blank=True)
    released_at = models.DateTimeField(null=True, blank=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    kept_from_them_because = models.TextField("why they are not sent it", blank=True)
    sent_at = models.DateTimeField("left the portal at", null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    came_back_on = models.DateField(null=True, blank=True)
    came_back_because = models.TextField("why it did not arrive", blank=True)

    objects: ClassVar[ReceiptQuerySet] = ReceiptQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_copy_is_sent_to_somebody", condition=Q(user__isnull=False) | Q(person__isnull=False)
            ),
            models.CheckConstraint(
                name="what_comes_to_the_portal_has_a_reader",
                condition=~Q(way="portal") | Q(user__isnull=False),
            ),
            models.CheckConstraint(
                name="acknowledged_means_read",
                condition=Q(acknowledged_at__isnull=True) | Q(read_at__isnull=False),
            ),
            models.CheckConstraint(
                name="what_came_back_was_sent_elsewhere_and_says_why",
                condition=Q(came_back_on=None, came_back_because="")
                | ~Q(way="portal") & ~Q(came_back_because="") & Q(came_back_on__isnull=False),
                violation_error_message="Say why it did not arrive.",
            ),
            models.CheckConstraint(
                name="a_copy_is_let_go_by_somebody",
                condition=Q(released_at=None, released_by=None)
                | Q(released_at__isnull=False, released_by__isnull=False, kept_from_them_because=""),
            ),
            models.CheckConstraint(
                name="a_held_copy_is_not_sent",
                condition=Q(held_because="") | Q(released_at__isnull=False) | Q(sent_at=None, read_at=None),
                violation_error_message="A second person releases this copy before it is sent.",
            ),
            models.UniqueConstraint(
                fields=["circulation", "user"], condition=Q(user__isnull=False), name="one_copy_a_user"
            ),
            models.UniqueConstraint(
                fields=["circulation", "person"], condition=Q(person__isnull=False), name="one_copy_a_person"
            ),
        ]
        indexes = [
            models.Index(fields=["user"], name="unacknowledged_copies", condition=Q(acknowledged_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.circulation} to {self.recipient}"

    def get_absolute_url(self) -> str:
        return reverse("circulation:read", kwargs={"receipt_pk": self.pk})

    @property
    def recipient(self) -> Any:
        return self.person or self.user

    @property
    def words(self) -> list[list[str]]:
        """What this copy says."""
        return self.circulation.sections if self.sections is None else self.sections

    @property
    def is_held(self) -> bool:
        return bool(self.held_because) and self.released_at is None

    @property
    def is_elsewhere(self) -> bool:
        """Whether it leaves by post, by hand or by email, which nothing here can follow."""
        return self.way not in (self.Way.PORTAL, self.Way.LINK)


class QuestionQuerySet(ChildRecordQuerySet):
    def unanswered(self) -> Self:
        return self.filter(answered_on=None)


class ChairsQuestion(ChildRecord):
    """What a chair asks about a copy, by when an answer is wanted, and the answer (B-11)."""

    class Kind(models.TextChoices):
        QUERY = "query", "I have a question"
        BRING_FORWARD = "bring-forward", "The review has to be brought forward"

    receipt = models.ForeignKey(Receipt, on_delete=models.PROTECT, related_name="questions")
    kind = models.CharField(max_length=15, choices=Kind.choices)
    asked_on = models.DateField()
    words = models.TextField("what is asked")
    answer_by = models.DateField("by when an answer is wanted")
    answer = models.TextField(blank=True)
    answered_on = models.DateField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects: ClassVar[QuestionQuerySet] = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = "chair's question"
        ordering = ["-asked_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="an_answer_says_what_and_by_whom",
                condition=Q(answered_on=None) | Q(answered_by__isnull=False) & ~Q(answer=""),
                violation_error_message="Say what the answer is.",
            ),
            models.CheckConstraint(
                name="an_answer_is_wanted_after_it_is_asked",
                condition=Q(answer_by__gte=models.F("asked_on")),
                violation_error_message="An answer is wanted on the day it is asked or later.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, asked on {self.asked_on:%d/%m/%Y}"
