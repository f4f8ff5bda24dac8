"""What somebody has typed into a form and not recorded yet. It is theirs alone, and no fact about anybody."""

import secrets

from django.conf import settings
from django.db import models
from django.http import QueryDict
from django.utils import timezone

Answers = list[list[str]]
"""Names and values in the order of the form; a name that was answered twice stands there twice."""


def new_key() -> bytes:
    """For AES-256."""
    return secrets.token_bytes(32)


class Unfinished(models.Model):
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="unfinished")
    # The form's own address: there is one of it for each person.
    address = models.CharField(max_length=200)
    what = models.CharField(max_length=100)
    # A number, not a foreign key: this stands below the record of a child.
    child_pk = models.BigIntegerField("child", null=True)
    answers = models.JSONField()
    # Typed at the same time in other windows, one text of each: [{"window", "answers", "at"}]. All of them are kept
    # until the person chooses.
    beside = models.JSONField(default=list)
    version = models.PositiveIntegerField(default=1)
    began_at = models.DateTimeField(default=timezone.now)
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-saved_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["person", "address"], name="one_unfinished_form_for_a_person"),
        ]

    def __str__(self) -> str:
        return f"{self.what}, saved at {self.saved_at:%d/%m/%Y %H:%M}"

    @property
    def texts(self) -> list[Answers]:
        """What was saved first, and what was typed beside it in the order in which those windows first saved."""
        return [self.answers, *(each["answers"] for each in self.beside)]


def as_posted(answers: Answers) -> QueryDict:
    """As the browser would have sent it."""
    posted = QueryDict(mutable=True)
    for name, value in answers:
        posted.appendlist(name, value)
    return posted


def as_answers(posted: QueryDict) -> Answers:
    """What was typed; not what the page added by itself, nor the one character that PostgreSQL cannot keep."""
    return [
        [name, value.replace("\x00", "")]
        for name, values in posted.lists()
        if name != "csrfmiddlewaretoken" and not name.startswith("_")
        for value in values
    ]


class DeviceKey(models.Model):
    """What locks the text that one person could not send, on whichever device it was typed.

    It is given to that person's pages while they are signed in and is stored here alone: without signing in, what
    lies on the device cannot be read.
    """

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="device_key", primary_key=True
    )
    key = models.BinaryField(default=new_key)
    made_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"Key of {self.person}"
