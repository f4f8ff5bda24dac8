"""What members said and were asked between two meetings, as pages show it: to whoever keeps the core group, to the
member, and to the next meeting."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import NamedTuple

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import import_string

from accounts.models import User
from accounts.roles import Permission
from children.brought import Brought
from children.kinds import of
from children.models import Child
from coregroups.actions.changes import children_of_member
from coregroups.models import AskedOfMember, ChildAtCoreGroup, CoreGroupMember, WordOfMember
from govuk_forms import words
from govuk_forms.components import Flag, Link
from plans.models import Action


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One thing that was said or asked, newest first in its list."""

    who: str
    on: date
    title: str
    text: str
    standing: Flag | None
    answer: str = ""
    link: Link | None = None


class OwnAction(NamedTuple):
    what: str
    by_when: date
    standing: Flag
    last_word: str
    url: str


class OwnAsked(NamedTuple):
    what: str
    standing: Flag
    url: str


@dataclass(frozen=True, kw_only=True)
class OwnPart:
    """What one child's core group means for one member."""

    child: str
    role: str
    actions: Sequence[OwnAction]
    asked: Sequence[OwnAsked]
    said: Sequence[Entry]
    next_core_group: str
    next_conference: str

    @property
    def has_something(self) -> bool:
        return bool(self.actions or self.asked or self.said)


# --- for whoever keeps the core group ------------------------------------------------------------------


def said(child: Child, user: User) -> list[Entry]:
    may_answer = user.may(Permission.RECORD_CORE_GROUP)
    found = child.wordofmembers.select_related("person", "action", "answered_by")
    return [_word(word, may_answer=may_answer) for word in found]


def _word(word: WordOfMember, *, may_answer: bool) -> Entry:
    standing, link, answer = None, None, ""
    if word.answered_on:
        standing = Flag("Answered", "green")
        answer = f"{words.day(word.answered_on)}, {word.answered_by}: {word.answer}"
    elif word.waits:
        standing = Flag("Waits for an answer", "red")
        if may_answer:
            kept = {"child_pk": word.child_id, "word_of_member_pk": word.pk}
            link = Link("Answer", reverse("coregroups:answer-member", kwargs=kept))
    title = word.get_kind_display()
    return Entry(
        who=str(word.person),
        on=word.said_on,
        title=f"{title}: {word.action.what}" if word.action else title,
        text=word.words,
        standing=standing,
        answer=answer,
        link=link,
    )


def asked(child: Child, user: User, *, today: date) -> list[Entry]:
    may_take = user.may(Permission.RECORD_CORE_GROUP)
    found = child.askedofmembers.select_related("person", "action", "taken_by")
    return [_asked(each, may_take=may_take, today=today) for each in found]


def _asked(each: AskedOfMember, *, may_take: bool, today: date) -> Entry:
    link, answer = None, ""
    if each.came_on:
        answer = f"{words.day(each.came_on)}, written down by {each.taken_by}: {each.came}"
    elif may_take:
        kept = {"child_pk": each.child_id, "asked_of_member_pk": each.pk}
        link = Link("Record what came", reverse("coregroups:take-what-came", kwargs=kept))
    title = each.get_kind_display()
    return Entry(
        who=str(each.person),
        on=each.asked_on,
        title=f"{title}: {each.action.what}" if each.action else title,
        text=each.words,
        standing=_standing_of_asked(each, today=today),
        answer=answer,
        link=link,
    )


def _standing_of_asked(each: AskedOfMember, *, today: date) -> Flag:
    if each.came_on:
        late = each.came_on > each.due_on
        return Flag(f"Came{f', wanted by {words.day(each.due_on)}' if late else ''}", "green")
    if each.due_on < today:
        return Flag(f"Has not come: wanted by {words.day(each.due_on)}", "red")
    return Flag(f"Wanted by {words.day(each.due_on)}", "yellow")


# --- for the next meeting --------------------------------------------------------------------------------


@of(WordOfMember, AskedOfMember)
def agenda(children: Collection[Child]) -> list[Link]:
    today = timezone.localdate()
    waiting = WordOfMember.objects.unanswered().filter(child__in=children)
    late = AskedOfMember.objects.outstanding().filter(child__in=children, due_on__lt=today)
    return [
        *(
            Link(
                f"{each.child.name}: {each.person} waits for an answer since {words.day(each.said_on)}",
                _list(each),
            )
            for each in waiting.select_related("child", "person").order_by("said_on", "pk")
        ),
        *(
            Link(
                f"{each.child.name}: {each.person} was asked for {words.within(each.get_kind_display())} by "
                f"{words.day(each.due_on)}, and it has not come",
                _list(each),
            )
            for each in late.select_related("child", "person").order_by("due_on", "pk")
        ),
    ]


def _list(each: WordOfMember | AskedOfMember) -> str:
    return reverse("coregroups:list", kwargs={"child_pk": each.child_id}) + "#between"


def words_since(children: Collection[Child], *, since: date, until: date) -> Brought:
    """Shown to whoever writes the minute, and sent to nobody by itself: the family has not heard it yet."""
    named = len(children) > 1
    spoken = WordOfMember.objects.filter(child__in=children, said_on__range=(since, until))
    came = AskedOfMember.objects.filter(child__in=children, came_on__range=(since, until))
    lines = [
        *(
            (each.said_on, _line(each, each.get_kind_display(), each.words, named=named))
            for each in spoken.select_related("child", "person", "action")
        ),
        *(
            (each.came_on, _line(each, each.get_kind_display(), each.came, named=named))
            for each in came.select_related("child", "person", "action")
        ),
    ]
    return Brought(
        heading="What members said and sent since the last core group",
        lines=[f"{words.day(on)}, {line}" for on, line in sorted(lines)],
        is_sent=False,
    )


def _line(each: WordOfMember | AskedOfMember, kind: str, text: str, *, named: bool) -> str:
    about = f" ({each.action.what})" if each.action else ""
    child = f"{each.child.name}: " if named else ""
    return f"{child}{each.person}, {words.within(kind)}{about}: {text}"


# --- for the member themselves -----------------------------------------------------------------------------


def own_actions(user: User, *, today: date) -> list[Action]:
    """Those of open plans that are still to be done by somebody who signs in here, and are a member today."""
    mine = Action.objects.filter(
        child__in=children_of_member(user, today=today), person__user=user, done_on=None, plan__ended_on=None
    )
    return list(mine.select_related("child", "person").order_by("by_when", "pk"))


def own_part(user: User, *, today: date) -> list[OwnPart]:
    """A part for each child, those with something to do or to read first."""
    children = children_of_member(user, today=today)
    members = CoreGroupMember.objects.on(today).filter(child__in=children, person__user=user)
    roles = {member.child_id: member.role for member in members}
    actions = own_actions(user, today=today)
    spoken = list(
        WordOfMember.objects.of(user)
        .filter(child__in=children)
        .select_related("person", "action", "answered_by")
    )
    latest: dict[int, WordOfMember] = {}
    for word in spoken:
        if word.action_id:
            latest.setdefault(word.action_id, word)
    waiting = list(
        AskedOfMember.objects.of(user).filter(child__in=children).outstanding().select_related("action")
    )
    meetings, conferences = _next_meetings(children, today), _next_conferences(children, today)
    parts = [
        OwnPart(
            child=child.name,
            role=roles[child.pk],
            actions=[
                _own_action(each, latest.get(each.pk), today) for each in actions if each.child_id == child.pk
            ],
            asked=[_own_asked(each, today) for each in waiting if each.child_id == child.pk],
            said=[
                _word(each, may_answer=False)
                for each in spoken
                if each.child_id == child.pk and each.kind != WordOfMember.Kind.PROGRESS
            ],
            next_core_group=meetings.get(child.pk, "none is planned yet"),
            next_conference=conferences[child.pk],
        )
        for child in children
    ]
    return sorted(parts, key=lambda part: not part.has_something)


def waiting_for(user: User, *, today: date) -> int:
    """How much is asked of a member and has not come."""
    children = children_of_member(user, today=today)
    return AskedOfMember.objects.of(user).outstanding().filter(child__in=children).count()


def _own_action(action: Action, word: WordOfMember | None, today: date) -> OwnAction:
    late = action.by_when < today
    return OwnAction(
        what=action.what,
        by_when=action.by_when,
        standing=Flag(
            f"{'Late: by' if late else 'By'} {words.day(action.by_when)}", "red" if late else "blue"
        ),
        last_word=f"{words.day(word.said_on)}: {word.words}" if word else "",
        url=reverse("own-action", kwargs={"action_pk": action.pk}),
    )


def _own_asked(each: AskedOfMember, today: date) -> OwnAsked:
    what = each.get_kind_display() + (f" ({each.action.what})" if each.action else "")
    return OwnAsked(
        what=f"{what}: {each.words}",
        standing=_standing_of_asked(each, today=today),
        url=reverse("send-what-was-asked", kwargs={"asked_of_member_pk": each.pk}),
    )


def _next_meetings(children: Collection[Child], today: date) -> dict[int, str]:
    planned = ChildAtCoreGroup.objects.filter(
        child__in=children, meeting__held_on=None, meeting__cancelled_on=None, meeting__planned_for__gte=today
    )
    rows = planned.order_by("-meeting__planned_for").values_list(
        "child", "meeting__planned_for", "meeting__planned_at"
    )
    return {child: _when(on, at) for child, on, at in rows}


def _next_conferences(children: Collection[Child], today: date) -> dict[int, str]:
    """Conferences stand beside core groups: what says when they are is named in settings."""
    return import_string(settings.NEXT_CONFERENCES)(children, on=today)


def _when(on: date, at: time | None) -> str:
    """Without the place: it may be the family's home, and whoever is asked to come is told where."""
    return f"{words.weekday(on)}, {words.clock(at)}" if at else words.weekday(on)
