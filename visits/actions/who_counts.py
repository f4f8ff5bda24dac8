"""Whose visit counts: the lead social worker's, or that of somebody who stands in their place that day (B-08, B-13).

A visit that nobody but the visitor knew of would let a child go unseen by whoever answers for them. So it is kept and
stops no clock, unless a manager accepts it and says why.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db import transaction

from accounts.models import User
from accounts.roles import Permission
from audit.models import Refused
from children.models import Allocation, Child, Cover, Delegation
from deadlines.numbers import shipped_pack
from deadlines.projection import refresh
from govuk_forms.words import day as in_words
from visits.models import Visit

MadeAs = Visit.MadeAs


class _InTheLeadsPlace:
    """Who stood in whose place for some children, read at once however many visits are asked about."""

    def __init__(self, children: Iterable[int]) -> None:
        self.pack = shipped_pack()
        self.held = defaultdict(list)
        leads = set()
        held = Allocation.objects.filter(child__in=children).order_by()
        for child, worker, from_on, until_on in held.values_list(
            "child", "social_worker", "from_on", "until_on"
        ):
            self.held[child].append((worker, from_on, until_on))
            leads.add(worker)
        covers = Cover.objects.filter(away__in=leads, covering__isnull=False).prefetch_related("chosen")
        self.covers = [(each, {one.child_id for one in each.chosen.all()}) for each in covers]
        self.agreed = defaultdict(list)
        agreements = Delegation.objects.filter(child__in=children)
        for each in agreements:
            self.agreed[each.child_id].append(each)

    def as_what(self, child: int, visitor: int | None, on: date, place: str) -> str:
        """As what they came, as far as the authority's pack lets a visit there, and by them, count."""
        found = self._in_whose_place(child, visitor, on)
        may_be_elsewhere = place == Visit.Place.HOME or not self.pack.home_visits_only
        if found in Visit.STOPS_NO_CLOCK or found == MadeAs.NOT_KNOWN or may_be_elsewhere:
            return found
        return MadeAs.NOT_AT_HOME

    def _in_whose_place(self, child: int, visitor: int | None, on: date) -> str:
        if visitor is None:
            return MadeAs.NOT_KNOWN
        lead = next(
            (worker for worker, start, end in self.held[child] if start <= on and (not end or end > on)), None
        )
        if lead == visitor:
            return MadeAs.LEAD
        if lead is None:
            return MadeAs.NOBODY_HELD
        covered = any(
            (cover.away_id, cover.covering_id) == (lead, visitor)
            and cover.from_on <= on < cover.until_on
            and (cover.every_child or child in chosen)
            for cover, chosen in self.covers
        )
        if covered and self.pack.cover_counts:
            return MadeAs.COVER
        if any(each.delegate_id == visitor and each.is_in_force(on) for each in self.agreed[child]):
            return MadeAs.DELEGATE
        return MadeAs.COVER_APART if covered else MadeAs.SOMEBODY_ELSE


def made_as(child: Child, visitor: User | None, on: date, place: str) -> str:
    """As what somebody visited a child on a day, at home, at school or elsewhere."""
    return _InTheLeadsPlace([child.pk]).as_what(child.pk, visitor.pk if visitor else None, on, place)


def reconsider(children: Iterable[Child], *, by: User, because: str) -> None:
    """Who held a child, who covers and who is a delegate can be put right afterwards: so is what their visits were."""
    decided = (MadeAs.ACCEPTED, MadeAs.NOT_KNOWN)
    keys = [child.pk for child in children]
    places = _InTheLeadsPlace(keys)
    visits = Visit.objects.filter(child__in=keys).exclude(made_as__in=decided).order_by()
    read = visits.values_list("pk", "made_as", "child", "visited_by", "visited_on", "place")
    differ = {pk: now for pk, was, *visited in read if (now := places.as_what(*visited)) != was}
    for visit in Visit.objects.filter(pk__in=differ):
        visit.made_as = differ[visit.pk]
        visit.save_by(by, why=because[:100])


@transaction.atomic
def accept_visit(*, visit: Visit, because: str, by: User, today: date) -> Visit:
    """A manager lets a visit count that somebody else made without an agreement, and says why."""
    visit = Visit.objects.select_for_update(of=["self"]).select_related("child").get(pk=visit.pk)
    if not by.may(Permission.AGREE_DELEGATION):
        raise Refused("Only a manager can let this visit count.")
    refuse_nothing_to_accept(visit, by)
    if not because.strip():
        raise Refused("Say why the visit counts.", field="because")
    visit.made_as, visit.accepted_by, visit.accepted_because = MadeAs.ACCEPTED, by, because
    visit.save_by(by, why="Accepted by a manager")
    refresh([visit.child], by=by, because=f"a manager accepted the visit on {in_words(visit.visited_on)}")
    return visit


def refuse_nothing_to_accept(visit: Visit, by: User) -> None:
    if visit.made_as not in Visit.STOPS_NO_CLOCK or not visit.child_seen:
        raise Refused(
            "There is nothing to accept: only a visit that saw the child and does not count can be."
        )
    if visit.visited_by_id == by.pk:
        raise Refused("You made the visit yourself. Another manager has to accept it.")
