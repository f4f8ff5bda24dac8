"""A significant change is reported by whoever hears of it, and a manager decides what follows (B-20)."""

from datetime import date, time

from django.db import transaction

from accounts.models import User
from accounts.roles import Permission
from audit.models import Refused
from children.models import Child
from coregroups.models import CoreGroupMember, SignificantChange
from deadlines.projection import refresh
from govuk_forms.words import day as in_words


def children_of_member(user: User, *, today: date) -> list[Child]:
    """The children on an open plan of whose core group somebody is a member today, and not excluded from it."""
    mine = CoreGroupMember.objects.on(today).filter(person__user=user, excluded_because="").values("child")
    return list(
        Child.objects.filter(pk__in=mine, plans__ended_on=None, plans__isnull=False).distinct().named()
    )


@transaction.atomic
def report_change(
    *,
    child: Child,
    told_by: str,
    what: str,
    reported_on: date,
    by: User,
    today: date,
    reported_at: time | None = None,
    kind: str = "",
    asks_for: str = "",
) -> SignificantChange:
    """The lead social worker and the manager are told at once; the manager's decision has a clock.

    Raises Refused for somebody who is neither a member of the child's core group today nor may open the record, for a
    child without an open plan, and for a day to come.
    """
    _refuse_who_does_not_know_the_child(child, by, today=today)
    if not child.plans.open().exists():
        raise Refused(
            f"{child} is not on a child protection plan. Speak with the social worker or the duty team."
        )
    if reported_on > today:
        raise Refused("Enter today or an earlier day.", field="reported_on")
    if not what.strip():
        raise Refused("Say what has changed.", field="what")
    if not told_by.strip():
        raise Refused("Say who told you, or that you saw it yourself.", field="told_by")
    change = SignificantChange(
        child=child, told_by=told_by, what=what, reported_on=reported_on, reported_at=reported_at, kind=kind,
        asks_for=asks_for,
    )  # fmt: skip
    change.full_clean(exclude=["recorded_by"])
    change.save_by(by)
    refresh([child], by=by, because=f"a significant change was reported on {in_words(reported_on)}")
    return change


def _refuse_who_does_not_know_the_child(child: Child, by: User, *, today: date) -> None:
    as_member = by.may(Permission.REPORT_CHANGE_AS_MEMBER) and child in children_of_member(by, today=today)
    mine = Child.objects.visible_to(by, today=today).filter(pk=child.pk)
    as_worker = by.may(Permission.REPORT_CHANGE) and mine.exists()
    if not (as_member or as_worker):
        raise Refused("You are not a member of this child’s core group.", field="child")


@transaction.atomic
def decide_change(
    *,
    change: SignificantChange,
    protective_action: bool,
    enquiry: bool,
    early_review: bool,
    legal_planning: bool,
    because: str,
    consulted: str,
    decided_on: date,
    by: User,
    today: date,
    extra_core_group: bool | None = None,
    unit_told: bool | None = None,
) -> SignificantChange:
    """What was asked for is answered. Raises Refused for an extra core group that was asked for and not decided on."""
    change = (
        SignificantChange.objects.select_for_update(of=["self"]).select_related("child").get(pk=change.pk)
    )
    if not by.may(Permission.DECIDE_CHANGE):
        raise Refused("A manager decides what follows from a significant change.")
    refuse_decided(change)
    if decided_on > today or decided_on < change.reported_on:
        raise Refused("Enter a day from that on which it was reported to today.", field="decided_on")
    if not because.strip():
        raise Refused("Say why.", field="because")
    if not consulted.strip():
        raise Refused("Say who was told or asked, or why nobody was.", field="consulted")
    if change.asks_for == SignificantChange.AsksFor.CORE_GROUP and extra_core_group is None:
        raise Refused(
            "An extra core group was asked for. Say whether there is to be one.", field="extra_core_group"
        )
    change.extra_core_group, change.unit_told = extra_core_group, unit_told
    change.protective_action, change.enquiry = protective_action, enquiry
    change.early_review, change.legal_planning = early_review, legal_planning
    change.because, change.consulted = because, consulted
    change.decided_on, change.decided_by = decided_on, by
    change.full_clean(exclude=["recorded_by"])
    change.save_by(by, why="Decided what follows from the change")
    refresh([change.child], by=by, because="it was decided what follows from a significant change")
    return change


def refuse_decided(change: SignificantChange) -> None:
    if change.decided_on:
        raise Refused(f"This was decided on {in_words(change.decided_on)}.")
