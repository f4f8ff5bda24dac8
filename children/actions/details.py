"""Verbs that change what is known of a child."""

from datetime import date
from typing import Any, Final

from django.db import connection, transaction
from django.db.models import BigIntegerField, Max
from django.db.models.functions import Cast, Substr

from accounts.models import Team, User
from accounts.roles import Permission, Role
from audit.models import Refused
from children.actions.allocation import allocate
from children.actions.telling import facts_changed
from children.codes import Sex
from children.models import Child, FormerName, Referral
from children.models.child import SeeAlone

OWN_REFERENCE: Final = "P"


@transaction.atomic
def add_child(*, by: User, today: date, team: Team | None = None, **details: Any) -> Child:
    """A new record of a child. A social worker who adds one holds it until somebody else is allocated.

    Without a reference the portal makes one: P and the next number.
    """
    _plausible_dates(details.get("born_on"), details.get("expected_on"), today)
    details["reference"] = details.get("reference") or next_reference()
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
def add_former_name(*, child: Child, given_name: str, family_name: str, by: User) -> FormerName:
    """A name the child had before the portal knew them. Names changed in the portal are kept by themselves."""
    names = {"given_name": given_name.strip(), "family_name": family_name.strip()}
    if not any(names.values()):
        raise Refused("Enter a given name, a family name or both.", field="given_name")
    if names == {"given_name": child.given_name, "family_name": child.family_name}:
        raise Refused("That is the child’s name now.", field="given_name")
    if child.former_names.filter(**names).exists():
        raise Refused("That former name is already recorded.", field="given_name")
    return FormerName(child=child, **names).save_by(by)


@transaction.atomic
def set_see_alone(
    *,
    child: Child,
    see_alone: SeeAlone,
    reason: str = "",
    agreed_by: User | None = None,
    agreed_on: date | None = None,
    review_on: date | None = None,
    by: User,
    today: date,
) -> Child:
    """What "seen alone" means for this child (T-18). Anything but the rule by age is agreed by a manager."""
    if see_alone == SeeAlone.BY_AGE:
        reason, agreed_by, agreed_on, review_on = "", None, None, None
    else:
        if agreed_by is None or not agreed_by.may(Permission.AGREE_FREQUENCY):
            raise Refused("Select the team manager who agreed.", field="agreed_by")
        if agreed_on is None or agreed_on > today:
            raise Refused("Enter the day on which the manager agreed, today or earlier.", field="agreed_on")
    if see_alone == SeeAlone.NOT_APPROPRIATE:
        if not reason.strip():
            raise Refused("Say why seeing the child alone is not appropriate.", field="reason")
        if review_on is None or review_on <= today:
            raise Refused("Enter a day to come on which this is looked at again.", field="review_on")
    child.see_alone, child.see_alone_reason, child.see_alone_agreed_by = see_alone, reason, agreed_by
    child.see_alone_from_on, child.see_alone_review_on = agreed_on, review_on
    child.full_clean(exclude=["recorded_by"])
    child.save_by(by, why="What seeing this child alone means")
    facts_changed([child], by=by, because="what seeing this child alone means was changed")
    return child


@transaction.atomic
def record_birth(
    *, child: Child, born_on: date, given_name: str, family_name: str, sex: str, by: User, today: date
) -> Child:
    """The unborn child is born: the same record, its clocks begin (B-17)."""
    refuse_born(child)
    if born_on > today:
        raise Refused("A birth can be recorded once it has happened. Check the date.", field="born_on")
    if sex == Sex.UNKNOWN:
        raise Refused("Say whether the child is a girl or a boy.", field="sex")
    _plausible_dates(born_on, None, today)
    child.expected_on, child.born_on = None, born_on
    child.given_name, child.family_name, child.sex = given_name, family_name, sex
    child.full_clean(exclude=["recorded_by"])
    child.save_by(by, why="Born")
    facts_changed([child], by=by, because="the child was born")
    return child


@transaction.atomic
def refuse_born(child: Child) -> None:
    if not child.is_unborn:
        raise Refused("This child's birth is already recorded.")


def record_referral(*, child: Child, by: User, today: date, **details: Any) -> Referral:
    if details["received_on"] > today:
        raise Refused("A referral can be recorded once it has arrived.", field="received_on")
    referral = Referral(child=child, **details)
    referral.full_clean(exclude=["recorded_by"])
    return referral.save_by(by)


def next_reference() -> str:
    """P and the number after the greatest so far. Held until the transaction ends, so that two cannot get one."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext('children.next_reference'))")
    own = Child.objects.filter(reference__regex=rf"^{OWN_REFERENCE}[0-9]{{1,12}}$")
    number = Cast(Substr("reference", len(OWN_REFERENCE) + 1), BigIntegerField())
    greatest = own.aggregate(greatest=Max(number))["greatest"] or 0
    return f"{OWN_REFERENCE}{greatest + 1}"


LONGEST_PREGNANCY_DAYS: Final = 300


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
