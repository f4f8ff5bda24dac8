import os
import subprocess
from pathlib import Path

import pytest

from cpp_portal.launcher.postgres import Postgres
from cpp_portal.launcher.trouble import Trouble, refuse_a_full_disk


@pytest.fixture
def small_disk(state: Path):
    """A file system of its own with 24 MB, too small for a database."""
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=24m,mode=755", "tmpfs", state], capture_output=True, check=False
    )
    if os.geteuid() != 0 or mounted.returncode:
        pytest.skip("only root may mount a small disk")
    yield state
    subprocess.run(["umount", "--lazy", state], check=True)


def test_a_disk_with_too_little_room_is_refused_before_anything_is_started(small_disk):
    with pytest.raises(Trouble, match=r"has \d+ MB free and this needs about 150 MB"):
        refuse_a_full_disk(small_disk / "not yet there", 150)


def test_a_disk_that_fills_up_while_the_database_is_made_is_said_in_a_sentence_and_mended_by_room(
    small_disk, sockets, watcher
):
    postgres = Postgres("postgres", sockets, watcher, state=small_disk)

    with pytest.raises(Trouble, match="The disk is full"):
        postgres.start()

    subprocess.run(["mount", "-o", "remount,size=200m", small_disk], check=True)
    postgres.start()
    postgres.stop()
