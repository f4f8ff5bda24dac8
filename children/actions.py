"""Verbs that change a child, where and with whom the child lives, the network, and who holds the child."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from accounts.models import Team, User
from accounts.roles import Role
from audit.models import Refused
from children.codes import Sex
from children.models import (
    Allocation,
    Child,
    FormerName,
    Household,
    Person,
    Referral,
    Relationship,
    Residence,
)
from govuk_forms.words import day as in_words


def facts_changed(children: Iterable[Child], *, by: User, because: str) -> None:
    """Bring the children's deadlines up to date. The app that keeps them stands above and is named in settings."""
    import_string(settings.WHEN_A_CHILD_CHANGES)(children, by=by, because=because)


@transaction.atomic
def add_child(*, by: User, today: date, team: Team | None = None, **details: Any) -> Child:
    """A new record of a child. A social worker who adds one holds it until somebody else is allocated."""
    _plausible_dates(details.get("born_on"), details.get("expected_on"), today)
    child = Child(team=team or by.team, **details)
    child.full_clean(exclude=["recorded_by"])
    child.save_by(by)
    if by.role == Role.SOCIAL_WORKER:
        allocate(child=child, social_worker=by, from_on=today, by=by, today=today)
    return child


@transaction.atomic
def change_child(*, child: Child, by: User, today: date, **details: Any) -> Child:
    """Correct or complete a child's details. A name that changes is kept among the former names."""
    _plausible_dates(
        details.get("born_on", child.born_on), details.get("expected_on", child.expected_on), today
    )
    before = Child.objects.get(pk=child.pk)
    for name, value in details.items():
        setattr(child, name, value)
    child.full_clean(exclude=["recorded_by"])
    child.save_by(by)
    had_a_name = before.family_name or before.given_name
    renamed = (before.given_name, before.family_name) != (child.given_name, child.family_name)
    if had_a_name and renamed:
        FormerName(child=child, given_name=before.given_name, family_name=before.family_name).save_by(by)
    facts_changed([child], by=by, because="the child's details were corrected")
    return child


@transaction.atomic
def record_birth(
    *, child: Child, born_on: date, given_name: str, family_name: str, sex: str, by: User, today: date
) -> Child:
    """The unborn child is born: the same record, its clocks begin (B-17)."""
    if not child.is_unborn:
        raise Refused("This child's birth is already recorded.")
    if born_on > today:
        raise Refused("A birth can be recorded once it has happened. Check the date.", field="born_on")
    if sex == Sex.UNKNOWN:
        raise Refused("Say whether the child is a girl or a boy.", field="sex")
    child.expected_on, child.born_on = None, born_on
    child.given_name, child.family_name, child.sex = given_name, family_name, sex
    child.save_by(by, why="Born")
    facts_changed([child], by=by, because="the child was born")
    return child


@transaction.atomic
def allocate(*, child: Child, social_worker: User, from_on: date, by: User, today: date) -> Allocation:
    """Make somebody the lead social worker from a day; whoever held the child until then hands over that day.

    The child's responsible team becomes the worker's. Refuses a person who is no social worker of Children's
    Social Care (B-13), a day to come, and a day inside an earlier allocation.
    """
    if social_worker.role not in {Role.SOCIAL_WORKER, Role.TEAM_MANAGER} or social_worker.team is None:
        raise Refused(f"{social_worker} is not a social worker in a team.", field="social_worker")
    if not social_worker.is_active:
        raise Refused(f"{social_worker} can no longer sign in. Choose somebody else.", field="social_worker")
    if from_on > today:
        raise Refused("An allocation starts today or earlier. Record it on the day.", field="from_on")
    latest = child.allocations.order_by("-from_on").first()
    if latest and latest.until_on is None:
        if latest.social_worker_id == social_worker.pk:
            raise Refused(f"{social_worker} is already the lead social worker.", field="social_worker")
        if from_on <= latest.from_on:
            raise Refused(
                f"{latest.social_worker} has held the child since {in_words(latest.from_on)}. "
                "The new allocation must start after that day.",
                field="from_on",
            )
        latest.until_on = from_on
        latest.save_by(by)
    elif latest and from_on < latest.until_on:
        raise Refused(
            f"{latest.social_worker} held the child until {in_words(latest.until_on)}. "
            "The new allocation cannot start before that day.",
            field="from_on",
        )
    allocation = Allocation(
        child=child, social_worker=social_worker, team=social_worker.team, from_on=from_on
    ).save_by(by)
    if child.team_id != social_worker.team_id:
        child.team = social_worker.team
        child.save_by(by, why="Allocated")
    facts_changed([child], by=by, because=f"{social_worker} was allocated")
    return allocation


@transaction.atomic
def end_allocation(*, allocation: Allocation, until_on: date, by: User, today: date) -> Allocation:
    """Leave the child with nobody: the team manager answers for it and is told until somebody is allocated."""
    if allocation.until_on:
        raise Refused("This allocation has already ended.")
    if until_on > today:
        raise Refused("An allocation is ended on the day or afterwards.", field="until_on")
    if until_on < allocation.from_on:
        raise Refused(
            f"The allocation began on {in_words(allocation.from_on)}: it cannot end before.", field="until_on"
        )
    allocation.until_on = until_on
    allocation.save_by(by)
    facts_changed([allocation.child], by=by, because=f"{allocation.social_worker} no longer holds the child")
    return allocation


@transaction.atomic
def assign_chair(*, child: Child, chair: User, by: User) -> Child:
    """Who chairs this child's conferences and receives what the core group writes."""
    if child.conference_chair_id != chair.pk:
        child.conference_chair = chair
        child.save_by(by, why="Conference chair assigned")
    return child


@transaction.atomic
def record_referral(*, child: Child, by: User, today: date, **details: Any) -> Referral:
    if details["received_on"] > today:
        raise Refused("A referral can be recorded once it has arrived.", field="received_on")
    referral = Referral(child=child, **details)
    referral.full_clean(exclude=["recorded_by"])
    return referral.save_by(by)


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


LONGEST_PREGNANCY_DAYS = 300


def _plausible_dates(born_on: date | None, expected_on: date | None, today: date) -> None:
    if born_on and born_on > today:
        raise Refused(
            "The date of birth is in the future. For a child not yet born give the expected date instead.",
            field="born_on",
        )
    if born_on and (today.year - born_on.year) > 25:
        raise Refused("The date of birth is more than 25 years ago. Check the year.", field="born_on")
    if expected_on and (expected_on - today).days > LONGEST_PREGNANCY_DAYS:
        raise Refused("The expected date is more than ten months away. Check the year.", field="expected_on")
