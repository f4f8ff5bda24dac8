"""Photographs and drawings from a visit, on the file of the one child they are about."""

from django.db import models
from django.db.models import Q

from children.models import ChildRecord
from visits.models.visit import Visit


class Attachment(ChildRecord):
    """What a picture is. The picture itself stands beside it and is never changed."""

    class Kind(models.TextChoices):
        PHOTOGRAPH = "photograph", "Photograph"
        INJURY = "injury", "Photograph of an injury"
        DRAWING = "drawing", "Drawing or writing by the child"

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="attachments")
    kind = models.CharField("what it is", max_length=10, choices=Kind.choices)
    shows = models.TextField("what it shows")
    width = models.PositiveIntegerField(editable=False)
    height = models.PositiveIntegerField(editable=False)
    # Of the picture, so that the record shows which one was attached.
    digest = models.CharField("SHA-256", max_length=64, editable=False)
    taken_out_on = models.DateField("taken out on", null=True, blank=True)
    taken_out_because = models.TextField("why it was taken out", blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["visit", "digest"],
                condition=Q(taken_out_on=None),
                name="a_picture_once_on_a_visit",
                violation_error_message="This picture is on the record of the visit already.",
            ),
            models.CheckConstraint(
                name="a_picture_is_taken_out_with_a_reason",
                condition=Q(taken_out_on=None) | ~Q(taken_out_because=""),
                violation_error_message="Say why the picture is taken out.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.shows}"


class AttachmentContent(models.Model):
    """The picture. In the database, so that it is backed up, restored and guarded with the record it belongs to."""

    only_added_to = True

    attachment = models.OneToOneField(
        Attachment, on_delete=models.PROTECT, related_name="content", primary_key=True
    )
    jpeg = models.BinaryField()

    def __str__(self) -> str:
        return f"Picture {self.attachment_id}"
