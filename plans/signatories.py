"""Who signs a plan, as the authority has set it (B-04, S3-44)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from accounts.models import User
from accounts.roles import Role
from children.models import Child, Person, Relationship
from plans.models import StandardAgreement
from plans.parties import parties

Signs = StandardAgreement.Signs
UNLESS_SET = (Signs.CHILD, Signs.FAMILY, Signs.PROFESSIONALS)
"""The child and everybody in the core group sign where the authority has set nothing."""


@dataclass(frozen=True)
class Signatory:
    """A person of the core group, or a user in their office, or neither: the child."""

    name: str
    person: Person | None = None
    user: User | None = None

    @property
    def key(self) -> str:
        """How a form names them: "child", "12" for a person and "user-5" for somebody of the authority."""
        if self.user:
            return f"user-{self.user.pk}"
        return str(self.person.pk) if self.person else "child"


def standard_agreement() -> StandardAgreement:
    """What the authority has set; else a plain heading, and everybody signs."""
    set_here = StandardAgreement.objects.in_force().first()
    return set_here or StandardAgreement(heading="Written agreement", signed_by=list(UNLESS_SET))


def signatories(child: Child, *, today: date) -> list[Signatory]:
    """The child, then the family, then professionals, each by name; then those who sign in their office.

    Somebody who is in the core group and signs in their office is one signatory.
    """
    signs = set(standard_agreement().signed_by)
    found = [Signatory(child.name)] if Signs.CHILD in signs else []
    people = parties(child, today=today)
    family = _family(child, people)
    in_turn = ((Signs.FAMILY, True), (Signs.PROFESSIONALS, False))
    for group, of_the_family in in_turn:
        if group in signs:
            found += [
                Signatory(one.name, person=one) for one in people if (one.pk in family) is of_the_family
            ]
    there_already = {one.person.user_id for one in found if one.person}
    for user, office in _in_their_office(child, signs, today=today):
        if user.pk not in there_already:
            there_already.add(user.pk)
            found.append(Signatory(f"{user.name}, {office}", user=user))
    return found


def _family(child: Child, people: list[Person]) -> set[int]:
    theirs = Relationship.objects.filter(child=child, person__in=people, kind__in=Relationship.FAMILY)
    return set(theirs.values_list("person", flat=True))


def _in_their_office(child: Child, signs: set[str], *, today: date) -> Iterator[tuple[User, str]]:
    allocation = child.allocation_on(today)
    if Signs.LEAD in signs and allocation:
        yield allocation.social_worker, "lead social worker"
    if Signs.MANAGER in signs and allocation:
        managers = User.objects.active().with_role(Role.TEAM_MANAGER).filter(team=allocation.team)
        for manager in managers.order_by("name", "pk")[:1]:
            yield manager, "team manager"
    if Signs.CHAIR in signs and child.conference_chair:
        yield child.conference_chair, "conference chair"
