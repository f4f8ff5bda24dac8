"""Managers look at a plan; a refused change is told to them; the lead proposes that a plan ends."""

from datetime import date

from django.db import transaction

from accounts.models import User
from audit.models import Refused
from circulation.actions import circulate
from circulation.models import Circulation
from govuk_forms.words import day as in_words
from plans.models import ChildProtectionPlan, EndProposal, Outcome, Oversight, RefusedChange


@transaction.atomic
def oversee(
    *,
    plan: ChildProtectionPlan,
    kind: str,
    on: date,
    words: str,
    by: User,
    today: date,
    decided: str = "",
    frequencies_confirmed: bool = False,
    review_on: date | None = None,
) -> Oversight:
    """A manager's note. What an earlier one asked to be looked at again has been looked at with it."""
    if plan.ended_on:
        raise Refused(f"The plan ended on {in_words(plan.ended_on)}.")
    if on > today:
        raise Refused("It was today or earlier.", field="on")
    if review_on and review_on < today:
        raise Refused("It is looked at again today or later.", field="review_on")
    for earlier in plan.oversights.to_look_at_again():
        earlier.looked_again = True
        earlier.save_by(by, why="Looked at again")
    note = Oversight(
        child=plan.child, plan=plan, kind=kind, on=on, words=words, decided=decided,
        frequencies_confirmed=frequencies_confirmed, review_on=review_on,
    )  # fmt: skip
    note.full_clean(exclude=["recorded_by"])
    return note.save_by(by)


@transaction.atomic
def tell_of_refusal(*, outcome: Outcome, words: str, by: User, today: date) -> RefusedChange:
    """Somebody who may not tried to change what a conference set (B-02). It stays until a manager has read it."""
    return RefusedChange(child=outcome.child, outcome=outcome, tried_on=today, words=words).save_by(by)


@transaction.atomic
def read_refusal(*, refusal: RefusedChange, by: User, today: date) -> RefusedChange:
    if refusal.recorded_by_id == by.pk:
        raise Refused("Somebody other than the person who tried it reads it.")
    refusal.read_on = refusal.read_on or today
    return refusal.save_by(by, why="Read")


@transaction.atomic
def propose_end(
    *, plan: ChildProtectionPlan, because: str, support: str, by: User, today: date
) -> EndProposal:
    """Propose that a review conference ends the plan (B-14). The chair finds it in the in-box; nothing ends by it.

    Raises Refused without a chair who can be told.
    """
    if plan.ended_on:
        raise Refused(f"The plan ended on {in_words(plan.ended_on)}.")
    if not because.strip():
        raise Refused("Say what has changed for the child.", field="because")
    proposal = EndProposal(
        child=plan.child, plan=plan, proposed_on=today, because=because, support=support
    ).save_by(by)
    circulate(
        child=plan.child,
        kind=Circulation.Kind.PROPOSAL,
        about_pk=proposal.pk,
        title=f"Proposal to end the plan: {plan.child}",
        sections=[
            ("What has changed for the child", because),
            *([("What help goes on afterwards", support)] if support else []),
            ("What follows", "A review conference decides. Until then the plan and every date go on."),
        ],
        copies=[],
        by=by,
    )
    return proposal
