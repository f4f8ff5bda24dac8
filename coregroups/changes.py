"""Significant changes as pages show them: in the banner, on agendas, and each on a page of its own."""

from collections.abc import Collection

from django.urls import reverse

from children.kinds import of
from children.models import Child
from coregroups.models import SignificantChange
from govuk_forms import words
from govuk_forms.components import Flag, Link, SummaryRow

QUESTIONS = ("protective_action", "enquiry", "early_review", "legal_planning")
ALSO_ASKED = ("extra_core_group", "unit_told")
"""Not asked of the decisions that were taken before these were."""


def page_of(change: SignificantChange) -> str:
    kept = {"child_pk": change.child_id, "significant_change_pk": change.pk}
    return reverse("coregroups:change", kwargs=kept)


@of(SignificantChange)
def flags_of(child: Child) -> list[Flag]:
    change = child.significantchanges.undecided().order_by("reported_on", "pk").first()
    if change is None:
        return []
    return [Flag(f"Change reported on {words.day(change.reported_on)}: not decided what follows", "red")]


@of(SignificantChange)
def agenda(children: Collection[Child]) -> list[Link]:
    changes = SignificantChange.objects.undecided().filter(child__in=children).select_related("child")
    return [
        Link(f"{change.child.name}: change reported on {words.day(change.reported_on)}", page_of(change))
        for change in changes
    ]


def of_child(child: Child) -> list[Link]:
    return [
        Link(f"{words.weekday(change.reported_on)}: {words.within(standing(change).words)}", page_of(change))
        for change in child.significantchanges.all()
    ]


def standing(change: SignificantChange) -> Flag:
    if change.decided_on:
        return Flag(f"Decided on {words.day(change.decided_on)}", "green")
    return Flag("Not decided yet", "red")


def facts(change: SignificantChange) -> list[SummaryRow]:
    at = f" at {words.clock(change.reported_at)}" if change.reported_at else ""
    rows = [
        *([("Kind of change", change.get_kind_display())] if change.kind else []),
        ("What has changed", change.what),
        *([("They ask for", change.get_asks_for_display())] if change.asks_for else []),
        ("Who saw it or said it", change.told_by),
        ("Reported", f"{words.weekday(change.reported_on)}{at}"),
        ("Written down by", str(change.recorded_by)),
    ]
    if change.decided_on:
        rows += [
            *((_label(name), "Yes" if getattr(change, name) else "No") for name in QUESTIONS),
            *(
                (_label(name), "Yes" if getattr(change, name) else "No")
                for name in ALSO_ASKED
                if getattr(change, name) is not None
            ),
            ("Why", change.because),
            ("Who was told or asked", change.consulted),
            ("Decided", f"{words.day(change.decided_on)} by {change.decided_by}"),
        ]
    return [SummaryRow(name=name, value=value) for name, value in rows]


def _label(name: str) -> str:
    label = str(SignificantChange._meta.get_field(name).verbose_name)
    return label[0].upper() + label[1:]
