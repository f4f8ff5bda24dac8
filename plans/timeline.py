"""What plans contribute to the statutory timeline."""

from collections.abc import Iterator
from datetime import date, datetime

from django.utils import timezone

from deadlines.milestones import Milestone, Reached, Source
from deadlines.periods import Period
from deadlines.sources import Facts
from plans.models import (
    Action,
    ChildInNeedPlan,
    ChildInNeedPlanDeclined,
    ChildProtectionPlan,
    EndReason,
    PlanFrequency,
    PlanRevision,
)

# The authority answers for the child no longer, so nothing more is asked of anybody here.
NO_LONGER_OURS = {
    EndReason.MOVED,
    EndReason.TURNED_18,
    EndReason.DIED,
    EndReason.LEFT_UK,
    EndReason.PREGNANCY_ENDED,
}


def _plan(
    pk: int, started_on: date, ended_on: date | None, reason: str, taken_over: bool, recorded_at: datetime
) -> Iterator[Reached]:
    yield Reached(started_on, Milestone.PLAN_STARTED, source=Source("plan", pk, "Plan began"))
    if taken_over:
        source = Source("plan", pk, "Plan taken over from the previous system")
        yield Reached(timezone.localdate(recorded_at), Milestone.PLAN_TAKEN_OVER, source=source)
    if ended_on:
        source = Source("plan", pk, "Plan ended")
        yield Reached(ended_on, Milestone.PLAN_ENDED, source=source)
        if reason == EndReason.NO_LONGER_AT_RISK:
            yield Reached(ended_on, Milestone.PLAN_NO_LONGER_REQUIRED, source=source)
        if reason in NO_LONGER_OURS:
            yield Reached(ended_on, Milestone.RESPONSIBILITY_ENDED, source=source)


def _frequency(pk: int, rule: str, every: str, from_on: date) -> Iterator[Reached]:
    source = Source("plan-frequency", pk, f"The plan asks for every {every}")
    yield Reached(from_on, Milestone.PLAN_FREQUENCY_SET, rule=rule, period=Period.parse(every), source=source)


def _revision(pk: int, revised_on: date) -> Iterator[Reached]:
    yield Reached(revised_on, Milestone.PLAN_UPDATED, source=Source("plan-revision", pk, "Plan updated"))


def _child_in_need(pk: int, started_on: date) -> Iterator[Reached]:
    source = Source("child-in-need-plan", pk, "Child in need plan began")
    yield Reached(started_on, Milestone.CIN_PLAN_STARTED, source=source)


def _declined(pk: int, decided_on: date) -> Iterator[Reached]:
    source = Source("no-child-in-need-plan", pk, "No child in need plan needed")
    yield Reached(decided_on, Milestone.CIN_PLAN_NOT_NEEDED, source=source)


def _action(
    pk: int,
    agreed_on: date | None,
    recorded_at: datetime,
    by_when: date,
    moved_on: date | None,
    done_on: date | None,
) -> Iterator[Reached]:
    # What had been done already when it was written down was agreed no later than that.
    agreed_on = min(agreed_on or timezone.localdate(recorded_at), done_on or date.max)
    source = Source("action", pk, "Action of the plan")
    yield Reached(
        agreed_on, Milestone.ACTION_AGREED, for_day=by_when, moved_on=moved_on, occasion=pk, source=source
    )
    if done_on:
        yield Reached(done_on, Milestone.ACTION_DONE, occasion=pk, source=source)


FACTS = (
    Facts(
        records=ChildProtectionPlan.objects.all,
        columns=("pk", "started_on", "ended_on", "end_reason", "from_previous_system", "recorded_at"),
        read=_plan,
        gives=frozenset(
            {
                Milestone.PLAN_STARTED,
                Milestone.PLAN_TAKEN_OVER,
                Milestone.PLAN_ENDED,
                Milestone.PLAN_NO_LONGER_REQUIRED,
                Milestone.RESPONSIBILITY_ENDED,
            }
        ),
    ),
    Facts(
        records=PlanFrequency.objects.all,
        columns=("pk", "of", "every", "from_on"),
        read=_frequency,
        gives=frozenset({Milestone.PLAN_FREQUENCY_SET}),
    ),
    Facts(
        records=PlanRevision.objects.all,
        columns=("pk", "revised_on"),
        read=_revision,
        gives=frozenset({Milestone.PLAN_UPDATED}),
    ),
    Facts(
        records=ChildInNeedPlan.objects.all,
        columns=("pk", "started_on"),
        read=_child_in_need,
        gives=frozenset({Milestone.CIN_PLAN_STARTED}),
    ),
    Facts(
        records=ChildInNeedPlanDeclined.objects.all,
        columns=("pk", "decided_on"),
        read=_declined,
        gives=frozenset({Milestone.CIN_PLAN_NOT_NEEDED}),
    ),
    Facts(
        records=Action.objects.all,
        columns=("pk", "agreed_on", "recorded_at", "by_when", "moved_on", "done_on"),
        read=_action,
        gives=frozenset({Milestone.ACTION_AGREED, Milestone.ACTION_DONE}),
    ),
)
