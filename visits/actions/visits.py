"""Recording and correcting a visit: once for the family, true for each child."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

from django.db import connection, transaction

from accounts.models import User
from accounts.roles import Permission
from audit.models import Refused
from children.actions.named import carry_to_the_network
from children.models import Child
from children.models.child import SeeAlone
from deadlines.projection import refresh
from deadlines.sources import Added
from govuk_forms.words import day as in_words
from visits.actions.unseen import after_visits
from visits.actions.who_counts import made_as
from visits.models import Visit
from visits.timeline import OF_A_VISIT


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What the visit was for one child."""

    child: Child
    child_seen: bool
    child_seen_alone: bool = False
    child_awake: bool = False
    bedroom_seen: bool = False
    spoken_with: bool | None = None
    undressed_seen: bool | None = None
    why_not: str = ""
    """Of Visit.WhyNot: why not seen, or not alone; `reason` says it in words."""
    reason: str = ""
    about_this_child: str = ""
    own_words: str = ""
    injury: str = ""
    manager_told_of_injury: bool = False
    observed: list[list[str]] = field(default_factory=list)
    """Each risk of which something was seen, in the plan's words, and what."""


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
    ended_at: time | None = None,
    present: Iterable[int] = (),
    who_was_present: str = "",
    about_risks: str = "",
    meals: str = "",
    account: str = "",
    once: uuid.UUID | None = None,
) -> list[Visit]:
    """One visit, a record on each child's own file; each child's deadlines move at once.

    With `once`, a key made for one filled-in form, sending the form again records nothing again: what the first
    sending recorded is returned.

    Raises Refused for a day to come, for a child who was not seen (or not alone) and no reason why, and for a
    child "seen" on a visit that met nobody.
    """
    children = list(seen)
    if visited_at and ended_at and ended_at < visited_at:
        raise Refused("The visit ended before it began. Check both times.", field="ended_at")
    if not children:
        raise Refused("Choose at least one child.", field="children")
    if visited_on > today:
        raise Refused("A visit can be recorded once it has happened. Check the date.", field="visited_on")
    recorded = _recorded_before(once, by=by) if once else []
    together = once or uuid.uuid4()
    visits = []
    for one in children:
        _check(one, visited_on=visited_on, contact=contact)
        visit = Visit(
            child=one.child,
            together=together,
            visited_on=visited_on,
            visited_at=visited_at,
            visited_by=visited_by or by,
            made_as=made_as(one.child, visited_by or by, visited_on, place),
            place=place,
            contact=contact,
            announced=announced,
            ended_at=ended_at,
            present=list(present),
            who_was_present=who_was_present,
            about_risks=about_risks,
            meals=meals,
            account=account,
            **{name: getattr(one, name) for name in OF_THE_CHILD},
        )
        visit.full_clean(exclude=["recorded_by"])
        visits.append(visit)
    if recorded:
        return _the_same(recorded, visits)
    for visit in visits:
        visit.save_by(by)
    refresh(
        [one.child for one in children],
        by=by,
        because=f"a visit on {in_words(visited_on)} was recorded",
        added=Added(OF_A_VISIT, [visit.pk for visit in visits], visited_on),
    )
    carry_to_the_network(
        children=[one.child for one in children], words=who_was_present, met_on=visited_on, by=by
    )
    after_visits(visits, by=by, today=today)
    return visits


def _recorded_before(once: uuid.UUID, *, by: User) -> list[Visit]:
    """What this very form recorded before. A second sending waits here until the first is through."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [str(once)])
    recorded = list(Visit.objects.filter(together=once).select_related("child").order_by("pk"))
    if any(visit.recorded_by_id != by.pk for visit in recorded):
        raise Refused("This form was used before. Open “Record a visit” again from the child’s record.")
    return recorded


def is_in_a_record(once: uuid.UUID, *, by: User, words: Iterable[str]) -> bool:
    """Whether this person recorded a visit from that very form, with each of these words in it."""
    recorded = list(Visit.objects.filter(together=once, recorded_by=by))
    # As a form cleans what is typed: line ends and the space around it.
    names = (*TEXTS_OF_THE_VISIT, *TEXTS_OF_THE_CHILD)
    said = [getattr(visit, name) for visit in recorded for name in names]
    said += [seen for visit in recorded for _, seen in visit.observed]
    texts = [" ".join(text.split()) for text in said]
    return bool(recorded) and all(any(" ".join(each.split()) in text for text in texts) for each in words)


def _the_same(recorded: list[Visit], again: list[Visit]) -> list[Visit]:
    """What was recorded, when it is sent again; other words under the same key are refused and not dropped."""

    def said(visits: list[Visit]) -> dict[int, tuple[Any, ...]]:
        names = ("contact", *OF_THE_VISIT, *OF_THE_CHILD)
        return {visit.child_id: tuple(getattr(visit, name) for name in names) for visit in visits}

    if said(recorded) != said(again):
        raise Refused(
            "A visit was recorded from this form already, and this is different. If it is another visit, save it "
            "again; if it is the same, correct the record of it."
        )
    return recorded


# What is true of the visit, whoever was seen on it; the rest of a record is about the one child.
OF_THE_VISIT = (
    "visited_on", "visited_at", "ended_at", "visited_by", "place", "announced", "present", "who_was_present",
    "about_risks", "meals", "account",
)  # fmt: skip
TEXTS_OF_THE_VISIT = ("who_was_present", "about_risks", "meals", "account")
TEXTS_OF_THE_CHILD = ("reason", "about_this_child", "own_words", "injury")
OF_THE_CHILD = (
    "child_seen", "child_seen_alone", "child_awake", "bedroom_seen", "spoken_with", "undressed_seen", "why_not",
    "reason", "about_this_child", "own_words", "injury", "manager_told_of_injury", "observed",
)  # fmt: skip

# What a line of history has room for.
LONGEST_REASON = 100


@transaction.atomic
def correct_visit(
    visit: Visit,
    *,
    seen: Seen,
    contact: str,
    why: str,
    by: User,
    today: date,
    also: Iterable[Visit] = (),
    **of_the_visit: Any,
) -> Visit:
    """Put a record right. What it said before stays in its history, with who corrected it and why.

    `of_the_visit` are the facts named in OF_THE_VISIT. `also` are records of the same visit on siblings' files, on
    which those facts are corrected too; who was seen is never corrected on a file but its own.
    """
    if not why.strip():
        raise Refused("Say why the record is corrected.", field="why")
    if len(why) > LONGEST_REASON:
        raise Refused(f"Say why in {LONGEST_REASON} characters or fewer.", field="why")
    siblings = list(also)
    if any(each.together != visit.together for each in siblings):
        raise Refused("Only records of the same visit can be corrected together.")
    about_the_child = {name: getattr(seen, name) for name in OF_THE_CHILD}
    changes = [(visit, {**of_the_visit, "contact": contact, **about_the_child})]
    changes += [(each, of_the_visit) for each in siblings]
    corrected = [each for each, facts in changes if _put_right(each, facts, why=why, by=by, today=today)]
    if not corrected:
        raise Refused("Nothing is different from what was recorded.")
    refresh(
        [each.child for each in corrected],
        by=by,
        because=f"the record of the visit on {in_words(visit.visited_on)} was corrected",
    )
    carry_to_the_network(
        children=[each.child for each in corrected],
        words=visit.who_was_present,
        met_on=visit.visited_on,
        by=by,
    )
    after_visits(corrected, by=by, today=today)
    return visit


def _put_right(visit: Visit, facts: dict[str, Any], *, why: str, by: User, today: date) -> bool:
    """Whether anything was different."""
    if all(getattr(visit, name) == value for name, value in facts.items()):
        return False
    for name, value in facts.items():
        setattr(visit, name, value)
    if visit.visited_on > today:
        raise Refused("A visit can be recorded once it has happened. Check the date.", field="visited_on")
    if visit.made_as != Visit.MadeAs.ACCEPTED:
        visit.made_as = made_as(visit.child, visit.visited_by, visit.visited_on, visit.place)
    as_it_is = Seen(child=visit.child, **{name: getattr(visit, name) for name in OF_THE_CHILD})
    _check(as_it_is, visited_on=visit.visited_on, contact=visit.contact)
    visit.full_clean(exclude=["recorded_by"])
    visit.save_by(by, why=why)
    return True


@transaction.atomic
def decide_injury(
    *, visit: Visit, decision: str, because: str, decided_on: date, by: User, today: date
) -> Visit:
    """What a manager decides to do about a new injury or incident that a visit found (S1-78, B-20)."""
    visit = Visit.objects.select_for_update(of=["self"]).select_related("child").get(pk=visit.pk)
    refuse_without_injury(visit)
    if not by.may(Permission.DECIDE_INJURY):
        raise Refused("A manager decides what follows from a new injury.")
    if decided_on > today or decided_on < visit.visited_on:
        raise Refused("Enter a day from that of the visit to today.", field="decided_on")
    if not because.strip():
        raise Refused("Say why.", field="because")
    visit.injury_decision, visit.injury_decision_because = decision, because
    visit.injury_decided_on, visit.injury_decided_by = decided_on, by
    visit.full_clean(exclude=["recorded_by"])
    visit.save_by(by, why="Decided what follows from the injury")
    refresh([visit.child], by=by, because="it was decided what follows from a new injury or incident")
    return visit


def refuse_without_injury(visit: Visit) -> None:
    if not visit.injury:
        raise Refused("No new injury or incident was recorded on this visit.")
    if visit.injury_decided_on:
        raise Refused(f"This was decided on {in_words(visit.injury_decided_on)}.")


def _check(one: Seen, *, visited_on: date, contact: str) -> None:
    child = one.child
    if child.born_on is None or visited_on < child.born_on:
        raise Refused(f"{child} was not yet born on {in_words(visited_on)}.", field="visited_on")
    if child.died_on and visited_on > child.died_on:
        raise Refused(f"{child} died on {in_words(child.died_on)}. Check the date.", field="visited_on")
    if not one.child_seen and (one.spoken_with or one.undressed_seen):
        raise Refused(f"{child} was spoken with or seen undressed, and so was seen.")
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
