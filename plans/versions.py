"""A plan as it stood when it was agreed, kept whole; and what differs between two of them, word by word."""

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from accounts.models import User
from children.codes import AbuseCategory
from govuk_forms.words import day, within
from plans.lines import KINDS, in_words
from plans.models import ChildProtectionPlan, Outcome, PlanLine, PlanVersion

Sections = list[list[str]]
"""Heading and text, in the order of the page."""

# A word, or the space and signs between two words: a comma that moved does not mark the word beside it.
PIECES = re.compile(r"\w+|\s+|[^\w\s]")
# Beyond this, two texts are shown whole, one after the other: comparing would take longer than reading.
LONGEST = 20_000


def keep_version(
    plan: ChildProtectionPlan, *, agreed_by: str, agreed_on: date, because: str, by: User
) -> PlanVersion | None:
    """The plan's text now, as its next version; None when it says what the last version said."""
    sections, kept = as_text(plan), kept_as_text(plan)
    last = plan.versions.order_by("-number").first()
    if last and (last.sections, last.kept_sections) == (sections, kept):
        return None
    version = PlanVersion(
        child=plan.child,
        plan=plan,
        number=last.number + 1 if last else 1,
        agreed_by=agreed_by,
        agreed_on=agreed_on,
        because=because,
        sections=sections,
        kept_sections=kept,
    )
    return version.save_by(by)


def kept_as_text(plan: ChildProtectionPlan) -> Sections:
    """What of the plan stays among those who may open the record (A-07)."""
    by_kind: dict[str, list[str]] = {}
    for line in plan.lines.standing().kept_among_professionals():
        by_kind.setdefault(line.kind, []).append(f"{in_words(line)} ({line.get_set_by_display()})")
    return [
        [
            f"In no copy: {within(PlanLine.Kind(kind).label)}",
            "\n".join(lines),
        ]
        for kind, lines in by_kind.items()
    ]


def as_text(plan: ChildProtectionPlan) -> Sections:
    """What may go into copies."""
    actions: dict[int | None, list[str]] = {}
    for action in plan.actions.order_by("pk"):
        done = f" Done on {day(action.done_on)}." if action.done_on else ""
        so_far = f" {action.progress}" if action.progress else ""
        aim = f" For: {within(action.get_aim_display())}." if action.aim else ""
        line = f"{action.what} ({action.who}, by {day(action.by_when)}).{aim}{done}{so_far}"
        actions.setdefault(action.outcome_id, []).append(line)
    sections = [
        ["Categories", _categories(plan)],
        ["What the assessment found", plan.analysis],
        ["Concerns", plan.concerns],
        ["What must change", plan.what_must_change],
        ["Contingency", plan.contingency],
    ]
    for number, outcome in enumerate(plan.outcomes.order_by("pk"), start=1):
        whose = Outcome.SetBy(outcome.set_by).label.lower()
        lines = [
            outcome.what_will_be_different,
            outcome.get_horizon_display(),
            f"How we will know: {outcome.how_we_will_know}" if outcome.how_we_will_know else "",
            f"By {day(outcome.achieve_by)}" if outcome.achieve_by else "",
            f"Checked by {outcome.checked_by}" if outcome.checked_by else "",
            f"Progress: {outcome.progress}" if outcome.progress else "",
            f"Achieved on {day(outcome.achieved_on)}" if outcome.achieved_on else "",
            *(f"Action: {line}" for line in actions.get(outcome.pk, [])),
        ]
        sections.append([f"Outcome {number}, set by {whose}", "\n".join(line for line in lines if line)])
    sections += _parts(plan)
    sections.append(["Other actions", "\n".join(actions.get(None, []))])
    sections.append(["How often", "\n".join(_frequencies(plan))])
    return [[heading, text] for heading, text in sections if text]


def _parts(plan: ChildProtectionPlan) -> Sections:
    """What the plan says besides its outcomes and actions, a section a kind."""
    by_kind: dict[str, list[str]] = {}
    for line in plan.lines.standing().for_copies().select_related("outcome"):
        by_kind.setdefault(line.kind, []).append(f"{in_words(line)} ({line.get_set_by_display()})")
    told_on = f"On {day(plan.parents_told_on)}" if plan.parents_told_on else ""
    return [
        *([PlanLine.Kind(kind).label, "\n".join(by_kind.get(kind, []))] for kind in KINDS),
        ["How the child and the family helped to make it", plan.made_with],
        ["Ethnicity, culture, religion and language", plan.culture],
        ["Disability", plan.disability],
        ["How the lead social worker visits", plan.visiting],
        ["How the plan is watched and judged", plan.monitoring],
        ["Parents told that it may be used in court", told_on],
    ]


def _categories(plan: ChildProtectionPlan) -> str:
    return ", ".join(AbuseCategory(code).label for code in plan.latest_categories)


def _frequencies(plan: ChildProtectionPlan) -> Iterator[str]:
    for each in plan.frequencies.order_by("of", "from_on", "pk"):
        yield f"{each.get_of_display()}: every {each.every}, from {day(each.from_on)}"


@dataclass(frozen=True)
class Piece:
    kind: Literal["same", "gone", "new"]
    text: str


@dataclass(frozen=True)
class Compared:
    heading: str
    pieces: Sequence[Piece]

    @property
    def is_changed(self) -> bool:
        return any(piece.kind != "same" for piece in self.pieces)


def compare(before: Sections, after: Sections) -> list[Compared]:
    """Each section of either, in the order of the later; what is only in the earlier comes last."""
    was, is_now = dict(map(tuple, before)), dict(map(tuple, after))
    return [
        Compared(heading, words_that_differ(was.get(heading, ""), is_now.get(heading, "")))
        for heading in dict.fromkeys([*is_now, *was])
    ]


def words_that_differ(before: str, after: str) -> list[Piece]:
    """Runs of words that stayed, went or came. Put together, those not gone are `after` and those not new `before`."""
    if before == after:
        return [Piece("same", after)] if after else []
    if len(before) + len(after) > LONGEST:
        return [piece for piece in (Piece("gone", before), Piece("new", after)) if piece.text]
    old, new = PIECES.findall(before), PIECES.findall(after)
    found: list[Piece] = []
    for kind, start, stop, from_, to in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            found.append(Piece("same", "".join(new[from_:to])))
            continue
        if stop > start:
            found.append(Piece("gone", "".join(old[start:stop])))
        if to > from_:
            found.append(Piece("new", "".join(new[from_:to])))
    return found
