import re
from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.visitors import address_of
from tests.factories import UserFactory

PASSWORD = "kettle-orbit-marzipan"
SIGN_IN = "/sign-in/"


@pytest.fixture
def ada(administrator: User) -> User:
    administrator.email = "ada@authority.test"
    administrator.set_password(PASSWORD)
    return administrator.save_by(administrator)


def sign_in(
    client: Client, *, password: str = PASSWORD, email: str = "ada@authority.test", to: str = SIGN_IN
):
    return client.post(to, {"username": email, "password": password})


def test_whoever_signs_in_goes_to_the_first_page(client, ada):
    assert sign_in(client).headers["Location"] == reverse("home")


def test_an_email_address_is_the_same_however_it_is_written(client, ada):
    assert sign_in(client, email="ADA@Authority.test").status_code == 302


def test_a_wrong_password_and_an_unknown_address_are_answered_alike(client, ada):
    wrong = sign_in(client, password="not the password").context["form"].errors
    unknown = sign_in(client, email="nobody@authority.test").context["form"].errors

    assert wrong == unknown
    assert wrong["__all__"] == ["The email address and password do not match. Check both and try again."]


def test_what_was_typed_as_an_address_is_still_there_and_the_password_is_not(client, ada):
    page = sign_in(client, password="not the password").content.decode()

    assert 'value="ada@authority.test"' in page
    assert "not the password" not in page


def test_the_ninth_attempt_is_locked_out_with_what_to_do_even_with_the_right_password(client, ada):
    answers = [sign_in(client, password="wrong").status_code for _ in range(8)]
    locked = sign_in(client)

    assert answers == [200] * 7 + [429]
    assert locked.status_code == 429
    page = locked.content.decode()
    assert "Too many attempts to sign in" in page
    assert "Wait a quarter of an hour" in page
    assert reverse("forgotten-password") in page


def test_changing_the_case_of_the_address_does_not_buy_more_attempts(client, ada):
    for number in range(8):
        email = "ada@authority.test" if number % 2 else "ADA@AUTHORITY.TEST"
        answer = sign_in(client, password="wrong", email=email)

    assert answer.status_code == 429


def test_somebody_elses_attempts_do_not_lock_out_a_colleague_at_the_same_address(client, ada):
    for _ in range(8):
        sign_in(client, password="wrong", email="other@authority.test")

    assert sign_in(client).status_code == 302


STRANGERS, OURS = "203.0.113.9", "198.51.100.20"


@pytest.mark.parametrize("strangers", [STRANGERS, f"{OURS}, {STRANGERS}", f"{STRANGERS}:51234"])
def test_behind_a_proxy_that_says_who_asked_a_stranger_locks_out_only_themselves(ada, settings, strangers):
    settings.TRUST_FORWARDED_FOR = True
    stranger, colleague = (Client(headers={"x-forwarded-for": one}) for one in (strangers, OURS))

    answers = [sign_in(stranger, password="a guess").status_code for _ in range(8)]

    assert answers[-1] == 429
    assert AccessAttempt.objects.get().ip_address == STRANGERS
    assert sign_in(stranger).status_code == 429
    assert sign_in(colleague).status_code == 302


@pytest.mark.parametrize("forwarded", ["", "unknown", "a.b.c.d:80", "[::1", "1.2.3.4, "])
def test_what_is_no_address_does_not_hide_where_a_request_came_from(rf, settings, forwarded):
    settings.TRUST_FORWARDED_FOR = True

    assert address_of(rf.get("/", headers={"x-forwarded-for": forwarded})) == "127.0.0.1"


@pytest.mark.parametrize("forwarded", ["2001:db8::1", "[2001:db8::1]", "[2001:DB8:0::1]:443"])
def test_the_newer_kind_of_address_is_read_too(rf, settings, forwarded):
    settings.TRUST_FORWARDED_FOR = True

    assert address_of(rf.get("/", headers={"x-forwarded-for": forwarded})) == "2001:db8::1"


def test_without_such_a_proxy_nobody_buys_more_attempts_by_writing_another_address(ada):
    for number in range(8):
        guess = sign_in(Client(headers={"x-forwarded-for": f"192.0.2.{number}"}), password="a guess")

    assert guess.status_code == 429
    assert sign_in(Client(headers={"x-forwarded-for": OURS})).status_code == 429


def test_the_lock_out_is_over_after_a_quarter_of_an_hour(client, ada):
    for _ in range(8):
        sign_in(client, password="wrong")
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=16))

    assert sign_in(client).status_code == 302


def test_an_idle_session_says_why_and_comes_back_to_where_it_was(client, ada):
    sign_in(client)
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))

    sent_to_sign_in = client.get("/people/?team=3")
    page = client.get(sent_to_sign_in.headers["Location"])

    assert (
        "You were signed out because nothing happened for 45 minutes. Sign in to go back to where you were."
        in page.content.decode()
    )
    back = sign_in(client, to=sent_to_sign_in.headers["Location"])
    assert back.headers["Location"] == "/people/?team=3"


def test_every_request_starts_the_45_minutes_afresh(client, ada):
    sign_in(client)
    Session.objects.update(expire_date=timezone.now() + timedelta(minutes=1))

    client.get(reverse("my-account"))

    assert Session.objects.get().expire_date > timezone.now() + timedelta(minutes=44)


def test_a_first_visit_is_not_told_of_a_session_it_never_had(client, db):
    location = client.get("/people/").headers["Location"]

    assert location == "/sign-in/?next=/people/"


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_signing_in_never_leads_to_another_site(client, ada, elsewhere):
    answer = sign_in(client, to=f"{SIGN_IN}?next={elsewhere}")

    assert answer.headers["Location"] == reverse("home")


def test_somebody_who_may_no_longer_sign_in_is_out_with_the_next_request(client, ada):
    sign_in(client)
    ada.is_active = False
    ada.save_by(ada)

    answer = client.get(reverse("my-account"))

    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(f"{SIGN_IN}?next=")
    assert sign_in(client).status_code == 200


def test_signing_out_ends_the_session_and_needs_a_button_not_a_link(client, ada):
    sign_in(client)

    assert client.get(reverse("sign-out")).status_code == 405
    assert client.post(reverse("sign-out")).headers["Location"] == SIGN_IN
    assert client.get(reverse("my-account")).status_code == 302


def test_signing_out_from_another_site_is_refused(ada):
    careful = Client(enforce_csrf_checks=True)
    careful.force_login(ada)

    assert careful.post(reverse("sign-out")).status_code == 403


def test_the_session_key_changes_when_somebody_signs_in(client, ada):
    client.get(SIGN_IN)
    before = client.session.session_key
    sign_in(client)

    assert client.session.session_key != before


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(client, ada):
    client.get(SIGN_IN)
    sign_in(client)

    for name in ("session", "csrf"):
        assert client.cookies[name]["httponly"]
        assert client.cookies[name]["samesite"] == "Lax"
        assert client.cookies[name]["path"] == "/"
        assert not client.cookies[name]["domain"]
    assert client.cookies["session"]["max-age"] == ""


def test_the_page_is_not_kept_and_not_framed(client, db):
    headers = client.get(SIGN_IN).headers

    assert "no-store" in headers["Cache-Control"]
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "default-src 'none'" in headers["Content-Security-Policy"]


def link_in_the_letter() -> str:
    [letter] = mail.outbox
    return re.search(r"http://[^/]+(/password/set/\S+)", letter.body)[1]


def test_a_forgotten_password_is_set_again_through_a_letter(client, ada):
    client.post(reverse("forgotten-password"), {"email": "Ada@authority.test"})
    form_page = client.get(link_in_the_letter(), follow=True)
    client.post(
        form_page.redirect_chain[-1][0],
        {"new_password1": "lantern-gravel-otter", "new_password2": "lantern-gravel-otter"},
    )

    assert sign_in(client, password=PASSWORD).status_code == 200
    assert sign_in(client, password="lantern-gravel-otter").status_code == 302


def test_the_link_works_once(client, ada):
    client.post(reverse("forgotten-password"), {"email": ada.email})
    link = link_in_the_letter()
    form_page = client.get(link, follow=True)
    client.post(
        form_page.redirect_chain[-1][0],
        {"new_password1": "lantern-gravel-otter", "new_password2": "lantern-gravel-otter"},
    )

    assert "This link no longer works" in client.get(link, follow=True).content.decode()


def test_asking_for_a_letter_is_answered_alike_whether_or_not_there_is_somebody(client, ada):
    known = client.post(reverse("forgotten-password"), {"email": ada.email}, follow=True)
    unknown = client.post(reverse("forgotten-password"), {"email": "nobody@authority.test"}, follow=True)

    assert len(mail.outbox) == 1
    token = re.compile(rb'"X-CSRFToken": "\w+"')
    assert token.sub(b"", known.content) == token.sub(b"", unknown.content)


def test_the_letter_names_the_configured_address_and_not_the_one_that_was_asked(client, ada, settings):
    settings.ALLOWED_HOSTS = ["*"]
    settings.SERVICE_ADDRESS = "https://plans.authority.test"
    client.post(reverse("forgotten-password"), {"email": ada.email}, headers={"host": "evil.example"})

    assert "evil.example" not in mail.outbox[0].body
    assert "https://plans.authority.test/password/set/" in mail.outbox[0].body


def test_somebody_invited_who_asks_for_a_password_gets_the_invitation_again(client, db):
    UserFactory(email="new@authority.test", password="!never-set")
    client.post(reverse("forgotten-password"), {"email": "new@authority.test"})

    assert "You can now sign in" in mail.outbox[0].body


def test_somebody_who_may_not_sign_in_gets_no_letter(client, db):
    UserFactory(email="gone@authority.test", is_active=False)
    client.post(reverse("forgotten-password"), {"email": "gone@authority.test"})

    assert mail.outbox == []


def test_a_password_of_eleven_characters_or_a_common_one_is_refused(client, ada):
    client.force_login(ada)

    for refused in ("elevenchars", "password1234", "ada archetype"):
        answer = client.post(
            reverse("change-password"),
            {"old_password": PASSWORD, "new_password1": refused, "new_password2": refused},
        )
        assert answer.context["form"].errors["new_password2"]


def test_changing_ones_password_needs_the_old_one_and_stays_signed_in(client, ada):
    sign_in(client)
    new = {"new_password1": "lantern-gravel-otter", "new_password2": "lantern-gravel-otter"}

    refused = client.post(reverse("change-password"), {**new, "old_password": "guessed"})
    assert refused.context["form"].errors["old_password"] == ["That is not your password now. Type it again."]
    client.post(reverse("change-password"), {**new, "old_password": PASSWORD})
    assert client.get(reverse("my-account")).status_code == 200


def test_the_demonstrations_cards_have_no_address_outside_it(client, ada):
    assert client.post(f"/sign-in/as/{ada.pk}/").status_code == 404
    assert "Sign in as" not in client.get(SIGN_IN).content.decode()
