"""Between two meetings: a member says how their part goes, and is asked for what the next meeting needs (B-27)."""

from datetime import date

from django.db import transaction

from accounts.models import User
from accounts.roles import Permission
from audit.models import Refused
from children.models import Child, Person
from coregroups.actions.changes import children_of_member
from coregroups.models import AskedOfMember, CoreGroupMember, WordOfMember
from deadlines.projection import refresh
from govuk_forms.words import day as in_words
from plans.models import Action


@transaction.atomic
def say_as_member(
    *,
    child: Child,
    person: Person,
    kind: str,
    words: str,
    said_on: date,
    by: User,
    today: date,
    action: Action | None = None,
) -> WordOfMember:
    """What wants an answer starts a clock, and the lead social worker is told at once.

    Raises Refused for whoever is no present member, for words written down by somebody who is neither that member nor
    keeps the core group, for an action of another child or one that is done, and for a day to come.
    """
    _refuse_no_member(child, person, today=today)
    _refuse_who_may_not_speak(child, person, by, today=today)
    if not words.strip():
        raise Refused("Say it in words.", field="words")
    if said_on > today:
        raise Refused("Enter today or an earlier day.", field="said_on")
    if kind not in WordOfMember.ABOUT_AN_ACTION:
        action = None
    elif action is None:
        raise Refused("Select the action that it is about.", field="action")
    else:
        _refuse_other_action(child, action)
    word = WordOfMember(child=child, person=person, kind=kind, action=action, words=words, said_on=said_on)
    word.full_clean(exclude=["recorded_by"])
    word.save_by(by)
    if word.waits:
        refresh([child], by=by, because=f"a member asked on {in_words(said_on)}")
    return word


@transaction.atomic
def answer_member(*, word: WordOfMember, answer: str, by: User, today: date) -> WordOfMember:
    word = WordOfMember.objects.select_for_update(of=["self"]).select_related("child").get(pk=word.pk)
    _refuse_who_keeps_no_core_group(word.child, by, today=today)
    refuse_answered(word)
    if not answer.strip():
        raise Refused("Say what the answer is.", field="answer")
    word.answer, word.answered_on, word.answered_by = answer, today, by
    word.full_clean(exclude=["recorded_by"])
    word.save_by(by, why="Answered")
    refresh([word.child], by=by, because="a member was answered")
    return word


@transaction.atomic
def ask_member(
    *,
    child: Child,
    person: Person,
    kind: str,
    words: str,
    due_on: date,
    by: User,
    today: date,
    action: Action | None = None,
) -> AskedOfMember:
    """A report, part of an assessment, a view or news of an action, wanted by a day. Kept whether it comes or not."""
    _refuse_who_keeps_no_core_group(child, by, today=today)
    _refuse_no_member(child, person, today=today)
    if not words.strip():
        raise Refused("Say what is asked for.", field="words")
    if due_on < today:
        raise Refused("Enter today or a day to come.", field="due_on")
    if kind != AskedOfMember.Kind.PROGRESS:
        action = None
    elif action is None:
        raise Refused("Select the action that you ask about.", field="action")
    else:
        _refuse_other_action(child, action)
    asked = AskedOfMember(
        child=child, person=person, kind=kind, action=action, words=words, asked_on=today, due_on=due_on
    )
    asked.full_clean(exclude=["recorded_by"])
    asked.save_by(by)
    refresh([child], by=by, because="something was asked of a member of the core group")
    return asked


@transaction.atomic
def take_what_came(*, asked: AskedOfMember, came: str, came_on: date, by: User, today: date) -> AskedOfMember:
    """The member sends what was asked for; or it came otherwise, and the social worker writes it down."""
    asked = (
        AskedOfMember.objects.select_for_update(of=["self"])
        .select_related("child", "person")
        .get(pk=asked.pk)
    )
    _refuse_who_may_not_speak(asked.child, asked.person, by, today=today)
    refuse_came(asked)
    if not came.strip():
        raise Refused("Write down what came.", field="came")
    if not asked.asked_on <= came_on <= today:
        raise Refused(
            f"Enter a day from {in_words(asked.asked_on)}, when it was asked for, to today.", field="came_on"
        )
    asked.came, asked.came_on, asked.taken_by = came, came_on, by
    asked.full_clean(exclude=["recorded_by"])
    asked.save_by(by, why="It came")
    refresh([asked.child], by=by, because="what was asked of a member came")
    return asked


def _refuse_no_member(child: Child, person: Person, *, today: date) -> None:
    present = CoreGroupMember.objects.on(today).filter(child=child, person=person, excluded_because="")
    if not present.exists():
        raise Refused(f"{person} is not a member of this core group today.", field="person")


def _refuse_who_may_not_speak(child: Child, person: Person, by: User, *, today: date) -> None:
    """The member themselves, or whoever keeps the core group and writes it down for them."""
    if by.may(Permission.KEEP_OWN_PART):
        if person.user_id == by.pk and child in children_of_member(by, today=today):
            return
        raise Refused("You are not a member of this child’s core group.", field="child")
    _refuse_who_keeps_no_core_group(child, by, today=today)


def _refuse_who_keeps_no_core_group(child: Child, by: User, *, today: date) -> None:
    mine = Child.objects.visible_to(by, today=today).filter(pk=child.pk)
    if not by.may(Permission.RECORD_CORE_GROUP) or not mine.exists():
        raise Refused("The child’s social worker or their manager does this.")
    if not child.plans.open().exists():
        raise Refused(f"{child} is not on a child protection plan.")


def _refuse_other_action(child: Child, action: Action) -> None:
    if action.child_id != child.pk:
        raise Refused("That action is in another child’s plan.", field="action")
    if action.done_on:
        raise Refused(f"That action was done on {in_words(action.done_on)}.", field="action")


def refuse_answered(word: WordOfMember) -> None:
    if word.kind not in WordOfMember.WANTS_AN_ANSWER:
        raise Refused("This asked for no answer.")
    if word.answered_on:
        raise Refused(f"This was answered on {in_words(word.answered_on)}.")


def refuse_came(asked: AskedOfMember) -> None:
    if asked.came_on:
        raise Refused(f"This came on {in_words(asked.came_on)}.")
