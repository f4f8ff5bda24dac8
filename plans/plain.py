"""What a plan says to its child and to the parents, generated for the worker to rewrite (B-05).

Nothing of the exact concerns goes into a child's copy: what a child is told of them is the worker's to find words for.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Final

from circulation.withheld import SafeAddresses
from govuk_forms.words import day
from plans.models import ChildProtectionPlan, Outcome, PlainCopy, PlanLine

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


class PlainWords:
    """What a plan says to each kind of reader as it stands. It is read once, for however many readers."""

    def __init__(self, plan: ChildProtectionPlan, *, today: date) -> None:
        self.plan, self.today = plan, today

    def to(self, reader: str) -> Sections:
        """The copy before anybody has rewritten it; no safe address is in it."""
        is_of_parents = reader == Reader.PARENTS
        sections = self._to_parents() if is_of_parents else self._to_a_child(TO_A_CHILD[Reader(reader)])
        kept = [(heading, text) for heading, text in sections if text]
        return [list(section) for section in self._safe.taken_out_of(kept)]

    @cached_property
    def _safe(self) -> SafeAddresses:
        return SafeAddresses([self.plan.child])

    @cached_property
    def _lead(self) -> str:
        lead = self.plan.child.allocation_on(self.today)
        return lead.social_worker.name if lead else "Your social worker"

    def _to_a_child(self, words: Words) -> list[tuple[str, str]]:
        heading, text = words.visits
        worried, call = words.worried
        return [
            words.why,
            (words.said, self._lines(PlanLine.Kind.CHILDS_VIEW)),
            (words.better, self._outcomes()),
            (words.does, self._actions),
            (heading, text.format(lead=self._lead)),
            (worried, call.format(lead=self._lead)),
        ]

    def _to_parents(self) -> list[tuple[str, str]]:
        plan = self.plan
        return [
            ("What we are worried about", plan.concerns),
            ("What must change", plan.what_must_change),
            ("What is going well", self._lines(PlanLine.Kind.STRENGTH)),
            ("What you think", self._lines(PlanLine.Kind.PARENTS_VIEW)),
            ("How we will know that it is better", self._outcomes(with_measure=True)),
            ("What is expected of each person", self._lines(PlanLine.Kind.EXPECTATION)),
            ("Who does what, and by when", self._actions),
            ("If things do not change", plan.contingency),
            (
                "Your rights",
                f"Ask {self._lead} to go through this with you, with an interpreter if you want one. You may bring "
                "somebody to meetings, say that you do not agree, see what is written about you, and complain.",
            ),
        ]

    def _lines(self, kind: str) -> str:
        lines = [line for line in self._every_line if line.kind == kind]
        return "\n".join(f"{line.who}: {line.words}" if line.who else line.words for line in lines)

    @cached_property
    def _every_line(self) -> list[PlanLine]:
        return list(self.plan.lines.standing().for_copies())

    @cached_property
    def _to_be_achieved(self) -> list[Outcome]:
        return list(self.plan.outcomes.filter(achieved_on=None).order_by("pk"))

    def _outcomes(self, *, with_measure: bool = False) -> str:
        return "\n".join(
            f"{outcome.what_will_be_different} We will know because: {outcome.how_we_will_know}"
            if with_measure and outcome.how_we_will_know
            else outcome.what_will_be_different
            for outcome in self._to_be_achieved
        )

    @cached_property
    def _actions(self) -> str:
        to_do = self.plan.actions.filter(done_on=None).order_by("by_when", "pk")
        return "\n".join(f"{action.who}: {action.what} By {day(action.by_when)}." for action in to_do)


def generated(plan: ChildProtectionPlan, reader: str, *, today: date) -> Sections:
    return PlainWords(plan, today=today).to(reader)


def latest(plan: ChildProtectionPlan) -> dict[str, PlainCopy]:
    """The newest copy for each kind of reader, with whoever wrote it."""
    found: dict[str, PlainCopy] = {}
    for copy in plan.plain_copies.select_related("version", "recorded_by", "released_by").order_by("pk"):
        found[copy.reader] = copy
    return found


def is_stale(copy: PlainCopy, *, now: PlainWords) -> bool:
    """Whether the plan says something else to this reader `now` than when the copy was written."""
    return copy.made_from != now.to(copy.reader)


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
