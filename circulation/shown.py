"""What the in-box shows: plain values, so that its templates decide nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from circulation.delivery import may_be_sent_again
from circulation.models import CopyCode, Receipt
from circulation.recipients import CopyToSend
from govuk_forms.components import Flag, Link, SummaryRow
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
    sent_at: datetime | None
    standing: Flag
    links: Sequence[Link]


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


def receipt_rows(receipts: Iterable[Receipt], *, may_record: bool) -> list[ReceiptRow]:
    return [
        ReceiptRow(
            name=str(receipt.recipient),
            way=receipt.get_way_display(),
            sent_at=receipt.sent_at,
            standing=standing(receipt),
            links=_links(receipt, may_record=may_record),
        )
        for receipt in receipts
    ]


def _links(receipt: Receipt, *, may_record: bool) -> list[Link]:
    """The copy as that person has it, and what may be recorded about one that went outside the portal."""
    kept = {"child_pk": receipt.circulation.child_id, "receipt_pk": receipt.pk}
    pages = [("copy", "See this copy")]
    if may_record and not receipt.is_held and receipt.way != Receipt.Way.PORTAL:
        if may_be_sent_again(receipt):
            pages.append(("send-again", "Send it again"))
        if not receipt.came_back_on and receipt.read_at is None:
            pages.append(("came-back", "It came back"))
    return [Link(label, reverse(f"copies:{page}", kwargs=kept)) for page, label in pages]


def standing(receipt: Receipt) -> Flag:
    """Read and acknowledged can be known only of what was sent to an in-box here or is opened by a link."""
    if receipt.kept_from_them_because:
        return Flag(f"Not sent: {receipt.kept_from_them_because}", "grey")
    if receipt.is_held:
        return Flag("Not sent yet: a second person reads it first", "orange")
    if receipt.came_back_on:
        return Flag(f"Came back on {day(receipt.came_back_on)}: {receipt.came_back_because}", "red")
    if receipt.acknowledged_at:
        return Flag(f"Acknowledged on {moment(timezone.localtime(receipt.acknowledged_at))}", "green")
    if receipt.read_at:
        return Flag(f"Read on {moment(timezone.localtime(receipt.read_at))}, not acknowledged", "yellow")
    if receipt.way == Receipt.Way.LINK:
        return (
            Flag("Not opened yet", "blue") if receipt.sent_at else Flag("The letter waits to be sent", "blue")
        )
    if receipt.is_elsewhere:
        return Flag("Sent; reading is not known here", "grey")
    return Flag("Unread", "blue")


def about_copy(receipt: Receipt) -> list[SummaryRow]:
    by = f" by {receipt.released_by}" if receipt.released_by else ""
    rows = [
        ("For", str(receipt.recipient)),
        ("How", receipt.get_way_display()),
        (
            "Circulated",
            f"{moment(timezone.localtime(receipt.circulation.sent_at))}, by {receipt.circulation.recorded_by}",
        ),
        ("Why a second person reads it first", receipt.held_because),
        ("Let go", f"{moment(timezone.localtime(receipt.released_at))}{by}" if receipt.released_at else ""),
        ("Left the portal", moment(timezone.localtime(receipt.sent_at)) if receipt.sent_at else ""),
    ]
    return [SummaryRow(name=name, value=value) for name, value in rows if value]


def openings(receipt: Receipt) -> list[str]:
    """Each time that somebody opened it by its link."""
    used = CopyCode.objects.filter(link__receipt=receipt, used_at__isnull=False).order_by("-used_at")
    return [
        f"{moment(timezone.localtime(code.used_at))}: {OPENED_AS.get(code.taken_as, 'opened')}, "
        f"with a code {'sent to their mailbox' if code.how == CopyCode.How.EMAIL else 'that they were told'}"
        for code in used
    ]


OPENED_AS = {
    "read": "read on the page",
    "pdf": "taken as a PDF",
    "large-print": "taken as a PDF in large print",
}


@dataclass(frozen=True, kw_only=True)
class CopyRow:
    """One copy to look at before it is sent."""

    name: str
    part: str
    how: str
    held_because: str
    sections: Sequence[tuple[str, str]]


def copies_to_look_at(copies: Iterable[CopyToSend]) -> list[CopyRow]:
    return [
        CopyRow(
            name=copy.recipient.name,
            part=copy.recipient.part,
            how=Receipt.Way(copy.recipient.usual_way).label,
            held_because=copy.held_because,
            sections=copy.sections,
        )
        for copy in copies
    ]
