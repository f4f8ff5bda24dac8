"""Verbs that say where a child lives, since when and with whom."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from accounts.models import User
from audit.models import Refused
from children.models import Child, Household, Person, Residence
from govuk_forms.words import day as in_words


@transaction.atomic
def move_home(
    *,
    children: Iterable[Child],
    household: Household,
    from_on: date,
    leaves_others: bool,
    by: User,
    today: date,
) -> list[Residence]:
    """Several children of a family move to one home on one day."""
    return [
        move_into_household(
            child=child, household=household, from_on=from_on, leaves_others=leaves_others, by=by, today=today
        )
        for child in children
    ]


@transaction.atomic
def move_into_household(
    *, child: Child, household: Household, from_on: date, leaves_others: bool, by: User, today: date
) -> Residence:
    """The child lives here from a day. With `leaves_others`, the other places end on that day."""
    if from_on > today:
        raise Refused("Record a move once it has happened.", field="from_on")
    if household._state.adding:
        household.full_clean(exclude=["recorded_by"])
        household.save_by(by)
    if leaves_others:
        for residence in child.residences.filter(until_on__isnull=True).exclude(household=household):
            if residence.from_on > from_on:
                raise Refused(
                    f"The child has lived at {residence.household} since {in_words(residence.from_on)}: "
                    "the move must be after that day.",
                    field="from_on",
                )
            residence.until_on = from_on
            residence.save_by(by)
    residence = Residence(child=child, household=household, from_on=from_on)
    residence.full_clean(exclude=["recorded_by"])
    return residence.save_by(by)


@transaction.atomic
def adult_moves_in(
    *, person: Person, household: Household, from_on: date, by: User, today: date
) -> Residence:
    if from_on > today:
        raise Refused("Record a move once it has happened.", field="from_on")
    if household.residences.on(from_on).filter(person=person).exists():
        raise Refused(f"{person} is already recorded as living there on that day.", field="person")
    residence = Residence(person=person, household=household, from_on=from_on)
    residence.full_clean(exclude=["recorded_by"])
    return residence.save_by(by)


@transaction.atomic
def move_out(*, residence: Residence, until_on: date, by: User, today: date) -> Residence:
    """A child or an adult no longer lives there."""
    who = residence.child or residence.person
    if residence.until_on:
        raise Refused(f"{who} moved out on {in_words(residence.until_on)} already.")
    if until_on > today:
        raise Refused("Record a move once it has happened.", field="until_on")
    if until_on < residence.from_on:
        raise Refused(
            f"{who} moved in on {in_words(residence.from_on)}: moving out cannot come before.",
            field="until_on",
        )
    residence.until_on = until_on
    return residence.save_by(by)


@transaction.atomic
def correct_address(
    *, household: Household, address: str, postcode: str, is_safe_address: bool, by: User
) -> Household:
    """For a slip of the pen. Somebody who moved gets another household, so that the old address stays known."""
    household.address, household.postcode, household.is_safe_address = address, postcode, is_safe_address
    household.full_clean(exclude=["recorded_by"])
    return household.save_by(by, why="Address corrected")
