import os
import re
import secrets
import subprocess
import sys

import pytest

from cpp_portal import environment
from cpp_portal.launcher.places import ROOT
from tests.deployment.compose import OURS, SERVICES

RANDOM = "Q8v2-mZr0LwXy5nTqKd7sHb_3JfGpU9cEaWi1oVtYxRk6NzMhBl4jFgDuPe0SCq2"
PRODUCTION = {
    "DATABASE_URL": "postgres://cpp:letters@127.0.0.1:5432/cpp",
    "REDIS_URL": "redis://127.0.0.1:6379/0",
    "SECRET_KEY": RANDOM,
    "ALLOWED_HOSTS": "plans.borough.gov.uk",
    "AUTHORITY_NAME": "Borough Council",
    "EMAIL_HOST": "mail.borough.gov.uk",
}


def manage(*words: str, **changed: str | None) -> subprocess.CompletedProcess[str]:
    """manage.py in a machine's environment with these variables and no others of ours."""
    env = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    env |= {name: value for name, value in {**PRODUCTION, **changed}.items() if value is not None}
    return subprocess.run(
        [sys.executable, "manage.py", *words], cwd=ROOT, env=env, capture_output=True, text=True, check=False
    )


def setting(name: str, **changed: str | None) -> str:
    question = f"from django.conf import settings; print(settings.{name})"
    asked = manage("shell", "--no-imports", "-c", question, **changed)
    assert asked.returncode == 0, asked.stderr
    return asked.stdout.strip()


def test_django_finds_nothing_to_say_about_production():
    checked = manage("check", "--deploy", "--fail-level", "INFO")

    assert checked.returncode == 0, checked.stderr
    assert "no issues" in checked.stdout + checked.stderr


@pytest.mark.parametrize(
    ("secret", "because"),
    [
        (None, "SECRET_KEY is not set"),
        ("", "SECRET_KEY is not set"),
        (RANDOM[:32], "has 32 characters"),
        ("a" * 64, "repeats itself"),
        ("abcdefghijkl" * 6, "repeats itself"),
        (f"django-insecure-{RANDOM}", "from an example"),
        (f"changeme{RANDOM}", "from an example"),
    ],
)
def test_a_missing_or_weak_secret_stops_the_start_and_says_how_to_make_one(secret, because):
    stopped = manage("check", SECRET_KEY=secret)

    assert stopped.returncode != 0
    assert because in stopped.stderr
    assert "secrets.token_urlsafe(64)" in stopped.stderr


def test_a_secret_made_at_random_is_accepted_whichever_way_it_was_made():
    made = [
        *(secrets.token_urlsafe(64) for _ in range(500)),
        *(secrets.token_hex(25) for _ in range(500)),
    ]

    assert [secret for secret in made if environment.weakness(secret)] == []


@pytest.mark.parametrize(
    ("changed", "because"),
    [
        ({"ALLOWED_HOSTS": None}, "ALLOWED_HOSTS must name the hosts"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS must name the hosts"),
        ({"DATABASE_URL": None}, "DATABASE_URL is not set"),
        ({"DATABASE_URL": "sqlite:///plans.db"}, "must name a PostgreSQL"),
        ({"REDIS_URL": None}, "REDIS_URL is not set"),
        ({"CPP_DEMO": "1"}, "CPP_DEMO lets anyone sign in as anyone"),
        ({"AUTHORITY_NAME": None}, "AUTHORITY_NAME is not set"),
        ({"SERVICE_ADDRESS": "plans.borough.gov.uk"}, "Set it to an address that begins with https://."),
        (
            {"SERVICE_ADDRESS": "http://plans.borough.gov.uk"},
            "Set it to an address that begins with https://.",
        ),
        ({"MISSING_PROCEDURE_URL": "procedures"}, "an address that begins with https:// or http://."),
        ({"EMAIL_PORT": "smtp"}, "Set it to a whole number"),
        ({"DIGEST_HOUR": "24"}, "Set it to a whole number from 0 to 23"),
        ({"IDLE_MINUTES": "0"}, "Set it to a whole number from 5 to 720"),
        ({"LOG_LEVEL": "loud"}, "Set it to one of: "),
        ({"RETURNED_MAIL": "returned@borough.gov.uk"}, "RETURNED_MAIL is no address of a mailbox"),
        ({"RETURNED_MAIL": "imaps://mail.borough.gov.uk"}, "RETURNED_MAIL is no address of a mailbox"),
        ({"RETURNED_MAIL": "imaps://r:p@mail.borough.gov.uk:imap/"}, "RETURNED_MAIL cannot be read"),
        ({"RETURNED_MAIL": "imap://r:p@mail.borough.gov.uk"}, "would send the password unencrypted"),
        ({"TRUST_FORWARDED_FOR": "yes"}, "TRUST_FORWARDED_FOR needs a proxy"),
        ({"BEHIND_HTTPS_PROXY": "perhaps"}, "Set it to yes or no"),
    ],
)
def test_what_production_cannot_do_without_stops_the_start_in_words(changed, because):
    stopped = manage("check", **changed)

    assert stopped.returncode != 0
    assert because in stopped.stderr


def test_a_developers_switches_change_nothing_while_production_is_meant():
    assert setting("DEBUG", CPP_DEBUG="1") == "False"
    assert setting("SESSION_COOKIE_SECURE") == "True"
    assert setting("SESSION_COOKIE_NAME") == "__Host-session"


def test_the_link_in_a_digest_leads_to_the_host_that_people_type():
    assert setting("SERVICE_ADDRESS") == "https://plans.borough.gov.uk"
    assert (
        setting("SERVICE_ADDRESS", SERVICE_ADDRESS="https://cp.borough.gov.uk/")
        == "https://cp.borough.gov.uk"
    )


def test_a_proxy_is_believed_about_https_only_when_there_is_said_to_be_one():
    assert setting("SECURE_PROXY_SSL_HEADER") == "None"
    assert (
        setting("SECURE_PROXY_SSL_HEADER", BEHIND_HTTPS_PROXY="yes") == "('HTTP_X_FORWARDED_PROTO', 'https')"
    )


def test_a_variable_that_is_empty_is_one_that_is_not_set():
    # As docker-compose.yml passes on whatever .env leaves out.
    unset = dict.fromkeys(
        ("EMAIL_USE_TLS", "SECURE_SSL_REDIRECT", "IDLE_MINUTES", "RULE_PACK", "LOG_LEVEL"), ""
    )

    asked = setting(
        "EMAIL_USE_TLS, settings.SECURE_SSL_REDIRECT, settings.SESSION_COOKIE_AGE, settings.RULE_PACK",
        **unset,
    )

    assert asked == "True True 2700 composite"


# Where something lies inside a container, or for `make run` and the tests alone.
OF_THE_IMAGE = {"STATIC_ROOT", "EMAIL_FILE_PATH", "CPP_PLAIN_STATIC"}


def test_every_variable_that_is_read_is_described_and_reaches_the_containers():
    described = (ROOT / "docs" / "running.md").read_text(encoding="utf-8")
    sources = [ROOT / "cpp_portal" / name for name in ("settings.py", "web_server.py")]
    read = {
        name
        for path in sources
        for name in re.findall(r'environment\.\w+\(\s*"([A-Z_]+)"', path.read_text(encoding="utf-8"))
    } - OF_THE_IMAGE
    assert {"DIGEST_HOUR", "SERVICE_ADDRESS", "WEB_THREADS"} <= read

    assert [name for name in sorted(read) if f"`{name}`" not in described] == []
    for service in OURS:
        passed_on = SERVICES[service]["environment"]
        assert [n for n in sorted(read) if n not in passed_on and not n.startswith("CPP_")] == []
