"""The conferences to come: how ready each is, and which are due and not booked."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.db.models import Exists, Max, OuterRef, QuerySet
from django.urls import reverse

from accounts.models import User
from children.models import Child
from circulation.models import Circulation
from conferences.models import ChildAtConference, Conference
from coregroups.models import ChildAtCoreGroup
from dashboards.next_steps import next_step
from deadlines.milestones import Milestone as M
from deadlines.models import Deadline, DeadlineQuerySet
from deadlines.numbers import working_calendar
from deadlines.rows import row, why_page
from deadlines.rules import RULES, Shape
from deadlines.standing_words import in_words
from govuk_forms import words
from govuk_forms.components import DeadlineRow, Flag, Link

HELD = frozenset({M.INITIAL_CONFERENCE_HELD, M.REVIEW_HELD})
WAIT_FOR_A_CONFERENCE: Final = [code for code, rule in RULES.items() if rule.expects & HELD]
COUNT_DOWN_TO_ONE: Final = [code for code, rule in RULES.items() if rule.shape is not Shape.AFTER]
BOOK_AHEAD: Final = timedelta(weeks=6)
"""A conference is worth chasing from the day its rule first reminds anybody."""

Clocks = Mapping[int, Sequence[Deadline]]
"""By child."""


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step towards a conference, for one child."""

    what: str
    standing: str
    words: str
    url: str
    """Of the page that says why."""


@dataclass(frozen=True, kw_only=True)
class ConferenceRow:
    when: str
    place: str
    chair: str
    url: str
    kinds: str
    children: list[Link]
    others: int
    in_time: Flag | None
    readiness: str
    steps: list[Step]
    core_groups: list[str]
    """For each child, how many were held since the last conference and of how many the record was sent."""


def conferences(user: User, chairs: Collection[User] | None) -> QuerySet[Conference]:
    """Those to come among the children a person may see; of some chairs, or of all."""
    upcoming = (
        Conference.objects.upcoming().visible_to(user).select_related("chair").order_by("booked_for", "pk")
    )
    return upcoming.filter(chair__in=chairs) if chairs else upcoming


def rows(found: Sequence[Conference], user: User, today: date) -> list[ConferenceRow]:
    ids = [each.pk for each in found]
    mine = Child.objects.visible_to(user, today=today)
    booked = ChildAtConference.objects.filter(conference__in=ids, child__in=mine).select_related("child")
    of_conference: dict[int, list[ChildAtConference]] = defaultdict(list)
    for one in booked:
        of_conference[one.conference_id].append(one)
    hidden = _hidden(ids, of_conference)
    clocks: dict[int, list[Deadline]] = defaultdict(list)
    owed = Deadline.objects.in_force().filter(
        child__in=[one.child_id for one in booked], rule__in=[*COUNT_DOWN_TO_ONE, *WAIT_FOR_A_CONFERENCE]
    )
    for clock in owed.order_by("due_on", "pk"):
        clocks[clock.child_id].append(clock)
    held = _core_groups({one.child_id for one in booked})
    return [_row(each, of_conference[each.pk], hidden[each.pk], clocks, held, today) for each in found]


def _core_groups(children: Collection[int]) -> dict[int, tuple[int, int]]:
    """By child: core groups held since the last conference, and those of them whose record was circulated."""
    conferences = ChildAtConference.objects.filter(child__in=children, conference__held_on__isnull=False)
    last = dict(conferences.order_by().values_list("child").annotate(Max("conference__held_on")))
    meetings = ChildAtCoreGroup.objects.filter(child__in=children, meeting__held_on__isnull=False).order_by()
    sent = set(
        Circulation.objects.filter(child__in=children, kind=Circulation.Kind.CORE_GROUP_RECORD)
        .order_by()
        .values_list("child", "about_pk")
    )
    found: dict[int, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for child, meeting, held_on in meetings.values_list("child", "meeting", "meeting__held_on"):
        if child not in last or held_on >= last[child]:
            held, received = found[child]
            found[child] = (held + 1, received + ((child, meeting) in sent))
    return found


def _of_core_groups(child: Child, held: int, sent: int) -> str:
    if not held:
        return f"{child.name}: no core group held since the last conference"
    records = f"{sent} of {words.count(held, 'record')} sent"
    return f"{child.name}: {words.count(held, 'core group')} held since the last conference, {records}"


def _hidden(ids: Sequence[int], shown: dict[int, list[ChildAtConference]]) -> dict[int, int]:
    """How many children of each conference are not the reader's to see."""
    counted: dict[int, int] = defaultdict(int)
    for conference in ChildAtConference.objects.filter(conference__in=ids).values_list(
        "conference", flat=True
    ):
        counted[conference] += 1
    return {conference: counted[conference] - len(shown[conference]) for conference in ids}


def _row(
    conference: Conference,
    those: Sequence[ChildAtConference],
    hidden: int,
    clocks: Clocks,
    held: Mapping[int, tuple[int, int]],
    today: date,
) -> ConferenceRow:
    steps = list(_steps(conference, those, clocks, today))
    met = sum(step.standing in {"met", "met late"} for step in steps)
    at = f" at {words.clock(conference.booked_at)}" if conference.booked_at else ""
    return ConferenceRow(
        when=f"{words.weekday(conference.booked_for)}{at}",
        place=conference.place,
        chair=conference.chair.name if conference.chair else "No chair",
        url=reverse(
            "conferences:conference",
            kwargs={"child_pk": those[0].child_id, "conference_pk": conference.pk},
        ),
        kinds=", ".join(dict.fromkeys(one.get_kind_display() for one in those)),
        children=[Link(one.child.name, one.child.get_absolute_url()) for one in those],
        others=hidden,
        in_time=_in_time(conference, those, clocks, today),
        readiness=f"{met} of {words.count(len(steps), 'step')} done"
        if steps
        else "No step is counted down to it",
        steps=steps,
        core_groups=[
            _of_core_groups(one.child, *held[one.child_id])
            for one in those
            if one.kind == ChildAtConference.Kind.REVIEW
        ],
    )


def _steps(
    conference: Conference, those: Sequence[ChildAtConference], clocks: Clocks, today: date
) -> Iterator[Step]:
    calendar = working_calendar()
    for one in those:
        for clock in clocks[one.child_id]:
            towards_it = clock.started_by_kind == "conference" and clock.started_by_pk == conference.pk
            if towards_it and clock.rule in COUNT_DOWN_TO_ONE and clock.lapsed_on is None:
                standing, said = in_words(clock, today, calendar)
                yield Step(
                    what=f"{one.child.name}: {RULES[clock.rule].name}",
                    standing=standing,
                    words=said,
                    url=why_page(clock),
                )


def _in_time(
    conference: Conference, those: Sequence[ChildAtConference], clocks: Clocks, today: date
) -> Flag | None:
    """Whether the day it is booked for is within the limit it answers to."""
    if conference.booked_for < today:
        return Flag("The day has passed: record it, move it or cancel it", "red")
    limits = [
        clock.due_on
        for one in those
        for clock in clocks[one.child_id]
        if clock.rule in WAIT_FOR_A_CONFERENCE and clock.due_on and not (clock.met_on or clock.lapsed_on)
    ]
    if limits and conference.booked_for > min(limits):
        return Flag(f"After the limit of {words.day(min(limits))}", "red")
    return None


def not_booked(user: User, today: date, chairs: Collection[User] | None) -> DeadlineQuerySet:
    """Conferences overdue or due within six weeks for children who have none booked, the most urgent first."""
    booking = ChildAtConference.objects.filter(
        child=OuterRef("child"), conference__held_on=None, conference__cancelled_on=None
    )
    due = (
        Deadline.objects.outstanding()
        .visible_to(user, today=today)
        .filter(~Exists(booking), rule__in=WAIT_FOR_A_CONFERENCE, due_on__lte=today + BOOK_AHEAD)
        .select_related("child")
        .order_by("due_on", "pk")
    )
    return due.filter(child__conference_chair__in=chairs) if chairs else due


def not_booked_rows(deadlines: Sequence[Deadline], user: User, today: date) -> list[DeadlineRow]:
    calendar = working_calendar()
    return [
        row(
            each,
            today=today,
            calendar=calendar,
            child=Link(each.child.name, each.child.get_absolute_url()),
            child_reference=each.child.reference,
            action=next_step(each, user),
        )
        for each in deadlines
    ]
