"""What a plan says: the concerns in words, its outcomes, who does what about them, and being brought up to date.

Whoever set an outcome decides about it (B-02): one set by a conference changes only at a conference.
"""

from datetime import date

from django.db import transaction
from django.utils.text import Truncator

from accounts.models import User
from accounts.roles import Permission
from audit.models import Refused
from children.models import Person
from deadlines.projection import refresh
from govuk_forms.words import day as in_words
from plans.models import Action, AgreedBy, ChildProtectionPlan, Outcome, OutcomeCorrection, PlanRevision
from plans.versions import keep_version

# Who may write an outcome of each kind, and what the others are told.
WHO_MAY_WRITE = {
    Outcome.SetBy.CONFERENCE: (
        Permission.HOLD_CONFERENCE,
        "A conference set this outcome, and only a conference can change it. Add an outcome of the core group's "
        "own, or raise it at the review.",
    ),
    Outcome.SetBy.CORE_GROUP: (
        Permission.EDIT_PLAN,
        "The core group added this outcome: the lead social worker changes it with the core group.",
    ),
}


@transaction.atomic
def describe_plan(
    *,
    plan: ChildProtectionPlan,
    concerns: str,
    what_must_change: str,
    contingency: str,
    by: User,
    analysis: str = "",
) -> ChildProtectionPlan:
    """The outline in words: what the assessment found, the exact concerns, what must change, and what happens if it
    does not (B-01, B-25)."""
    _refuse_ended(plan)
    plan.analysis = analysis
    plan.concerns, plan.what_must_change, plan.contingency = concerns, what_must_change, contingency
    return plan.save_by(by)


@transaction.atomic
def add_outcome(
    *,
    plan: ChildProtectionPlan,
    set_by: str,
    what_will_be_different: str,
    how_we_will_know: str,
    achieve_by: date | None,
    by: User,
    horizon: str = "",
    checked_by: str = "",
) -> Outcome:
    _refuse_ended(plan)
    outcome = Outcome(child=plan.child, plan=plan, set_by=set_by, horizon=horizon, checked_by=checked_by)
    _refuse_others(outcome, by)
    return _write(outcome, what_will_be_different, how_we_will_know, achieve_by, by)


@transaction.atomic
def change_outcome(
    *,
    outcome: Outcome,
    what_will_be_different: str,
    how_we_will_know: str,
    achieve_by: date | None,
    by: User,
    why: str = "",
    horizon: str = "",
    checked_by: str = "",
) -> Outcome:
    """New words, measure or date. Raises Refused to a core group that would alter what the conference set, and to
    anybody who corrects that without saying why.
    """
    _refuse_ended(outcome.plan)
    _refuse_others(outcome, by)
    outcome.horizon, outcome.checked_by = horizon, checked_by
    return _write(outcome, what_will_be_different, how_we_will_know, achieve_by, by, why=why)


@transaction.atomic
def record_outcome_progress(
    *, outcome: Outcome, progress: str, achieved_on: date | None, by: User, today: date
) -> Outcome:
    """How far it has come. Anyone who keeps the plan may say; that it is achieved is said by whoever set it (B-02)."""
    _refuse_ended(outcome.plan)
    if achieved_on != outcome.achieved_on:
        _refuse_others(outcome, by)
    if achieved_on and achieved_on > today:
        raise Refused("An outcome is achieved today or was achieved earlier.", field="achieved_on")
    if achieved_on and achieved_on < outcome.plan.started_on:
        raise Refused(f"The plan began on {in_words(outcome.plan.started_on)}.", field="achieved_on")
    is_decided = achieved_on != outcome.achieved_on
    outcome.progress, outcome.achieved_on = progress, achieved_on
    if is_decided and outcome.set_by == Outcome.SetBy.CONFERENCE:
        _correct(
            outcome, by=by, why=f"Achieved: {progress}" if achieved_on else f"Not achieved yet: {progress}"
        )
    return outcome.save_by(by)


@transaction.atomic
def add_action(
    *,
    plan: ChildProtectionPlan,
    outcome: Outcome | None,
    what: str,
    who: str,
    by_when: date,
    by: User,
    person: Person | None = None,
    agreed_on: date | None = None,
    aim: str = "",
) -> Action:
    """Every action has somebody to do it and a day to do it by (S0-10, S1-10). `agreed_on`: today unless it is said."""
    _refuse_ended(plan)
    who = who.strip() or (person.name if person else "")
    if not what.strip():
        raise Refused("Say what will be done.", field="what")
    if not who:
        raise Refused("Say who will do it.", field="who")
    if by_when < plan.started_on:
        raise Refused(
            f"The plan began on {in_words(plan.started_on)}: the action would be due before that.",
            field="by_when",
        )
    if outcome and outcome.plan_id != plan.pk:
        raise Refused("Choose an outcome of this plan.", field="outcome")
    action = Action(
        child=plan.child, plan=plan, outcome=outcome, what=what, who=who, person=person, by_when=by_when,
        agreed_on=agreed_on, aim=aim,
    )  # fmt: skip
    action.full_clean(exclude=["recorded_by"])
    action.save_by(by)
    refresh([plan.child], by=by, because="an action was agreed")
    return action


@transaction.atomic
def move_action(*, action: Action, by_when: date, because: str, by: User, today: date) -> Action:
    """Another day for an action; the delay stays in sight with its reason (T-36)."""
    _refuse_ended(action.plan)
    refuse_done(action)
    if by_when == action.by_when:
        raise Refused(f"It is to be done by {in_words(by_when)} already. Give another day.", field="by_when")
    if by_when < today:
        raise Refused("Give today or a day to come.", field="by_when")
    if not because.strip():
        raise Refused("Say why the date is moved.", field="because")
    was = action.by_when
    action.by_when, action.moved_on, action.moved_because = by_when, today, because
    action.save_by(by, why=because[:100])
    refresh(
        [action.child],
        by=by,
        because=f"an action was moved from {in_words(was)} to {in_words(by_when)}: {because}"[:200],
    )
    return action


@transaction.atomic
def record_progress(*, action: Action, progress: str, done_on: date | None, by: User, today: date) -> Action:
    _refuse_ended(action.plan)
    if done_on and done_on > today:
        raise Refused("An action is done today or was done earlier.", field="done_on")
    if done_on and done_on < action.plan.started_on:
        raise Refused(f"The plan began on {in_words(action.plan.started_on)}.", field="done_on")
    action.progress, action.done_on = progress, done_on
    action.save_by(by)
    refresh(
        [action.child], by=by, because="an action was done" if done_on else "an action is still to be done"
    )
    return action


@transaction.atomic
def update_plan(
    *, plan: ChildProtectionPlan, revised_on: date, what_changed: str, by: User, today: date
) -> PlanRevision:
    """Say that the plan has been brought up to date: what a review conference waits for (T-08)."""
    _refuse_ended(plan)
    if revised_on > today:
        raise Refused("A plan can be updated today or earlier.", field="revised_on")
    if revised_on < plan.started_on:
        raise Refused(f"The plan began on {in_words(plan.started_on)}.", field="revised_on")
    if not what_changed.strip():
        raise Refused("Say what changed in the plan.", field="what_changed")
    revision = PlanRevision(child=plan.child, plan=plan, revised_on=revised_on, what_changed=what_changed)
    revision.full_clean(exclude=["recorded_by"])
    revision.save_by(by)
    because = Truncator(what_changed).chars(200)
    keep_version(plan, agreed_by=AgreedBy.UPDATE, agreed_on=revised_on, because=because, by=by)
    refresh([plan.child], by=by, because="the plan was updated")
    return revision


def may_write(outcome: Outcome, user: User) -> bool:
    permission, _ = WHO_MAY_WRITE[Outcome.SetBy(outcome.set_by)]
    return user.may(permission)


def _write(
    outcome: Outcome,
    what_will_be_different: str,
    how_we_will_know: str,
    achieve_by: date | None,
    by: User,
    *,
    why: str = "",
) -> Outcome:
    if not what_will_be_different.strip():
        raise Refused("Say what will be different for the child.", field="what_will_be_different")
    if achieve_by and achieve_by < outcome.plan.started_on:
        raise Refused(
            f"The plan began on {in_words(outcome.plan.started_on)}: choose a later day.", field="achieve_by"
        )
    outcome.what_will_be_different, outcome.how_we_will_know = what_will_be_different, how_we_will_know
    outcome.achieve_by = achieve_by
    outcome.full_clean(exclude=["recorded_by"])
    if outcome.pk and outcome.set_by == Outcome.SetBy.CONFERENCE:
        if not why.strip():
            raise Refused("Say why what the conference set is corrected.", field="why")
        _correct(outcome, by=by, why=why)
    return outcome.save_by(by, why=Truncator(why).chars(100))


def _correct(outcome: Outcome, *, by: User, why: str) -> None:
    """The database lets the outcome become what is said here, and then nothing else (B-02)."""
    said = ("what_will_be_different", "how_we_will_know", "achieve_by", "achieved_on")
    OutcomeCorrection.objects.create(
        outcome=outcome, made_by=by, why=why, **{name: getattr(outcome, name) for name in said}
    )


def _refuse_others(outcome: Outcome, by: User) -> None:
    if not may_write(outcome, by):
        _, sentence = WHO_MAY_WRITE[Outcome.SetBy(outcome.set_by)]
        raise Refused(sentence)


def _refuse_ended(plan: ChildProtectionPlan) -> None:
    if plan.ended_on:
        raise Refused(f"The plan ended on {in_words(plan.ended_on)}: it can no longer be changed.")


def refuse_done(action: Action) -> None:
    if action.done_on:
        raise Refused(f"This action was done on {in_words(action.done_on)}.")
