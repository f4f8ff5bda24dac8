"""The risks that a plan names, asked about on each visit, and what was last seen of each (B-01, B-09)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from children.models import Child
from govuk_forms.words import day
from plans.models import PlanLine
from visits.models import Visit

Observed = list[list[str]]
"""Of one visit to one child: the risk as it was worded then, and what was seen of it."""


@dataclass(frozen=True, kw_only=True)
class RiskAsked:
    """A risk of one or several of the children's plans, in the same words: asked about once."""

    key: str
    words: str
    children: tuple[Child, ...]


def risks_of(children: Sequence[Child]) -> list[RiskAsked]:
    """Of the plans that are open, in their order."""
    lines = PlanLine.objects.standing().filter(
        child__in=children, plan__ended_on=None, kind=PlanLine.Kind.RISK
    )
    by_words: dict[str, list[PlanLine]] = {}
    for line in lines.order_by("pk"):
        by_words.setdefault(line.words, []).append(line)
    named = {child.pk: child for child in children}
    return [
        RiskAsked(
            key=f"risk_no{those[0].pk}", words=words, children=tuple(named[line.child_id] for line in those)
        )
        for words, those in by_words.items()
    ]


def last_seen(lines: Collection[PlanLine]) -> dict[int, str]:
    """What the latest visit that saw something of it says, by the number of the line."""
    wanted = {(line.child_id, line.words): line.pk for line in lines}
    visits = Visit.objects.filter(child__in={line.child_id for line in lines}).exclude(observed=[])
    found: dict[int, str] = {}
    for visit in visits.latest_first().only("child_id", "visited_on", "observed"):
        for words, seen in visit.observed:
            pk = wanted.get((visit.child_id, words))
            if pk and pk not in found:
                found[pk] = f"{day(visit.visited_on)}: {seen}"
    return found
