"""The key to what is kept on a device, and what the browser may show while there is no network."""

import base64
import json
import re
import uuid
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.factories import stories
from tests.unfinished.test_keeping import by_itself, window
from unfinished.models import DeviceKey, Unfinished
from visits.models import Visit

pytestmark = pytest.mark.requirement("B-09")


def key_given_to(person: User) -> bytes:
    answer = window(person).get(reverse("device-key"))
    assert "no-store" in answer["Cache-Control"]
    return base64.b64decode(answer.json()["key"])


def test_the_key_is_one_persons_and_stays_the_same(social_worker, her_manager):
    first = key_given_to(social_worker)

    assert len(first) == 32
    assert key_given_to(social_worker) == first
    assert key_given_to(her_manager) != first
    assert DeviceKey.objects.count() == 2


def test_without_signing_in_there_is_no_key(social_worker):
    key_given_to(social_worker)

    answer = Client().get(reverse("device-key"))

    assert answer.status_code in (302, 401)
    assert "key" not in answer.content.decode()


def test_the_page_without_network_is_there_without_signing_in():
    page = Client().get(reverse("no-network")).content.decode()

    assert "no network" in page.lower()


def test_the_worker_keeps_files_of_a_fixed_list_and_no_page_about_anybody(client):
    script = client.get(reverse("no-network-worker"))

    assert script["Content-Type"] == "text/javascript"
    keeps = json.loads(re.search(r"self\.keeps = (\{.*\})", script.content.decode())[1])
    assert keeps["page"] == reverse("no-network")
    assert len(keeps["files"]) == 6
    assert all(file.startswith("/static/") for file in keeps["files"])


@pytest.mark.usefixtures("it_is_today")
class TestALateCopy:
    """The text reached the device, then the network came back and the visit was recorded from another window."""

    @pytest.fixture
    def robin(self, child):
        stories.on_a_plan(child, started_on=date(2026, 2, 24))
        return child

    @pytest.fixture
    def recorded(self, social_worker, robin):
        once = str(uuid.uuid4())
        address = reverse("visits:record", kwargs={"child_pk": robin.pk})
        filled_in = {
            "visited_which_day": "2026-03-04", "place": "home", "contact": "face-to-face", "once": once,
            f"seen_{robin.pk}": "alone", "account": "Robin was building a den",
        }  # fmt: skip
        assert window(social_worker).post(address, filled_in).status_code == 302
        return address, filled_in

    def test_of_a_recorded_visit_is_nothing_to_go_on_with(self, social_worker, recorded):
        answer = by_itself(window(social_worker), *recorded)

        assert answer.json() == {"recorded": True}
        assert not Unfinished.objects.exists()
        assert Visit.objects.count() == 1

    @pytest.mark.parametrize("said", ["Robin was building a den. The bruise is new.", "Bruise"])
    def test_with_words_that_were_not_recorded_loses_none_of_them(self, social_worker, recorded, said):
        address, filled_in = recorded

        answer = by_itself(window(social_worker), address, {**filled_in, "account": said})

        assert "saved" in answer.json()
        assert said in str(Unfinished.objects.get().answers)

    def test_of_somebody_elses_visit_is_kept(self, her_manager, recorded):
        answer = by_itself(window(her_manager), *recorded)

        assert "recorded" not in (answer.json() if answer.status_code == 200 else {})

    def test_of_another_visit_is_kept(self, social_worker, recorded):
        address, filled_in = recorded

        answer = by_itself(window(social_worker), address, {**filled_in, "once": str(uuid.uuid4())})

        assert "saved" in answer.json()
        assert Unfinished.objects.get().person == social_worker
