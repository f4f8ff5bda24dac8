"""Photographs and drawings are put on a visit's record, and taken out of sight with a reason."""

from datetime import date

from django.db import transaction

from accounts.models import User
from audit.models import Refused
from visits.models import Attachment, AttachmentContent, Visit
from visits.pictures import Picture


@transaction.atomic
def attach_picture(*, visit: Visit, picture: Picture, kind: str, shows: str, by: User) -> Attachment:
    """On the file of the visit's own child only; no sibling's record of the same visit shows it.

    Raises ValidationError for a picture that is on the record already.
    """
    attachment = Attachment(
        child=visit.child,
        visit=visit,
        kind=kind,
        shows=shows,
        width=picture.width,
        height=picture.height,
        digest=picture.digest,
    )
    attachment.full_clean(exclude=["recorded_by"])
    attachment.save_by(by)
    AttachmentContent.objects.create(attachment=attachment, jpeg=picture.jpeg)
    return attachment


@transaction.atomic
def take_out(*, attachment: Attachment, because: str, by: User, today: date) -> Attachment:
    """The picture is shown to nobody any more; that it was there, who took it out and why stays on the record."""
    attachment = Attachment.objects.select_for_update().get(pk=attachment.pk)
    refuse_taken_out(attachment)
    attachment.taken_out_on, attachment.taken_out_because = today, because
    attachment.full_clean(exclude=["recorded_by"])
    return attachment.save_by(by, why="Taken out")


def refuse_taken_out(attachment: Attachment) -> None:
    if attachment.taken_out_on:
        raise Refused("This picture was taken out already.")
