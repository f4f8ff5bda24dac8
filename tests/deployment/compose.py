"""docker-compose.yml without Docker: its own commands with their own environment, as nearly in a container as can be.

As root on Linux a program gets a mount namespace in which everything is read-only but its tmpfs and its volume, and
runs as the service's own user, allowed to read the checkout and to write nothing. Elsewhere it runs as it is.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import yaml

from cpp_portal.launcher.places import ROOT
from cpp_portal.launcher.watcher import is_alive

COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = ["migrate", "web", "worker", "beat"]
VOLUME = "/var/lib/portal/uploads"
# Where the volume is in the namespace: a folder that every Linux has.
VOLUME_HERE = "/mnt"
IN_A_CONTAINER = """
set -e
mount --bind "$1" /mnt
mount -o remount,bind,ro /
mount -t tmpfs -o mode=1777 tmpfs /tmp
for seed in /mnt/beat-schedule*; do [ ! -f "$seed" ] || { cp "$seed" /tmp/; chown "$2:$3" "/tmp/${seed##*/}"; }; done
user=$2 group=$3
shift 3
exec setpriv --reuid "$user" --regid "$group" --clear-groups --bounding-set=-all,+dac_read_search \\
  --inh-caps=-all,+dac_read_search --ambient-caps=-all,+dac_read_search --no-new-privs "$@"
"""


def can_isolate() -> bool:
    if os.geteuid() != 0 or not all(map(shutil.which, ["unshare", "nsenter", "setpriv"])):
        return False
    if ROOT.is_relative_to("/tmp"):
        return False  # a container's own /tmp would hide this checkout
    trial = ["unshare", "--mount", "sh", "-c", "mount -o remount,bind,ro /"]
    return subprocess.run(trial, capture_output=True, check=False).returncode == 0


def filled_in(text: str, values: dict[str, str]) -> str:
    """${NAME:?why} and ${NAME:-otherwise}, as Compose reads them."""

    def value(found: re.Match[str]) -> str:
        name, sign, rest = found["name"], found["sign"], found["rest"]
        if values.get(name):
            return values[name]
        if sign == ":?":
            raise KeyError(f"{name}: {rest}")
        return rest or ""

    return re.sub(r"\$\{(?P<name>\w+)(?:(?P<sign>:[?-])(?P<rest>[^}]*))?\}", value, text)


class Program:
    """One service, started by its own command."""

    def __init__(
        self, service: str, env: dict[str, str], volume: Path, *, isolated: bool, scratch: Path
    ) -> None:
        self.service, self.isolated, self.scratch = service, isolated, scratch
        self.env = env | {"UPLOADS_DIR": VOLUME_HERE if isolated else str(volume)}
        self.printed: list[str] = []
        user, group = SERVICES[service]["user"].split(":")
        wrapped = ["unshare", "--mount", "sh", "-c", IN_A_CONTAINER, "container", str(volume), user, group]
        self.popen = subprocess.Popen(
            [*(wrapped if isolated else []), *self.here(SERVICES[service]["command"])],
            cwd=ROOT,
            env=self.env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def here(self, command: list[str]) -> list[str]:
        """The same words, with the programs of this environment and, where there is no namespace, a /tmp of its own."""
        first, *rest = (
            word if self.isolated else word.replace("/tmp/", f"{self.scratch}/") for word in command
        )
        programs = Path(sys.executable).parent
        found = [sys.executable] if first == "python" else [sys.executable, str(programs / first)]
        port = self.env.get("PORT")
        return [*found, *(word.replace("0.0.0.0:8000", f"127.0.0.1:{port}") for word in rest)]

    def _read(self) -> None:
        for line in self.popen.stdout or ():
            self.printed.append(line)

    def said(self) -> str:
        return "".join(self.printed)

    def health(self) -> subprocess.CompletedProcess[str]:
        """The service's own health check, inside its own namespace."""
        kind, *command = SERVICES[self.service]["healthcheck"]["test"]
        assert kind == "CMD"
        inside = ["nsenter", f"--target={self.popen.pid}", "--mount", "env", f"--chdir={ROOT}"]
        inside = inside if self.isolated else []
        return subprocess.run(
            [*inside, *self.here(command)],
            cwd=ROOT,
            env=self.env,
            capture_output=True,
            text=True,
            check=False,
        )

    def stop(self) -> int:
        if self.popen.poll() is None:
            self.popen.send_signal(signal.SIGTERM)
            try:
                self.popen.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(self.popen.pid, signal.SIGKILL)
        code = self.popen.wait()
        self.reader.join(5)
        self.popen.stdout.close()
        assert not is_alive(self.popen.pid)
        return code
