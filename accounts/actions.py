"""Verbs that change who may sign in, in which role and team."""

import secrets
from hashlib import sha256

from axes.utils import reset
from django.db import transaction

from accounts.letters import INVITATION, send_password_link
from accounts.models import EARLIEST_LETTER, LATEST_LETTER, Team, User
from accounts.roles import Role
from accounts.telling import person_changed
from audit.models import Refused


@transaction.atomic
def add_person(
    *, email: str, name: str, role: Role, team: Team | None = None, agency: str = "", by: User | None
) -> User:
    """Somebody who may sign in once they have set a password. `by` is None only for an authority's first people."""
    _one_sign_in(email)
    team = _team_that_suits(role, team)
    person = User.objects.create_user(
        email=email, name=name, role=role, by=by, team=team, agency="" if team else agency
    )
    person.full_clean(exclude=["recorded_by", "password"])
    person_changed(person, teams=[team])
    return person


@transaction.atomic
def change_person(
    *,
    person: User,
    email: str,
    name: str,
    role: Role,
    team: Team | None,
    agency: str,
    is_active: bool,
    by: User,
) -> User:
    """What somebody who may no longer sign in had open stops answering with their next request."""
    if person == by and (role != person.role or not is_active):
        raise Refused(
            "You cannot change your own role or take away your own sign-in. Ask another system administrator.",
            field="role" if role != person.role else "is_active",
        )
    _one_sign_in(email, besides=person)
    left = person.team
    person.email, person.name, person.role, person.is_active = email.lower(), name, role, is_active
    person.team = _team_that_suits(role, team)
    person.agency = "" if person.team else agency
    person.full_clean(exclude=["recorded_by", "password"])
    person.save_by(by)
    person_changed(person, teams=[left, person.team])
    return person


@transaction.atomic
def add_team(*, name: str, by: User | None) -> Team:
    return _save_team(Team(), name=name, by=by)


@transaction.atomic
def rename_team(*, team: Team, name: str, by: User) -> Team:
    return _save_team(team, name=name, by=by)


@transaction.atomic
def choose_letter_hour(*, person: User, hour: int) -> User:
    """From which hour of the day the person's own letter of counts is sent."""
    if not EARLIEST_LETTER <= hour <= LATEST_LETTER:
        raise Refused("Letters come between 6:00 and 20:00. Choose an hour between.", field="hour")
    person.letter_hour = hour
    return person.save_by(person)


@transaction.atomic
def open_calendar(*, person: User) -> str:
    """A new secret for the address of the person's calendar. It is kept as a digest, so it can be shown only now; an
    address given before stops working."""
    secret = secrets.token_urlsafe(32)
    person.calendar_digest = calendar_digest(secret)
    person.save_by(person)
    return secret


@transaction.atomic
def close_calendar(*, person: User) -> User:
    """No address leads to the person's calendar any more."""
    person.calendar_digest = ""
    return person.save_by(person)


def calendar_digest(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()


def invite(person: User) -> None:
    """Send the link with which somebody sets their first password. Raises OSError when it cannot be sent."""
    if not person.is_active:
        raise Refused(f"{person} may not sign in. Allow it first, then send the link.")
    send_password_link(person, letter=INVITATION)


def forget_failed_sign_ins(person: User) -> int:
    """Let somebody who was locked out try again at once. How many failed attempts were forgotten."""
    return reset(username=person.email)


def _one_sign_in(email: str, besides: User | None = None) -> None:
    others = User.objects.filter(email__iexact=email)
    if besides:
        others = others.exclude(pk=besides.pk)
    if other := others.first():
        raise Refused(
            f"{other.name} already signs in with {other.email}. Change that person instead.", field="email"
        )


def _team_that_suits(role: Role, team: Team | None) -> Team | None:
    if role in {Role.SOCIAL_WORKER, Role.TEAM_MANAGER} and team is None:
        raise Refused("A social worker or team manager belongs to a team: select it.", field="team")
    return None if role == Role.CORE_GROUP_PROFESSIONAL else team


def _save_team(team: Team, *, name: str, by: User | None) -> Team:
    team.name = " ".join(name.split())
    if Team.objects.filter(name__iexact=team.name).exclude(pk=team.pk).exists():
        raise Refused("There is already a team of that name.", field="name")
    if by:
        return team.save_by(by)
    team._history_user = User.objects.the_portal()
    team.save()
    return team
