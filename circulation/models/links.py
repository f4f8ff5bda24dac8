"""The link by which somebody without an account opens one copy, and the codes that open it once each.

Neither the link nor a code is kept: only what each of them comes to when it is digested.
"""

from datetime import datetime
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from circulation.models.records import Receipt


class LinkQuerySet(models.QuerySet):
    def open_at(self, now: datetime) -> Self:
        return self.filter(closed_at=None, expires_at__gt=now)

    def to_be_sent(self, now: datetime) -> Self:
        return self.filter(Q(next_try_at=None) | Q(next_try_at__lte=now), sent_at=None, closed_at=None)


class CopyLink(models.Model):
    """One letter with one link to one copy. Sent again, it is another link, and this one is closed."""

    receipt = models.ForeignKey(Receipt, on_delete=models.PROTECT, related_name="links")
    made_at = models.DateTimeField()
    digest = models.CharField(max_length=64, null=True, blank=True, unique=True)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    wrong_codes = models.PositiveSmallIntegerField(default=0)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_because = models.CharField(max_length=200, blank=True)

    objects: ClassVar[LinkQuerySet] = LinkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_link_that_was_sent_ends",
                condition=Q(sent_at=None, digest=None, expires_at=None)
                | Q(sent_at__isnull=False, digest__isnull=False, expires_at__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["receipt"], condition=Q(closed_at=None), name="one_open_link_a_copy"
            ),
        ]

    def __str__(self) -> str:
        return f"Link to {self.receipt}"


class CopyCode(models.Model):
    """Opens the copy once. Its use is the line in the log: which copy was opened, when, and in which form."""

    class How(models.TextChoices):
        EMAIL = "email", "By email, when it was asked for"
        TOLD = "told", "Told by the social worker"

    link = models.ForeignKey(CopyLink, on_delete=models.PROTECT, related_name="codes")
    digest = models.CharField(max_length=200)
    how = models.CharField(max_length=5, choices=How.choices)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    taken_as = models.CharField(max_length=10, blank=True)

    def __str__(self) -> str:
        return f"Code for {self.link}, {self.get_how_display().lower()}"


class LinkGuess(models.Model):
    """Somebody asked for a link that there never was. So many of them from one address, and it is not answered."""

    made_at = models.DateTimeField()
    from_address = models.GenericIPAddressField()

    class Meta:
        indexes = [models.Index(fields=["from_address", "made_at"], name="guesses_of_an_address")]

    def __str__(self) -> str:
        return f"Guessed at {self.made_at:%d/%m/%Y %H:%M}"
