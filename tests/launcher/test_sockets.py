import tempfile
from pathlib import Path

import pytest

from cpp_portal.launcher import sockets
from cpp_portal.launcher.trouble import Trouble


@pytest.fixture
def temporary_folder(monkeypatch):
    """Lets a test say where temporary files go."""

    def choose(folder: Path | str) -> None:
        monkeypatch.setattr(tempfile, "tempdir", str(folder))

    return choose


def test_a_temporary_folder_with_too_long_a_name_for_sockets_is_passed_over(temporary_folder, tmp_path):
    long = tmp_path / ("a" * 90)
    long.mkdir()
    temporary_folder(long)

    folder = sockets.new_folder()
    folder.rmdir()

    assert folder.parent in (Path("/tmp"), Path("/var/tmp"))


def test_nowhere_to_put_a_socket_says_which_variable_to_set(temporary_folder, monkeypatch):
    monkeypatch.setattr(sockets, "is_suitable", lambda folder: False)

    with pytest.raises(Trouble, match="Set TMPDIR"):
        sockets.new_folder()


def test_two_starts_never_share_a_folder():
    first, second = sockets.new_folder(), sockets.new_folder()
    first.rmdir()
    second.rmdir()

    assert first != second
