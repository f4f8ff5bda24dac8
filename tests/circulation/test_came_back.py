"""A copy that was sent outside the portal did not arrive: it stays in sight until it is sent again (B-11)."""

from datetime import date

import pytest
from django.urls import reverse

from audit.models import Refused
from circulation.delivery import agenda, came_back, send_again
from circulation.models import Receipt
from coregroups.actions import add_member, circulate_minute
from tests.factories import PersonFactory, stories
from tests.plans.conftest import signed_in

mon_12_jan, tue_20_jan, tue_3_mar, wed_4_mar = (
    date(2026, 1, 12),
    date(2026, 1, 20),
    date(2026, 3, 3),
    date(2026, 3, 4),
)
pytestmark = [pytest.mark.requirement("B-11"), pytest.mark.usefixtures("it_is_today")]


@pytest.fixture
def copies(child, social_worker):
    stories.on_a_plan(child, started_on=mon_12_jan)
    gp = PersonFactory(name="Gil Practice", email="gil@practice.example")
    add_member(children=[child], person=gp, role="GP", from_on=mon_12_jan, by=social_worker)
    held = stories.core_group_held(child, on=tue_20_jan, by=social_worker)
    [circulation] = circulate_minute(meeting=held, ways={gp.pk: Receipt.Way.SECURE_EMAIL}, by=social_worker)
    return circulation.receipts


@pytest.fixture
def gps(copies) -> Receipt:
    return copies.get(person__name="Gil Practice")


def page_of(receipt, name):
    kept = {"child_pk": receipt.circulation.child_id, "receipt_pk": receipt.pk}
    return reverse(f"copies:{name}", kwargs=kept)


def test_from_the_minute_to_a_copy_that_came_back_and_was_sent_again(gps, child, social_worker):
    browser = signed_in(social_worker)
    minute = reverse(
        "coregroups:meeting", kwargs={"child_pk": child.pk, "meeting_pk": gps.circulation.about_pk}
    )
    assert page_of(gps, "came-back") in browser.get(minute).content.decode()

    page = browser.post(
        page_of(gps, "came-back"), {"on": "4/3/2026", "because": "Mailbox full."}, follow=True
    )

    assert "Came back on 4 March 2026: Mailbox full." in page.content.decode()
    assert [link.label.split(": ")[1] for link in agenda([child])] == ["the copy for Gil Practice came back"]

    page = browser.post(page_of(gps, "send-again"), {"way": "post"}, follow=True)

    gps.refresh_from_db()
    assert gps.way == Receipt.Way.POST
    assert agenda([child]) == []
    assert "Sent; reading is not known here" in page.content.decode()
    assert [line.came_back_because for line in gps.history.all()] == ["", "Mailbox full.", ""]


def test_what_is_in_an_in_box_cannot_come_back(copies, chair, social_worker):
    chairs = copies.get(user=chair)

    assert signed_in(social_worker).get(page_of(chairs, "came-back")).status_code == 404
    with pytest.raises(Refused, match="in their in-box here"):
        came_back(receipt=chairs, on=wed_4_mar, because="?", by=social_worker, today=wed_4_mar)


@pytest.mark.parametrize(
    ("on", "because", "why"),
    [
        (date(2026, 3, 5), "Full.", "Enter a day"),
        (date(2026, 1, 1), "Full.", "Enter a day"),
        (wed_4_mar, " ", "Say why it did not arrive"),
    ],
)
def test_what_cannot_be_so_is_refused(gps, social_worker, on, because, why):
    with pytest.raises(Refused, match=why):
        came_back(receipt=gps, on=on, because=because, by=social_worker, today=wed_4_mar)


def test_each_only_once(gps, social_worker):
    with pytest.raises(Refused, match="has not come back"):
        send_again(receipt=gps, way="post", by=social_worker)
    came_back(receipt=gps, on=wed_4_mar, because="Full.", by=social_worker, today=wed_4_mar)
    with pytest.raises(Refused, match="came back on 4 March 2026"):
        came_back(receipt=gps, on=wed_4_mar, because="Full.", by=social_worker, today=wed_4_mar)
