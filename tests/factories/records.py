"""The base of every factory of a record that keeps its history."""

from functools import cache
from typing import Any, TypeVar

import factory

from accounts.models import User
from audit.models import AuditedModel

Record = TypeVar("Record", bound=AuditedModel)


@cache
def the_portal() -> User:
    """Asked for once in each test, and forgotten after it (tests/conftest.py): every record that is made needs it."""
    return User.objects.the_portal()


class RecordFactory(factory.django.DjangoModelFactory[Record]):
    """Saves as the portal itself; say `by=` for somebody else."""

    class Meta:
        abstract = True

    @classmethod
    def _create(cls, model_class: type[Record], *args: Any, by: User | None = None, **kwargs: Any) -> Record:
        record = model_class(*args, **kwargs)
        record.full_clean(exclude=["recorded_by"])
        return record.save_by(by or the_portal())
