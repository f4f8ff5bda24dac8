"""A world is built once for a module, in a transaction that is given up at its end."""

from collections.abc import Iterator

import pytest
from django.db import transaction

from tests.house_rules.world import World, sessions_in_cookies


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker) -> Iterator[World]:
    with django_db_blocker.unblock(), transaction.atomic(), sessions_in_cookies():
        one = World()
        one.tell()
        yield one
        transaction.set_rollback(True)
