"""What plans contribute to the statutory timeline."""

from collections.abc import Iterator, Sequence

from django.utils import timezone

from deadlines.milestones import Milestone, Reached, Source
from deadlines.periods import Period
from plans.models import ChildInNeedPlan, ChildProtectionPlan, EndReason, PlanFrequency, PlanRevision


def milestones(child_ids: Sequence[int]) -> Iterator[tuple[int, Reached]]:
    plans = ChildProtectionPlan.objects.filter(child__in=child_ids)
    for pk, child, started_on, ended_on, reason, taken_over, recorded_at in plans.values_list(
        "pk", "child", "started_on", "ended_on", "end_reason", "from_previous_system", "recorded_at"
    ):
        yield child, Reached(started_on, Milestone.PLAN_STARTED, source=Source("plan", pk, "Plan began"))
        if taken_over:
            source = Source("plan", pk, "Plan taken over from the previous system")
            yield child, Reached(timezone.localdate(recorded_at), Milestone.PLAN_TAKEN_OVER, source=source)
        if ended_on:
            source = Source("plan", pk, "Plan ended")
            yield child, Reached(ended_on, Milestone.PLAN_ENDED, source=source)
            if reason == EndReason.NO_LONGER_AT_RISK:
                yield child, Reached(ended_on, Milestone.PLAN_NO_LONGER_REQUIRED, source=source)
    # In the order of saying: of two frequencies from one day the later one holds.
    frequencies = PlanFrequency.objects.filter(child__in=child_ids).order_by("from_on", "pk")
    for pk, child, rule, every, from_on in frequencies.values_list("pk", "child", "of", "every", "from_on"):
        yield (
            child,
            Reached(
                from_on,
                Milestone.PLAN_FREQUENCY_SET,
                rule=rule,
                period=Period.parse(every),
                source=Source("plan-frequency", pk, f"The plan asks for every {every}"),
            ),
        )
    revisions = PlanRevision.objects.filter(child__in=child_ids)
    for pk, child, revised_on in revisions.values_list("pk", "child", "revised_on"):
        yield (
            child,
            Reached(revised_on, Milestone.PLAN_UPDATED, source=Source("plan-revision", pk, "Plan updated")),
        )
    following = ChildInNeedPlan.objects.filter(child__in=child_ids)
    for pk, child, started_on in following.values_list("pk", "child", "started_on"):
        source = Source("child-in-need-plan", pk, "Child in need plan began")
        yield child, Reached(started_on, Milestone.CIN_PLAN_STARTED, source=source)
