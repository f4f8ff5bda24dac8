"""The outline of a plan as the conference sets it: what is wrong, what must change, how often the child is seen.

What the core group then makes of it (members, meetings, actions) is written where core groups are.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from accounts.models import User
from audit.models import Refused
from deadlines.periods import Period
from govuk_forms.words import day as in_words
from plans.actions import add_outcome, describe_plan, set_frequency
from plans.models import ChildProtectionPlan, Outcome, PlanFrequency


@dataclass(frozen=True, kw_only=True)
class OutlineOutcome:
    what_will_be_different: str
    how_we_will_know: str = ""
    achieve_by: date | None = None


@dataclass(frozen=True, kw_only=True)
class Outline:
    """No frequency: as often as the authority asks."""

    concerns: str
    what_must_change: str
    contingency: str
    outcomes: Sequence[OutlineOutcome] = ()
    visits_every: Period | None = None
    core_groups_every: Period | None = None


def set_outline(plan: ChildProtectionPlan, outline: Outline, *, by: User) -> None:
    describe_plan(
        plan=plan,
        concerns=outline.concerns,
        what_must_change=outline.what_must_change,
        contingency=outline.contingency,
        by=by,
    )
    for outcome in outline.outcomes:
        if outcome.achieve_by and outcome.achieve_by < plan.started_on:
            raise Refused(
                f"The plan begins on {in_words(plan.started_on)}: “{outcome.what_will_be_different}” cannot be "
                "achieved before."
            )
        add_outcome(
            plan=plan,
            set_by=Outcome.SetBy.CONFERENCE,
            what_will_be_different=outcome.what_will_be_different,
            how_we_will_know=outcome.how_we_will_know,
            achieve_by=outcome.achieve_by,
            by=by,
        )
    for of, every in (
        (PlanFrequency.Of.VISIT, outline.visits_every),
        (PlanFrequency.Of.CORE_GROUP, outline.core_groups_every),
    ):
        if every:
            set_frequency(
                plan=plan,
                of=of,
                every=every,
                from_on=plan.started_on,
                reason="Agreed at the conference that began the plan.",
                by=by,
                agreed_by=None,
            )
