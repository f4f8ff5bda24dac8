"""What List 7 adds to a child of the census: the last visit, the latest review, a plan that has ended since.

The list is as of the day it was made, the census as of 31 March: where the list is later it is believed, and where
the two cannot both be true the census is, and the difference reported.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from returns.annex_a import AnnexARow
from returns.annex_a.headings import Column
from returns.census.facts import CensusChild, CensusPlan
from returns.problems import Problem, Severity

Note = Callable[[Column, str, Severity], None]


@dataclass(frozen=True, slots=True)
class LastVisit:
    """A statutory visit: the child was seen. Whether alone is False also when that is not known."""

    visited_on: date
    seen_alone: bool


def compared(child: CensusChild, row: AnnexARow) -> tuple[CensusChild, LastVisit | None, list[Problem]]:
    """The child with what the list adds, its last visit, and what of the list could not be taken."""
    problems: list[Problem] = []

    def note(column: Column, sentence: str, severity: Severity) -> None:
        problems.append(Problem(child.reference, row.line, column, "List 7", sentence, severity))

    child = _with_plan_of_the_list(child, row, note)
    visit = None
    if row.last_visit_on is not None:
        if child.born_on is None or row.last_visit_on < child.born_on:
            note(
                Column.LAST_VISIT,
                "The visit is dated before the birth, so the child was not seen. It was left out.",
                Severity.LEFT_OUT,
            )
        else:
            visit = LastVisit(row.last_visit_on, bool(row.seen_alone))
    return child, visit, problems


def _with_plan_of_the_list(child: CensusChild, row: AnnexARow, note: Note) -> CensusChild:
    plans = list(child.plans())
    plan = _plan_meant(plans, row)
    if plan is None:
        if row.plan_started_on is not None or row.latest_review_on is not None:
            note(
                Column.PLAN_STARTED,
                "The census has no plan from this day. The list's plan and review were not taken: "
                "record the conference, or import a census that has it.",
                Severity.LEFT_OUT,
            )
        return child
    return _replacing(child, plan, _with_review(_with_end(plan, row, note), row, note))


def _plan_meant(plans: list[CensusPlan], row: AnnexARow) -> CensusPlan | None:
    if row.plan_started_on is not None:
        return next((plan for plan in plans if plan.started_on == row.plan_started_on), None)
    return max(plans, key=lambda plan: plan.started_on, default=None)


def _with_end(plan: CensusPlan, row: AnnexARow, note: Note) -> CensusPlan:
    if row.plan_ended_on is None or row.plan_ended_on == plan.ended_on:
        return plan
    latest_known = max((plan.started_on, *plan.reviews_on))
    if plan.ended_on is not None or row.plan_ended_on <= plan.started_on or row.plan_ended_on < latest_known:
        note(
            Column.PLAN_ENDED,
            "The end of the plan does not fit the census. The census was believed.",
            Severity.LEFT_OUT,
        )
        return plan
    return replace(plan, ended_on=row.plan_ended_on)


def _with_review(plan: CensusPlan, row: AnnexARow, note: Note) -> CensusPlan:
    review_on = row.latest_review_on
    if review_on is None or review_on in plan.reviews_on:
        return plan
    if review_on <= plan.started_on or not plan.covers(review_on):
        note(
            Column.LATEST_REVIEW,
            "The review is not within the plan. It was left out.",
            Severity.LEFT_OUT,
        )
        return plan
    return replace(plan, reviews_on=tuple(sorted((*plan.reviews_on, review_on))))


def _replacing(child: CensusChild, before: CensusPlan, after: CensusPlan) -> CensusChild:
    return replace(
        child,
        referrals=tuple(
            replace(referral, plans=tuple(after if plan is before else plan for plan in referral.plans))
            for referral in child.referrals
        ),
    )
