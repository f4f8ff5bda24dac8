"""A version of a plan goes to the core group, and always to the conference chair (B-11, S1 6.6)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from audit.models import Refused
from circulation.actions import Copy, circulate
from circulation.models import Circulation
from circulation.recipients import CHAIR, CopyToSend, Recipient
from circulation.second_person import SecondPerson
from circulation.withheld import SafeAddresses
from govuk_forms.words import day as in_words
from plans.actions.content import update_plan
from plans.models import AgreedBy, ChildProtectionPlan, PlanRevision, PlanVersion
from plans.parties import parties


def recipients(version: PlanVersion) -> list[Recipient]:
    """The chair first, then the present members of the core group; nobody who is excluded from it."""
    child = version.child
    found = []
    if child.conference_chair:
        found.append(Recipient(person=None, user=child.conference_chair, part=CHAIR, children=(child,)))
    return found + [
        Recipient(
            person=person,
            user=person.user,
            part=person.job_title or person.agency or "Family",
            children=(child,),
        )
        for person in parties(child, today=timezone.localdate())
        if person.user is None or person.user != child.conference_chair
    ]


def copies_of(version: PlanVersion) -> list[CopyToSend]:
    """Each recipient's copy as it will be, before anything is sent."""
    to, second = recipients(version), SecondPerson([version.child])
    known = {one.name for one in to}
    sections = SafeAddresses([version.child]).taken_out_of(map(tuple, version.sections))
    return [
        CopyToSend(
            recipient=one,
            sections=sections,
            is_shortened=False,
            held_because=second.why_held(one.person, sections, known=known, is_shortened=False)
            if one.person
            else "",
        )
        for one in to
    ]


@transaction.atomic
def circulate_version(
    *, version: PlanVersion, by: User, ways: Mapping[int, str] | None = None
) -> Circulation:
    """`ways` names, by the person's number, how those without an in-box are sent it; otherwise the usual way.

    Raises Refused for a version that was sent, and for a child without a chair who can be told.
    """
    refuse_not_to_be_sent(version)
    chosen = ways or {}
    return circulate(
        child=version.child,
        kind=Circulation.Kind.PLAN,
        about_pk=version.pk,
        title=f"Child protection plan, version {version.number}: {version.child}",
        sections=[(heading, text) for heading, text in version.sections],
        copies=[
            Copy(person=one.person, way=chosen.get(one.person.pk, one.usual_way))
            for one in recipients(version)
            if one.person
        ],
        by=by,
    )


def refuse_not_to_be_sent(version: PlanVersion) -> None:
    if version != version.plan.versions.first():
        raise Refused("A newer version holds. Circulate that one.")
    if sent := circulations_of(version).first():
        raise Refused(f"This version was already circulated on {in_words(timezone.localdate(sent.sent_at))}.")


def circulations_of(version: PlanVersion) -> QuerySet[Circulation]:
    return Circulation.objects.filter(
        kind=Circulation.Kind.PLAN, about_pk=version.pk, child_id=version.child_id
    )


def to_be_sent(plan: ChildProtectionPlan) -> PlanVersion | None:
    """The version that holds, where nobody was sent it.

    What a core group agreed goes out with its minute, and what a conference decided with its record.
    """
    version = plan.versions.first()
    if version is None or version.agreed_by != AgreedBy.UPDATE or not may_be_circulated(version):
        return None
    return version


def may_be_circulated(version: PlanVersion) -> bool:
    """Only the version that holds, and once."""
    return version == version.plan.versions.first() and not (
        version.plan.ended_on or circulations_of(version).exists()
    )


@transaction.atomic
def update_and_send(
    *, plan: ChildProtectionPlan, is_sent: bool, by: User, today: date, **said: Any
) -> PlanRevision:
    """The plan is brought up to date and, with `is_sent`, its new version goes out: both or neither."""
    revision = update_plan(plan=plan, by=by, today=today, **said)
    version = to_be_sent(plan)
    if is_sent and version:
        circulate_version(version=version, by=by)
    return revision
