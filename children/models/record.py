"""The base of every record about one child."""

from datetime import date
from typing import ClassVar, Self

from django.db import models

from accounts.models import User
from audit.models import AuditedModel, AuditedQuerySet
from children.models.child import Child


class ChildRecordQuerySet(AuditedQuerySet):
    def visible_to(self, user: User, *, today: date | None = None) -> Self:
        return self.filter(child__in=Child.objects.visible_to(user, today=today))


class ChildRecord(AuditedModel):
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="%(class)ss")

    objects: ClassVar[ChildRecordQuerySet] = ChildRecordQuerySet.as_manager()

    class Meta:
        abstract = True
