"""The minute of a core group: what was said, what became of the plan, and that everybody gets it (B-10)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db import transaction

from accounts.models import User
from audit.models import Refused
from children.brought import brought_to_a_core_group
from children.models import Child, Person
from coregroups.actions.meetings import in_the_diary, refuse_without_a_plan
from coregroups.actions.sending import circulate_minute
from coregroups.models import CoreGroupAttendance, CoreGroupMeeting, MinutePassage, PassageKeptFrom
from deadlines.projection import refresh
from govuk_forms.words import day as in_words
from plans.actions import add_action, move_action, record_outcome_progress, record_progress
from plans.models import Action, AgreedBy, ChildProtectionPlan, Outcome
from plans.shown import action_standing
from plans.slippage import slippage_of
from plans.versions import keep_version

# What a minute cannot be finished without, and what is said when it is missing. "None" is an answer.
REQUIRED: Final = {
    "childs_voice": "Write down the child's lived experience and voice.",
    "family_views": "Write down what the family said, or why nobody of the family said anything.",
    "progress": "Write down how far the plan has come and what it has changed for the child.",
    "risks": "Write down what the group makes of the risks now.",
    "delays": "Write down what is late and what is done about it, or that nothing is.",
    "decisions": "Write down what was decided, or that nothing was.",
}


@dataclass(frozen=True, kw_only=True)
class ActionAnswer:
    """What the group found of one action: done on a day, moved to another, or still to be done."""

    action: Action
    done_on: date | None = None
    moved_to: date | None = None
    because: str = ""
    """Why it was moved; or, of one still to be done, how far it is and what is done about a delay."""


@dataclass(frozen=True, kw_only=True)
class NewAction:
    children: Sequence[Child]
    what: str
    who: str
    by_when: date


@dataclass(frozen=True, kw_only=True)
class Passage:
    """Something that was said and that these people are not sent."""

    words: str
    kept_from: Collection[Person]


@transaction.atomic
def record_meeting(
    *,
    meeting: CoreGroupMeeting,
    held_on: date,
    chaired_by: str,
    childs_voice: str,
    family_views: str,
    progress: str,
    risks: str,
    delays: str,
    decisions: str,
    by: User,
    today: date,
    updates: str = "",
    disagreement: str = "",
    next_planned_for: date | None = None,
    came: Mapping[Person, str] | None = None,
    instead: Mapping[Person, str] | None = None,
    no_manager_because: str = "",
    roles_explained: str = "",
    assessment_outstanding: str = "",
    passages: Sequence[Passage] = (),
    interpreters: Mapping[Person, str] | None = None,
    about: Collection[Child] | None = None,
    answers: Sequence[ActionAnswer] = (),
    outcomes: Mapping[Outcome, str] | None = None,
    new_actions: Sequence[NewAction] = (),
    is_sent: bool = False,
) -> CoreGroupMeeting:
    """The minute of a core group that was held; the deadlines of its children move at once.

    `answers`, `outcomes` and `new_actions` go into the children's plans, whose next versions are kept; with `is_sent`
    the members and the chair are sent the minute. All of it happens or none. `about` are those of the children whose
    records the writer may open: the minute tells what happened to them since the last one. `passages` are left out of
    the copies of those from whom each is kept. `instead` says who came in a member's place. With `next_planned_for`
    the next meeting is put in the diary too. `interpreters` says, for those who came and need one, who interpreted or
    why nobody did (B-06).

    Raises Refused for a part of the minute that is missing, an action that is late and about which nothing is said,
    a meeting to come, and with `is_sent` a child without a conference chair.
    """
    said = {
        "childs_voice": childs_voice, "family_views": family_views, "progress": progress, "risks": risks,
        "delays": delays, "decisions": decisions,
    }  # fmt: skip
    children = [row.child for row in meeting.for_children.select_related("child")]
    _refuse_what_cannot_be(meeting, children, held_on, next_planned_for, said, today)
    meeting.held_on, meeting.chaired_by, meeting.minute_taken_by = held_on, chaired_by, by
    meeting.updates, meeting.disagreement, meeting.next_planned_for = updates, disagreement, next_planned_for
    meeting.no_manager_because, meeting.roles_explained = no_manager_because, roles_explained
    meeting.assessment_outstanding = assessment_outstanding
    for name, text in said.items():
        setattr(meeting, name, text)
    known = list(children if about is None else about)
    since, _ = since_when(known, before=held_on)
    _change_the_plans(held_on, answers, outcomes or {}, new_actions, by=by, today=today)
    meeting.as_it_stood = _as_it_stands(known, since=since, until=held_on)
    meeting.full_clean(exclude=["recorded_by"])
    meeting.save_by(by)
    for person, answer in (came or {}).items():
        CoreGroupAttendance(
            meeting=meeting,
            person=person,
            came=answer,
            instead=(instead or {}).get(person, ""),
            interpreter=(interpreters or {}).get(person, ""),
        ).save_by(by)
    _keep_passages(meeting, passages, by=by)
    if next_planned_for:
        in_the_diary(children, next_planned_for, None, meeting.place, by)
    because = f"the core group of {in_words(held_on)} was recorded"
    for plan in ChildProtectionPlan.objects.in_force_on(held_on).filter(child__in=children, ended_on=None):
        keep_version(
            plan,
            agreed_by=AgreedBy.CORE_GROUP,
            agreed_on=held_on,
            because=f"Core group of {in_words(held_on)}",
            by=by,
        )
    refresh(children, by=by, because=because)
    if is_sent:
        circulate_minute(meeting=meeting, by=by)
    return meeting


def _keep_passages(meeting: CoreGroupMeeting, passages: Sequence[Passage], *, by: User) -> None:
    for passage in passages:
        if not passage.kept_from:
            raise Refused("Say who is not to read it, or write it above where everybody reads it.")
        kept = MinutePassage(meeting=meeting, words=passage.words).save_by(by)
        for person in passage.kept_from:
            PassageKeptFrom(passage=kept, person=person).save_by(by)


def since_when(children: Collection[Child], *, before: date) -> tuple[date, bool]:
    """From which day on a core group looks back, and whether each of the children had one before it.

    Of children who did not meet together last time it is the earliest day, so that no visit to any of them is left
    out; for one who had none yet, the day on which the plan began.
    """
    held = CoreGroupMeeting.objects.held().filter(held_on__lt=before, for_children__child__in=children)
    last = dict(held.order_by("held_on").values_list("for_children__child", "held_on"))
    began = dict(
        ChildProtectionPlan.objects.in_force_on(before)
        .filter(child__in=children)
        .values_list("child", "started_on")
    )
    # A meeting of an earlier plan is no core group of this one.
    met = {pk: day for pk, day in last.items() if day >= began.get(pk, day)}
    days = [met.get(child.pk) or began.get(child.pk, before) for child in children]
    return min(days, default=before), all(child.pk in met for child in children)


def _refuse_what_cannot_be(
    meeting: CoreGroupMeeting,
    children: Collection[Child],
    held_on: date,
    next_planned_for: date | None,
    said: Mapping[str, str],
    today: date,
) -> None:
    if meeting.cancelled_on:
        raise Refused("This core group was cancelled. Plan another one.")
    if meeting.held_on:
        raise Refused("This core group's minute is already written.")
    if held_on > today:
        raise Refused("A core group can be recorded once it has been held. Check the date.", field="held_on")
    for name, sentence in REQUIRED.items():
        if not said[name].strip():
            raise Refused(sentence, field=name)
    for child in children:
        refuse_without_a_plan(child, held_on, field="held_on")
    if next_planned_for and next_planned_for <= held_on:
        raise Refused("The next core group is after this one.", field="next_planned_for")


def _change_the_plans(
    held_on: date,
    answers: Sequence[ActionAnswer],
    outcomes: Mapping[Outcome, str],
    new_actions: Sequence[NewAction],
    *,
    by: User,
    today: date,
) -> None:
    for outcome, progress in outcomes.items():
        record_outcome_progress(
            outcome=outcome, progress=progress, achieved_on=outcome.achieved_on, by=by, today=today
        )
    for answer in answers:
        _change_action(answer, held_on, by=by, today=today)
    for new in new_actions:
        for child in new.children:
            add_action(
                plan=child.plans.open().get(),
                outcome=None,
                what=new.what,
                who=new.who,
                by_when=new.by_when,
                agreed_on=held_on,
                by=by,
            )


def _change_action(answer: ActionAnswer, held_on: date, *, by: User, today: date) -> None:
    action = answer.action
    if answer.moved_to:
        move_action(action=action, by_when=answer.moved_to, because=answer.because, by=by, today=today)
    elif answer.done_on:
        record_progress(action=action, progress=action.progress, done_on=answer.done_on, by=by, today=today)
    elif answer.because.strip():
        record_progress(action=action, progress=answer.because, done_on=None, by=by, today=today)
    elif action.by_when < held_on:
        raise Refused(f"“{action.what}” is late. Say what is done about it.", field=f"progress_{action.pk}")


def _as_it_stands(children: Collection[Child], *, since: date, until: date) -> list[list[str]]:
    """What the meeting had before it, and the plans as it left them, for what is sent."""
    sections = [
        [brought.heading, "\n".join(brought.lines)]
        for brought in brought_to_a_core_group(children, since=since, until=until)
        if brought.is_sent
    ]
    for child in children:
        plan = child.plans.open().first()
        if plan is None:
            continue
        whose = f" for {child.name}" if len(children) > 1 else ""
        outcomes = [
            f"{number}. {outcome}" + (f"\n{outcome.progress}" if outcome.progress else "")
            for number, outcome in enumerate(plan.outcomes.all(), start=1)
        ]
        sections.append([f"Outcomes{whose}", "\n".join(outcomes)])
        sections.append([f"Actions{whose}", "\n".join(_actions(plan, until))])
    return [section for section in sections if section[1]]


def _actions(plan: ChildProtectionPlan, on: date) -> list[str]:
    """Those not done, and those done since; each with its delay."""
    actions = [action for action in plan.actions.all() if not action.done_on or action.done_on <= on]
    moved = slippage_of(actions)
    return [
        f"{action.what} ({action.who}, by {in_words(action.by_when)}): {action_standing(action, today=on).words}."
        + (f" {moved[action.pk].words}" if action.pk in moved else "")
        for action in actions
    ]
