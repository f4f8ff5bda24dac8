"""Verbs that say who is something to a child: family and professionals."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction

from accounts.models import User
from audit.models import Refused
from children.models import Child, Person, Relationship
from govuk_forms.words import day as in_words


@transaction.atomic
def add_to_network(
    *,
    children: Iterable[Child],
    person: Person,
    kind: str,
    parental_responsibility: bool,
    from_on: date,
    by: User,
) -> list[Relationship]:
    """A person becomes part of the network of one child or of several of a family, and is written down once."""
    if person._state.adding:
        person.full_clean(exclude=["recorded_by"])
        person.save_by(by)
    relationships = []
    for child in children:
        _not_known_already(child, person, kind, parental_responsibility)
        relationship = Relationship(
            child=child,
            person=person,
            kind=kind,
            parental_responsibility=parental_responsibility,
            from_on=from_on,
        )
        relationship.full_clean(exclude=["recorded_by"])
        relationships.append(relationship.save_by(by))
    return relationships


@transaction.atomic
def change_person_known(
    *, relationship: Relationship, parental_responsibility: bool, by: User, **details: Any
) -> Person:
    """Correct or complete what is written of a person, and whether they have parental responsibility for this child.

    A person is written down once: what changes here changes for every child they are something to.
    """
    person = relationship.person
    for name, value in details.items():
        setattr(person, name, value)
    if parental_responsibility and not relationship.parental_responsibility:
        _has_no_other_responsibility(relationship.child, person, besides=relationship)
    relationship.parental_responsibility = parental_responsibility
    person.full_clean(exclude=["recorded_by"])
    person.save_by(by)
    relationship.save_by(by)
    return person


@transaction.atomic
def end_relationship(*, relationship: Relationship, until_on: date, by: User, today: date) -> Relationship:
    """They are no longer this to the child. What was known of them stays."""
    refuse_ended(relationship)
    if until_on > today:
        raise Refused("Record it once it has ended.", field="until_on")
    if until_on < relationship.from_on:
        raise Refused(
            f"This began on {in_words(relationship.from_on)}: it cannot end before.", field="until_on"
        )
    relationship.until_on = until_on
    return relationship.save_by(by)


def refuse_ended(relationship: Relationship) -> None:
    if relationship.until_on:
        raise Refused(f"This ended on {in_words(relationship.until_on)} already.")


def _not_known_already(child: Child, person: Person, kind: str, parental_responsibility: bool) -> None:
    now = child.relationships.filter(person=person, until_on__isnull=True)
    if now.filter(kind=kind).exists():
        label = Relationship.Kind(kind).label.lower()
        raise Refused(f"{person} is already recorded as {child.name}’s {label}.", field="kind")
    if parental_responsibility:
        _has_no_other_responsibility(child, person)


def _has_no_other_responsibility(child: Child, person: Person, besides: Relationship | None = None) -> None:
    others = child.relationships.filter(person=person, until_on__isnull=True, parental_responsibility=True)
    if besides:
        others = others.exclude(pk=besides.pk)
    if other := others.first():
        raise Refused(
            f"{person} already has parental responsibility for {child.name}, as "
            f"{other.get_kind_display().lower()}. It is recorded once for each person.",
            field="parental_responsibility",
        )
