"""What a plan says to its child and to the parents, generated for the worker to rewrite (B-05).

Nothing of the exact concerns goes into a child's copy: what a child is told of them is the worker's to find words for.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from circulation.withheld import without_safe_addresses
from govuk_forms.words import day
from plans.models import ChildProtectionPlan, PlainCopy, PlanLine

Reader = PlainCopy.Reader
Sections = list[list[str]]

AIMS_AT: Final = {Reader.UNDER_8: 7, Reader.FROM_8_TO_12: 10, Reader.FROM_13: 13, Reader.PARENTS: 12}
"""The reading age that a copy should not be above."""


@dataclass(frozen=True, kw_only=True)
class Words:
    """How one kind of reader is spoken to."""

    why: tuple[str, str]
    said: str
    better: str
    does: str
    visits: tuple[str, str]
    worried: tuple[str, str]


TO_A_CHILD: Final = {
    Reader.UNDER_8: Words(
        why=(
            "Why there is a plan",
            "Some things at home are not safe for you. It is not your fault.\n"
            "A plan is a list of things to do. It is there to keep you safe and well.",
        ),
        said="What you told us",
        better="What will get better",
        does="Who does what",
        visits=("Who comes to see you", "{lead} comes to see you. You can talk with {lead} alone."),
        worried=(
            "If you feel sad or afraid",
            "Tell {lead}. Tell your teacher. You can call Childline on 0800 1111. It is free.",
        ),
    ),
    Reader.FROM_8_TO_12: Words(
        why=(
            "Why there is a plan for you",
            "People who know you met and talked about how things are at home. They were worried that you could be "
            "hurt. It is not your fault.\nThe plan says what must change, and who will do it.",
        ),
        said="What you told us",
        better="What should become better",
        does="Who will do what",
        visits=(
            "Who comes to see you",
            "{lead} is your social worker and comes to see you often. "
            "You can talk with {lead} alone, and say what you think of the plan.",
        ),
        worried=(
            "If you are worried",
            "Tell {lead}, or a teacher you trust. You can call Childline on 0800 1111 at any time. It is free.",
        ),
    ),
    Reader.FROM_13: Words(
        why=(
            "Why there is a child protection plan",
            "A conference of the people who know you decided that you need a plan to keep you safe. "
            "It is about what the adults must do. It is not a punishment, and it is not your fault.",
        ),
        said="What you told us",
        better="What is to become different",
        does="Who does what, and by when",
        visits=(
            "Who sees you",
            "{lead} is your lead social worker, sees you often and talks with you alone. You may come to meetings "
            "about you, send a message to them, or ask somebody to speak for you. You may ask to read what is written.",
        ),
        worried=(
            "If you are worried or do not agree",
            "Tell {lead}, or ask for {lead}'s manager. You can call Childline on 0800 1111 at any time. It is free.",
        ),
    ),
}


def generated(plan: ChildProtectionPlan, reader: str, *, today: date) -> Sections:
    """The copy as the plan stands, before anybody has rewritten it; no safe address is in it."""
    lead = plan.child.allocation_on(today)
    name = lead.social_worker.name if lead else "Your social worker"
    sections = (
        _for_parents(plan, name)
        if reader == Reader.PARENTS
        else _for_a_child(plan, TO_A_CHILD[Reader(reader)], name)
    )
    kept = [(heading, text) for heading, text in sections if text]
    return [list(section) for section in without_safe_addresses(kept, [plan.child])]


def _for_a_child(plan: ChildProtectionPlan, words: Words, lead: str) -> list[tuple[str, str]]:
    heading, text = words.visits
    worried, call = words.worried
    return [
        words.why,
        (words.said, _lines(plan, PlanLine.Kind.CHILDS_VIEW)),
        (words.better, _outcomes(plan)),
        (words.does, _actions(plan)),
        (heading, text.format(lead=lead)),
        (worried, call.format(lead=lead)),
    ]


def _for_parents(plan: ChildProtectionPlan, lead: str) -> list[tuple[str, str]]:
    return [
        ("What we are worried about", plan.concerns),
        ("What must change", plan.what_must_change),
        ("What is going well", _lines(plan, PlanLine.Kind.STRENGTH)),
        ("What you think", _lines(plan, PlanLine.Kind.PARENTS_VIEW)),
        ("How we will know that it is better", _outcomes(plan, with_measure=True)),
        ("What is expected of each person", _lines(plan, PlanLine.Kind.EXPECTATION)),
        ("Who does what, and by when", _actions(plan)),
        ("If things do not change", plan.contingency),
        (
            "Your rights",
            f"Ask {lead} to go through this with you, with an interpreter if you want one. You may bring somebody to "
            "meetings, say that you do not agree, see what is written about you, and complain.",
        ),
    ]


def _lines(plan: ChildProtectionPlan, kind: str) -> str:
    lines = plan.lines.standing().filter(kind=kind)
    return "\n".join(f"{line.who}: {line.words}" if line.who else line.words for line in lines)


def _outcomes(plan: ChildProtectionPlan, *, with_measure: bool = False) -> str:
    found = []
    for outcome in plan.outcomes.filter(achieved_on=None).order_by("pk"):
        measure = (
            f" We will know because: {outcome.how_we_will_know}"
            if with_measure and outcome.how_we_will_know
            else ""
        )
        found.append(f"{outcome.what_will_be_different}{measure}")
    return "\n".join(found)


def _actions(plan: ChildProtectionPlan) -> str:
    to_do = plan.actions.filter(done_on=None).order_by("by_when", "pk")
    return "\n".join(f"{action.who}: {action.what} By {day(action.by_when)}." for action in to_do)


def latest(plan: ChildProtectionPlan) -> dict[str, PlainCopy]:
    """The newest copy for each kind of reader, with whoever wrote it."""
    found: dict[str, PlainCopy] = {}
    for copy in plan.plain_copies.select_related("version", "recorded_by", "released_by").order_by("pk"):
        found[copy.reader] = copy
    return found


def is_stale(copy: PlainCopy, *, today: date) -> bool:
    """Whether the plan says something else to this reader now than when the copy was written."""
    return copy.made_from != generated(copy.plan, copy.reader, today=today)


def fits(plan: ChildProtectionPlan, *, today: date) -> str:
    """The kind of copy that is for this child's age; none for a baby or a child who is not born."""
    born_on = plan.child.born_on
    if born_on is None:
        return ""
    years = today.year - born_on.year - ((today.month, today.day) < (born_on.month, born_on.day))
    if years < 4:
        return ""
    return Reader.UNDER_8 if years < 8 else Reader.FROM_8_TO_12 if years < 13 else Reader.FROM_13


def text_of(sections: Sequence[Sequence[str]]) -> str:
    return "\n".join(text for _, text in sections)
