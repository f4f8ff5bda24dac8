"""What is typed into a form is there again: after a pause, an error, a time-out, a second window, a second press."""

import uuid
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html

from accounts.models import User
from children.models import Child
from tests.factories import stories
from unfinished.models import Unfinished
from visits.models import Visit

wed_4_march = date(2026, 3, 4)
pytestmark = [pytest.mark.requirement("B-09"), pytest.mark.usefixtures("it_is_today")]


@pytest.fixture
def robin(child: Child) -> Child:
    stories.on_a_plan(child, started_on=date(2026, 2, 24))
    return child


@pytest.fixture
def address(robin: Child) -> str:
    return reverse("visits:record", kwargs={"child_pk": robin.pk})


@pytest.fixture
def typed(robin: Child) -> dict[str, str]:
    """A form half filled in, with a day that does not exist."""
    return {
        "visited_which_day": "another-day",
        "visited_on": "31/2/2026",
        "account": "Robin was building a den",
    }


@pytest.fixture
def filled_in(robin: Child) -> dict[str, str]:
    return {
        "visited_which_day": wed_4_march.isoformat(), "place": "home", "contact": "face-to-face",
        f"seen_{robin.pk}": "alone", "account": "Robin was building a den",
    }  # fmt: skip


def window(person: User) -> Client:
    browser = Client()
    browser.force_login(person)
    return browser


def hidden(page: bytes, name: str) -> str:
    return html.fromstring(page).xpath(f"//form[@data-app-keeps]//input[@name='{name}']/@value")[0]


def by_itself(browser: Client, address: str, typed: dict[str, str], *, version: int = 0):
    """As the page saves while somebody types."""
    return browser.post(
        address, {**typed, "_keep": "yes", "_version": version}, headers={"accept": "application/json"}
    )


def test_what_is_typed_is_kept_right_or_wrong_and_is_there_again(social_worker, address, typed):
    answer = by_itself(window(social_worker), address, typed)

    assert (answer.status_code, answer.json()) == (
        200, {"saved": "midday", "version": 1, "beside_another": False},
    )  # fmt: skip
    page = window(social_worker).get(address).content.decode()
    assert "Robin was building a den" in page
    assert "31/2/2026" in page
    assert "saved today at midday and is not recorded yet" in page
    assert "There is a problem" not in page, "nobody is told of errors in what they are still typing"


def test_without_javascript_there_is_a_button(social_worker, address, typed):
    answer = window(social_worker).post(address, {**typed, "_keep": "yes"}, follow=True)

    assert "Saved. You find it on your first page." in answer.content.decode()
    assert "Robin was building a den" in answer.content.decode()


def test_the_first_page_names_what_is_not_recorded(social_worker, robin, address, typed, read, her_manager):
    by_itself(window(social_worker), address, typed)

    first = read(social_worker, reverse("my-day")).response.content.decode()
    assert "Begun and not recorded yet" in first
    assert f'href="{address}"' in first
    assert "Begun and not recorded yet" not in read(her_manager, reverse("team")).response.content.decode()


def test_it_is_nobody_elses(social_worker, her_manager, address, typed):
    by_itself(window(social_worker), address, typed)

    assert "building a den" not in window(her_manager).get(address).content.decode()


def test_who_may_not_open_the_form_keeps_nothing_there(stranger, auditor, address, typed):
    assert by_itself(window(stranger), address, typed).status_code == 404
    assert by_itself(window(auditor), address, typed).status_code == 403
    assert not Unfinished.objects.exists()


def test_an_error_keeps_it_too_and_recording_it_ends_it(social_worker, address, typed, filled_in):
    browser = window(social_worker)
    browser.post(address, typed)
    assert Unfinished.objects.get().answers

    version = hidden(browser.get(address).content, "_version")
    browser.post(address, {**filled_in, "_version": version})

    assert Visit.objects.count() == 1
    assert not Unfinished.objects.exists()


def test_a_character_that_the_database_cannot_keep_costs_nothing_else(social_worker, address, typed):
    by_itself(window(social_worker), address, {**typed, "account": "A den\x00 in the garden"})

    assert "A den in the garden" in window(social_worker).get(address).content.decode()


def test_it_can_be_given_up(social_worker, address, typed):
    browser = window(social_worker)
    by_itself(browser, address, typed)

    page = browser.post(address, {"_forget": "yes"}, follow=True).content.decode()

    assert "building a den" not in page
    assert not Unfinished.objects.exists()


class TestTwoWindows:
    def test_both_texts_are_kept_shown_side_by_side_and_chosen_between(self, social_worker, address, typed):
        one, other = window(social_worker), window(social_worker)
        by_itself(one, address, typed)
        answer = by_itself(other, address, {**typed, "account": "She was asleep"})
        assert (answer.status_code, answer.json()["beside_another"]) == (409, True)

        page = one.get(address).content.decode()
        assert "Typed in 2 windows" in page
        assert "Robin was building a den" in page
        assert "She was asleep" in page

        chosen = one.post(address, {"_choose": "1"}, follow=True).content.decode()
        assert "She was asleep" in chosen
        assert "building a den" not in chosen

    def test_a_third_text_loses_neither_of_the_others(self, social_worker, address, typed):
        one = window(social_worker)
        by_itself(one, address, typed)
        for name, words in (
            ("b", "She was asleep"),
            ("c", "The dog barked"),
            ("b", "She was asleep, then up"),
        ):
            by_itself(window(social_worker), address, {**typed, "account": words, "_window": name})

        page = one.get(address).content.decode()

        assert "Typed in 3 windows" in page
        for words in ("Robin was building a den", "She was asleep, then up", "The dog barked"):
            assert words in page
        assert [each["window"] for each in Unfinished.objects.get().beside] == ["b", "c"]
        chosen = one.post(address, {"_choose": "2"}, follow=True).content.decode()
        assert "The dog barked" in chosen
        assert Unfinished.objects.get().beside == []

    def test_what_comes_to_be_the_same_is_one_text(self, social_worker, address, typed):
        one = window(social_worker)
        by_itself(one, address, typed)
        by_itself(window(social_worker), address, {**typed, "account": "She was asleep", "_window": "b"})

        by_itself(one, address, {**typed, "account": "She was asleep"}, version=1)

        assert len(Unfinished.objects.get().texts) == 1

    @pytest.mark.parametrize("said", ["3", "-1", "later", "", "9" * 400])
    def test_a_text_that_is_not_there_is_not_chosen_and_none_is_lost(
        self, social_worker, address, typed, said
    ):
        one = window(social_worker)
        by_itself(one, address, typed)
        by_itself(window(social_worker), address, {**typed, "account": "She was asleep"})

        page = one.post(address, {"_choose": said}, follow=True).content.decode()

        assert "Choose one of the texts that are shown." in page
        assert len(Unfinished.objects.get().texts) == 2

    def test_each_page_that_is_opened_is_a_window_of_its_own(self, social_worker, address):
        names = {hidden(window(social_worker).get(address).content, "_window") for _ in range(2)}

        assert len(names) == 2
        assert all(len(name) == 12 for name in names)

    def test_recording_from_one_does_not_lose_what_the_other_typed(
        self, social_worker, address, typed, filled_in
    ):
        one, other = window(social_worker), window(social_worker)
        by_itself(one, address, typed)
        by_itself(one, address, {**typed, "account": "Much more"}, version=1)

        other.post(address, {**filled_in, "_version": "1"})

        assert Visit.objects.count() == 1
        assert ["account", "Much more"] in Unfinished.objects.get().answers


class TestATimeOut:
    def test_the_sentence_waits_for_the_person_to_sign_in_again(self, social_worker, address, typed):
        browser = window(social_worker)
        owner = hidden(browser.get(address).content, "_owner")
        browser.logout()

        answer = browser.post(address, {**typed, "_owner": owner, "_version": "0"})
        assert answer.status_code == 302
        assert answer["Location"].startswith(f"/sign-in/?next={address}")

        browser.force_login(social_worker)
        assert "Robin was building a den" in browser.get(address).content.decode()

    def test_the_page_that_saves_by_itself_is_told(self, social_worker, address, typed):
        owner = hidden(window(social_worker).get(address).content, "_owner")

        answer = by_itself(Client(), address, {**typed, "_owner": owner})

        assert (answer.status_code, answer.json()) == (401, {"kept": True})

    @pytest.mark.parametrize("forged", ["", "x", "tampered", "of another form", "of somebody who left"])
    def test_a_token_that_is_not_of_this_form_keeps_nothing(
        self, social_worker, robin, address, typed, forged
    ):
        page = window(social_worker).get(address).content
        owner = {"": "", "x": "x"}.get(forged, hidden(page, "_owner"))
        if forged == "tampered":
            owner = owner[:-2] + "xx"
        if forged == "of another form":
            address = address.replace("/record/", "/")
        if forged == "of somebody who left":
            social_worker.is_active = False
            social_worker.save_by(social_worker)

        answer = by_itself(Client(), address, {**typed, "_owner": owner})

        assert answer.json() == {"kept": False}
        assert not Unfinished.objects.exists()


class TestSentTwice:
    def test_a_second_press_records_one_visit(self, social_worker, address, filled_in):
        browser = window(social_worker)
        once = hidden(browser.get(address).content, "once")

        for _ in range(2):
            answer = browser.post(address, {**filled_in, "once": once}, follow=True)

        assert "Visit recorded." in answer.content.decode()
        [visit] = Visit.objects.all()
        assert visit.together == uuid.UUID(once)

    def test_the_key_stays_with_what_was_kept(self, social_worker, address, typed):
        browser = window(social_worker)
        once = hidden(browser.get(address).content, "once")
        by_itself(browser, address, {**typed, "once": once})

        assert hidden(browser.get(address).content, "once") == once

    def test_a_key_of_somebody_elses_visit_is_refused_and_nothing_typed_is_lost(
        self, social_worker, her_manager, address, filled_in
    ):
        stolen = str(uuid.uuid4())
        window(her_manager).post(address, {**filled_in, "once": stolen})

        answer = window(social_worker).post(address, {**filled_in, "once": stolen}).content.decode()

        assert "This form was used before" in answer
        assert "Robin was building a den" in answer
        assert Visit.objects.count() == 1

    def test_other_words_under_a_key_that_was_used_are_neither_dropped_nor_called_recorded(
        self, social_worker, address, filled_in
    ):
        browser = window(social_worker)
        once = hidden(browser.get(address).content, "once")
        browser.post(address, {**filled_in, "once": once})

        answer = browser.post(address, {**filled_in, "once": once, "account": "Quite another visit."})

        page = answer.content.decode()
        assert "A visit was recorded from this form already" in page
        assert "Quite another visit." in page
        assert Visit.objects.count() == 1
        browser.post(
            address,
            {**filled_in, "once": hidden(answer.content, "once"), "account": "Quite another visit."},
        )  # fmt: skip
        assert Visit.objects.count() == 2

    def test_a_key_that_is_none_is_made_anew(self, social_worker, address, filled_in):
        window(social_worker).post(address, {**filled_in, "once": "no key at all"})

        assert Visit.objects.count() == 1
