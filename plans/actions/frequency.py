"""How often a plan asks for visits and core groups: more often than the authority does, never less (T-19)."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db import transaction

from accounts.models import User
from accounts.roles import Permission
from audit.models import Refused
from deadlines.limits import Limit
from deadlines.numbers import pack_in_force, working_calendar
from deadlines.periods import Period
from deadlines.projection import refresh
from govuk_forms.words import day as in_words
from plans.models import ChildProtectionPlan, PlanFrequency


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
    chair_agreed_on: date | None = None,
) -> PlanFrequency:
    """Ask for visits, seeing alone or core groups more often than the authority does (T-19).

    Refused when it would ever allow a later day than the authority's own limit: a plan may only tighten. To ask for
    less than the plan did, though within the limits, the conference chair agrees too where the pack says so.
    """
    if plan.ended_on:
        raise Refused(f"The plan ended on {in_words(plan.ended_on)}: it can no longer be changed.")
    if agreed_by and not agreed_by.may(Permission.AGREE_FREQUENCY):
        raise Refused("A manager agrees how often. Ask the team manager to record it.")
    if every.count < 1:
        raise Refused("A plan cannot ask for it more often than daily. Enter 1 or more.", field="every")
    if from_on < plan.started_on:
        raise Refused(f"The plan began on {in_words(plan.started_on)}.", field="from_on")
    refuse_a_loosened_limit(of, every, from_on)
    before = asked_before(plan, of, from_on)
    is_less = before is not None and not _always_as_strict(every, Period.parse(before.every))
    if is_less and pack_in_force().chair_agrees_to_loosening and chair_agreed_on is None:
        raise Refused(
            f"The plan asks for it every {before.every} since {in_words(before.from_on)}, and this is less. The "
            "conference chair agrees to that first: enter the day on which they did.",
            field="chair_agreed_on",
        )
    frequency = PlanFrequency(
        child=plan.child,
        plan=plan,
        of=of,
        every=str(every),
        from_on=from_on,
        reason=reason,
        agreed_by=agreed_by,
        chair_agreed_on=chair_agreed_on,
    )
    frequency.full_clean(exclude=["recorded_by"])
    frequency.save_by(by)
    refresh([plan.child], by=by, because=f"the plan now asks for it every {every}")
    return frequency


def asked_before(plan: ChildProtectionPlan, of: str, on: date) -> PlanFrequency | None:
    """What the plan asks for on that day so far."""
    return plan.frequencies.filter(of=of, from_on__lte=on).order_by("-from_on", "-pk").first()


def limits_on(of: str, on: date) -> list[Limit]:
    """The national and the authority's limits that a frequency of this kind stands beside."""
    rules = ["second-core-group", "core-group"] if of == PlanFrequency.Of.CORE_GROUP else [of]
    if of == PlanFrequency.Of.VISIT:
        rules.append("contact")
    return [limit for rule in rules for limit in pack_in_force().limits_on(rule, on) if limit.period]


def refuse_a_loosened_limit(of: str, every: Period, on: date) -> None:
    """Raises Refused when `every` would always allow a later day than a limit in force.

    "Every 2 weeks" is sometimes stricter than ten working days and sometimes not; it may be agreed, since the
    strictest limit decides each time. "Every 3 weeks" never is, and is refused.
    """
    for limit in limits_on(of, on):
        if limit.period and not _ever_as_strict(every, limit.period):
            raise Refused(
                f"Every {every} is less often than the limit of {limit.period} ({limit.source}). "
                "A plan can ask for more, never for less.",
                field="every",
            )


def _ever_as_strict(every: Period, limit: Period) -> bool:
    return any(_compared(every, limit))


def _always_as_strict(every: Period, before: Period) -> bool:
    return all(_compared(every, before))


def _compared(every: Period, other: Period) -> Iterator[bool]:
    """On each day of a year, whether `every` allows no later day than `other`."""
    calendar = working_calendar()
    for number in range(365):
        day = calendar.known_from + timedelta(days=number)
        yield every.after(day, calendar) <= other.after(day, calendar)
