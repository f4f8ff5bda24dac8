"""Who was told, when, and whether they have seen it; and the record that deadlines were checked at all."""

from datetime import date, datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.module_loading import import_string

from accounts.models import User
from accounts.roles import Permission
from children.models import Child
from deadlines.models import Deadline


class Step(models.TextChoices):
    """Relative to the due date. A step is raised when its day has come, never only when it is today."""

    DUE_SOON = "due-soon", "Due soon"
    DUE_TODAY = "due-today", "Due today"
    OVERDUE = "overdue", "Overdue"
    STILL_OVERDUE = "still-overdue", "Still overdue"
    SHORT_NOTICE = "short-notice", "Booked at short notice"


class AlertQuerySet(models.QuerySet):
    def live(self) -> Self:
        """Those whose deadline is still outstanding: an alert ends when the fact is there, and for no other reason.

        One that said "overdue" of a date that has moved on since says it no longer; nor one that said "not booked" of
        what has a day in time by now.
        """
        said_overdue = Q(step__in=[Step.OVERDUE, Step.STILL_OVERDUE])
        return self.filter(
            deadline__met_on=None,
            deadline__lapsed_on=None,
            deadline__withdrawn_at=None,
            deadline__due_on__isnull=False,
        ).exclude(
            Q(said_overdue, deadline__due_on__gte=F("since"))
            | Q(step=Step.DUE_SOON, deadline__booked_for__gte=F("since"))
        )

    def live_for(self, user: User, *, today: date) -> Self:
        """A person's live alerts about children who are still theirs to see."""
        mine = self.live().filter(person=user)
        children = Child.objects.visible_to(user, today=today)
        # Those who see everybody are not asked about each child.
        return mine.filter(deadline__child__in=children) if children.query.where else mine

    def unanswered_by(self, user: User, *, today: date) -> Self:
        """A person's live alerts that they have not acknowledged, nor a later step of the same deadline.

        What was said about "due soon" does not answer for "overdue": each later step asks again.
        """
        answered = Alert.objects.filter(
            person=user,
            deadline=OuterRef("deadline"),
            since__gte=OuterRef("since"),
            acknowledged_at__isnull=False,
        )
        return self.live_for(user, today=today).filter(~Exists(answered))

    def told_to_member(self, user: User, *, today: date) -> Self:
        """Live alerts to somebody as a member of the child's core group, for as long as they are one."""
        mine = self.live().filter(person=user)
        children = set(mine.values_list("deadline__child", flat=True))
        members = import_string(settings.CORE_GROUP_MEMBERS)(children, today=today)
        theirs = [child for child, users in members.items() if user.pk in users]
        return mine.filter(deadline__child__in=theirs)

    def shown_to(self, user: User, *, today: date) -> Self:
        """A person's live alerts that they find on a page of theirs."""
        if user.may(Permission.READ_CORE_GROUP_ALERTS):
            return self.told_to_member(user, today=today)
        return self.live_for(user, today=today)

    def escalated_to(self, user: User, *, today: date) -> Self:
        """What became overdue and was passed up to a person who has not yet said what is to happen."""
        return self.unanswered_by(user, today=today).filter(step__in=[Step.OVERDUE, Step.STILL_OVERDUE])


class Alert(models.Model):
    deadline = models.ForeignKey(Deadline, on_delete=models.PROTECT, related_name="alerts")
    step = models.CharField(max_length=15, choices=Step.choices)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="alerts")
    # The day the step was reached, which may be earlier than the day the sweep could say so.
    since = models.DateField()
    raised_at = models.DateTimeField(default=timezone.now)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    note = models.TextField("what is being done", blank=True)

    objects = AlertQuerySet.as_manager()

    class Meta:
        ordering = ["-since", "-pk"]
        constraints = [
            models.UniqueConstraint(
                # The day tells two reminders of one rule apart, and those of a date from those after it moved.
                fields=["deadline", "step", "since", "person"],
                name="one_alert_per_deadline_step_day_person",
            ),
            models.CheckConstraint(
                name="acknowledged_alert_says_what_is_done",
                condition=Q(acknowledged_at__isnull=True) | ~Q(note=""),
                violation_error_message="Say what is being done about it.",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "deadline"], name="alerts_of_a_person"),
        ]

    def __str__(self) -> str:
        return f"{self.get_step_display()}: {self.deadline}"


class DigestQuerySet(models.QuerySet):
    def undelivered(self, *, since: datetime) -> Self:
        """Letters that failed since a moment, of people whom no later one has reached."""
        reached = Digest.objects.filter(
            person=OuterRef("person"), sent_at__isnull=False, day__gte=OuterRef("day")
        )
        return self.filter(~Exists(reached), sent_at=None, failures__gt=0, made_at__gte=since)


class Digest(models.Model):
    """One morning's letter to one person: counts and a link. Made first, sent afterwards, so an outage loses none."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="digests")
    day = models.DateField()
    overdue = models.PositiveIntegerField()
    due_soon = models.PositiveIntegerField()
    unread = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)
    failures = models.PositiveSmallIntegerField(default=0)
    last_failure = models.CharField(max_length=300, blank=True)
    next_try_at = models.DateTimeField(null=True, blank=True)

    objects = DigestQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "day"], name="one_digest_a_day")]
        indexes = [models.Index(fields=["day"], name="digests_to_send", condition=Q(sent_at=None))]

    def __str__(self) -> str:
        return f"Digest of {self.day:%d/%m/%Y}"


class Tick(models.Model):
    """The heartbeat of beat and worker: one row, written every ten minutes."""

    at = models.DateTimeField()
    worker = models.CharField(max_length=100)

    def __str__(self) -> str:
        return f"Tick at {self.at:%d/%m/%Y %H:%M}"


class MailboxRead(models.Model):
    """The mailbox to which letters come back: one row, written whenever it is read."""

    tried_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return f"Mailbox tried at {self.tried_at:%d/%m/%Y %H:%M}"


class Sweep(models.Model):
    """One check of every open plan's deadlines. `finished_at` with no error is the only proof that it was done."""

    day = models.DateField()
    started_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)
    looked_at = models.DateTimeField("changes seen up to", null=True, blank=True)
    children = models.PositiveIntegerField(default=0)
    deadlines_changed = models.PositiveIntegerField(default=0)
    alerts_raised = models.PositiveIntegerField(default=0)
    error = models.TextField(blank=True)
    worker = models.CharField(max_length=100, blank=True)

    class Meta:
        ordering = ["-started_at"]
        indexes = [models.Index(fields=["-finished_at"], name="sweeps_finished", condition=Q(error=""))]

    def __str__(self) -> str:
        return f"Sweep of {self.day:%d/%m/%Y}"
