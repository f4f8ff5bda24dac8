"""Contact with a child that is delegated to somebody else than the lead social worker, by a written agreement (B-08).

It needs two to agree: the lead's manager and the delegate. Only while both have, and it has not ended, does the
delegate see the child in the lead's place. The lead stays responsible and looks into it every four weeks (T-35).
"""

from datetime import date
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from audit.models import AuditedModel, AuditedQuerySet


class DelegationQuerySet(AuditedQuerySet):
    def in_force(self, on: date) -> Self:
        """Those that both had agreed to and that had begun and not ended on a day."""
        return self.filter(
            Q(ended_on=None) | Q(ended_on__gt=on),
            from_on__lte=on,
            until_on__gt=on,
            manager_agreed_on__lte=on,
            delegate_agreed_on__lte=on,
        )


class Delegation(AuditedModel):
    child = models.ForeignKey("children.Child", on_delete=models.PROTECT, related_name="delegations")
    delegate = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="delegations",
        verbose_name="who sees the child",
    )  # fmt: skip
    reason = models.TextField("why contact has to be delegated")
    what = models.TextField("what is delegated, and how often")
    from_on = models.DateField("from")
    until_on = models.DateField("until", help_text="The first day on which it no longer holds.")
    manager = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    manager_agreed_on = models.DateField("manager agreed on", null=True, blank=True)
    delegate_agreed_on = models.DateField("delegate agreed on", null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    ended_because = models.TextField("why it ended", blank=True)

    objects: ClassVar[DelegationQuerySet] = DelegationQuerySet.as_manager()

    class Meta:
        ordering = ["-from_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="delegation_lasts",
                condition=Q(until_on__gt=F("from_on")),
                violation_error_message="The agreement ends after it begins.",
            ),
            models.CheckConstraint(
                name="delegation_agreed_by_somebody",
                condition=Q(manager_agreed_on=None) | Q(manager__isnull=False),
                violation_error_message="Say which manager agreed.",
            ),
            models.CheckConstraint(
                name="nobody_agrees_to_delegate_to_themselves",
                condition=Q(manager=None) | ~Q(manager=F("delegate")),
                violation_error_message="Another manager has to agree.",
            ),
        ]

    def __str__(self) -> str:
        return f"Contact delegated to {self.delegate} from {self.from_on:%d/%m/%Y}"

    def is_in_force(self, on: date) -> bool:
        """The same question as `DelegationQuerySet.in_force`, of one that has been read."""
        begins, ends = self.agreed_on, min(self.until_on, self.ended_on or self.until_on)
        return begins is not None and begins <= on < ends

    @property
    def agreed_on(self) -> date | None:
        """The day from which it holds; None while one of the two has not agreed."""
        if self.manager_agreed_on is None or self.delegate_agreed_on is None:
            return None
        return max(self.from_on, self.manager_agreed_on, self.delegate_agreed_on)


class DelegationNote(AuditedModel):
    """What the lead social worker found on looking into how the delegated contact is going."""

    delegation = models.ForeignKey(Delegation, on_delete=models.PROTECT, related_name="notes")
    on = models.DateField("looked into on")
    words = models.TextField("what was found")

    class Meta:
        ordering = ["-on", "-pk"]

    def __str__(self) -> str:
        return f"Looked into on {self.on:%d/%m/%Y}"
