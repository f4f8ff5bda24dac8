"""Visits to a child: one row per child, so that each child's file stands alone and "seen" is said of each."""

import uuid
from typing import ClassVar, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from children.models import ChildRecord, ChildRecordQuerySet


class VisitQuerySet(ChildRecordQuerySet):
    def child_seen(self) -> Self:
        """Those that count: the child was seen, by the lead social worker or somebody in their place."""
        return self.filter(child_seen=True).exclude(made_as__in=Visit.STOPS_NO_CLOCK)

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
        DOORSTEP = "doorstep", "Spoken with at the doorstep only"
        VIRTUAL = "virtual", "By telephone or video"
        OTHER_AGENCY = "other-agency", "Another agency saw the child"

    class MadeAs(models.TextChoices):
        """As what the visitor came. Only somebody in the lead social worker's place sees the child for the plan."""

        LEAD = "lead", "As the lead social worker"
        COVER = "cover", "Covering for the lead social worker"
        DELEGATE = "delegate", "Under an agreement to see the child in the lead’s place"
        NOBODY_HELD = "nobody-held", "When nobody held the child"
        ACCEPTED = "accepted", "Accepted by a manager"
        SOMEBODY_ELSE = "other", "By somebody else"
        COVER_APART = "cover-apart", "Covering for the lead social worker, without an agreement"
        NOT_AT_HOME = "not-at-home", "Somewhere else than at home"
        NOT_KNOWN = "not-known", "Not known"

    STOPS_NO_CLOCK: ClassVar = (MadeAs.SOMEBODY_ELSE, MadeAs.COVER_APART, MadeAs.NOT_AT_HOME)
    """Kept beside the clocks, with the reason, unless a manager lets it count."""

    class WhyNot(models.TextChoices):
        """In a word, to be counted; the record says it in words besides."""

        PARENT = "parent", "A parent or carer did not allow it"
        CHILD = "child", "The child did not want to"
        OUT = "out", "Was out: at school, with friends, somewhere else"
        AWAY = "away", "Stays somewhere else for now"
        ASLEEP = "asleep", "Asleep or ill"
        NO_ROOM = "no-room", "There was no room or no time to be alone"
        NO_INTERPRETER = "no-interpreter", "No interpreter"
        OTHER = "other", "Something else"

    class InjuryDecision(models.TextChoices):
        STRATEGY_DISCUSSION = "strategy", "A strategy discussion"
        EARLIER_REVIEW = "review", "The review is brought forward"
        IN_THE_PLAN = "plan", "Dealt with in the plan"
        NOTHING = "nothing", "Nothing further"

    # Siblings seen on one visit share it; each child's record is its own.
    together = models.UUIDField(default=uuid.uuid4, editable=False, db_index=True)
    visited_on = models.DateField("date of the visit")
    visited_at = models.TimeField("time it began", null=True, blank=True)
    ended_at = models.TimeField("time it ended", null=True, blank=True)
    visited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="visits_made", null=True, blank=True,
        help_text="Not known for a visit from the previous system.",
    )  # fmt: skip
    made_as = models.CharField(
        "as what", max_length=12, choices=MadeAs.choices, default=MadeAs.LEAD, editable=False
    )
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    accepted_because = models.TextField("why it counts", blank=True, editable=False)
    place = models.CharField(max_length=10, choices=Place.choices, default=Place.HOME)
    contact = models.CharField(max_length=15, choices=Contact.choices, default=Contact.FACE_TO_FACE)
    announced = models.BooleanField("announced beforehand", default=True)
    # People of the child's network, by their number.
    present = ArrayField(models.BigIntegerField(), default=list, blank=True)
    who_was_present = models.TextField("who else was present", blank=True)
    about_risks = models.TextField("what bears on the risks of the plan", blank=True)
    # The risks of this child's plan of which something was seen: the risk as worded then, and what was seen.
    observed = models.JSONField("what was seen of each risk", default=list, blank=True)
    meals = models.TextField("meals and sleeping arrangements", blank=True)
    account = models.TextField("what was seen and heard", blank=True)
    child_seen = models.BooleanField()
    child_seen_alone = models.BooleanField(default=False)
    child_awake = models.BooleanField("baby awake", default=False)
    bedroom_seen = models.BooleanField(default=False)
    spoken_with = models.BooleanField("spoken with", null=True, blank=True)
    undressed_seen = models.BooleanField("baby seen dressed and undressed", null=True, blank=True)
    own_words = models.TextField("what this child said, in their own words", blank=True)
    injury = models.TextField("new injury or incident", blank=True)
    manager_told_of_injury = models.BooleanField("manager told of it", default=False)
    injury_decision = models.CharField(
        "what follows from it", max_length=10, choices=InjuryDecision.choices, blank=True
    )
    injury_decision_because = models.TextField("why", blank=True)
    injury_decided_on = models.DateField("decided on", null=True, blank=True)
    injury_decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    why_not = models.CharField(
        "why not seen, or not alone, in a word", max_length=15, choices=WhyNot.choices, blank=True
    )
    reason = models.TextField("why not seen, or not alone", blank=True)
    about_this_child = models.TextField("how this child was and behaved", blank=True)
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
                name="spoken_with_means_seen",
                condition=Q(child_seen=True) | ~(Q(spoken_with=True) | Q(undressed_seen=True)),
                violation_error_message="A child spoken with, or a baby seen undressed, was seen.",
            ),
            models.CheckConstraint(
                name="visit_ends_after_it_begins",
                condition=Q(ended_at=None) | Q(visited_at=None) | Q(ended_at__gte=F("visited_at")),
                violation_error_message="The visit ended before it began.",
            ),
            models.CheckConstraint(
                name="an_accepted_visit_says_who_and_why",
                condition=~Q(made_as="accepted") | (Q(accepted_by__isnull=False) & ~Q(accepted_because="")),
                violation_error_message="Say who accepted the visit, and why.",
            ),
            models.CheckConstraint(
                name="a_decided_injury_says_who_and_why",
                condition=Q(injury_decided_on=None, injury_decision="")
                | (Q(injury_decided_by__isnull=False) & ~Q(injury_decision_because="") & ~Q(injury="")),
                violation_error_message="Say who decided what follows from it, and why.",
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
