import re

import pytest

from cpp_portal.launcher.places import ROOT
from tests.deployment.compose import COMPOSE, OURS, SERVICES, filled_in

SECRETS = ["SECRET_KEY", "POSTGRES_PASSWORD", "EMAIL_HOST_PASSWORD"]


def test_the_file_names_every_process_of_the_portal_and_its_two_servers():
    assert set(SERVICES) == {"migrate", "web", "worker", "beat", "postgres", "redis"}


@pytest.mark.parametrize("service", SERVICES)
def test_no_service_can_write_its_own_programs_or_become_root(service):
    described = SERVICES[service]

    assert described["read_only"] is True
    assert described["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in described["security_opt"]
    assert int(described["user"].split(":")[0]) > 0


@pytest.mark.parametrize("service", sorted(set(SERVICES) - {"migrate"}))
def test_every_service_that_stays_has_a_health_check_and_comes_back_by_itself(service):
    assert SERVICES[service]["healthcheck"]["test"][0] == "CMD"
    assert SERVICES[service]["restart"] == "unless-stopped"


def test_the_database_is_brought_up_to_date_once_before_anything_uses_it():
    for service in ("web", "worker", "beat"):
        waits = SERVICES[service]["depends_on"]
        assert waits["migrate"] == {"condition": "service_completed_successfully"}
        assert waits["redis"] == waits["postgres"] == {"condition": "service_healthy"}


@pytest.mark.parametrize("secret", SECRETS)
def test_no_secret_stands_in_the_file(secret):
    for described in SERVICES.values():
        value = described.get("environment", {}).get(secret)
        assert value is None or re.fullmatch(r"\$\{\w+:[?-].*\}", value)


def test_a_missing_secret_is_asked_for_in_words():
    with pytest.raises(KeyError, match=r"secrets\.token_urlsafe"):
        filled_in(SERVICES["web"]["environment"]["SECRET_KEY"], {})


def test_the_two_servers_can_be_reached_by_the_portal_and_by_nobody_else():
    assert COMPOSE["networks"]["inside"] == {"internal": True}
    for server in ("postgres", "redis"):
        assert SERVICES[server]["networks"] == ["inside"]
        assert "ports" not in SERVICES[server]


def test_only_the_machines_own_proxy_reaches_the_web_server():
    assert all(port.startswith("127.0.0.1:") for port in SERVICES["web"]["ports"])


def test_whatever_a_program_writes_lies_in_a_tmpfs_or_a_volume():
    beat = SERVICES["beat"]["command"]
    schedule = beat[beat.index("--schedule") + 1]

    assert schedule.startswith("/tmp/")
    for service in OURS:
        assert any(entry.startswith("/tmp:") for entry in SERVICES[service]["tmpfs"])
        assert SERVICES[service]["environment"]["UPLOADS_DIR"] in SERVICES[service]["volumes"][0]


def test_the_image_is_made_from_the_locked_packages_and_runs_as_nobody_in_particular():
    dockerfile = (ROOT / "Dockerfile").read_text()

    assert "--require-hashes -r production.txt" in dockerfile
    assert "npm ci --ignore-scripts" in dockerfile
    assert "development.txt" not in dockerfile
    assert re.search(rf"^USER {SERVICES['web']['user']}$", dockerfile, re.MULTILINE)


def test_nothing_that_stays_on_a_developers_machine_gets_into_the_image():
    left_out = (ROOT / ".dockerignore").read_text().split()

    assert {".git", ".local", ".venv", ".env", "node_modules", "tests"} <= set(left_out)
