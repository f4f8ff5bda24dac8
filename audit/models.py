"""What was changed and what was looked at, by whom.

`AuditedModel` is the base of every record of fact: it keeps its own history, saving says who, and its
querysets refuse the bulk writes that would leave no history. `record_many` is the one door for many rows at once.
"""

from collections.abc import Collection, Iterable
from functools import cache
from typing import Any, ClassVar, NoReturn, Self, TypeVar

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models
from django.utils import timezone
from simple_history.manager import HistoryManager
from simple_history.models import HistoricalRecords

from audit import telling


class Refused(Exception):
    """What was asked would make a false record. Its text is a sentence for the person who asked.

    `field` names the form field that the sentence belongs to, if one does.
    """

    def __init__(self, sentence: str, *, field: str | None = None) -> None:
        super().__init__(sentence)
        self.field = field


class HistoryWouldBeLost(Exception):
    """A write that would leave no trace of who made it."""


class AuditedQuerySet(models.QuerySet):
    def _refuse(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise HistoryWouldBeLost(
            f"Save {self.model._meta.verbose_name_plural} one at a time, with save_by()."
        )

    update = bulk_update = bulk_create = delete = _refuse
    _refuse.queryset_only = True  # type: ignore[attr-defined]  # a manager made from this offers none of them


class ManagerMadeOnce(HistoryManager):
    """simple-history asks for a manager whenever a record is saved or its history read, and each time a new class would
    be made: half a millisecond, and rubbish to collect."""

    @classmethod
    @cache
    def from_queryset(
        cls, queryset_class: type[models.QuerySet], class_name: str | None = None
    ) -> type[models.Manager]:
        return super().from_queryset(queryset_class, class_name)


class AuditedModel(models.Model):
    recorded_at = models.DateTimeField("written down at", default=timezone.now, editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name="written down by",
    )
    # A password hash is nobody's history.
    history = HistoricalRecords(inherit=True, excluded_fields=["password"], history_manager=ManagerMadeOnce)

    objects: ClassVar[models.Manager[Any]] = AuditedQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Raises ValidationError, in the constraint's own words, for what the database does not allow."""
        if getattr(self, "_history_user", None) is None:
            raise HistoryWouldBeLost(f"Say who saves this {self._meta.verbose_name}: save_by(user).")
        try:
            super().save(*args, **kwargs)
        except IntegrityError as refused:
            raise self._in_words(refused) from refused

    def save_by(self, user: AbstractBaseUser, *, why: str = "") -> Self:
        """Save, and keep in the history who did it (and, for a correction, why)."""
        told = telling.moment()
        if self._state.adding:
            self.recorded_by = user
            self.recorded_at = told or self.recorded_at
        if told:
            self._history_date = told
        self._history_user = user
        self._change_reason = why or None
        try:
            self.save()
        finally:
            del self._history_user, self._change_reason
        return self

    def full_clean(
        self,
        exclude: Collection[str] | None = None,
        validate_unique: bool = True,
        validate_constraints: bool = False,
    ) -> None:
        """Each field by itself. What the database checks anyway, once, when the record is saved, is left to it:
        the constraints, and whether the records that this one points to exist."""
        pointing = {
            field.name
            for field in self._meta.concrete_fields
            if field.many_to_one and getattr(self, field.attname) is not None
        }
        super().full_clean({*(exclude or ()), *pointing}, validate_unique, validate_constraints)

    def _in_words(self, refused: IntegrityError) -> Exception:
        broken = getattr(getattr(refused.__cause__, "diag", None), "constraint_name", None)
        for constraint in self._meta.constraints:
            if constraint.name == broken:
                return ValidationError(constraint.get_violation_error_message(), code=broken)
        return refused

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise HistoryWouldBeLost("What was recorded is corrected, never deleted.")


Record = TypeVar("Record", bound=AuditedModel)


def record_many(records: Iterable[Record], *, by: AbstractBaseUser, why: str = "") -> list[Record]:
    """Save many new records of one model in a few statements, each with its first line of history."""
    rows = list(records)
    if not rows:
        return rows
    model = type(rows[0])
    for row in rows:
        row.recorded_by = by  # type: ignore[assignment]  # the user model is named in settings
    created = models.QuerySet(model).bulk_create(rows, batch_size=1000)
    model.history.bulk_history_create(  # type: ignore[attr-defined]  # simple-history gives every model one
        created, batch_size=1000, default_user=by, default_change_reason=why or None
    )
    return created


class AccessLog(models.Model):
    """One line each time somebody opened something about a child. Append-only, in the database too."""

    only_added_to = True

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    # A number, not a foreign key: the log stands by itself and knows nothing of the apps above it.
    child_pk = models.BigIntegerField("child", null=True)
    page = models.CharField(max_length=100)
    sought = models.CharField("what was searched for", max_length=200, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [
            models.Index(fields=["child_pk", "-at"], name="access_to_a_child"),
            models.Index(fields=["user", "-at"], name="access_by_a_user"),
        ]

    def __str__(self) -> str:
        return f"{self.page} at {self.at:%d/%m/%Y %H:%M}"


class Export(models.Model):
    """One line each time somebody took a list out as a file. Append-only, in the database too."""

    only_added_to = True

    class Form(models.TextChoices):
        EXCEL = "xlsx", "Excel"
        CSV = "csv", "CSV"
        PDF = "pdf", "PDF"
        LARGE_PRINT = "large-print", "PDF in large print"
        WORD = "word", "Word"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    what = models.CharField("which list", max_length=100)
    # Of the list, with its filters as the address has them; `filters` says them in words.
    address = models.TextField()
    filters = models.TextField(blank=True)
    form = models.CharField(max_length=11, choices=Form.choices)
    rows = models.PositiveIntegerField("how many rows")
    why = models.TextField("what it was for")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [
            models.Index(fields=["-at", "-id"], name="exports_newest_first"),
            models.Index(fields=["user", "-at"], name="exports_by_a_user"),
        ]
        constraints = [
            models.CheckConstraint(
                name="an_export_says_what_it_is_for",
                condition=~models.Q(why=""),
                violation_error_message="Say what the file is for.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.what} at {self.at:%d/%m/%Y %H:%M}"
