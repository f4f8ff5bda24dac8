"""A plan's parts besides its outcomes and actions: written by whoever sets them, and ended, never taken away (B-01)."""

from datetime import date

from django.db import transaction

from accounts.models import User
from accounts.roles import Permission
from audit.models import Refused
from govuk_forms.words import day as in_words
from plans.models import ChildProtectionPlan, PlanLine

# Who may write a line of each origin, and what the others are told.
WHO_MAY_WRITE = {
    PlanLine.SetBy.CONFERENCE: (
        Permission.HOLD_CONFERENCE,
        "The conference set this, and only a conference can change it. Add what the core group found beside it.",
    ),
    PlanLine.SetBy.CORE_GROUP: (
        Permission.EDIT_PLAN,
        "The core group wrote this: the lead social worker changes it with the core group.",
    ),
}


@transaction.atomic
def add_line(*, plan: ChildProtectionPlan, kind: str, by: User, **says: object) -> PlanLine:
    """A new line. The conference's own people set the outline, everybody else the detail.

    `says` is what `plans.lines.KINDS` asks for the kind.
    """
    set_by = PlanLine.SetBy.CONFERENCE if by.may(Permission.HOLD_CONFERENCE) else PlanLine.SetBy.CORE_GROUP
    return _write(PlanLine(child=plan.child, plan=plan, kind=kind, set_by=set_by), by, says)


@transaction.atomic
def change_line(*, line: PlanLine, by: User, **says: object) -> PlanLine:
    return _write(line, by, says)


@transaction.atomic
def end_line(*, line: PlanLine, because: str, on: date, by: User) -> PlanLine:
    """It no longer holds. It stays in the versions of the plan in which it stood."""
    if not because.strip():
        raise Refused("Say why it no longer holds.", field="because")
    _refuse(line, by)
    line.ended_on, line.ended_because = on, because
    line.full_clean(exclude=["recorded_by"])
    return line.save_by(by)


@transaction.atomic
def describe_family(
    *,
    plan: ChildProtectionPlan,
    culture: str,
    disability: str,
    visiting: str,
    monitoring: str,
    parents_told_on: date | None,
    by: User,
    today: date,
    made_with: str = "",
) -> ChildProtectionPlan:
    """What a plan says of the family and of how it is kept, in words."""
    if plan.ended_on:
        raise Refused(f"The plan ended on {in_words(plan.ended_on)}.")
    if parents_told_on and parents_told_on > today:
        raise Refused("The parents were told today or earlier.", field="parents_told_on")
    plan.culture, plan.disability, plan.visiting, plan.monitoring = culture, disability, visiting, monitoring
    plan.parents_told_on, plan.made_with = parents_told_on, made_with
    return plan.save_by(by)


def may_write(line: PlanLine, by: User) -> bool:
    permission, _ = WHO_MAY_WRITE[PlanLine.SetBy(line.set_by)]
    return by.may(permission) and line.ended_on is None and line.plan.ended_on is None


def _write(line: PlanLine, by: User, says: dict[str, object]) -> PlanLine:
    _refuse(line, by)
    for name, value in says.items():
        setattr(line, name, value)
    if not line.words.strip():
        raise Refused("Write down what it is.", field="words")
    line.full_clean(exclude=["recorded_by"])
    return line.save_by(by)


def _refuse(line: PlanLine, by: User) -> None:
    if line.plan.ended_on:
        raise Refused(f"The plan ended on {in_words(line.plan.ended_on)}.")
    if line.ended_on:
        raise Refused(f"This no longer holds since {in_words(line.ended_on)}. Add it anew.")
    permission, told = WHO_MAY_WRITE[PlanLine.SetBy(line.set_by)]
    if not by.may(permission):
        raise Refused(told)
