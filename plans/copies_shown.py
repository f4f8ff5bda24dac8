"""The copies for the family as pages show them: which there are, whether the plan has changed since, and which wait."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import timezone

from children.kinds import of
from children.models import Child
from govuk_forms.components import Flag, Link
from govuk_forms.words import day, within
from plans.models import ChildProtectionPlan, PlainCopy
from plans.plain import PlainWords, fits, is_stale, latest

Reader = PlainCopy.Reader


@dataclass(frozen=True, kw_only=True)
class CopyRow:
    reader: str
    for_their_age: bool
    standing: Flag
    links: Sequence[Link]


def rows(plan: ChildProtectionPlan, *, may_write: bool, today: date) -> list[CopyRow]:
    written, theirs = latest(plan), fits(plan, today=today)
    now = PlainWords(plan, today=today)
    found = []
    for reader in Reader:
        copy = written.get(reader)
        kept = {"child_pk": plan.child_id, "reader": reader.value}
        links = []
        if copy:
            links.append(Link("Read it", reverse("plans:plain-copy", kwargs=kept)))
        if may_write and plan.ended_on is None:
            is_begun = copy is not None and copy.finished_on is None
            label = "Go on writing" if is_begun else "Write it anew" if copy else "Write it"
            links.append(Link(label, reverse("plans:write-plain-copy", kwargs=kept)))
        found.append(
            CopyRow(
                reader=reader.label,
                for_their_age=reader == theirs,
                standing=standing(copy, now=now),
                links=links,
            )
        )
    return found


def standing(copy: PlainCopy | None, *, now: PlainWords) -> Flag:
    if copy is None:
        return Flag("Not written", "blue")
    if is_stale(copy, now=now):
        return Flag("The plan says something else since it was written", "red")
    if copy.finished_on is None:
        return Flag("Being written", "yellow")
    if copy.is_held:
        return Flag("Finished; a second person reads it first", "orange")
    return Flag(f"Finished on {day(copy.finished_on)}", "green")


@of(PlainCopy)
def agenda(children: Collection[Child]) -> list[Link]:
    """Copies that no longer say what the plan says: the child and the parents are to have a newer one."""
    today = timezone.localdate()
    copies = PlainCopy.objects.filter(child__in=children, plan__ended_on=None, finished_on__isnull=False)
    newest: dict[tuple[int, str], PlainCopy] = {}
    for copy in copies.select_related("plan__child").order_by("pk"):
        newest[copy.plan_id, copy.reader] = copy
    plans = {copy.plan_id: PlainWords(copy.plan, today=today) for copy in newest.values()}
    return [
        Link(
            f"{copy.plan.child.name}: the plan has changed since the copy for "
            f"{within(copy.get_reader_display())} was written",
            reverse("plans:plain-copies", kwargs={"child_pk": copy.child_id}),
        )
        for copy in newest.values()
        if is_stale(copy, now=plans[copy.plan_id])
    ]
