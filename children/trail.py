"""Who changed what of a child's record, read from the history that every record of fact keeps.

Whatever app a record belongs to, it is here if it has a `child` and a history: nothing is to be registered.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.apps import apps
from django.db import models
from django.utils import timezone

from children.models import Child
from govuk_forms.words import day as in_words
from govuk_forms.words import moment as moment_in_words

# Beside what every entry says anyway: what only programs read.
NOT_TOLD: Final = frozenset({"id", "recorded_at", "recorded_by", "child", "password", "together", "about_pk"})
VERBS: Final = {"+": "recorded", "~": "changed", "-": "removed"}


@dataclass(frozen=True, kw_only=True)
class Line:
    """Where one entry of the history is, for putting all of them in order before any is read."""

    at: datetime
    model: type[models.Model]
    history_pk: int


@dataclass(frozen=True, kw_only=True)
class Difference:
    name: str
    before: str
    after: str


@dataclass(frozen=True, kw_only=True)
class Entry:
    what: str
    at: datetime
    by: str
    why: str
    differences: Sequence[Difference]


def kinds() -> list[tuple[type[models.Model], str]]:
    """Every model of a fact about one child, with the name of the column that says which."""
    found: list[tuple[type[models.Model], str]] = [(Child, "id")]
    for model in apps.get_models():
        field = {each.name: each for each in model._meta.fields}.get("child")
        if field is not None and field.related_model is Child and hasattr(model, "history"):
            found.append((model, "child_id"))
    return found


def lines(child: Child) -> list[Line]:
    """Newest first."""
    found = [
        Line(at=at, model=model, history_pk=pk)
        for model, column in kinds()
        for pk, at in model.history.filter(**{column: child.pk})
        .order_by()
        .values_list("history_id", "history_date")
    ]
    return sorted(found, key=lambda line: (line.at, line.model._meta.label, line.history_pk), reverse=True)


def entries(page: Sequence[Line]) -> list[Entry]:
    """What each line says. A few queries for each kind of record on the page, however many lines it has."""
    by_model: dict[type[models.Model], list[int]] = defaultdict(list)
    for line in page:
        by_model[line.model].append(line.history_pk)
    read: dict[tuple[type[models.Model], int], Entry] = {}
    for model, pks in by_model.items():
        for pk, entry in _read(model, pks):
            read[model, pk] = entry
    return [read[line.model, line.history_pk] for line in page]


def version_of(record: models.Model) -> int:
    """A number that rises with each change of a record."""
    lines = record.history.order_by("-history_id").values_list("history_id", flat=True)
    return lines.first() or 0


def changed_since(record: models.Model, version: int, *, only: Collection[str] | None = None) -> str:
    """Who has changed a record since it had this version, and what became of what; "" when nobody has.

    `only` names the fields that are asked about.
    """
    every = record.history.select_related("history_user").order_by("history_id")
    newer, older = list(every.filter(history_id__gt=version)), every.filter(history_id__lte=version).last()
    if not newer or older is None:
        return ""
    model = type(record)
    named = _names_of_related(model, [older, newer[-1]])
    changes = " ".join(
        f"{each.name}: “{_quoted(each.before)}” became “{_quoted(each.after)}”."
        for each in _differences(model, older, newer[-1], named, only)
    )
    if not changes:
        return ""
    by = ", ".join(dict.fromkeys(line.history_user.name for line in newer if line.history_user))
    return f"{by or 'The portal'} changed this while you were writing. {changes}"


def _quoted(words: str) -> str:
    return words.strip().removesuffix(".") or "nothing"


def _read(model: type[models.Model], pks: list[int]) -> Iterator[tuple[int, Entry]]:
    wanted = model.history.filter(history_id__in=pks)
    everything = (
        model.history.filter(id__in=wanted.order_by().values("id"))
        .select_related("history_user")
        .order_by("id", "history_date", "history_id")
    )
    pairs: list[tuple[Any, Any]] = []
    before = None
    for row in everything:
        if before is not None and before.id != row.id:
            before = None
        if row.history_id in set(pks):
            pairs.append((before, row))
        before = row
    named = _names_of_related(model, [row for pair in pairs for row in pair if row is not None])
    for before, row in pairs:
        yield (
            row.history_id,
            Entry(
                what=f"{str(model._meta.verbose_name).capitalize()} {VERBS[row.history_type]}",
                at=timezone.localtime(row.history_date),
                by=str(row.history_user or "The portal"),
                why=row.history_change_reason or "",
                differences=list(_differences(model, before, row, named)),
            ),
        )


def _told(model: type[models.Model]) -> list[models.Field]:
    return [field for field in model._meta.fields if field.name not in NOT_TOLD]


def _names_of_related(model: type[models.Model], rows: list[Any]) -> dict[tuple[str, Any], str]:
    named: dict[tuple[str, Any], str] = {}
    for field in _told(model):
        if field.is_relation:
            pks = {getattr(row, field.attname) for row in rows} - {None}
            for pk, related in field.related_model._base_manager.in_bulk(pks).items():
                named[field.name, pk] = str(related)
    return named


def _differences(
    model: Any,
    before: Any,
    row: Any,
    named: dict[tuple[str, Any], str],
    only: Collection[str] | None = None,
) -> Iterator[Difference]:
    for field in _told(model):
        if only is not None and field.name not in only:
            continue
        old = getattr(before, field.attname) if before is not None else None
        new = getattr(row, field.attname)
        was, now = _in_words(field, old, named), _in_words(field, new, named)
        if was != now and (before is not None or now not in {"", "No"}):
            name = str(field.verbose_name)
            yield Difference(name=name[:1].upper() + name[1:], before=was, after=now)


def _in_words(field: models.Field, value: Any, named: dict[tuple[str, Any], str]) -> str:
    if value is None or value == "" or value == []:
        return ""
    if field.is_relation:
        return named.get((field.name, value), str(value))
    base = getattr(field, "base_field", field)
    choices = dict(base.flatchoices)
    if isinstance(value, list):
        # What was sent is kept as headings with their words; everything else is codes.
        return ", ".join(
            ": ".join(map(str, each)) if isinstance(each, list) else str(choices.get(each, each))
            for each in value
        )
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, datetime):
        return moment_in_words(timezone.localtime(value))
    if isinstance(value, date):
        return in_words(value)
    return str(choices.get(value, value))
