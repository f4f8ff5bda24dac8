"""Verbs that say who holds a child and who chairs the conferences."""

from datetime import date

from django.db import transaction

from accounts.models import User
from accounts.roles import Role
from audit.models import Refused
from children.actions.gaps import look_for_gaps
from children.actions.telling import facts_changed
from children.models import Allocation, Child
from govuk_forms.words import day as in_words


@transaction.atomic
def allocate(*, child: Child, social_worker: User, from_on: date, by: User, today: date) -> Allocation:
    """Make somebody the lead social worker from a day; whoever held the child until then hands over that day.

    The child's responsible team becomes the worker's. Refuses a person who is no social worker of Children's
    Social Care (B-13), a day to come, and a day inside an earlier allocation.
    """
    if social_worker.role not in {Role.SOCIAL_WORKER, Role.TEAM_MANAGER} or social_worker.team is None:
        raise Refused(f"{social_worker} is not a social worker in a team.", field="social_worker")
    if not social_worker.is_active:
        raise Refused(f"{social_worker} can no longer sign in. Choose somebody else.", field="social_worker")
    if from_on > today:
        raise Refused("An allocation starts today or earlier. Record it on the day.", field="from_on")
    latest = child.allocations.order_by("-from_on").first()
    if latest and latest.until_on is None:
        if latest.social_worker_id == social_worker.pk:
            raise Refused(f"{social_worker} is already the lead social worker.", field="social_worker")
        if from_on <= latest.from_on:
            raise Refused(
                f"{latest.social_worker} has held the child since {in_words(latest.from_on)}. "
                "The new allocation must start after that day.",
                field="from_on",
            )
        latest.until_on = from_on
        latest.save_by(by)
    elif latest and from_on < latest.until_on:
        raise Refused(
            f"{latest.social_worker} held the child until {in_words(latest.until_on)}. "
            "The new allocation cannot start before that day.",
            field="from_on",
        )
    allocation = Allocation(
        child=child, social_worker=social_worker, team=social_worker.team, from_on=from_on
    ).save_by(by)
    if child.team_id != social_worker.team_id:
        child.team = social_worker.team
        child.save_by(by, why="Allocated")
    concerned = [social_worker, *([latest.social_worker] if latest else [])]
    look_for_gaps(away=concerned, today=today, by=by)
    facts_changed([child], by=by, because=f"{social_worker} was allocated")
    return allocation


@transaction.atomic
def end_allocation(*, allocation: Allocation, until_on: date, by: User, today: date) -> Allocation:
    """Leave the child with nobody: the team manager answers for it and is told until somebody is allocated."""
    if allocation.until_on:
        raise Refused("This allocation has already ended.")
    if until_on > today:
        raise Refused("An allocation is ended on the day or afterwards.", field="until_on")
    if until_on < allocation.from_on:
        raise Refused(
            f"The allocation began on {in_words(allocation.from_on)}: it cannot end before.", field="until_on"
        )
    allocation.until_on = until_on
    allocation.save_by(by)
    look_for_gaps(away=[allocation.social_worker], today=today, by=by)
    facts_changed([allocation.child], by=by, because=f"{allocation.social_worker} no longer holds the child")
    return allocation


@transaction.atomic
def assign_chair(*, child: Child, chair: User, by: User) -> Child:
    """Who chairs this child's conferences and receives what the core group writes."""
    if child.conference_chair_id != chair.pk:
        child.conference_chair = chair
        child.save_by(by, why="Conference chair assigned")
        facts_changed([child], by=by, because=f"{chair} chairs the child's conferences")
    return child
