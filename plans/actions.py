"""Verbs that change a plan. `begin_plan`, `continue_plan` and `end_plan` are for the conference that decided it."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db import transaction

from accounts.models import User
from audit.models import Refused
from children.models import Child, Person
from deadlines.periods import Period
from deadlines.projection import refresh
from deadlines.timelines import pack_in_force, working_calendar
from govuk_forms.words import day as in_words
from plans.models import (
    Action,
    ChildInNeedPlan,
    ChildProtectionPlan,
    EndReason,
    Outcome,
    PlanFrequency,
    PlanRevision,
)


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
    return plan


# Ends that need no conference; the others are decided by a review (B-14).
ENDS_WITHOUT_A_CONFERENCE = (
    EndReason.MOVED,
    EndReason.TURNED_18,
    EndReason.DIED,
    EndReason.LEFT_UK,
    EndReason.LOOKED_AFTER,
)


@transaction.atomic
def end_plan_without_a_conference(
    *, plan: ChildProtectionPlan, ended_on: date, reason: str, by: User, today: date
) -> ChildProtectionPlan:
    if reason == EndReason.NO_LONGER_AT_RISK:
        raise Refused(
            "Only a review conference may decide that a child is no longer at risk. Book or record the review.",
            field="reason",
        )
    if reason == EndReason.TURNED_18:
        age = plan.child.age_on(ended_on)
        if age is None or age.years < 18:
            raise Refused("The young person is not yet 18 on that day.", field="ended_on")
    if reason == EndReason.DIED and plan.child.died_on is None:
        plan.child.died_on = ended_on
        plan.child.save_by(by, why="Died")
    return end_plan(plan=plan, ended_on=ended_on, reason=reason, by=by, today=today)


@transaction.atomic
def set_frequency(
    *,
    plan: ChildProtectionPlan,
    of: str,
    every: Period,
    from_on: date,
    reason: str,
    by: User,
    agreed_by: User | None,
) -> PlanFrequency:
    """Ask for visits, seeing alone or core groups more often than the authority does (T-19).

    Refused when it would ever allow a later day than the authority's own limit: a plan may only tighten.
    """
    if plan.ended_on:
        raise Refused("The plan has ended.")
    if from_on < plan.started_on:
        raise Refused(f"The plan began on {in_words(plan.started_on)}.", field="from_on")
    refuse_a_loosened_limit(of, every, from_on)
    frequency = PlanFrequency(
        child=plan.child,
        plan=plan,
        of=of,
        every=str(every),
        from_on=from_on,
        reason=reason,
        agreed_by=agreed_by,
    )
    frequency.full_clean(exclude=["recorded_by"])
    frequency.save_by(by)
    refresh([plan.child], by=by, because=f"the plan now asks for it every {every}")
    return frequency


def refuse_a_loosened_limit(of: str, every: Period, on: date) -> None:
    """Raises Refused when `every` would always allow a later day than a limit in force.

    "Every 2 weeks" is sometimes stricter than ten working days and sometimes not; it may be agreed, since the
    strictest limit decides each time. "Every 3 weeks" never is, and is refused.
    """
    rules = ["second-core-group", "core-group"] if of == PlanFrequency.Of.CORE_GROUP else [of]
    if of == PlanFrequency.Of.VISIT:
        rules.append("contact")
    for rule in rules:
        for limit in pack_in_force().limits_on(rule, on):
            if limit.period and not _ever_as_strict(every, limit.period):
                raise Refused(
                    f"Every {every} is less often than the limit of {limit.period} ({limit.source}). "
                    "A plan can ask for more, never for less.",
                    field="every",
                )


def _ever_as_strict(every: Period, limit: Period) -> bool:
    calendar = working_calendar()
    year = [calendar.known_from + timedelta(days=number) for number in range(365)]
    return any(every.after(day, calendar) <= limit.after(day, calendar) for day in year)


@transaction.atomic
def add_outcome(
    *,
    plan: ChildProtectionPlan,
    set_by: str,
    what_will_be_different: str,
    how_we_will_know: str,
    achieve_by: date | None,
    by: User,
) -> Outcome:
    if plan.ended_on:
        raise Refused("The plan has ended: nothing can be added to it.")
    outcome = Outcome(
        child=plan.child,
        plan=plan,
        set_by=set_by,
        what_will_be_different=what_will_be_different,
        how_we_will_know=how_we_will_know,
        achieve_by=achieve_by,
    )
    outcome.full_clean(exclude=["recorded_by"])
    return outcome.save_by(by)


@transaction.atomic
def add_action(
    *,
    plan: ChildProtectionPlan,
    outcome: Outcome | None,
    what: str,
    who: str,
    by_when: date,
    by: User,
    person: Person | None = None,
) -> Action:
    """Every action has somebody to do it and a day to do it by (S0-10, S1-10)."""
    if plan.ended_on:
        raise Refused("The plan has ended: nothing can be added to it.")
    if by_when < plan.started_on:
        raise Refused("The action would be due before the plan began.", field="by_when")
    action = Action(
        child=plan.child, plan=plan, outcome=outcome, what=what, who=who, person=person, by_when=by_when
    )
    action.full_clean(exclude=["recorded_by"])
    return action.save_by(by)


@transaction.atomic
def record_progress(*, action: Action, progress: str, done_on: date | None, by: User, today: date) -> Action:
    if done_on and done_on > today:
        raise Refused("An action is done today or was done earlier.", field="done_on")
    action.progress, action.done_on = progress, done_on
    return action.save_by(by)


@transaction.atomic
def describe_plan(
    *, plan: ChildProtectionPlan, concerns: str, what_must_change: str, contingency: str, by: User
) -> ChildProtectionPlan:
    """The outline in words: the exact concerns, what must change, and what happens if it does not (B-01, B-25)."""
    if plan.ended_on:
        raise Refused("The plan has ended: it can no longer be changed.")
    plan.concerns, plan.what_must_change, plan.contingency = concerns, what_must_change, contingency
    return plan.save_by(by)


@transaction.atomic
def update_plan(
    *, plan: ChildProtectionPlan, revised_on: date, what_changed: str, by: User, today: date
) -> PlanRevision:
    """Say that the plan has been brought up to date: what a review conference waits for (T-08)."""
    if plan.ended_on:
        raise Refused("The plan has ended: it can no longer be updated.")
    if revised_on > today:
        raise Refused("A plan can be updated today or earlier.", field="revised_on")
    if revised_on < plan.started_on:
        raise Refused(f"The plan began on {in_words(plan.started_on)}.", field="revised_on")
    revision = PlanRevision(child=plan.child, plan=plan, revised_on=revised_on, what_changed=what_changed)
    revision.full_clean(exclude=["recorded_by"])
    revision.save_by(by)
    refresh([plan.child], by=by, because="the plan was updated")
    return revision


@transaction.atomic
def start_child_in_need_plan(
    *, child: Child, started_on: date, summary: str, by: User, today: date
) -> ChildInNeedPlan:
    if started_on > today:
        raise Refused("A plan can be recorded once it has started.", field="started_on")
    if child.plans.open().exists():
        raise Refused(
            "The child is on a child protection plan: a child in need plan follows once that has ended."
        )
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
