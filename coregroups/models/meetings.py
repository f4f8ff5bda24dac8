"""Who belongs to a core group, when it meets, who came, and what it wrote down."""

from datetime import date
from typing import ClassVar, Self

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Q

from accounts.models import User
from audit.models import AuditedModel, AuditedQuerySet
from children.models import Child, ChildRecord, ChildRecordQuerySet, Person
from children.models.periods import ends_after_it_starts, lasting


class MemberQuerySet(ChildRecordQuerySet):
    def on(self, day: date) -> Self:
        return self.filter(Q(until_on__isnull=True) | Q(until_on__gt=day), from_on__lte=day)


class CoreGroupMember(ChildRecord):
    """A person's membership of one child's core group. An excluded parent stays in view, and is sent nothing."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="core_groups")
    role = models.CharField("part in the core group", max_length=100)
    from_on = models.DateField("member from")
    until_on = models.DateField("member until", null=True, blank=True)
    excluded_because = models.TextField(
        "why excluded", blank=True, help_text="Left empty for a member who takes part."
    )
    exclusion_agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="manager who agreed to the exclusion",
    )  # fmt: skip

    exclusion_review_on = models.DateField("exclusion looked at again on", null=True, blank=True)
    told_instead = models.TextField("what they are told instead, by whom and how", blank=True)

    objects: ClassVar[MemberQuerySet] = MemberQuerySet.as_manager()

    class Meta:
        ordering = ["person__name"]
        constraints = [
            ends_after_it_starts("membership_ends_after_it_starts"),
            ExclusionConstraint(
                name="a_member_once_at_a_time",
                expressions=[
                    ("child", RangeOperators.EQUAL),
                    ("person", RangeOperators.EQUAL),
                    (lasting(), RangeOperators.OVERLAPS),
                ],
                violation_error_message="That person is already a member of this core group.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.role}"


class MeetingQuerySet(AuditedQuerySet):
    def visible_to(self, user: User) -> Self:
        mine = ChildAtCoreGroup.objects.visible_to(user).values("meeting")
        return self.filter(pk__in=mine)

    def held(self) -> Self:
        return self.filter(held_on__isnull=False)


class CoreGroupMeeting(AuditedModel):
    planned_for = models.DateField()
    planned_at = models.TimeField("time", null=True, blank=True)
    place = models.CharField(max_length=200, blank=True)
    held_on = models.DateField(null=True, blank=True)
    cancelled_on = models.DateField(null=True, blank=True)
    cancelled_because = models.TextField(blank=True)
    chaired_by = models.CharField("who chaired", max_length=150, blank=True)
    no_manager_because = models.TextField("why no manager chaired the first one", blank=True)
    minute_taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    roles_explained = models.TextField("how the roles were explained at the first one", blank=True)
    assessment_outstanding = models.TextField("what is still to be done for the assessment", blank=True)
    updates = models.TextField("updates and concerns", blank=True)
    childs_voice = models.TextField("the child's lived experience and voice", blank=True)
    family_views = models.TextField("what the family said", blank=True)
    progress = models.TextField("progress against the plan", blank=True)
    risks = models.TextField("the risks, looked at again", blank=True)
    delays = models.TextField("what is late, and what is done about it", blank=True)
    disagreement = models.TextField("what somebody did not agree with", blank=True)
    decisions = models.TextField("decisions and next steps", blank=True)
    # What the meeting had before it and did to the plan, as it was that day: heading and text of each section.
    as_it_stood = models.JSONField(default=list, blank=True, editable=False)
    next_planned_for = models.DateField("next core group", null=True, blank=True)

    objects: ClassVar[MeetingQuerySet] = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["-planned_for", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="core_group_held_or_cancelled",
                condition=Q(held_on__isnull=True) | Q(cancelled_on__isnull=True),
                violation_error_message="A core group that was held was not cancelled.",
            ),
            models.CheckConstraint(
                name="held_core_group_has_a_minute",
                condition=Q(held_on__isnull=True) | ~Q(childs_voice=""),
                violation_error_message="Write down the child's lived experience and voice.",
            ),
        ]

    def __str__(self) -> str:
        return f"Core group on {self.held_on or self.planned_for:%d/%m/%Y}"


class ChildAtCoreGroup(ChildRecord):
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="core_groups")
    meeting = models.ForeignKey(CoreGroupMeeting, on_delete=models.PROTECT, related_name="for_children")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["child", "meeting"], name="a_child_once_at_a_core_group")
        ]

    def __str__(self) -> str:
        return f"{self.child} at {self.meeting}"


class AttendanceQuerySet(AuditedQuerySet):
    def summary_owed(self) -> Self:
        """Who sent apologies and has not sent a summary of involvement: a family has no such duty."""
        away = self.filter(came=CoreGroupAttendance.Came.APOLOGIES, instead="", views_came_on=None)
        return away.exclude(person__agency="")


class CoreGroupAttendance(AuditedModel):
    class Came(models.TextChoices):
        PRESENT = "present", "Came"
        APOLOGIES = "apologies", "Sent apologies"
        ABSENT = "absent", "Did not come"

    meeting = models.ForeignKey(CoreGroupMeeting, on_delete=models.PROTECT, related_name="attendance")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    came = models.CharField(max_length=10, choices=Came.choices)
    instead = models.CharField("who came in their place", max_length=150, blank=True)
    views = models.TextField("summary of involvement, or views sent", blank=True)
    views_came_on = models.DateField("summary came on", null=True, blank=True)
    interpreter = models.CharField("who interpreted, or why nobody did", max_length=200, blank=True)

    objects: ClassVar[AttendanceQuerySet] = AttendanceQuerySet.as_manager()

    class Meta:
        ordering = ["person__name"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "person"], name="a_person_once_at_a_core_group"),
            models.CheckConstraint(
                name="a_summary_that_came_says_something",
                condition=Q(views_came_on=None) | ~Q(views=""),
                violation_error_message="Write down what the summary says.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_came_display()}"


class MinutePassage(AuditedModel):
    """Part of a minute that not everybody may read: it is about somebody, or not for somebody (B-11)."""

    meeting = models.ForeignKey(CoreGroupMeeting, on_delete=models.PROTECT, related_name="passages")
    words = models.TextField()

    objects: ClassVar[AuditedQuerySet] = AuditedQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(name="a_passage_says_something", condition=~Q(words="")),
        ]

    def __str__(self) -> str:
        return f"Passage of {self.meeting}"


class PassageKeptFrom(AuditedModel):
    passage = models.ForeignKey(MinutePassage, on_delete=models.PROTECT, related_name="kept_from")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    objects: ClassVar[AuditedQuerySet] = AuditedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["passage", "person"], name="a_passage_is_kept_from_a_person_once")
        ]

    def __str__(self) -> str:
        return f"Not for {self.person}"


class CoreGroupInvitation(AuditedModel):
    """That somebody was asked to a core group, and how; or, sent again, told of what has changed."""

    class Way(models.TextChoices):
        EMAIL = "email", "By email, with an entry for their calendar"
        TOLD = "told", "Told by the social worker"

    meeting = models.ForeignKey(CoreGroupMeeting, on_delete=models.PROTECT, related_name="invitations")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    way = models.CharField(max_length=5, choices=Way.choices)
    asked_at = models.DateTimeField(null=True, blank=True)
    failed_because = models.CharField("why the letter did not go", max_length=300, blank=True)
    withdrawn_at = models.DateTimeField("told that it is cancelled", null=True, blank=True)

    objects: ClassVar[AuditedQuerySet] = AuditedQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "person"], name="a_person_is_asked_once_to_a_core_group"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} is asked to {self.meeting}"


class CoreGroupExtension(ChildRecord):
    """A core group may meet later than it usually must, for a reason that a manager agreed beforehand (T-12, T-13)."""

    rule = models.CharField("code of the rule", max_length=40)
    was_due_on = models.DateField("last day before")
    until_on = models.DateField("new last day")
    agreed_on = models.DateField()
    agreed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()

    class Meta:
        ordering = ["agreed_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="extension_gives_a_later_day",
                condition=Q(until_on__gt=models.F("was_due_on")),
                violation_error_message="The new last day is after the one there was.",
            ),
            models.CheckConstraint(
                name="extension_agreed_before_the_limit_passed",
                condition=Q(agreed_on__lte=models.F("was_due_on")),
                violation_error_message="An extension is agreed before the limit has passed.",
            ),
        ]

    def __str__(self) -> str:
        return f"Extended from {self.was_due_on:%d/%m/%Y} to {self.until_on:%d/%m/%Y}"
