"""The parts of a plan as pages show them: each line with its origin, and what may be done to it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.module_loading import import_string

from accounts.models import User
from accounts.roles import Permission
from govuk_forms.components import Flag, Link, SummaryRow
from govuk_forms.words import day
from plans.actions.lines import may_write
from plans.lines import KINDS, in_words
from plans.models import ChildProtectionPlan, PlanLine

ORIGINS = {
    PlanLine.SetBy.CONFERENCE: Flag(PlanLine.SetBy.CONFERENCE.label, "blue"),
    PlanLine.SetBy.CORE_GROUP: Flag(PlanLine.SetBy.CORE_GROUP.label, "turquoise"),
}


@dataclass(frozen=True, kw_only=True)
class LineShown:
    text: str
    origin: Flag
    last_seen: str
    """What a visitor last saw of it, with the day; of a risk alone."""
    links: Sequence[Link]
    is_kept: bool = False
    """It goes into no copy."""


@dataclass(frozen=True, kw_only=True)
class PartShown:
    heading: str
    standing: Flag | None
    """Of a part that a plan must have."""
    lines: Sequence[LineShown]
    add: Link | None


def parts_shown(plan: ChildProtectionPlan, *, user: User) -> list[PartShown]:
    """Every kind, in the order of the plan, those that have no line too."""
    by_kind: dict[str, list[PlanLine]] = {}
    for line in plan.lines.standing().select_related("plan", "outcome"):
        by_kind.setdefault(line.kind, []).append(line)
    risks = by_kind.get(PlanLine.Kind.RISK, [])
    seen = import_string(settings.LAST_SEEN_OF_LINES)(risks) if risks else {}
    return [
        PartShown(
            heading=PlanLine.Kind(kind).label,
            standing=_standing(bool(by_kind.get(kind))) if asked.is_required else None,
            lines=[_shown(line, user, seen.get(line.pk, "")) for line in by_kind.get(kind, [])],
            add=_add(plan, kind, user),
        )
        for kind, asked in KINDS.items()
    ]


def _standing(is_there: bool) -> Flag:
    return Flag("Completed", "green") if is_there else Flag("Not started", "blue")


def _shown(line: PlanLine, user: User, last_seen: str) -> LineShown:
    kept, links = {"child_pk": line.child_id, "plan_line_pk": line.pk}, []
    if may_write(line, user):
        way = "outline" if line.set_by == PlanLine.SetBy.CONFERENCE else "detail"
        links = [
            Link("Change", reverse(f"plans:change-{way}-line", kwargs=kept)),
            Link("No longer so", reverse(f"plans:end-{way}-line", kwargs=kept)),
        ]
    return LineShown(
        text=in_words(line), origin=ORIGINS[PlanLine.SetBy(line.set_by)], last_seen=last_seen, links=links,
        is_kept=line.is_kept_among_professionals,
    )  # fmt: skip


def _add(plan: ChildProtectionPlan, kind: str, user: User) -> Link | None:
    if plan.ended_on:
        return None
    for permission, way in ((Permission.HOLD_CONFERENCE, "outline"), (Permission.EDIT_PLAN, "detail")):
        if user.may(permission):
            kept = {"child_pk": plan.child_id, "kind": kind}
            return Link(f"Add {KINDS[kind].one}", reverse(f"plans:add-{way}-line", kwargs=kept))
    return None


def family_rows(plan: ChildProtectionPlan) -> list[SummaryRow]:
    said = [
        ("How the child and the family helped", plan.made_with),
        ("Ethnicity, culture, religion and language", plan.culture),
        ("Disability", plan.disability),
        ("How the lead social worker visits", plan.visiting),
        ("How the plan is watched and judged", plan.monitoring),
        (
            "Parents told that it may be used in court",
            day(plan.parents_told_on) if plan.parents_told_on else "",
        ),
    ]
    return [SummaryRow(name=name, value=value or "Not written down yet") for name, value in said]
