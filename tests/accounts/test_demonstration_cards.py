"""The addresses are read anew with the demonstration switched on, as its own process reads them."""

import importlib
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import clear_url_caches, reverse

from tests.factories import UserFactory


@pytest.fixture
def demonstration(settings, db) -> Iterator[None]:
    settings.DEMO = True
    read_addresses_anew()
    yield
    settings.DEMO = False
    read_addresses_anew()


def read_addresses_anew() -> None:
    clear_url_caches()
    for module in ("accounts.urls", "cpp_portal.urls"):
        importlib.reload(importlib.import_module(module))


def test_a_card_says_who_somebody_is_and_signs_in_as_them(demonstration, client, social_worker, auditor):
    page = client.get("/sign-in/").content.decode()

    assert "Sign in as Priya Pattern" in page
    assert "Social worker, North team" in page
    assert "Sign in as Aisha Abstract" in page
    assert client.post(reverse("sign-in-as", args=[auditor.pk])).headers["Location"] == reverse("home")
    assert "Aisha Abstract" in client.get(reverse("my-account")).content.decode()


def test_a_card_leads_back_to_where_somebody_was_and_nowhere_else(demonstration, client, social_worker):
    as_her = reverse("sign-in-as", args=[social_worker.pk])

    assert client.post(as_her, {"next": "/my-account/"}).headers["Location"] == "/my-account/"
    assert client.post(as_her, {"next": "//evil.example"}).headers["Location"] == reverse("home")


def test_a_card_needs_the_pages_own_token(demonstration, social_worker):
    careful = Client(enforce_csrf_checks=True)

    assert careful.post(reverse("sign-in-as", args=[social_worker.pk])).status_code == 403


def test_the_portal_itself_and_those_who_left_have_no_card(demonstration, client, social_worker):
    UserFactory(name="Gone Away", is_active=False)
    page = client.get("/sign-in/").content.decode()

    assert "Gone Away" not in page
    assert "The portal" not in page


def test_a_large_borough_does_not_bury_the_cards(demonstration, client, team):
    for number in range(12):
        UserFactory(name=f"Worker Number {number}", team=team)

    assert client.get("/sign-in/").content.decode().count("Sign in as Worker Number") == 4
