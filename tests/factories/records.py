"""The base of every factory of a record that keeps its history."""

from typing import Any, TypeVar

import factory

from accounts.models import User
from audit.models import AuditedModel

Record = TypeVar("Record", bound=AuditedModel)


class RecordFactory(factory.django.DjangoModelFactory[Record]):
    """Saves as the portal itself; say `by=` for somebody else."""

    class Meta:
        abstract = True

    @classmethod
    def _create(cls, model_class: type[Record], *args: Any, by: User | None = None, **kwargs: Any) -> Record:
        record = model_class(*args, **kwargs)
        record.full_clean(exclude=["recorded_by"])
        return record.save_by(by or User.objects.the_portal())
