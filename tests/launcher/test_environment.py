import errno
import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from cpp_portal.launcher import toolchain
from cpp_portal.launcher.places import ROOT
from cpp_portal.launcher.trouble import from_the_system

CLOSED_PORT = "http://127.0.0.1:9/simple"


def make_wheel(folder: Path, version: str) -> str:
    """A package of one line, so that nothing is fetched; returns how a lock file names it."""
    wheel = folder / f"borough-{version}-py3-none-any.whl"
    about = f"borough-{version}.dist-info"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("borough/__init__.py", f"VERSION = {version!r}\n")
        archive.writestr(f"{about}/METADATA", f"Metadata-Version: 2.1\nName: borough\nVersion: {version}\n")
        archive.writestr(f"{about}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        archive.writestr(f"{about}/RECORD", "")
    return f"borough=={version} --hash=sha256:{hashlib.sha256(wheel.read_bytes()).hexdigest()}\n"


class Checkout:
    """A copy of the launcher with a lock file of its own, in a folder with a space in its name."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "child protection" / "portal"
        self.wheels = folder / "wheels"
        self.wheels.mkdir()
        shutil.copytree(ROOT / "cpp_portal" / "launcher", self.root / "cpp_portal" / "launcher")
        (self.root / "cpp_portal" / "__init__.py").touch()
        (self.root / "requirements").mkdir()
        self.lock = self.root / "requirements" / "development.txt"
        self.lock.write_text(make_wheel(self.wheels, "1.0"))
        self.env = {
            **{
                name: value
                for name, value in os.environ.items()
                if not name.startswith(("UV_", "CPP_", "PYTHON"))
            },
            "PATH": f"{Path(toolchain.uv()).parent}{os.pathsep}{os.environ['PATH']}",
            "UV_NO_INDEX": "1",
            "UV_FIND_LINKS": str(self.wheels),
            "UV_CACHE_DIR": str(folder / "cache"),
        }

    def make(self, word: str = "environment", **env: str | None) -> subprocess.CompletedProcess[str]:
        chosen = {name: value for name, value in {**self.env, **env}.items() if value is not None}
        command = [sys.executable, "-m", "cpp_portal.launcher", word]
        return subprocess.run(command, cwd=self.root, env=chosen, capture_output=True, text=True, check=False)

    def installed(self) -> str:
        asked = [self.root / ".venv" / "bin" / "python", "-c", "import borough; print(borough.VERSION)"]
        return subprocess.run(asked, capture_output=True, text=True, check=False).stdout.strip()


@pytest.fixture
def checkout(tmp_path):
    return Checkout(tmp_path)


def test_an_environment_is_made_from_the_lock_file_even_below_a_folder_with_a_space(checkout):
    made = checkout.make()

    assert made.returncode == 0, made.stderr
    assert checkout.installed() == "1.0"


def test_a_complete_environment_is_left_alone_and_needs_neither_uv_nor_network(checkout):
    checkout.make()

    again = checkout.make(
        PATH="/usr/bin:/bin", UV_FIND_LINKS=None, UV_NO_INDEX=None, UV_DEFAULT_INDEX=CLOSED_PORT
    )

    assert (again.returncode, again.stdout, again.stderr) == (0, "", "")


def test_an_environment_cut_off_in_the_making_is_made_anew(checkout):
    checkout.make()
    (checkout.root / ".venv" / ".made-from").unlink()
    package = next(checkout.root.glob(".venv/lib/*/site-packages/borough/__init__.py"))
    package.unlink()  # the file itself is uv's, shared with its cache
    package.write_text("VERSI")

    again = checkout.make()

    assert "incomplete" in again.stdout
    assert checkout.installed() == "1.0"


def test_an_environment_without_its_python_is_made_anew(checkout):
    checkout.make()
    for python in (checkout.root / ".venv" / "bin").glob("python*"):
        python.unlink()

    checkout.make()

    assert checkout.installed() == "1.0"


def test_a_changed_lock_file_changes_the_environment(checkout):
    checkout.make()
    checkout.lock.write_text(make_wheel(checkout.wheels, "2.0"))

    checkout.make()

    assert checkout.installed() == "2.0"


def test_a_checkout_that_was_moved_makes_its_environment_anew(checkout):
    checkout.make()
    checkout.root = checkout.root.rename(checkout.root.with_name("elsewhere"))

    again = checkout.make()

    assert "from elsewhere" in again.stdout
    assert checkout.installed() == "1.0"


def test_a_package_that_is_not_the_locked_one_is_refused_and_not_installed(checkout):
    make_wheel(checkout.wheels, "1.0")
    with zipfile.ZipFile(checkout.wheels / "borough-1.0-py3-none-any.whl", "a") as archive:
        archive.writestr("borough/stolen.py", "")

    refused = checkout.make()

    assert refused.returncode == 1
    assert "not the one in the lock file" in refused.stderr
    assert checkout.installed() == ""


def test_no_network_is_said_in_a_sentence_and_the_next_start_with_one_works(checkout):
    offline = checkout.make(
        UV_NO_INDEX=None,
        UV_FIND_LINKS=None,
        UV_DEFAULT_INDEX=CLOSED_PORT,
        UV_HTTP_RETRIES="0",
        UV_CONFIG_FILE=None,
    )

    assert offline.returncode == 1
    assert "Connect this machine to the network" in offline.stderr
    assert "Traceback" not in offline.stderr
    assert checkout.make().returncode == 0
    assert checkout.installed() == "1.0"


def test_a_file_that_another_account_made_is_said_with_the_command_that_gives_it_back():
    sentence = from_the_system(PermissionError(errno.EACCES, "Permission denied", "/srv/portal/.local/lock"))

    assert "may not write /srv/portal/.local/lock" in sentence
    assert "sudo chown -R" in sentence


@pytest.mark.slow
def test_no_way_to_the_front_end_packages_is_said_in_a_sentence(checkout):
    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copy(ROOT / name, checkout.root)
    shutil.copytree(ROOT / "static", checkout.root / "static")
    # For a machine without Node, which comes from another place than the packages do.
    shutil.copy(ROOT / "requirements" / "build.txt", checkout.root / "requirements")

    offline = checkout.make(
        "assets", npm_config_registry="http://127.0.0.1:9/", npm_config_cache=str(checkout.root / "cache")
    )

    assert offline.returncode == 1
    assert "Connect this machine to the network" in offline.stderr
    assert not (checkout.root / "build" / ".made-from").exists()


def test_a_uv_cut_off_in_the_making_is_not_taken_for_one_that_works(tmp_path):
    cut_off = tmp_path / "uv"
    cut_off.write_bytes(Path(toolchain.uv()).read_bytes()[:5000])
    cut_off.chmod(0o755)

    assert not toolchain.works(cut_off)
    assert not toolchain.works(tmp_path / "nowhere")


def test_words_the_launcher_does_not_know_are_answered_with_those_it_does(checkout):
    answered = checkout.make("rnu")

    assert answered.returncode == 2
    assert "environment   make or mend .venv" in answered.stdout
