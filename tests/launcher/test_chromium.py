"""A browser for the browser tests: whichever is there, or the smaller of Debian's that can be installed."""

import stat
from pathlib import Path

import pytest

from cpp_portal.launcher import chromium

BROWSER = "#!/bin/sh\necho Chromium 150.0\n"
APT = """#!/bin/sh
for package in "$@"; do
    case "$package" in {known}) printf '#!/bin/sh\\necho Chromium 150.0\\n' > {bin}/$package; chmod +x {bin}/$package;
        exit 0;; esac
done
exit 100
"""


@pytest.fixture
def bin_folder(tmp_path: Path, monkeypatch) -> Path:
    """The only folder in which programs are found, besides those of the system's own shell."""
    for needed in ("sh", "chmod"):
        (tmp_path / needed).symlink_to(Path("/bin") / needed)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setattr(chromium, "ON_MACOS", [])
    return tmp_path


def program(path: Path, words: str) -> None:
    path.write_text(words)
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


def test_the_shell_comes_before_the_whole_browser(bin_folder):
    program(bin_folder / "chromium", BROWSER)
    assert chromium.find() == str(bin_folder / "chromium")

    program(bin_folder / "chromium-headless-shell", BROWSER)
    assert chromium.find() == str(bin_folder / "chromium-headless-shell")


def test_one_that_does_not_run_is_passed_over(bin_folder):
    program(bin_folder / "chromium-headless-shell", "#!/bin/sh\nexit 1\n")
    program(bin_folder / "chromium", BROWSER)

    assert chromium.find() == str(bin_folder / "chromium")


@pytest.mark.parametrize("known", ["chromium-headless-shell", "chromium"])
def test_what_debian_has_is_installed(bin_folder, monkeypatch, capsys, known):
    program(bin_folder / "apt-get", APT.format(known=known, bin=bin_folder))
    monkeypatch.setattr(chromium, "may_install_packages", lambda: True)

    assert chromium.ensure() == str(bin_folder / known)


def test_where_nothing_can_be_installed_it_says_in_one_line_what_to_install(bin_folder, monkeypatch, capsys):
    program(bin_folder / "apt-get", APT.format(known="nothing", bin=bin_folder))
    monkeypatch.setattr(chromium, "may_install_packages", lambda: True)

    assert chromium.ensure() is None
    *_, last = capsys.readouterr().out.strip().splitlines()
    assert last == chromium.HOW


def test_whoever_may_install_nothing_is_told_and_nothing_is_tried(bin_folder, monkeypatch, capsys):
    program(bin_folder / "apt-get", "#!/bin/sh\ntouch tried\n")
    monkeypatch.setattr(chromium, "may_install_packages", lambda: False)
    monkeypatch.chdir(bin_folder)

    assert chromium.ensure() is None
    assert capsys.readouterr().out.strip() == chromium.HOW
    assert not (bin_folder / "tried").exists()


def test_what_playwright_drives_it_with_is_made_to_run_where_that_may_be(
    bin_folder, tmp_path, monkeypatch, capsys
):
    node = tmp_path / "env" / "lib" / "python3.11" / "site-packages" / "playwright" / "driver" / "node"
    node.parent.mkdir(parents=True)
    program(node, f"#!/bin/sh\ntest -e {bin_folder}/libatomic1 && echo v24\n")
    program(bin_folder / "chromium", BROWSER)
    program(bin_folder / "apt-get", APT.format(known="libatomic1", bin=bin_folder))
    monkeypatch.setattr(chromium, "VENV", tmp_path / "env")

    monkeypatch.setattr(chromium, "may_install_packages", lambda: False)
    assert chromium.ensure() is None
    assert capsys.readouterr().out.strip() == chromium.HOW

    monkeypatch.setattr(chromium, "may_install_packages", lambda: True)
    assert chromium.ensure() == str(bin_folder / "chromium")
