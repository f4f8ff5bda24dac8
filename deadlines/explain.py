"""Why this date? For the stored deadlines of one child: the rule's words, what started the clock, the arithmetic,
the limits that lost, what would meet it, and how the date has moved.

The clock is worked out again from the facts, so what is shown is the engine's own working and not a description of it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from children.models import Child
from deadlines.calendar import BankHolidaysUnknown
from deadlines.engine import Clock, clocks
from deadlines.milestones import Reached
from deadlines.models import Deadline, DeadlineChange
from deadlines.numbers import pack_in_force, working_calendar
from deadlines.rules import RULES, Rule
from deadlines.timelines import timelines
from deadlines.working import Working, explain
from govuk_forms import words
from govuk_forms.components import Link

# The page of the record that a milestone came from, and what its address calls the record; the child's own pages
# stand for what has none of its own.
RECORDS: Final[Mapping[str, tuple[str, str]]] = {
    "visit": ("visits:visit", "visit_pk"),
    "delegation": ("children:delegations", ""),
    "unseen-episode": ("visits:unseen", "unseen_episode_pk"),
    "core-group": ("coregroups:meeting", "meeting_pk"),
    "significant-change": ("coregroups:change", "significant_change_pk"),
    "word-of-member": ("coregroups:list", ""),
    "asked-of-member": ("coregroups:list", ""),
    "chairs-question": ("questions:question", "chairs_question_pk"),
    "looked-after": ("children:looked-after", ""),
    "conference": ("conferences:conference", "conference_pk"),
    "plan": ("plans:plan", ""),
    "plan-revision": ("plans:plan", ""),
    "plan-frequency": ("plans:plan", ""),
    "child-in-need-plan": ("plans:plan", ""),
    "no-child-in-need-plan": ("plans:plan", ""),
    "action": ("plans:plan", ""),
    "extension": ("coregroups:list", ""),
    "report": ("conferences:report", "conference_pk"),
    "inquorate-day": ("conferences:list", ""),
    "exclusion-request": ("conferences:list", ""),
    "resource-panel": ("conferences:list", ""),
    "assessment": ("conferences:list", ""),
    "transfer-in": ("conferences:list", ""),
    "strategy-discussion": ("conferences:list", ""),
    "enquiry": ("conferences:list", ""),
    "allocation": ("child", ""),
    "cover-gap": ("child", ""),
    "child": ("children:details", ""),
}


@dataclass(frozen=True, kw_only=True)
class Explanation:
    rule: Rule
    url: str
    limit: str
    limit_source: str
    pack: str
    started: Link
    """What started the clock; without an address where no record of its own says so."""
    met: Link | None = None
    working: Working | None = None
    not_worked_out: str = ""
    """Why there is no arithmetic to show, when there is none."""
    moved: list[str] = field(default_factory=list)

    def as_html(self) -> str:
        """For the folded "Why this date?" of a list."""
        return render_to_string("deadlines/explanation.html", {"explanation": self})


def explanations(child: Child, deadlines: Iterable[Deadline]) -> dict[int, Explanation]:
    """By the deadline's key. The number of queries depends on neither how many there are nor how old they are."""
    those = list(deadlines)
    calendar = working_calendar()
    not_known = ""
    found: dict[tuple, Clock] = {}
    try:
        timeline = timelines([child.pk])[child.pk]
        for clock in clocks(timeline, pack_in_force(), calendar):
            source = clock.started_by.source
            kind, pk = (source.kind, source.pk) if source else ("", None)
            found[clock.rule.code, clock.started_on, kind, pk] = clock
    except BankHolidaysUnknown as unknown:
        not_known = str(unknown)
    moves = _moves(those)
    return {
        each.pk: _explanation(
            child,
            each,
            found.get((each.rule, each.started_on, each.started_by_kind, each.started_by_pk)),
            moves[each.pk],
            not_known,
        )
        for each in those
    }


def _explanation(
    child: Child, deadline: Deadline, clock: Clock | None, moved: list[str], not_known: str
) -> Explanation:
    gone = "" if clock else not_known or _GONE
    return Explanation(
        rule=RULES[deadline.rule],
        url=reverse("deadlines:why", kwargs={"child_pk": child.pk, "deadline_pk": deadline.pk}),
        limit=deadline.limit,
        limit_source=deadline.limit_source,
        pack=deadline.pack,
        started=_started(child, deadline, clock),
        met=_reached(child, clock.met_by) if clock and clock.met_by else None,
        working=explain(clock, working_calendar()) if clock else None,
        not_worked_out=gone,
        moved=moved,
    )


_GONE = (
    "The facts no longer ask for this date: what started it was corrected or cancelled. "
    "It is kept so that what was shown can still be explained."
)


def _started(child: Child, deadline: Deadline, clock: Clock | None) -> Link:
    if clock:
        return _reached(child, clock.started_by)
    kind = deadline.started_by_kind.replace("-", " ").capitalize() or "What started it"
    return Link(f"{kind}, {words.weekday(deadline.started_on)}", "")


def _reached(child: Child, reached: Reached) -> Link:
    source = reached.source
    label = source.label if source else reached.milestone.value.replace("-", " ").capitalize()
    url = ""
    if source and source.kind in RECORDS:
        page, key = RECORDS[source.kind]
        url = reverse(page, kwargs={"child_pk": child.pk, **({key: source.pk} if key else {})})
    if reached.for_day:
        booked = "booked" if reached.on != reached.for_day else "held"
        label = f"{label} on {words.weekday(reached.for_day)}, {booked} {words.weekday(reached.on)}"
        return Link(label, url)
    return Link(f"{label}, {words.weekday(reached.on)}", url)


def _moves(deadlines: list[Deadline]) -> dict[int, list[str]]:
    """How each date has moved, newest first: what it was, what it became, why and who caused it."""
    found: dict[int, list[str]] = defaultdict(list)
    changes = DeadlineChange.objects.filter(deadline__in=deadlines).select_related("caused_by")
    for change in changes:
        found[change.deadline_id].append("".join(_move(change)))
    return found


def _move(change: DeadlineChange) -> Iterator[str]:
    was = words.day(change.was_due_on) if change.was_due_on else "without a day"
    now = words.day(change.now_due_on) if change.now_due_on else "without a day"
    yield f"Was {was}, now {now}, because {change.because} "
    yield f"({change.caused_by}, {words.moment(timezone.localtime(change.at))})"
