"""Visits to a child: one row per child, so that each child's file stands alone and "seen" is said of each."""

import uuid
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from children.models import ChildRecord, ChildRecordQuerySet


class VisitQuerySet(ChildRecordQuerySet):
    def child_seen(self) -> Self:
        """Those that count: a visit on which the child was not seen stops no clock."""
        return self.filter(child_seen=True)

    def latest_first(self) -> Self:
        return self.order_by("-visited_on", "-pk")


class Visit(ChildRecord):
    class Place(models.TextChoices):
        HOME = "home", "At home"
        SCHOOL = "school", "At school or nursery"
        ELSEWHERE = "elsewhere", "Somewhere else"

    class Contact(models.TextChoices):
        """What came of it. Only face-to-face can be "seen"."""

        FACE_TO_FACE = "face-to-face", "Met the family"
        NO_REPLY = "no-reply", "No reply"
        REFUSED = "refused", "Refused or avoided"
        CANCELLED = "cancelled", "Family cancelled"

    # Siblings seen on one visit share it; each child's record is its own.
    together = models.UUIDField(default=uuid.uuid4, editable=False, db_index=True)
    visited_on = models.DateField("date of the visit")
    visited_at = models.TimeField("time it began", null=True, blank=True)
    visited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="visits_made", null=True, blank=True,
        help_text="Not known for a visit from the previous system.",
    )  # fmt: skip
    place = models.CharField(max_length=10, choices=Place.choices, default=Place.HOME)
    contact = models.CharField(max_length=15, choices=Contact.choices, default=Contact.FACE_TO_FACE)
    announced = models.BooleanField("announced beforehand", default=True)
    who_was_present = models.TextField(blank=True)
    account = models.TextField("what was seen and heard", blank=True)
    child_seen = models.BooleanField()
    child_seen_alone = models.BooleanField(default=False)
    child_awake = models.BooleanField("baby awake", default=False)
    bedroom_seen = models.BooleanField(default=False)
    reason = models.TextField("why not seen, or not alone", blank=True)
    about_this_child = models.TextField("what this child said and how they were", blank=True)
    from_previous_system = models.BooleanField(default=False, editable=False)

    objects: ClassVar[VisitQuerySet] = VisitQuerySet.as_manager()

    class Meta:
        ordering = ["-visited_on", "-pk"]
        indexes = [
            models.Index(
                fields=["child", "-visited_on"],
                include=["child_seen", "child_seen_alone", "child_awake"],
                name="visits_to_a_child",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["together", "child"],
                name="a_child_once_on_a_visit",
                violation_error_message="This visit to the child is recorded already.",
            ),
            models.CheckConstraint(
                name="seen_alone_means_seen",
                condition=Q(child_seen=True) | Q(child_seen_alone=False, child_awake=False),
                violation_error_message="A child seen alone, or awake, was seen.",
            ),
            models.CheckConstraint(
                name="seen_means_face_to_face",
                condition=Q(child_seen=False) | Q(contact="face-to-face"),
                violation_error_message="A child can be seen only on a visit that met the family.",
            ),
            models.CheckConstraint(
                name="not_seen_has_a_reason",
                condition=Q(child_seen=True) | ~Q(reason="") | Q(from_previous_system=True),
                violation_error_message="Say why the child was not seen.",
            ),
        ]

    def __str__(self) -> str:
        return f"Visit on {self.visited_on:%d/%m/%Y}"
