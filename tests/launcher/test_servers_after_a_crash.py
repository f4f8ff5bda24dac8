import os
import signal
import subprocess

import psycopg
import pytest

from cpp_portal.launcher.places import ROOT
from cpp_portal.launcher.postgres import Postgres
from cpp_portal.launcher.trouble import Trouble
from cpp_portal.launcher.valkey import Valkey
from cpp_portal.launcher.watcher import is_alive
from tests.launcher.conftest import all_gone, eventually

LAUNCH = f"""
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background jobs are started deaf to it
sys.path.insert(0, {str(ROOT)!r})
from pathlib import Path
from cpp_portal.launcher.postgres import Postgres
from cpp_portal.launcher.processes import Watcher
from cpp_portal.launcher.sockets import new_folder
from cpp_portal.launcher.valkey import Valkey
watcher, sockets = Watcher(), new_folder()
watcher.remove_afterwards(sockets)
postgres = Postgres("postgres", sockets, watcher, state=Path(sys.argv[1])).start()
valkey = Valkey("valkey", sockets, watcher, state=Path(sys.argv[1])).start()
print(postgres.child.popen.pid, valkey.child.popen.pid, watcher.child.pid, sockets, flush=True)
sys.stdin.read()
"""


def answer(server: Postgres, question: str) -> object:
    with psycopg.connect(server.url(), autocommit=True) as connection:
        cursor = connection.execute(question)
        return cursor.fetchone()[0] if cursor.description else None


@pytest.fixture
def postgres(state, sockets, watcher):
    server = Postgres("postgres", sockets, watcher, state=state)
    yield server
    server.stop()


def test_what_was_recorded_before_the_database_was_killed_is_there_afterwards(postgres):
    postgres.start()
    answer(postgres, "create table visit as select 'seen alone' as account")
    os.kill(postgres.child.popen.pid, signal.SIGKILL)
    postgres.child.popen.wait()

    postgres.start()

    assert answer(postgres, "select account from visit") == "seen alone"


def test_a_cluster_cut_off_in_the_making_is_made_again(postgres):
    half_made = postgres.folder.with_name("postgres.part")
    (half_made / "base").mkdir(parents=True)
    postgres.folder.mkdir()
    (postgres.folder / "postgresql.conf").write_text("cut off here")

    postgres.start()

    assert answer(postgres, "select 1") == 1
    assert not half_made.exists()


def test_a_pid_file_whose_number_now_belongs_to_a_stranger_is_no_obstacle_and_the_stranger_lives(postgres):
    postgres.start()
    postgres.stop()
    with subprocess.Popen(["sleep", "60"]) as stranger:
        note = postgres.folder / "postmaster.pid"
        note.write_text(f"{stranger.pid}\n{postgres.folder}\n1700000000\n5432\n\n\n\nready   \n")

        postgres.start()

        assert answer(postgres, "select 1") == 1
        assert is_alive(stranger.pid)
        stranger.kill()


def test_a_database_made_by_another_version_is_left_alone_and_says_so(postgres):
    postgres.start()
    postgres.stop()
    (postgres.folder / "PG_VERSION").write_text("12\n")

    with pytest.raises(Trouble, match="was made by PostgreSQL 12"):
        postgres.start()


def test_a_queue_that_cannot_be_read_does_not_stop_the_start(state, sockets, watcher):
    folder = state / "valkey"
    (folder / "appendonlydir").mkdir(parents=True)
    (folder / "appendonlydir" / "appendonly.aof.manifest").write_text("not a manifest at all\n")

    valkey = Valkey("valkey", sockets, watcher, state=state).start()

    assert valkey.child.ended_with is None
    valkey.stop()


@pytest.mark.parametrize("kill", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_a_launcher_that_vanishes_leaves_no_server_no_watcher_and_no_sockets(kill, state):
    launcher = subprocess.Popen(
        [os.sys.executable, "-c", LAUNCH, str(state)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    with launcher:
        postgres, valkey, watcher, sockets = launcher.stdout.readline().split()
        assert is_alive(int(postgres))
        launcher.send_signal(kill)
        launcher.wait(timeout=60)

    assert all_gone(int(postgres), int(valkey), int(watcher))
    assert eventually(lambda: not os.path.exists(sockets))


def test_the_watcher_alone_ends_everything_where_the_kernel_does_not_help(state):
    """As on macOS, which knows no signal for the death of a parent."""
    without_the_kernel = LAUNCH.replace(
        "watcher, sockets =",
        "from cpp_portal.launcher import processes\n"
        "processes.end_with_parent = lambda sign: None\n"
        "watcher, sockets =",
    )
    launcher = subprocess.Popen(
        [os.sys.executable, "-c", without_the_kernel, str(state)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with launcher:
        postgres, valkey, watcher, sockets = launcher.stdout.readline().split()
        launcher.kill()
        launcher.wait()

    assert all_gone(int(postgres), int(valkey), int(watcher))
    assert not os.path.exists(sockets)
