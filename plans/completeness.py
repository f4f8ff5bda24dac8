"""Which parts a plan must have before anybody can be asked to sign it (B-01), and how far each is."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

from django.urls import reverse

from govuk_forms.components import Flag
from govuk_forms.words import count
from plans.lines import KINDS
from plans.models import Action, ChildProtectionPlan, Outcome
from plans.parties import parties

COMPLETED: Final = Flag("Completed", "green")
IN_PROGRESS: Final = Flag("In progress", "yellow")
NOT_STARTED: Final = Flag("Not started", "blue")
CANNOT_START: Final = Flag("Cannot start yet", "grey")


class Read(NamedTuple):
    """A plan read once, for every part of it."""

    plan: ChildProtectionPlan
    outcomes: list[Outcome]
    actions: list[Action]
    kinds: set[str]
    """Of the lines that hold."""
    today: date


@dataclass(frozen=True)
class Part:
    what: str
    standing: Flag
    hint: str
    url: str

    @property
    def is_completed(self) -> bool:
        return self.standing == COMPLETED


def parts(plan: ChildProtectionPlan, *, today: date) -> list[Part]:
    kinds = set(plan.lines.standing().order_by().values_list("kind", flat=True))
    read = Read(plan, list(plan.outcomes.order_by("pk")), list(plan.actions.all()), kinds, today)
    at = {"child_pk": plan.child_id}
    found = []
    for what, page, look in PARTS:
        standing, hint = look(read)
        found.append(Part(what, standing, hint, reverse(page, kwargs=at)))
    return found


def missing(plan: ChildProtectionPlan, *, today: date) -> list[str]:
    """The parts without which the plan cannot be signed, by name."""
    return [part.what for part in parts(plan, today=today) if not part.is_completed]


def _words(name: str) -> Callable[[Read], tuple[Flag, str]]:
    def look(read: Read) -> tuple[Flag, str]:
        return (COMPLETED, "") if getattr(read.plan, name).strip() else (NOT_STARTED, "")

    return look


def _line(kind: str) -> Callable[[Read], tuple[Flag, str]]:
    def look(read: Read) -> tuple[Flag, str]:
        return (COMPLETED if kind in read.kinds else NOT_STARTED), ""

    return look


def _outcomes(read: Read) -> tuple[Flag, str]:
    if not read.outcomes:
        return NOT_STARTED, ""
    vague = [each for each in read.outcomes if not each.how_we_will_know or not each.achieve_by]
    if vague:
        of_the_conference = any(each.set_by == Outcome.SetBy.CONFERENCE for each in vague)
        who = ". The chair adds them to what a conference set." if of_the_conference else ""
        return IN_PROGRESS, f"{count(len(vague), 'outcome')} without a measure or a day{who}"
    return COMPLETED, ""


def _actions(read: Read) -> tuple[Flag, str]:
    if not read.outcomes:
        return CANNOT_START, "An outcome comes first."
    served = {action.outcome_id for action in read.actions}
    without = [outcome for outcome in read.outcomes if outcome.pk not in served and not outcome.achieved_on]
    if without:
        return (IN_PROGRESS if served else NOT_STARTED), f"{count(len(without), 'outcome')} without an action"
    return COMPLETED, ""


def _lead(read: Read) -> tuple[Flag, str]:
    return (
        (COMPLETED, "")
        if read.plan.child.allocation_on(read.today)
        else (NOT_STARTED, "Nobody holds the child.")
    )


def _core_group(read: Read) -> tuple[Flag, str]:
    return (
        (COMPLETED, "") if parties(read.plan.child, today=read.today) else (NOT_STARTED, "It has no member.")
    )


PARTS: Final[tuple[tuple[str, str, Callable[[Read], tuple[Flag, str]]], ...]] = (
    ("What exactly the concerns are", "plans:describe", _words("concerns")),
    ("What must change", "plans:describe", _words("what_must_change")),
    ("Outcomes, each with a measure and a day", "plans:plan", _outcomes),
    ("An action for each outcome", "plans:plan", _actions),
    *((asked.missing, "plans:detail", _line(kind)) for kind, asked in KINDS.items() if asked.is_required),
    ("How the lead social worker visits", "plans:describe-family", _words("visiting")),
    ("How the plan is watched and judged", "plans:describe-family", _words("monitoring")),
    ("What happens if things do not change", "plans:describe", _words("contingency")),
    ("A lead social worker", "plans:plan", _lead),
    ("A core group", "coregroups:list", _core_group),
)
