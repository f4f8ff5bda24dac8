"""A disagreement among professionals goes up by stages until it is settled, and each stage is kept (B-21)."""

from datetime import date
from typing import Final

from django.db import transaction

from accounts.models import User
from accounts.roles import Permission
from audit.models import Refused
from children.models import Child
from coregroups.models import Disagreement, DisagreementStep
from govuk_forms.words import day as in_words

Stage = DisagreementStep.Stage
UPWARDS: Final = (Stage.MEMBERS, Stage.MANAGERS, Stage.CHAIR, Stage.PROCEDURE)


@transaction.atomic
def raise_disagreement(
    *, child: Child, about: str, between: str, raised_on: date, by: User, today: date
) -> Disagreement:
    """Raises Refused for a child without an open plan, and for a day to come."""
    _refuse_others(child, by, today=today)
    if not child.plans.open().exists():
        raise Refused(f"{child} is not on a child protection plan.")
    if raised_on > today:
        raise Refused("Enter today or an earlier day.", field="raised_on")
    raised = Disagreement(child=child, about=about, between=between, raised_on=raised_on)
    raised.full_clean(exclude=["recorded_by"])
    return raised.save_by(by)


@transaction.atomic
def take_further(
    *, disagreement: Disagreement, stage: str, on: date, with_whom: str, outcome: str, by: User, today: date
) -> DisagreementStep:
    """One more stage. What the chair advises is not written down here: the chair is asked, and says it themselves.

    Raises Refused for a stage below one that it has been at, for a day before that, and once it is settled.
    """
    disagreement = _open(disagreement)
    _refuse_others(disagreement.child, by, today=today)
    last = disagreement.steps.last()
    earliest = last.on if last else disagreement.raised_on
    if not earliest <= on <= today:
        raise Refused(f"Enter a day from {in_words(earliest)} to today.", field="on")
    if last and UPWARDS.index(stage) < UPWARDS.index(last.stage):
        raise Refused(
            f"It has been taken further already: “{last.get_stage_display()}”. Select that stage or one above it.",
            field="stage",
        )
    if stage == Stage.CHAIR:
        if disagreement.steps.advice_wanted().exists():
            raise Refused(
                "The conference chair has been asked already, and has not answered yet.", field="stage"
            )
        if disagreement.child.conference_chair is None:
            raise Refused(
                "The child has no conference chair to ask. Ask the safeguarding unit for one.", field="stage"
            )
        outcome = ""
    elif not outcome.strip():
        raise Refused("Say what came of it.", field="outcome")
    step = DisagreementStep(
        disagreement=disagreement, stage=stage, on=on, with_whom=with_whom, outcome=outcome
    )
    step.full_clean(exclude=["recorded_by"])
    return step.save_by(by)


@transaction.atomic
def advise(*, step: DisagreementStep, advice: str, by: User, today: date) -> DisagreementStep:
    step = (
        DisagreementStep.objects.select_for_update(of=["self"])
        .select_related("disagreement__child")
        .get(pk=step.pk)
    )
    mine = Child.objects.visible_to(by, today=today).filter(pk=step.disagreement.child_id)
    if not by.may(Permission.ADVISE_CORE_GROUP) or not mine.exists():
        raise Refused("The child’s conference chair advises.")
    refuse_advised(step)
    if not advice.strip():
        raise Refused("Say what you advise.", field="advice")
    step.outcome, step.advised_on, step.advised_by = advice, today, by
    step.full_clean(exclude=["recorded_by"])
    return step.save_by(by, why="The chair advised")


@transaction.atomic
def settle(*, disagreement: Disagreement, settled_on: date, how: str, by: User, today: date) -> Disagreement:
    disagreement = _open(disagreement)
    _refuse_others(disagreement.child, by, today=today)
    last = disagreement.steps.last()
    earliest = last.on if last else disagreement.raised_on
    if not earliest <= settled_on <= today:
        raise Refused(f"Enter a day from {in_words(earliest)} to today.", field="settled_on")
    if not how.strip():
        raise Refused("Say how it was settled.", field="how")
    disagreement.settled_on, disagreement.settled_how = settled_on, how
    disagreement.full_clean(exclude=["recorded_by"])
    return disagreement.save_by(by, why="Settled")


def _open(disagreement: Disagreement) -> Disagreement:
    found = (
        Disagreement.objects.select_for_update(of=["self"]).select_related("child__conference_chair")
    ).get(pk=disagreement.pk)
    refuse_settled(found)
    return found


def refuse_settled(disagreement: Disagreement) -> None:
    if disagreement.settled_on:
        raise Refused(f"This was settled on {in_words(disagreement.settled_on)}.")


def refuse_advised(step: DisagreementStep) -> None:
    if step.stage != Stage.CHAIR or step.advised_on:
        raise Refused("No advice is waited for here.")


def _refuse_others(child: Child, by: User, *, today: date) -> None:
    mine = Child.objects.visible_to(by, today=today).filter(pk=child.pk)
    if not by.may(Permission.RECORD_CORE_GROUP) or not mine.exists():
        raise Refused("The child’s social worker or their manager keeps this.")
