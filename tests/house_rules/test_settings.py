"""What is configured is there: tasks that beat names, calendars that reach far enough, warnings that are errors."""

import re
import socket
import tomllib
from datetime import timedelta
from pathlib import Path

import pytest
import yaml
from django.conf import settings
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import import_string

from accounts.roles import GRANTED, Permission, Role
from cpp_portal.celery import app
from deadlines.calendar import england_and_wales
from deadlines.numbers import shipped_pack
from deadlines.sources import Facts
from tests.house_rules.world import APPS
from tests.network import TalkedToTheOutside

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
BEAT = settings.CELERY_BEAT_SCHEDULE
SOURCES = "".join(
    path.read_text(encoding="utf-8")
    for folder in [ROOT / "templates", *(ROOT / name for name in APPS)]
    for path in folder.rglob("*")
    if path.suffix in {".py", ".html"} and path.name != "roles.py"
)
OLDEST_POSTGRESQL = 15
"""The first with `nulls not distinct`, by which a clock started by no record is still one clock."""


@pytest.fixture(scope="module", autouse=True)
def _tasks_are_known() -> None:
    app.loader.import_default_modules()


@pytest.mark.parametrize("sentence", BEAT)
def test_an_entry_of_beat_is_a_sentence_that_names_a_task_of_ours(sentence: str):
    assert len(sentence.split()) >= 5
    assert BEAT[sentence]["task"] in app.tasks
    assert BEAT[sentence]["task"].partition(".")[0] in settings.INSTALLED_APPS


@pytest.mark.parametrize("sentence", BEAT)
def test_a_tick_that_nobody_picked_up_is_gone_before_the_next(sentence: str):
    entry = BEAT[sentence]

    minutes = sorted(entry["schedule"].minute)
    assert timedelta(seconds=entry["options"]["expires"]) <= timedelta(minutes=minutes[1] - minutes[0])


def test_every_task_of_ours_is_either_on_the_timetable_or_asked_for_by_a_page():
    ours = {name for name in app.tasks if not name.startswith("celery.")}
    on_the_timetable = {entry["task"] for entry in BEAT.values()}

    asked_for = {name for name in ours if f"tasks.{name.rpartition('.')[2]}" in SOURCES}
    assert ours == on_the_timetable | asked_for


def test_bank_holidays_are_known_for_a_year_to_come():
    assert england_and_wales().known_until >= timezone.localdate() + timedelta(days=365)


@pytest.mark.parametrize("name", [*settings.TIMELINE_SOURCES])
def test_a_source_of_the_timeline_declares_its_facts_once_for_reading_and_for_the_fingerprint(name: str):
    assert all(isinstance(facts, Facts) for facts in import_string(f"{name}.FACTS"))


@pytest.mark.parametrize(
    "name",
    [
        *settings.WHEN_A_CHILD_CHANGES,
        settings.WHEN_A_PERSON_CHANGES,
        settings.WHEN_A_STEP_IS_REACHED,
        settings.CORE_GROUP_MEMBERS,
        settings.CORE_GROUP_PEOPLE,
        settings.KEEP_WHAT_WAS_TYPED,
        *settings.CHILD_FLAGS,
        *settings.IN_THE_DAILY_CHECK,
        *settings.ON_THE_AGENDA,
        *settings.WHEN_A_PLAN_ENDS,
    ],
)
def test_what_a_lower_app_calls_upwards_is_there(name: str):
    assert callable(import_string(name))


def test_every_app_with_a_timeline_is_named_as_a_source():
    with_one = {f"{path.parent.name}.timeline" for path in ROOT.glob("*/timeline.py")}

    assert with_one <= set(settings.TIMELINE_SOURCES)


def test_the_rule_shipped_pack_can_be_read():
    assert shipped_pack()


@pytest.mark.parametrize("name", ["LOGIN_URL", "LOGIN_REDIRECT_URL", "LOGOUT_REDIRECT_URL"])
def test_signing_in_and_out_leads_to_pages_that_are_there(name: str):
    assert reverse(getattr(settings, name)).startswith("/")


def test_every_role_may_do_something_and_every_permission_is_asked_for_somewhere():
    assert GRANTED.keys() == set(Role)
    assert [
        each.name for each in Permission if not re.search(rf"(?:Permission|may)\.{each.name}\b", SOURCES)
    ] == []


def test_an_auditor_is_granted_nothing_that_changes_a_record():
    reading = re.compile(r"^(see|open|read|search|sign in|take a list)\b")

    assert [each for each in GRANTED[Role.AUDITOR] if not reading.match(each)] == []


def test_warnings_are_errors():
    first, *others = PROJECT["tool"]["pytest"]["ini_options"]["filterwarnings"]

    assert first == "error"
    assert [each for each in others if not each.startswith("ignore:") or each.count(":") < 2] == []


def test_a_test_that_reaches_for_another_machine_fails():
    with pytest.raises(TalkedToTheOutside), socket.socket() as out:
        out.connect(("192.0.2.1", 80))
    with pytest.raises(TalkedToTheOutside):
        socket.getaddrinfo("example.org", 443)


def test_models_and_migrations_agree(db):
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_the_database_of_production_is_not_older_than_migrations_need():
    compose = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
    images = [service.get("image", "") for service in compose["services"].values()]

    [version] = [found[1] for image in images if (found := re.match(r"(?:.*/)?postgres:(\d+)", image))]
    assert int(version) >= OLDEST_POSTGRESQL


@pytest.mark.parametrize("path", sorted((ROOT / "requirements").glob("*.txt")), ids=lambda path: path.name)
def test_a_lock_names_exact_versions_with_hashes_and_no_address(path: Path):
    text = path.read_text(encoding="utf-8")

    assert not re.search(r"https?://|--(?:extra-)?index-url|--find-links|^-i ", text, re.MULTILINE)
    named = re.findall(r"^[a-z0-9][\w.\-\[\],]*.*$", text, re.MULTILINE)
    assert named
    assert [line for line in named if "==" not in line] == []
    assert text.count("--hash=sha256:") >= len(named)
