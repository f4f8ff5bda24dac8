"""Plans that go on: how long each open plan has lasted, in bands of months, and children who are on a plan again.

A plan has lasted fifteen months from the day of the fifteenth month that has its number, or the month's last day where
there is none; the same arithmetic as the rule of two years (T-25).
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db import models
from django.db.models import Count, DateField, F, Func, Max, Prefetch, Q, QuerySet
from django.db.models.functions import Cast

from accounts.models import Team, User
from children.models import Allocation, Child
from deadlines.periods import Months
from govuk_forms import words
from govuk_forms.components import BarChart
from plans.models import Action, ChildProtectionPlan, Outcome

FIRST: Final = 12


class Band(models.TextChoices):
    """By the months that a plan has lasted at least."""

    TWELVE = "12", "12 to 14 months"
    FIFTEEN = "15", "15 to 17 months"
    EIGHTEEN = "18", "18 to 20 months"
    TWENTY_ONE = "21", "21 to 23 months"
    TWENTY_FOUR = "24", "24 months or more"
    FROM_FIFTEEN = "from-15", "15 months or more"
    AGAIN = "again", "On a second or later plan"


LENGTHS: Final = (Band.TWELVE, Band.FIFTEEN, Band.EIGHTEEN, Band.TWENTY_ONE, Band.TWENTY_FOUR)


class _After(Func):
    """The day a plan has lasted so many months."""

    template = "(%(expressions)s + make_interval(months => %(months)s))"


@dataclass(frozen=True, kw_only=True)
class DriftRow:
    plan: ChildProtectionPlan
    lasted: str
    before: str
    change: str
    """What has changed for the child, as far as the plan says: outcomes achieved, the last of them, actions late."""
    worker: str
    team: str


@dataclass(frozen=True, kw_only=True)
class Drift:
    """Among the children whom somebody may see, of one team or of all."""

    user: User
    today: date
    team: Team | None = None

    def plans(self) -> QuerySet[ChildProtectionPlan]:
        """Every open plan, with the day each bound of the bands is reached."""
        children = Child.objects.visible_to(self.user, today=self.today)
        plans = ChildProtectionPlan.objects.open()
        plans = plans.filter(child__in=children) if children.query.where else plans
        if self.team:
            plans = plans.filter(child__team=self.team)
        reached = {
            f"m{band}": Cast(_After(F("started_on"), months=int(band)), DateField()) for band in LENGTHS
        }
        return plans.alias(**reached)

    def wanted(self, band: Band) -> Q:
        match band:
            case Band.AGAIN:
                return Q(plans_before__gt=0)
            case Band.FROM_FIFTEEN:
                return Q(m15__lte=self.today)
            case Band.TWENTY_FOUR:
                return Q(m24__lte=self.today)
        following = LENGTHS[LENGTHS.index(band) + 1]
        return Q(**{f"m{band}__lte": self.today, f"m{following}__gt": self.today})

    def of(self, band: Band | None) -> QuerySet[ChildProtectionPlan]:
        """The longest first; without a band, every plan of twelve months or more and every child on a plan again."""
        wanted = self.wanted(band) if band else Q(m12__lte=self.today) | self.wanted(Band.AGAIN)
        holding = Allocation.objects.on(self.today).select_related("social_worker")
        ended = Max("child__plans__ended_on")
        return (
            self.plans()
            .filter(wanted)
            .annotate(last_ended_on=ended)
            .select_related("child__team")
            .prefetch_related(Prefetch("child__allocations", queryset=holding, to_attr="held_by"))
            .order_by("started_on", "pk")
        )

    def counts(self) -> dict[Band, int]:
        counted = self.plans().aggregate(
            **{band.name: Count("pk", filter=self.wanted(band)) for band in Band}
        )
        return {band: counted[band.name] for band in Band}

    def chart(self, counts: dict[Band, int]) -> BarChart:
        return BarChart(
            title="Open plans by how long they have lasted",
            group="Months",
            counted="Children",
            counts=[(band.label, counts[band]) for band in LENGTHS],
        )

    def rows(self, plans: list[ChildProtectionPlan]) -> list[DriftRow]:
        change = evidence_of_change(plans, today=self.today)
        return [
            DriftRow(
                plan=plan,
                lasted=words.count(months_between(plan.started_on, self.today), "month"),
                before=_before(plan),
                change=change[plan.pk],
                worker=", ".join(held.social_worker.name for held in plan.child.held_by) or "Nobody",
                team=plan.child.team.name if plan.child.team else "No team",
            )
            for plan in plans
        ]


def evidence_of_change(plans: list[ChildProtectionPlan], *, today: date) -> dict[int, str]:
    """Of each plan, in words. Two queries, however many plans."""
    outcomes = {
        plan: (every, achieved, last)
        for plan, every, achieved, last in Outcome.objects.filter(plan__in=plans)
        .order_by()
        .values_list("plan")
        .annotate(Count("pk"), Count("achieved_on"), Max("achieved_on"))
    }
    late = dict(
        Action.objects.filter(plan__in=plans, done_on=None, by_when__lt=today)
        .order_by()
        .values_list("plan")
        .annotate(Count("pk"))
    )
    return {plan.pk: _change(*outcomes.get(plan.pk, (0, 0, None)), late.get(plan.pk, 0)) for plan in plans}


def _change(every: int, achieved: int, last: date | None, late: int) -> str:
    said = f"{achieved} of {words.count(every, 'outcome')} achieved" if every else "No outcome is set"
    if last:
        said += f", the last on {words.day(last)}"
    return f"{said}; {words.count(late, 'action')} late" if late else said


def months_between(start: date, today: date) -> int:
    """How many whole months something that began on a day has lasted."""
    months = (today.year - start.year) * 12 + today.month - start.month
    return months if Months(months).shift(start, 1) <= today else months - 1


def _before(plan: ChildProtectionPlan) -> str:
    if not plan.plans_before:
        return ""
    number = words.count(plan.plans_before, "plan")
    ended_on = plan.last_ended_on
    return f"{number} before; the last ended {words.day(ended_on)}" if ended_on else f"{number} before"
