"""Disagreements as pages show them: with the core group, on agendas, and before the chair who is asked for advice."""

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from django.urls import reverse

from accounts.models import User
from children.kinds import of
from children.models import Child
from coregroups.models import Disagreement, DisagreementStep
from govuk_forms import words
from govuk_forms.components import Flag, Link, SummaryRow


class StepShown(NamedTuple):
    title: str
    detail: str
    advise_url: str


def page_of(each: Disagreement) -> str:
    return reverse("coregroups:disagreement", kwargs={"child_pk": each.child_id, "disagreement_pk": each.pk})


def standing(each: Disagreement) -> Flag:
    if each.settled_on:
        return Flag(f"Settled on {words.day(each.settled_on)}", "green")
    return Flag("Not settled", "red")


def of_child(child: Child) -> list[Link]:
    return [
        Link(
            f"{words.weekday(each.raised_on)}, {each.between}: {words.within(standing(each).words)}",
            page_of(each),
        )
        for each in child.disagreements.all()
    ]


@of(Disagreement)
def agenda(children: Collection[Child]) -> list[Link]:
    open_ = Disagreement.objects.open().filter(child__in=children).select_related("child")
    return [
        Link(f"{each.child.name}: disagreement since {words.day(each.raised_on)}, not settled", page_of(each))
        for each in open_
    ]


def facts(each: Disagreement) -> list[SummaryRow]:
    rows = [
        ("About", each.about),
        ("Between", each.between),
        ("Raised", f"{words.weekday(each.raised_on)}, written down by {each.recorded_by}"),
    ]
    if each.settled_on:
        rows.append(("How it was settled", each.settled_how))
    return [SummaryRow(name=name, value=value) for name, value in rows]


def steps(each: Disagreement, *, may_advise: bool) -> list[StepShown]:
    found = each.steps.select_related("advised_by")
    return [_step(step, each, may_advise=may_advise) for step in found]


def _step(step: DisagreementStep, each: Disagreement, *, may_advise: bool) -> StepShown:
    waits = step.stage == DisagreementStep.Stage.CHAIR and not step.outcome
    detail = step.outcome or "The chair has not answered yet."
    if step.advised_on:
        detail = f"{words.day(step.advised_on)}, {step.advised_by}: {step.outcome}"
    url = ""
    if waits and may_advise and not each.settled_on:
        url = reverse(
            "coregroups:advise", kwargs={"child_pk": each.child_id, "disagreement_step_pk": step.pk}
        )
    return StepShown(f"{words.day(step.on)}: {step.get_stage_display()} ({step.with_whom})", detail, url)


def advice_asked_of(chair: User, *, today: date) -> list[Link]:
    """Of the children whom somebody chairs conferences for, or may open all of."""
    mine = Child.objects.visible_to(chair, today=today)
    waiting = DisagreementStep.objects.advice_wanted().filter(disagreement__child__in=mine)
    return [
        Link(f"{step.disagreement.child.name}: asked on {words.day(step.on)}", page_of(step.disagreement))
        for step in waiting.select_related("disagreement__child").order_by("on", "pk")
    ]
