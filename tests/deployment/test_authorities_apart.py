"""Each authority has a database of its own: whoever belongs to one is nobody at another (A-15).

There is no column that says whose a child is, so no query can forget to ask for it.
"""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import reverse

from accounts.roles import Role
from children.models import Child
from tests import servers
from tests.factories import AllocationFactory, ChildFactory, TeamFactory, UserFactory

pytestmark = pytest.mark.requirement("A-15")
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def _two_databases(django_db_setup, django_db_blocker) -> Iterator[None]:
    with django_db_blocker.unblock():
        yield


def somebody_with_a_child() -> tuple[Client, Child]:
    worker = UserFactory(role=Role.SOCIAL_WORKER, team=TeamFactory())
    child = ChildFactory(team=worker.team)
    AllocationFactory(child=child, social_worker=worker, team=worker.team)
    browser = Client()
    browser.force_login(worker, backend=BACKEND)
    return browser, child


@pytest.mark.usefixtures("_two_databases")
def test_a_session_and_an_address_of_one_authority_lead_nowhere_at_another():
    with servers.cloned_database("another_authority"):
        theirs, their_child = somebody_with_a_child()
        address = their_child.get_absolute_url()
        assert theirs.get(address).status_code == 200

    with transaction.atomic():
        ours, our_child = somebody_with_a_child()

        sent_on = theirs.get(address)
        assert (sent_on.status_code, sent_on["Location"].split("?")[0]) == (302, reverse("sign-in"))
        assert not Child.objects.filter(reference=their_child.reference).exists()
        assert ours.get(our_child.get_absolute_url()).status_code == 200
        assert ours.get(reverse("child", kwargs={"child_pk": their_child.pk + 10**6})).status_code == 404
        transaction.set_rollback(True)


def test_the_portal_knows_one_database_and_no_way_to_another():
    assert list(settings.DATABASES) == ["default"]
    assert settings.DATABASE_ROUTERS == []
