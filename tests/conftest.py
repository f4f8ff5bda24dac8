"""What every test stands on: a database and a broker of its own, and no way out of this machine."""

import gc
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from cpp_portal.launcher import chromium
from tests import network, servers
from tests.factories.records import the_portal
from tests.order import ByFile, put_in_order

pytest_plugins = ["tests.cast", "tests.days"]

# How fast the machine is, and what else it does, is no property of the engine.
settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")


def is_controller(config: pytest.Config) -> bool:
    return not hasattr(config, "workerinput")


def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> ByFile | None:
    return ByFile(config, log) if config.option.dist == "loadfile" else None


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    folder = os.environ.get("CPP_TEST_SERVERS")
    if folder and is_controller(session.config) and not session.config.option.collectonly:
        session.config.cpp_servers = servers.Servers(Path(folder))
        session.config.cpp_servers.start()


def pytest_unconfigure(config: pytest.Config) -> None:
    if hasattr(config, "cpp_servers"):
        config.cpp_servers.stop()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    in_a_browser = [item for item in items if "browser" in getattr(item, "fixturenames", ())]
    if in_a_browser and not chromium.usable():
        for item in in_a_browser:
            item.add_marker(pytest.mark.skip(reason=chromium.HOW))
    put_in_order(items)


def pytest_collection_finish() -> None:
    # Eight thousand tests stay in memory to the end: the garbage collector need not go through them again and again.
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest, django_test_environment, django_db_blocker
) -> Iterator[None]:
    worker = getattr(request.config, "workerinput", {}).get("workerid", "main")
    with django_db_blocker.unblock(), servers.cloned_database(worker), django_db_blocker.block():
        yield


@pytest.fixture(autouse=True, scope="session")
def only_this_machine() -> Iterator[None]:
    with network.only_this_machine():
        yield


@pytest.fixture(autouse=True)
def _no_people_of_another_test() -> Iterator[None]:
    yield
    the_portal.cache_clear()
