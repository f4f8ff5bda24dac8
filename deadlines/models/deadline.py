"""What the timetable says, kept where it can be asked: one row per clock of one child.

A projection: nobody edits it, `deadlines.projection.refresh` rewrites it from the facts. A clock that the facts no
longer ask for is withdrawn, not deleted, so that what was shown and raised on it can still be explained; a due date
that moves leaves a `DeadlineChange`. Overdue is never stored: it is a filter with a date in it.
"""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from children.models import Child
from deadlines.rules import RULES

# Things to look at from a day on, which nobody can be late for.
FLAGS = [code for code, rule in RULES.items() if rule.is_flag]

OUTSTANDING = Q(met_on=None, lapsed_on=None, withdrawn_at=None, due_on__isnull=False)


class DeadlineQuerySet(models.QuerySet):
    def in_force(self) -> Self:
        return self.filter(withdrawn_at__isnull=True)

    def outstanding(self) -> Self:
        return self.filter(OUTSTANDING)

    def overdue(self, *, on: date) -> Self:
        """Late, and somebody's to mend: not what was booked at short notice (C-13), not a mere flag."""
        return self.outstanding().filter(due_on__lt=on, short_notice=False).exclude(rule__in=FLAGS)

    def due_within(self, *, on: date, until: date) -> Self:
        return self.outstanding().filter(due_on__gte=on, due_on__lte=until).exclude(rule__in=FLAGS)

    def visible_to(self, user: User, *, today: date | None = None) -> Self:
        children = Child.objects.visible_to(user, today=today)
        # Those who see everybody are not asked about fifty thousand children one by one.
        return self.filter(child__in=children) if children.query.where else self


class Deadline(models.Model):
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="deadlines")
    rule = models.CharField("code of the rule", max_length=40)
    started_on = models.DateField()
    started_by_kind = models.CharField("kind of record that started it", max_length=40, blank=True)
    started_by_pk = models.BigIntegerField(null=True)
    opens_on = models.DateField(null=True)
    due_on = models.DateField(null=True)
    practical_on = models.DateField("last working day on or before", null=True)
    met_on = models.DateField(null=True)
    lapsed_on = models.DateField(null=True)
    short_notice = models.BooleanField(default=False)
    # The last day in time that is agreed for it, while it is not done.
    booked_for = models.DateField(null=True)
    limit = models.CharField("the limit that won", max_length=60, blank=True)
    limit_source = models.CharField("whose limit", max_length=200, blank=True)
    pack = models.CharField(max_length=60)
    # The first day on which somebody is to be told who has not been: `alerts` moves it on when it has told them.
    next_step_on = models.DateField(null=True)
    touched_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True)

    objects = DeadlineQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "rule"]
        constraints = [
            models.UniqueConstraint(
                fields=["child", "rule", "started_on", "started_by_kind", "started_by_pk"],
                condition=Q(withdrawn_at=None),
                nulls_distinct=False,
                name="one_clock_per_child_rule_and_start",
            ),
        ]
        indexes = [
            # With the rule and the key, so that counting what is overdue in a county, and settling which fifty of it
            # stand on a page, reads this index and nothing else.
            models.Index(
                fields=["due_on", "child"],
                include=["rule", "short_notice", "id"],
                name="outstanding_by_day",
                condition=OUTSTANDING,
            ),
            models.Index(fields=["child", "due_on"], name="outstanding_of_a_child", condition=OUTSTANDING),
            models.Index(fields=["next_step_on"], name="steps_to_take", condition=OUTSTANDING),
        ]

    def __str__(self) -> str:
        return f"{self.rule} due {self.due_on:%d/%m/%Y}" if self.due_on else self.rule


class DeadlineChange(models.Model):
    """A due date that moved: what it was, what it is, why, and who caused it."""

    deadline = models.ForeignKey(Deadline, on_delete=models.PROTECT, related_name="changes")
    was_due_on = models.DateField(null=True)
    now_due_on = models.DateField(null=True)
    because = models.CharField(max_length=200)
    caused_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.was_due_on} → {self.now_due_on}: {self.because}"


class Reckoned(models.Model):
    """What the dates of one child were last worked out from.

    The daily check compares these numbers with what the database holds, and works out again only whoever differs.
    """

    child = models.OneToOneField(Child, on_delete=models.PROTECT, primary_key=True, related_name="reckoned")
    facts = models.BigIntegerField("fingerprint of the facts", null=True)
    outstanding = models.BigIntegerField("fingerprint of the dates that are outstanding", null=True)
    # The pack, the calendar and the program: `deadlines.timelines.reckoned_with`.
    reckoned_with = models.CharField(max_length=64)
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"Dates worked out at {self.at:%d/%m/%Y %H:%M}"
