"""How a plan begins, continues and ends, and the child in need plan that follows it.

`begin_plan`, `continue_plan` and `end_plan` are for the conference that decided it.
"""

from collections.abc import Iterable
from datetime import date

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from accounts.models import User
from accounts.roles import Role
from audit.models import Refused
from children.models import Child
from deadlines.projection import refresh
from govuk_forms.words import day as in_words
from plans.models import ChildInNeedPlan, ChildInNeedPlanDeclined, ChildProtectionPlan, EndReason


def begin_plan(
    *,
    child: Child,
    started_on: date,
    categories: Iterable[str],
    by: User,
    plans_before: int = 0,
    from_previous_system: bool = False,
) -> ChildProtectionPlan:
    """A plan begins on the day of the conference that decided it, and only so (S2-4, census rule 2885).

    Only an action that records that conference calls this, inside its own transaction, and refreshes the deadlines.
    """
    if child.plans.open().exists():
        raise Refused(f"{child} already has an open plan. A review conference continues or ends it.")
    latest = child.plans.order_by("-ended_on").first()
    if latest and started_on <= latest.ended_on:
        raise Refused(
            f"{child}'s last plan ended on {in_words(latest.ended_on)}. A new plan must begin after that day."
        )
    if child.died_on and started_on > child.died_on:
        raise Refused(f"{child} died on {in_words(child.died_on)}: no plan can begin after that.")
    chosen = list(categories)
    plan = ChildProtectionPlan(
        child=child,
        started_on=started_on,
        initial_categories=chosen,
        latest_categories=chosen,
        plans_before=max(plans_before, child.plans.count()),
        from_previous_system=from_previous_system,
    )
    plan.full_clean(exclude=["recorded_by"])
    return plan.save_by(by)


def continue_plan(*, plan: ChildProtectionPlan, categories: Iterable[str], by: User) -> ChildProtectionPlan:
    """A review conference continues the plan; it may change the categories, and nothing else may (B-19)."""
    chosen = list(categories)
    if not chosen:
        raise Refused("Choose at least one category of abuse: the plan continues.")
    if chosen != plan.latest_categories:
        plan.latest_categories = chosen
        plan.save_by(by, why="Categories decided at a review conference")
    return plan


@transaction.atomic
def end_plan(
    *, plan: ChildProtectionPlan, ended_on: date, reason: str, by: User, today: date
) -> ChildProtectionPlan:
    """End a plan, giving its reason (B-14). Only a review conference ends one because the risk has gone."""
    if plan.ended_on:
        raise Refused(f"This plan already ended on {in_words(plan.ended_on)}.")
    if ended_on > today:
        raise Refused("A plan can be ended on the day or afterwards, not in advance.", field="ended_on")
    if ended_on <= plan.started_on:
        raise Refused(
            f"The plan began on {in_words(plan.started_on)}. It can end from the next day.", field="ended_on"
        )
    if not reason:
        raise Refused("Say why the plan ended.", field="reason")
    died_on = plan.child.died_on
    if died_on and ended_on > died_on:
        raise Refused(f"The child died on {in_words(died_on)}: the plan ended that day.", field="ended_on")
    plan.ended_on, plan.end_reason = ended_on, reason
    plan.full_clean(exclude=["recorded_by"])
    plan.save_by(by, why="Plan ended")
    refresh([plan.child], by=by, because="the plan ended")
    for name in settings.WHEN_A_PLAN_ENDS:
        import_string(name)([plan.child], by=by, today=today)
    return plan


# Ends that need no conference; the others are decided by a review (B-14).
ENDS_WITHOUT_A_CONFERENCE = (
    EndReason.MOVED,
    EndReason.TURNED_18,
    EndReason.DIED,
    EndReason.LEFT_UK,
    EndReason.LOOKED_AFTER,
    EndReason.PREGNANCY_ENDED,
)
# Ends about which others are asked first, and the agencies around the child told.
AFTER_CONSULTATION = (EndReason.MOVED, EndReason.LEFT_UK, EndReason.LOOKED_AFTER)


@transaction.atomic
def end_plan_without_a_conference(
    *,
    plan: ChildProtectionPlan,
    ended_on: date,
    reason: str,
    by: User,
    today: date,
    consulted: str = "",
    receiving_authority: str = "",
    receiving_conference_on: date | None = None,
) -> ChildProtectionPlan:
    """Each reason has its own gate (B-14).

    Raises Refused where the child has moved and the receiving authority has not held its conference yet, is not 18,
    is not looked after or nobody decided that the plan is not needed, is born already, and where nobody was asked.
    """
    if reason == EndReason.NO_LONGER_AT_RISK:
        raise Refused(
            "Only a review conference may decide that a child is no longer at risk. Book or record the review.",
            field="reason",
        )
    if reason not in ENDS_WITHOUT_A_CONFERENCE:
        raise Refused("Say why the plan ended.", field="reason")
    later = plan.conferences.filter(conference__held_on__gt=ended_on).select_related("conference").first()
    if later:
        raise Refused(
            f"A conference on {in_words(later.conference.held_on)} decided about this plan: "
            "it cannot have ended before.",
            field="ended_on",
        )
    child = plan.child
    match reason:
        case EndReason.TURNED_18:
            age = child.age_on(ended_on)
            if age is None or age.years < 18:
                raise Refused("The young person is not yet 18 on that day.", field="ended_on")
        case EndReason.MOVED:
            _refuse_before_the_receiving_conference(
                ended_on, receiving_authority, receiving_conference_on, today
            )
        case EndReason.LOOKED_AFTER:
            _refuse_while_still_needed(child, ended_on)
        case EndReason.PREGNANCY_ENDED if not child.is_unborn:
            raise Refused("The child’s birth is recorded. Select another reason.", field="reason")
    if reason in AFTER_CONSULTATION and not consulted.strip():
        raise Refused(
            "Say who was asked about ending the plan, what they said, and which agencies were told.",
            field="consulted",
        )
    plan.consulted_about_end = consulted
    if reason == EndReason.MOVED:
        plan.receiving_authority, plan.receiving_conference_on = receiving_authority, receiving_conference_on
    if reason == EndReason.DIED and child.died_on is None:
        child.died_on = ended_on
        child.save_by(by, why="Died")
    if reason == EndReason.PREGNANCY_ENDED:
        child.pregnancy_ended_on = ended_on
        child.save_by(by, why="The pregnancy ended")
    return end_plan(plan=plan, ended_on=ended_on, reason=reason, by=by, today=today)


def _refuse_before_the_receiving_conference(
    ended_on: date, authority: str, conference_on: date | None, today: date
) -> None:
    if not authority.strip():
        raise Refused("Say which authority holds the plan now.", field="receiving_authority")
    if conference_on is None or conference_on > today:
        raise Refused(
            "The plan goes on until the receiving authority has held its conference. Give the day of that conference.",
            field="receiving_conference_on",
        )
    if ended_on < conference_on:
        raise Refused(
            f"The receiving authority’s conference was on {in_words(conference_on)}: the plan ends that day or later.",
            field="ended_on",
        )


def _refuse_while_still_needed(child: Child, ended_on: date) -> None:
    spell = child.lookedafters.asks_about_the_plan().filter(from_on__lte=ended_on, until_on=None).first()
    if spell is None:
        raise Refused(
            "The child is not recorded as looked after on that day. Record that first.", field="reason"
        )
    if spell.plan_needed is not False:
        raise Refused(
            "Nobody has decided that the plan is no longer needed. A manager decides that first, under “Looked after”.",
            field="reason",
        )


@transaction.atomic
def start_child_in_need_plan(
    *, child: Child, started_on: date, summary: str, by: User, today: date
) -> ChildInNeedPlan:
    if started_on > today:
        raise Refused("A plan can be recorded once it has started.", field="started_on")
    refuse_while_on_a_plan(child)
    latest = child.plans.order_by("-ended_on").first()
    if latest and started_on < latest.ended_on:
        raise Refused(
            f"The child protection plan ended on {in_words(latest.ended_on)}: this one starts then or later.",
            field="started_on",
        )
    plan = ChildInNeedPlan(child=child, started_on=started_on, summary=summary)
    plan.full_clean(exclude=["recorded_by"])
    plan.save_by(by)
    refresh([child], by=by, because="a child in need plan was started")
    return plan


@transaction.atomic
def decline_child_in_need_plan(
    *, child: Child, decided_on: date, reason: str, agreed_by: User | None, by: User, today: date
) -> ChildInNeedPlanDeclined:
    """Enquiries led to no conference, and no child in need plan is needed either: agreed with a manager (T-02)."""
    if decided_on > today:
        raise Refused("A decision can be recorded once it has been made.", field="decided_on")
    if not reason.strip():
        raise Refused("Say why none is needed.", field="reason")
    if agreed_by is None or agreed_by.role not in {Role.TEAM_MANAGER, Role.SERVICE_MANAGER}:
        raise Refused("A manager must agree the decision. Choose who did.", field="agreed_by")
    refuse_while_on_a_plan(child)
    declined = ChildInNeedPlanDeclined(child=child, decided_on=decided_on, reason=reason, agreed_by=agreed_by)
    declined.full_clean(exclude=["recorded_by"])
    declined.save_by(by)
    refresh([child], by=by, because="no child in need plan is needed")
    return declined


def refuse_while_on_a_plan(child: Child) -> None:
    if child.plans.open().exists():
        raise Refused(
            "The child is on a child protection plan: a child in need plan follows once that has ended."
        )
