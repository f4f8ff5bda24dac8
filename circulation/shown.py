"""What the in-box shows: plain values, so that its templates decide nothing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from circulation.models import Receipt
from govuk_forms.components import Flag, Link
from govuk_forms.words import day, moment


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
    link: Link | None = None


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
            link=_link(receipt),
        )
        for receipt in receipts
    ]


def _link(receipt: Receipt) -> Link | None:
    """What the social worker may record about a copy that went outside the portal."""
    if receipt.way == Receipt.Way.PORTAL:
        return None
    page, label = ("send-again", "Send it again") if receipt.came_back_on else ("came-back", "It came back")
    kept = {"child_pk": receipt.circulation.child_id, "receipt_pk": receipt.pk}
    return Link(label, reverse(f"copies:{page}", kwargs=kept))


def standing(receipt: Receipt) -> Flag:
    """Read and acknowledged can be known only of what was sent to an in-box here."""
    if receipt.came_back_on:
        return Flag(f"Came back on {day(receipt.came_back_on)}: {receipt.came_back_because}", "red")
    if receipt.acknowledged_at:
        return Flag(f"Acknowledged on {moment(timezone.localtime(receipt.acknowledged_at))}", "green")
    if receipt.read_at:
        return Flag(f"Read on {moment(timezone.localtime(receipt.read_at))}, not acknowledged", "yellow")
    if receipt.way != Receipt.Way.PORTAL:
        return Flag("Sent; reading is not known here", "grey")
    return Flag("Unread", "blue")
