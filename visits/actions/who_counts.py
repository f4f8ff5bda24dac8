"""Whose visit counts: the lead social worker's, or that of somebody who stands in their place that day (B-08, B-13).

A visit that nobody but the visitor knew of would let a child go unseen by whoever answers for them. So it is kept and
stops no clock, unless a manager accepts it and says why.
"""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.db.models import Q

from accounts.models import User
from accounts.roles import Permission
from audit.models import Refused
from children.models import Allocation, Child, Cover, Delegation
from deadlines.projection import refresh
from govuk_forms.words import day as in_words
from visits.models import Visit

MadeAs = Visit.MadeAs


def made_as(child: Child, visitor: User | None, on: date) -> str:
    """As what somebody visited a child on a day."""
    if visitor is None:
        return MadeAs.NOT_KNOWN
    held = Allocation.objects.on(on).filter(child=child)
    lead = held.values_list("social_worker", flat=True).first()
    if lead == visitor.pk:
        return MadeAs.LEAD
    if lead is None:
        return MadeAs.NOBODY_HELD
    covers = Cover.objects.on(on).filter(away=lead, covering=visitor)
    if covers.filter(Q(every_child=True) | Q(chosen__child=child)).exists():
        return MadeAs.COVER
    if Delegation.objects.in_force(on).filter(child=child, delegate=visitor).exists():
        return MadeAs.DELEGATE
    return MadeAs.SOMEBODY_ELSE


def reconsider(children: Iterable[Child], *, by: User, because: str) -> None:
    """Who held a child, who covers and who is a delegate can be put right afterwards: so is what their visits were."""
    decided = (MadeAs.ACCEPTED, MadeAs.NOT_KNOWN)
    of_these = Visit.objects.filter(child__in=list(children)).exclude(made_as__in=decided)
    for visit in of_these.select_related("child", "visited_by"):
        now = made_as(visit.child, visit.visited_by, visit.visited_on)
        if now != visit.made_as:
            visit.made_as = now
            visit.save_by(by, why=because[:100])


@transaction.atomic
def accept_visit(*, visit: Visit, because: str, by: User, today: date) -> Visit:
    """A manager lets a visit count that somebody else made without an agreement, and says why."""
    visit = Visit.objects.select_for_update(of=["self"]).select_related("child").get(pk=visit.pk)
    if not by.may(Permission.AGREE_DELEGATION):
        raise Refused("Only a manager can let this visit count.")
    if visit.made_as != MadeAs.SOMEBODY_ELSE or not visit.child_seen:
        raise Refused(
            "There is nothing to accept: only a visit that saw the child and does not count can be."
        )
    if visit.visited_by_id == by.pk:
        raise Refused("You made the visit yourself. Another manager has to accept it.")
    if not because.strip():
        raise Refused("Say why the visit counts.", field="because")
    visit.made_as, visit.accepted_by, visit.accepted_because = MadeAs.ACCEPTED, by, because
    visit.save_by(by, why="Accepted by a manager")
    refresh([visit.child], by=by, because=f"a manager accepted the visit on {in_words(visit.visited_on)}")
    return visit
