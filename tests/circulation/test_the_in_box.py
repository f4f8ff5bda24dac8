import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from audit.models import AccessLog, Refused
from circulation.actions import acknowledge
from circulation.models import Receipt


def test_an_empty_in_box_says_what_would_come_there(inbox_of, professional):
    page = inbox_of(professional).get("/in-box/").content.decode()

    assert "Nothing has been sent to you yet." in page


@pytest.mark.requirement("B-11", "A-05")
def test_a_professional_reads_what_was_sent_and_acknowledges_it(inbox_of, professional, send):
    receipt = send(professional, text="Robin was tired on Monday.")
    client = inbox_of(professional)

    assert ">Unread<" in client.get("/in-box/").content.decode()
    record = client.get(f"/in-box/{receipt.pk}/").content.decode()
    assert "Robin was tired on Monday." in record
    assert "Chandra Chart" in record
    back = client.post(f"/in-box/{receipt.pk}/", follow=True)

    assert back.redirect_chain == [("/in-box/", 302)]
    assert "You acknowledged “Core group of 2 March 2026”." in back.content.decode()
    receipt.refresh_from_db()
    assert receipt.acknowledged_at >= receipt.read_at
    assert "Acknowledge</button>" not in client.get(f"/in-box/{receipt.pk}/").content.decode().replace(
        "\n", ""
    )


def test_a_professional_is_not_led_to_a_record_they_may_not_open(inbox_of, professional, chair, child, send):
    receipt = send(professional)

    assert (
        f"/children/{child.pk}/" not in inbox_of(professional).get(f"/in-box/{receipt.pk}/").content.decode()
    )
    chairs = receipt.circulation.receipts.get(user=chair)
    assert f"/children/{child.pk}/" in inbox_of(chair).get(f"/in-box/{chairs.pk}/").content.decode()


def test_nobody_opens_or_acknowledges_somebody_else_s_copy(
    inbox_of, professional, service_manager, chair, send
):
    receipt = send(professional)

    assert inbox_of(chair).get(f"/in-box/{receipt.pk}/").status_code == 404
    assert inbox_of(chair).post(f"/in-box/{receipt.pk}/").status_code == 404
    with pytest.raises(Refused, match="Only the person it was sent to"):
        acknowledge(receipt=receipt, by=chair, now=timezone.now())
    assert inbox_of(service_manager).get("/in-box/").status_code == 403
    receipt.refresh_from_db()
    assert receipt.read_at is None


def test_opening_it_twice_is_reading_it_once(inbox_of, professional, send):
    receipt = send(professional)
    client = inbox_of(professional)

    client.get(f"/in-box/{receipt.pk}/")
    receipt.refresh_from_db()
    first = receipt.read_at
    client.get(f"/in-box/{receipt.pk}/")

    receipt.refresh_from_db()
    assert receipt.read_at == first
    assert receipt.history.count() == 2


@pytest.mark.requirement("B-24")
def test_reading_is_written_to_the_access_log_of_the_child(inbox_of, professional, child, send):
    inbox_of(professional).get(f"/in-box/{send(professional).pk}/")

    assert (
        AccessLog.objects.filter(user=professional, child_pk=child.pk, page="circulation:read").count() == 1
    )


def test_what_is_not_acknowledged_comes_first_and_the_unread_before_the_read(inbox_of, professional, send):
    done, read, unread = (send(professional, title=title) for title in ("Done", "Opened", "New"))
    client = inbox_of(professional)
    client.post(f"/in-box/{done.pk}/")
    client.get(f"/in-box/{read.pk}/")

    page = client.get("/in-box/").content.decode()

    places = [page.index(f">{title}</a>") for title in ("New", "Opened", "Done")]
    assert places == sorted(places)
    assert unread.read_at is None


def test_the_filter_stays_in_the_address_of_every_page_of_it(inbox_of, professional, send):
    for number in range(51):
        send(professional, title=f"Record {number}")
    client = inbox_of(professional)
    client.post(f"/in-box/{Receipt.objects.filter(user=professional).first().pk}/")
    send(professional)

    page = client.get("/in-box/?show=unacknowledged").content.decode()

    assert "Showing 1 to 50 of 51" in page
    assert "show=unacknowledged&amp;page=2" in page
    assert "Not acknowledged (51)" in page


def test_a_longer_in_box_costs_no_more_queries(inbox_of, professional, send):
    client = inbox_of(professional)

    def cost():
        with CaptureQueriesContext(connection) as queries:
            client.get("/in-box/")
        return len(queries)

    for _ in range(2):
        send(professional)
    with_two = cost()
    for _ in range(10):
        send(professional)
    assert cost() == with_two
