"""A child with a plan becomes looked after: whether the plan is still needed is asked of a manager (B-16)."""

from datetime import date

from django.db import transaction

from accounts.models import User
from accounts.roles import Permission
from audit.models import Refused
from children.actions.telling import facts_changed
from children.models import Child, LookedAfter, LookedAfterReview
from govuk_forms.words import day as in_words


@transaction.atomic
def begin_looked_after(
    *,
    child: Child,
    from_on: date,
    legal_status: str,
    placement: str,
    reviewing_officer: str,
    by: User,
    today: date,
) -> LookedAfter:
    """Raises Refused for a day to come, a child not born that day, and one who is recorded as looked after already."""
    if from_on > today:
        raise Refused("Enter today or an earlier day.", field="from_on")
    if child.born_on is None or from_on < child.born_on:
        raise Refused("A child is looked after from the day of birth at the earliest.", field="from_on")
    refuse_looked_after(child)
    last = child.lookedafters.order_by("-until_on").first()
    if last and last.until_on and from_on < last.until_on:
        raise Refused(f"The child was looked after until {in_words(last.until_on)}.", field="from_on")
    spell = LookedAfter(
        child=child,
        from_on=from_on,
        legal_status=legal_status,
        placement=placement,
        reviewing_officer=reviewing_officer,
    )
    spell.full_clean(exclude=["recorded_by"])
    spell.save_by(by)
    facts_changed([child], by=by, because="the child became looked after")
    return spell


@transaction.atomic
def decide_about_plan(
    *, looked_after: LookedAfter, plan_needed: bool, because: str, decided_on: date, by: User, today: date
) -> LookedAfter:
    """A manager's answer. It ends no plan: that is done at a conference, or where the procedures let a manager do it.

    It may be given anew: a plan that was kept may be needed no longer.
    """
    looked_after = _locked(looked_after)
    if not by.may(Permission.OVERSEE_PLAN):
        raise Refused("A manager decides whether the plan is still needed.")
    refuse_without_a_decision(looked_after)
    earliest = looked_after.decided_on or looked_after.from_on
    if not earliest <= decided_on <= today:
        raise Refused(f"Enter a day from {in_words(earliest)} to today.", field="decided_on")
    if not because.strip():
        raise Refused("Say why.", field="because")
    looked_after.plan_needed, looked_after.because = plan_needed, because
    looked_after.decided_on, looked_after.decided_by = decided_on, by
    looked_after.full_clean(exclude=["recorded_by"])
    looked_after.save_by(by, why="Decided whether the plan is still needed")
    facts_changed([looked_after.child], by=by, because="it was decided whether the plan is still needed")
    return looked_after


@transaction.atomic
def record_review(
    *,
    looked_after: LookedAfter,
    held_on: date,
    progress: str,
    with_conference: bool,
    next_planned_for: date | None,
    by: User,
    today: date,
) -> LookedAfterReview:
    if not looked_after.from_on <= held_on <= (looked_after.until_on or today):
        raise Refused(
            f"Enter a day from {in_words(looked_after.from_on)}, when the child became looked after, to "
            f"{in_words(looked_after.until_on or today)}.",
            field="held_on",
        )
    if next_planned_for and next_planned_for <= held_on:
        raise Refused("The next review is later than this one.", field="next_planned_for")
    review = LookedAfterReview(
        child=looked_after.child,
        looked_after=looked_after,
        held_on=held_on,
        progress=progress,
        with_conference=with_conference,
        next_planned_for=next_planned_for,
    )
    review.full_clean(exclude=["recorded_by"])
    return review.save_by(by)


@transaction.atomic
def end_looked_after(
    *, looked_after: LookedAfter, until_on: date, because: str, by: User, today: date
) -> LookedAfter:
    """The child goes home, or is no longer looked after for another reason. A plan that was not ended goes on."""
    looked_after = _locked(looked_after)
    refuse_over(looked_after)
    if not looked_after.from_on <= until_on <= today:
        raise Refused(f"Enter a day from {in_words(looked_after.from_on)} to today.", field="until_on")
    if not because.strip():
        raise Refused("Say why it ended, and where the child lives now.", field="because")
    looked_after.until_on, looked_after.ended_because = until_on, because
    looked_after.full_clean(exclude=["recorded_by"])
    looked_after.save_by(by, why="No longer looked after")
    facts_changed([looked_after.child], by=by, because="the child is no longer looked after")
    return looked_after


def refuse_looked_after(child: Child) -> None:
    if child.lookedafters.still().exists():
        raise Refused(f"{child} is recorded as looked after already. Say that this ended first.")


def refuse_without_a_decision(looked_after: LookedAfter) -> None:
    if looked_after.legal_status == LookedAfter.LegalStatus.SHORT_BREAKS:
        raise Refused("Short breaks change nothing about the plan.")
    refuse_over(looked_after)


def refuse_over(looked_after: LookedAfter) -> None:
    if looked_after.until_on:
        raise Refused(
            f"The child is no longer looked after: that ended on {in_words(looked_after.until_on)}."
        )


def _locked(looked_after: LookedAfter) -> LookedAfter:
    rows = LookedAfter.objects.select_for_update(of=["self"]).select_related("child")
    return rows.get(pk=looked_after.pk)
