import os
import re
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from cpp_portal.launcher import assets, valkey
from cpp_portal.launcher.places import ROOT
from cpp_portal.launcher.ports import next_free
from cpp_portal.launcher.postgres import THROWN_AWAY, Postgres, binaries
from cpp_portal.launcher.processes import Child, Watcher
from cpp_portal.launcher.sockets import new_folder
from tests.deployment.compose import SERVICES, Program, can_isolate, filled_in
from tests.deployment.test_production_settings import RANDOM
from tests.launcher.conftest import eventually

pytestmark = pytest.mark.slow

HOST = "plans.borough.gov.uk"
VALUES = {
    "POSTGRES_PASSWORD": "lettersanddigits1",
    "SECRET_KEY": RANDOM,
    "ALLOWED_HOSTS": HOST,
    "AUTHORITY_NAME": "Borough Council",
    "EMAIL_HOST": "127.0.0.1",
    "DEFAULT_FROM_EMAIL": "plans@borough.gov.uk",
}


class Deployment:
    """What `docker compose up` would start, on loopback: the servers' own settings, the programs' own commands."""

    def __init__(self, scratch: Path) -> None:
        self.scratch, self.isolated, self.watcher = scratch, can_isolate(), Watcher()
        self.sockets = new_folder()
        self.state = new_folder()
        self.state.chmod(0o755)
        self.volume = self.state / "uploads"
        self.volume.mkdir()
        self.volume.chmod(0o777)
        self.watcher.remove_afterwards(self.sockets)
        self.watcher.remove_afterwards(self.state)
        self.ports = {"postgres": next_free(20000)}
        self.ports["redis"] = next_free(self.ports["postgres"])
        self.ports["web"] = next_free(self.ports["redis"])
        self.programs: dict[str, Program] = {}
        self.start_postgres()
        self.start_redis()

    def start_postgres(self) -> None:
        command = SERVICES["postgres"]["command"]
        own = dict(word.split("=") for word in command if "=" in word)
        listening = {"listen_addresses": "127.0.0.1", "port": str(self.ports["postgres"])}
        settings = {**THROWN_AWAY, **own, **listening}
        self.postgres = Postgres("postgres", self.sockets, self.watcher, settings=settings, state=self.state)
        self.postgres.start()

    def start_redis(self) -> None:
        program, *words = SERVICES["redis"]["command"]
        assert program == "valkey-server"
        folder = self.state / "redis"
        folder.mkdir()
        words = [str(folder) if word == "/data" else word for word in words]
        command = [valkey.binary(), *words, "--bind", "127.0.0.1", "--port", str(self.ports["redis"])]
        self.redis = Child("redis", command, self.watcher, cwd="/")

    def env(self, service: str) -> dict[str, str]:
        env = {name: filled_in(text, VALUES) for name, text in SERVICES[service]["environment"].items()}
        for server, port in (("postgres", 5432), ("redis", 6379)):
            for name in ("DATABASE_URL", "REDIS_URL"):
                env[name] = env[name].replace(f"{server}:{port}", f"127.0.0.1:{self.ports[server]}")
        return env | {"PATH": "/usr/bin:/bin", "PYTHONUNBUFFERED": "1", "PORT": str(self.ports["web"])}

    def start(self, service: str) -> Program:
        env = self.env(service)
        program = Program(service, env, self.volume, isolated=self.isolated, scratch=self.scratch)
        self.programs[service] = program
        return program

    def stop(self) -> None:
        for program in self.programs.values():
            program.stop()
        self.redis.stop(within=5)
        self.postgres.stop()
        self.watcher.dismiss()
        for folder in (self.sockets, self.state):
            subprocess.run(["rm", "-rf", folder], check=True)

    def get(self, path: str, **headers: str) -> tuple[int, str]:
        """As the proxy in front asks it."""
        address = f"http://127.0.0.1:{self.ports['web']}{path}"
        request = urllib.request.Request(address, headers={"Host": HOST, **headers})
        try:
            with urllib.request.build_opener(Stay).open(request, timeout=20) as response:
                return response.status, response.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.headers.get("Location", "")


class Stay(urllib.request.HTTPRedirectHandler):
    """Shows a redirect instead of following it."""

    def redirect_request(self, *_ignored: object) -> None:
        return None


@pytest.fixture(scope="module")
def deployment(tmp_path_factory):
    assets.ensure()
    as_the_image_is_built = {"CPP_DEVELOPMENT": "1", "DATABASE_URL": "postgres://nobody@nowhere/nothing"}
    assets.collect(as_the_image_is_built | {"SECRET_KEY": RANDOM, "PATH": os.environ["PATH"]})
    deployment = Deployment(tmp_path_factory.mktemp("deployment"))
    try:
        migrate = deployment.start("migrate")
        assert migrate.popen.wait(180) == 0, migrate.said()
        yield deployment
    finally:
        deployment.stop()


@pytest.fixture(scope="module")
def web(deployment):
    program = deployment.start("web")
    assert eventually(lambda: program.health().returncode == 0, within=60), program.said()
    return program


@pytest.fixture(scope="module")
def worker(deployment):
    program = deployment.start("worker")
    assert eventually(lambda: " ready." in program.said(), within=60), program.said()
    return program


@pytest.fixture(scope="module")
def beat(deployment, worker):
    """A scheduler that finds from its file that it was away for two days: it sends what it missed, at once."""
    seed = [
        "from celery import beat; import datetime as dt",
        "from cpp_portal.celery import app",
        "scheduler = beat.PersistentScheduler(app=app, schedule_filename=sys.argv[1])",
        "entries = scheduler.schedule",
        "for name in list(entries): entries[name].last_run_at = app.now() - dt.timedelta(days=2)",
        "scheduler.close()",
    ]
    where = deployment.volume if deployment.isolated else deployment.scratch
    subprocess.run(
        [sys.executable, "-c", "import sys\n" + "\n".join(seed), str(where / "beat-schedule")],
        cwd=ROOT,
        env=deployment.env("beat") | {"UPLOADS_DIR": str(deployment.volume)},
        check=True,
    )
    program = deployment.start("beat")
    # Asked to end while it is still starting, it would end as any Python program does.
    assert eventually(lambda: "Sending due task" in program.said(), within=60), program.said()
    return program


def test_the_web_server_says_that_it_is_well(deployment, web):
    assert deployment.get("/healthz")[0] == 200
    assert web.health().returncode == 0


def test_people_who_come_without_https_are_sent_to_it(deployment, web):
    status, goes_to = deployment.get("/")

    assert (status, goes_to) == (301, f"https://{HOST}/")


def test_the_first_page_and_its_style_sheet_are_served_behind_the_proxy(deployment, web):
    https = {"X-Forwarded-Proto": "https"}
    status, page = deployment.get("/sign-in/", **https)
    assert status == 200
    style_sheet = re.search(r'href="(/static/app\.[0-9a-f]+\.css)"', page)

    assert style_sheet is not None, page
    assert deployment.get(style_sheet[1], **https)[0] == 200


def test_the_demo_does_not_exist_in_production(deployment, web):
    assert "Sign in as" not in deployment.get("/sign-in/", **{"X-Forwarded-Proto": "https"})[1]


def test_a_host_that_nobody_named_is_refused(deployment, web):
    assert deployment.get("/sign-in/", Host="elsewhere.example")[0] == 400


def test_the_worker_answers_when_it_is_asked(worker):
    answer = worker.health()

    assert answer.returncode == 0, answer.stderr


def test_the_scheduler_sends_the_tick_and_the_worker_does_it(beat, worker):
    assert eventually(lambda: "alerts.tick" in beat.said(), within=30), beat.said()
    assert eventually(lambda: re.search(r"Task alerts\.tick\[[^]]*\] succeeded", worker.said()), within=60), (
        worker.said()
    )
    assert eventually(lambda: beat.health().returncode == 0, within=10), beat.health().stderr


def test_the_health_check_of_a_scheduler_that_stopped_writing_fails_in_words(tmp_path):
    asked = [sys.executable, "-m", "cpp_portal.is_healthy", "beat", str(tmp_path / "schedule")]

    answer = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=False)

    assert answer.returncode == 1
    assert "has not written" in answer.stderr


def test_the_database_answers_its_own_health_check(deployment):
    _kind, program, *words = SERVICES["postgres"]["healthcheck"]["test"]

    answer = subprocess.run(
        [binaries() / program, *words, "--port", str(deployment.ports["postgres"])],
        capture_output=True,
        check=False,
    )

    assert answer.returncode == 0


def test_every_program_ends_well_when_it_is_asked_to(deployment, web, worker, beat):
    assert {service: deployment.programs[service].stop() for service in ("beat", "worker", "web")} == {
        "beat": 0,
        "worker": 0,
        "web": 0,
    }
