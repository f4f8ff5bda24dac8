import os

import pytest

from cpp_portal.launcher import running
from cpp_portal.launcher.trouble import Trouble


def test_a_second_start_from_one_checkout_is_refused_and_told_where_the_first_is(tmp_path):
    with running.only_one(tmp_path):
        running.write_note({"SERVICE_ADDRESS": "http://127.0.0.1:8000"}, tmp_path)

        with pytest.raises(Trouble) as refusal, running.only_one(tmp_path):
            pass

    assert "already runs from this checkout at http://127.0.0.1:8000" in str(refusal.value)
    assert f"kill {os.getpid()}" in str(refusal.value)


def test_a_second_terminal_joins_the_running_portal(tmp_path):
    environ = {}
    with running.only_one(tmp_path):
        running.write_note(
            {"DATABASE_URL": "postgres://cpp@/cpp?host=/tmp/x", "CPP_DEVELOPMENT": "1"}, tmp_path
        )

        assert running.join(environ, tmp_path)

    assert environ == {"DATABASE_URL": "postgres://cpp@/cpp?host=/tmp/x", "CPP_DEVELOPMENT": "1"}


def test_the_note_of_a_portal_that_was_killed_is_not_believed(tmp_path):
    with running.only_one(tmp_path):
        running.write_note({"DATABASE_URL": "postgres://cpp@/cpp?host=/tmp/x"}, tmp_path)
        left_behind = (tmp_path / "running.json").read_text()
    (tmp_path / "running.json").write_text(left_behind)
    environ = {}

    assert not running.join(environ, tmp_path)
    assert environ == {}


def test_a_database_named_by_hand_is_never_exchanged_for_the_running_one(tmp_path):
    environ = {"DATABASE_URL": "postgres://elsewhere/plans"}
    with running.only_one(tmp_path):
        running.write_note({"DATABASE_URL": "postgres://cpp@/cpp?host=/tmp/x"}, tmp_path)

        assert not running.join(environ, tmp_path)

    assert environ == {"DATABASE_URL": "postgres://elsewhere/plans"}


def test_the_secret_of_a_checkout_is_made_once_and_only_its_owner_reads_it(tmp_path):
    first, second = running.development_values(tmp_path), running.development_values(tmp_path)

    assert first == second
    assert len(first["SECRET_KEY"]) >= 50
    assert (tmp_path / "secret-key").stat().st_mode & 0o077 == 0
