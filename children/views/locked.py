"""A locked record: the lock, whoever opened the record all the same, and the page that asks why."""

from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from accounts.pages import ActingButton
from accounts.roles import Permission
from audit.models import Refused
from children.actions.locked import lift_lock, lock_record, open_locked, read_opening, refuse_lifted
from children.forms.locked import LiftLockForm, LockForm, OpenLockedForm
from children.models import RecordLock, RecordLockOpening
from children.models.child import ChildQuerySet
from children.pages import ChildContext, ChildForm, ChildPage

PER_PAGE = 50


class BesideTheLock:
    """These pages say nothing of the record, and a lock does not stand before them."""

    opens_when_locked = True

    @cached_property
    def lock(self) -> RecordLock | None:
        return self.child.recordlocks.in_force().first()


class OfALock(BesideTheLock):
    """Finds a lock of this record's, in force or lifted."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.found = get_object_or_404(self.child.recordlocks, pk=kwargs["record_lock_pk"])


class LockPage(BesideTheLock, ChildPage):
    not_exported = "Who opened the record is on the page of all openings, which can be taken out."
    permission = Permission.LOCK_RECORD
    template_name = "children/lock.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        openings = RecordLockOpening.objects.filter(child=self.child).select_related("recorded_by", "read_by")
        return super().get_context_data(
            heading="The lock on this record",
            lock=self.lock,
            names=[each.user.name for each in self.lock.names.select_related("user")] if self.lock else [],
            page=Paginator(openings, PER_PAGE).get_page(self.request.GET.get("page")),
            **kwargs,
        )


class LockForms(BesideTheLock, ChildForm):
    permission = Permission.LOCK_RECORD

    def get_success_url(self) -> str:
        return reverse("children:lock", kwargs={"child_pk": self.child.pk})


class LockRecord(LockForms):
    form_class = LockForm
    heading = "Lock this record"
    save_label = "Lock it"

    def refuse_beforehand(self) -> None:
        if self.lock:
            raise Refused("The record is locked already. Lift that lock first, to name others.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"child": self.child, "siblings": self.siblings()}

    def siblings(self) -> ChildQuerySet:
        """Those at home whose record the person may open and nobody has locked."""
        at_home = self.child.siblings_on(self.today).visible_to(self.request.user, today=self.today)
        return at_home.exclude(recordlocks__in=RecordLock.objects.in_force()).named()

    def act(self, **answers: Any) -> RecordLock:
        self.together = [self.child, *answers.get("siblings", ())]
        return lock_record(child=self.child, by=self.request.user, today=self.today, **answers)

    def told(self) -> str:
        if len(self.together) == 1:
            return "The record is locked. The child stays on every list."
        return f"{len(self.together)} records are locked. The children stay on every list."


class LiftLock(OfALock, LockForms):
    form_class = LiftLockForm
    heading = "Lift the lock on this record"
    save_label = "Lift it"
    done = "The record is no longer locked."

    def refuse_beforehand(self) -> None:
        refuse_lifted(self.found)

    def act(self, **answers: Any) -> RecordLock:
        return lift_lock(lock=self.found, by=self.request.user, today=self.today, **answers)


class OpenLocked(OfALock, ChildForm):
    """Where a locked record leads whoever is not named."""

    permission = Permission.VIEW_CHILD
    template_name = "children/open_locked.html"
    form_class = OpenLockedForm
    heading = "This record is locked"
    save_label = "Open the record"
    done = "The record is open to you for today. A manager reads why."

    def act(self, **answers: Any) -> RecordLockOpening:
        return open_locked(lock=self.found, by=self.request.user, today=self.today, **answers)

    def get_success_url(self) -> str:
        """Where they wanted to go, when that is of this child's record."""
        wanted, record = urlsplit(self.request.GET.get("next", "")), self.child.get_absolute_url()
        is_of_it = not wanted.scheme and not wanted.netloc and wanted.path.startswith(record)
        return wanted.path if is_of_it else record

    def get_cancel_url(self) -> str:
        return reverse("home")


class ReadOpening(BesideTheLock, ChildContext, ActingButton):
    permission = Permission.LOCK_RECORD
    done = "It is recorded that you have read it."

    def act(self) -> None:
        opening = get_object_or_404(
            RecordLockOpening, child=self.child, pk=self.kwargs["record_lock_opening_pk"]
        )
        read_opening(opening=opening, by=self.request.user, today=self.today)

    def get_success_url(self) -> str:
        return reverse("children:lock", kwargs={"child_pk": self.child.pk})
