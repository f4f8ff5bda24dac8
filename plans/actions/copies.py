"""The plan in words for its child and the parents: begun, rewritten, finished, and read by a second person."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.roles import Permission
from audit.models import Refused
from children.models import Relationship
from circulation.second_person import SecondPerson
from circulation.withheld import SafeAddresses
from govuk_forms.words import day as in_words
from plans.models import ChildProtectionPlan, PlainCopy
from plans.parties import parties
from plans.plain import generated


@transaction.atomic
def write_copy(
    *,
    plan: ChildProtectionPlan,
    reader: str,
    sections: Sequence[tuple[str, str]],
    is_finished: bool,
    by: User,
    today: date,
) -> PlainCopy:
    """What a reader is told, as the worker wrote it. A finished one is not changed: the next is another copy.

    A copy for the parents that names others, or from which a safe address was taken, waits for a second person.
    """
    if plan.ended_on:
        raise Refused(f"The plan ended on {in_words(plan.ended_on)}.")
    if not any(text.strip() for _, text in sections):
        raise Refused("Write at least one part of it.")
    safe = SafeAddresses([plan.child]).taken_out_of(sections)
    copy = plan.plain_copies.filter(reader=reader, finished_on=None).first() or PlainCopy(
        child=plan.child, plan=plan, reader=reader
    )
    copy.sections = [[heading, text] for heading, text in safe if text.strip()]
    copy.made_from = generated(plan, reader, today=today)
    copy.version = plan.versions.first()
    if is_finished:
        copy.finished_on = today
        copy.held_because = _why_held(plan, reader, safe, today=today)
    return copy.save_by(by, why="Finished" if is_finished else "Written")


@transaction.atomic
def release_copy(*, copy: PlainCopy, by: User) -> PlainCopy:
    """A second person has read it as its reader will, and lets it go."""
    copy = PlainCopy.objects.select_for_update(of=["self"]).get(pk=copy.pk)
    if not copy.is_held or copy.finished_on is None:
        raise Refused("This copy does not wait for a second person.")
    if not may_release(copy, by):
        raise Refused("Somebody other than the person who wrote it decides whether this copy goes.")
    copy.released_at, copy.released_by = timezone.now(), by
    return copy.save_by(by, why="Released")


def may_release(copy: PlainCopy, by: User) -> bool:
    """Whoever wrote any of it is not a second person."""
    wrote = {copy.recorded_by_id, *copy.history.values_list("history_user", flat=True)}
    return by.may(Permission.RELEASE_COPY) and by.pk not in wrote


def _why_held(
    plan: ChildProtectionPlan, reader: str, sections: Sequence[tuple[str, str]], *, today: date
) -> str:
    if reader != PlainCopy.Reader.PARENTS:
        return ""
    kin = Relationship.objects.filter(
        child=plan.child, kind__in=[Relationship.Kind.MOTHER, Relationship.Kind.FATHER], until_on=None
    ).select_related("person")
    parents = [each.person for each in kin]
    known = {person.name for person in parties(plan.child, today=today)}
    second, found = SecondPerson([plan.child]), {}
    for person in parents:
        why = second.why_held(person, sections, known=known, is_shortened=False)
        if why:
            found[person.name] = why
    return " ".join(f"For {name}: {why}" for name, why in found.items())
