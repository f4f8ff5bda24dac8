"""What the in-box shows: plain values, so that its templates decide nothing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from circulation.models import Receipt
from govuk_forms.components import Flag
from govuk_forms.words import moment


@dataclass(frozen=True, kw_only=True)
class InboxRow:
    title: str
    url: str
    kind: str
    sent_by: str
    sent_at: datetime
    is_unread: bool
    standing: Flag


@dataclass(frozen=True, kw_only=True)
class ReceiptRow:
    """One copy in the table of who was sent something."""

    name: str
    way: str
    sent_at: datetime
    standing: Flag


def inbox_rows(receipts: Iterable[Receipt]) -> list[InboxRow]:
    return [
        InboxRow(
            title=receipt.circulation.title,
            url=receipt.get_absolute_url(),
            kind=receipt.circulation.get_kind_display(),
            sent_by=str(receipt.circulation.recorded_by),
            sent_at=receipt.circulation.sent_at,
            is_unread=receipt.read_at is None,
            standing=standing(receipt),
        )
        for receipt in receipts
    ]


def receipt_rows(receipts: Iterable[Receipt]) -> list[ReceiptRow]:
    return [
        ReceiptRow(
            name=str(receipt.recipient),
            way=receipt.get_way_display(),
            sent_at=receipt.circulation.sent_at,
            standing=standing(receipt),
        )
        for receipt in receipts
    ]


def standing(receipt: Receipt) -> Flag:
    """Read and acknowledged can be known only of what was sent to an in-box here."""
    if receipt.acknowledged_at:
        return Flag(f"Acknowledged on {moment(timezone.localtime(receipt.acknowledged_at))}", "green")
    if receipt.read_at:
        return Flag(f"Read on {moment(timezone.localtime(receipt.read_at))}, not acknowledged", "yellow")
    if receipt.way != Receipt.Way.PORTAL:
        return Flag("Sent; reading is not known here", "grey")
    return Flag("Unread", "blue")
