from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from children.models import Child
from circulation.actions import Copy, circulate
from circulation.models import Circulation, Receipt

Send = Callable[..., Receipt]


@pytest.fixture
def inbox_of() -> Callable[[User], Client]:
    def signed_in(user: User) -> Client:
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return signed_in


@pytest.fixture
def send(child: Child, social_worker: User) -> Send:
    """A core group record is sent to somebody, beside the chair, who is always sent one."""

    def sent(to: User, *, title: str = "Core group of 2 March 2026", text: str = "All said.") -> Receipt:
        circulation = circulate(
            child=child,
            kind=Circulation.Kind.CORE_GROUP_RECORD,
            about_pk=1,
            title=title,
            sections=[("Updates and concerns", text)],
            copies=[Copy(user=to)],
            by=social_worker,
        )
        return circulation.receipts.get(user=to)

    return sent
