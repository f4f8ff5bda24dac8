"""Two people put one record right at the same time: both texts are seen, and neither is lost."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html

from tests.factories import stories

tue_3_march = date(2026, 3, 3)


@pytest.fixture
def visit(child, social_worker):
    return stories.seen(child, on=tue_3_march, by=social_worker)


def form_of(browser: Client, address: str) -> dict[str, str]:
    form = html.fromstring(browser.get(address).content).xpath("//main//form")[0]
    return {name: value for name, value in form.form_values() if name != "csrfmiddlewaretoken"}


@pytest.mark.requirement("B-24")
def test_the_second_sees_what_the_first_wrote_beside_their_own(
    visit, child, social_worker, her_manager, it_is_today
):
    address = reverse("visits:correct", args=[child.pk, visit.pk])
    priya, martin = Client(), Client()
    priya.force_login(social_worker)
    martin.force_login(her_manager)
    hers, his = form_of(priya, address), form_of(martin, address)

    priya.post(address, {**hers, "account": "The kitchen was cold.", "why": "Left out."})
    answer = martin.post(
        address, {**his, "account": "The kitchen was dark.", "why": "As told."}
    ).content.decode()

    assert "Priya Pattern changed this while you were writing." in answer
    assert "became “The kitchen was cold”" in answer
    assert "The kitchen was dark.</textarea>" in answer
    visit.refresh_from_db()
    assert visit.account == "The kitchen was cold."

    version = html.fromstring(answer).xpath("//input[@name='record_version']/@value")[0]
    martin.post(
        address,
        {**his, "account": "The kitchen was cold and dark.", "why": "As told.", "record_version": version},
    )  # fmt: skip
    visit.refresh_from_db()
    assert visit.account == "The kitchen was cold and dark."
    assert visit.history.count() == 3
