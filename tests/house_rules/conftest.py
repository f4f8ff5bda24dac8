"""A world is told once for all the tests that only look at it, in a transaction that is given up after the last."""

from contextlib import ExitStack

import pytest

from tests.house_rules.world import World, a_world
from tests.order import looks_at_one_world

TOLD: list[World] = []
UNTIL_OTHERS_COME = ExitStack()


@pytest.fixture
def world(django_db_setup: None, django_db_blocker) -> World:
    if not TOLD:
        UNTIL_OTHERS_COME.enter_context(django_db_blocker.unblock())
        TOLD.append(UNTIL_OTHERS_COME.enter_context(a_world()))
    return TOLD[0]


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(nextitem: pytest.Item | None) -> None:
    # No scope of pytest's ends with several files and before all the others.
    if TOLD and not (nextitem and looks_at_one_world(nextitem.nodeid)):
        TOLD.clear()
        UNTIL_OTHERS_COME.close()
