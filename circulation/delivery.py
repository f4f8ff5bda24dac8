"""A copy that was sent outside the portal did not arrive, and is sent again (B-11)."""

from collections.abc import Collection
from datetime import date

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from audit.models import Refused
from children.kinds import of
from children.models import Child
from circulation.actions import no_email
from circulation.links import begin_link, close_links
from circulation.models import Circulation, Receipt
from govuk_forms.components import Link
from govuk_forms.words import day as in_words


@transaction.atomic
def came_back(*, receipt: Receipt, on: date, because: str, by: User, today: date) -> Receipt:
    """It stays open, in sight and on the agenda until it is sent again."""
    receipt = Receipt.objects.select_for_update(of=["self"]).select_related("circulation").get(pk=receipt.pk)
    if receipt.way == Receipt.Way.PORTAL:
        raise Refused("This copy is in their in-box here: it cannot come back.")
    refuse_came_back(receipt)
    if on > today or on < timezone.localdate(receipt.circulation.sent_at):
        raise Refused("Enter a day from that on which it was sent to today.", field="on")
    if not because.strip():
        raise Refused("Say why it did not arrive.", field="because")
    if receipt.is_held:
        raise Refused("This copy was not sent yet: it waits for a second person.")
    receipt.came_back_on, receipt.came_back_because = on, because
    receipt.full_clean(exclude=["recorded_by"])
    close_links(receipt, because="It came back", now=timezone.now())
    return receipt.save_by(by, why="Came back")


@transaction.atomic
def send_again(*, receipt: Receipt, way: str, by: User) -> Receipt:
    """By the same way to a better address, or by another. That it came back stays in the history of the copy.

    A link that went out and was not opened is sent anew too: the old one is closed.
    """
    copies = Receipt.objects.select_for_update(of=["self"]).select_related("circulation", "person")
    receipt = copies.get(pk=receipt.pk)
    refuse_not_come_back(receipt)
    if way == Receipt.Way.LINK and not receipt.person.email:
        raise Refused(no_email(receipt.person), field="way")
    now = timezone.now()
    receipt.way, receipt.came_back_on, receipt.came_back_because = way, None, ""
    receipt.sent_at = None if way == Receipt.Way.LINK else now
    receipt.full_clean(exclude=["recorded_by"])
    receipt.save_by(by, why="Sent again")
    close_links(receipt, because="It was sent again", now=now)
    if way == Receipt.Way.LINK:
        begin_link(receipt, now=now)
    return receipt


def may_be_sent_again(receipt: Receipt) -> bool:
    if receipt.is_held or receipt.way == Receipt.Way.PORTAL:
        return False
    return receipt.came_back_on is not None or (receipt.way == Receipt.Way.LINK and receipt.read_at is None)


def refuse_came_back(receipt: Receipt) -> None:
    if receipt.came_back_on:
        raise Refused(f"It is recorded that it came back on {in_words(receipt.came_back_on)}.")


def refuse_not_come_back(receipt: Receipt) -> None:
    if not may_be_sent_again(receipt):
        raise Refused("This copy has not come back.")


@of(Circulation)
def agenda(children: Collection[Child]) -> list[Link]:
    back = Receipt.objects.came_back().filter(circulation__child__in=children)
    return [
        Link(
            f"{each.circulation.child.name}: the copy for {each.recipient} came back: {each.circulation.title}",
            reverse(
                "copies:send-again", kwargs={"child_pk": each.circulation.child_id, "receipt_pk": each.pk}
            ),
        )
        for each in back.select_related("circulation__child", "person", "user").order_by("pk")
    ]
