"""One copy as a document to print or to keep."""

from django.utils import timezone

from circulation.models import Receipt
from exports.documents import Document
from govuk_forms.words import moment


def paper_of(receipt: Receipt) -> Document:
    """For the one person whom it was made for, with nothing but what is in their copy."""
    circulation = receipt.circulation
    sent = receipt.sent_at or circulation.sent_at
    return Document(
        title=circulation.title,
        caption=circulation.get_kind_display(),
        facts=[
            ("Copy for", str(receipt.recipient)),
            ("Sent by", f"{circulation.recorded_by} on {moment(timezone.localtime(sent))}"),
        ],
        sections=[(heading, text) for heading, text in receipt.words],
        version=f"Circulated on {moment(timezone.localtime(circulation.sent_at))}",
    )
