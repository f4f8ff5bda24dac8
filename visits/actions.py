"""Recording a visit: once for the family, true for each child."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time

from django.db import transaction

from accounts.models import User
from audit.models import Refused
from children.models import Child
from children.models.child import SeeAlone
from deadlines.projection import refresh
from govuk_forms.words import day as in_words
from visits.models import Visit


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What the visit was for one child."""

    child: Child
    child_seen: bool
    child_seen_alone: bool = False
    child_awake: bool = False
    bedroom_seen: bool = False
    reason: str = ""
    about_this_child: str = ""


@transaction.atomic
def record_visit(
    *,
    seen: Iterable[Seen],
    visited_on: date,
    by: User,
    today: date,
    visited_at: time | None = None,
    visited_by: User | None = None,
    place: str = Visit.Place.HOME,
    contact: str = Visit.Contact.FACE_TO_FACE,
    announced: bool = True,
    who_was_present: str = "",
    account: str = "",
) -> list[Visit]:
    """One visit, a record on each child's own file; each child's deadlines move at once.

    Raises Refused for a day to come, for a child who was not seen (or not alone) and no reason why, and for a
    child "seen" on a visit that met nobody.
    """
    children = list(seen)
    if not children:
        raise Refused("Choose at least one child.", field="children")
    if visited_on > today:
        raise Refused("A visit can be recorded once it has happened. Check the date.", field="visited_on")
    together = uuid.uuid4()
    visits = []
    for one in children:
        _check(one, visited_on=visited_on, contact=contact)
        visit = Visit(
            child=one.child,
            together=together,
            visited_on=visited_on,
            visited_at=visited_at,
            visited_by=visited_by or by,
            place=place,
            contact=contact,
            announced=announced,
            who_was_present=who_was_present,
            account=account,
            child_seen=one.child_seen,
            child_seen_alone=one.child_seen_alone,
            child_awake=one.child_awake,
            bedroom_seen=one.bedroom_seen,
            reason=one.reason,
            about_this_child=one.about_this_child,
        )
        visit.full_clean(exclude=["recorded_by"])
        visits.append(visit.save_by(by))
    refresh([one.child for one in children], by=by, because=f"a visit on {in_words(visited_on)} was recorded")
    return visits


def _check(one: Seen, *, visited_on: date, contact: str) -> None:
    child = one.child
    if child.born_on is None or visited_on < child.born_on:
        raise Refused(f"{child} was not yet born on {in_words(visited_on)}.", field="visited_on")
    if child.died_on and visited_on > child.died_on:
        raise Refused(f"{child} died on {in_words(child.died_on)}. Check the date.", field="visited_on")
    if one.child_seen and contact != Visit.Contact.FACE_TO_FACE:
        raise Refused(
            f"{child} cannot have been seen on a visit that did not meet the family.", field="contact"
        )
    if not one.child_seen and (one.child_seen_alone or one.child_awake):
        raise Refused(f"{child} was seen alone or awake, and so was seen.")
    if not one.child_seen and not one.reason:
        raise Refused(f"Say why {child} was not seen.")
    needs_alone = child.see_alone_on(visited_on)
    as_needed = {
        SeeAlone.ALONE: one.child_seen_alone,
        SeeAlone.BABY_AWAKE: one.child_awake,
        SeeAlone.NOT_APPROPRIATE: True,
    }[needs_alone]
    if one.child_seen and not as_needed and not one.reason:
        how = "awake" if needs_alone == SeeAlone.BABY_AWAKE else "alone"
        raise Refused(f"Say why {child} was not seen {how}.")
