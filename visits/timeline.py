"""What visits contribute to the statutory timeline: what was seen, and attempts that were refused or met by nobody."""

from collections.abc import Iterator
from datetime import date, datetime

from django.utils import timezone

from children.models import Delegation, DelegationNote
from deadlines.milestones import Milestone, Reached, Source
from deadlines.sources import Facts
from visits.models import UnseenEpisode, Visit

KEPT_FROM_THE_CHILD = {Visit.Contact.REFUSED, Visit.Contact.NO_REPLY}


def _visit(
    pk: int,
    on: date,
    made_as: str,
    contact: str,
    seen: bool,
    alone: bool,
    awake: bool,
    injury: str,
    decided_on: date | None,
) -> Iterator[Reached]:
    if injury:
        yield from _injury(pk, on, decided_on)
    if not seen:
        if contact in KEPT_FROM_THE_CHILD:
            yield Reached(on, Milestone.CONTACT_REFUSED, source=Source("visit", pk, "Visit, child not seen"))
        return
    if made_as in Visit.STOPS_NO_CLOCK:
        return
    source = Source("visit", pk, "Visit, child seen")
    yield Reached(on, Milestone.CHILD_SEEN, source=source)
    if alone:
        yield Reached(on, Milestone.CHILD_SEEN_ALONE, source=source)
    if awake:
        yield Reached(on, Milestone.CHILD_SEEN_AWAKE, source=source)


def _injury(pk: int, on: date, decided_on: date | None) -> Iterator[Reached]:
    source, occasion = Source("visit", pk, "Visit, new injury or incident"), f"injury-{pk}"
    yield Reached(on, Milestone.INJURY_FOUND, occasion=occasion, source=source)
    if decided_on:
        yield Reached(decided_on, Milestone.INJURY_DECIDED, occasion=occasion, source=source)


VISITS = Facts(
    records=Visit.objects.all,
    columns=(
        "pk",
        "visited_on",
        "made_as",
        "contact",
        "child_seen",
        "child_seen_alone",
        "child_awake",
        "injury",
        "injury_decided_on",
    ),
    read=_visit,
    gives=frozenset(
        {
            Milestone.CHILD_SEEN,
            Milestone.CHILD_SEEN_ALONE,
            Milestone.CHILD_SEEN_AWAKE,
            Milestone.CONTACT_REFUSED,
            Milestone.INJURY_FOUND,
            Milestone.INJURY_DECIDED,
        }
    ),
    on="visited_on",
)


def _writing_up(pk: int, on: date, recorded_at: datetime) -> Iterator[Reached]:
    source = Source("visit", pk, "Visit")
    yield Reached(on, Milestone.VISIT_MADE, occasion=pk, source=source)
    yield Reached(timezone.localdate(recorded_at), Milestone.VISIT_RECORDED, occasion=pk, source=source)


WRITING_UP = Facts(
    # When a visit of the previous system was written up is not known.
    records=lambda: Visit.objects.filter(from_previous_system=False),
    columns=("pk", "visited_on", "recorded_at"),
    read=_writing_up,
    gives=frozenset({Milestone.VISIT_MADE, Milestone.VISIT_RECORDED}),
    on="visited_on",
)


def _unseen(
    pk: int, opened_on: date, manager: date | None, chair: date | None, core_group: date | None
) -> Iterator[Reached]:
    source, occasion = Source("unseen-episode", pk, "Child not seen"), f"unseen-{pk}"
    yield Reached(opened_on, Milestone.UNSEEN_OPENED, occasion=occasion, source=source)
    for told_on, milestone in (
        (manager, Milestone.UNSEEN_TOLD_MANAGER),
        (chair, Milestone.UNSEEN_TOLD_CHAIR),
        (core_group, Milestone.UNSEEN_TOLD_CORE_GROUP),
    ):
        if told_on:
            yield Reached(told_on, milestone, occasion=occasion, source=source)


UNSEEN = Facts(
    records=UnseenEpisode.objects.true,
    columns=("pk", "opened_on", "manager_told_on", "chair_told_on", "core_group_told_on"),
    read=_unseen,
    gives=frozenset(
        {
            Milestone.UNSEEN_OPENED,
            Milestone.UNSEEN_TOLD_MANAGER,
            Milestone.UNSEEN_TOLD_CHAIR,
            Milestone.UNSEEN_TOLD_CORE_GROUP,
        }
    ),
)


def _delegated(
    pk: int, from_on: date, manager_on: date, delegate_on: date, ended_on: date | None
) -> Iterator[Reached]:
    source = Source("delegation", pk, "Contact delegated")
    agreed_on = max(from_on, manager_on, delegate_on)
    if ended_on is None or agreed_on < ended_on:
        yield Reached(agreed_on, Milestone.DELEGATION_AGREED, source=source)
        if ended_on:
            yield Reached(ended_on, Milestone.DELEGATION_ENDED, source=source)


DELEGATED = Facts(
    records=lambda: Delegation.objects.filter(
        manager_agreed_on__isnull=False, delegate_agreed_on__isnull=False
    ),
    columns=("pk", "from_on", "manager_agreed_on", "delegate_agreed_on", "ended_on"),
    read=_delegated,
    gives=frozenset({Milestone.DELEGATION_AGREED, Milestone.DELEGATION_ENDED}),
)


def _looked_into(pk: int, delegation: int, on: date) -> Iterator[Reached]:
    source = Source("delegation", delegation, "Delegated contact looked into")
    yield Reached(on, Milestone.DELEGATION_MONITORED, source=source)


LOOKED_INTO = Facts(
    records=DelegationNote.objects.all,
    columns=("pk", "delegation", "on"),
    read=_looked_into,
    gives=frozenset({Milestone.DELEGATION_MONITORED}),
    child="delegation__child",
)
OF_A_VISIT = (VISITS, WRITING_UP)
FACTS = (*OF_A_VISIT, UNSEEN, DELEGATED, LOOKED_INTO)
