"""A looked-after child in the banner of every page, on every agenda, and on a page of its own."""

from collections.abc import Collection

from django.urls import reverse

from children.kinds import of
from children.models import Child, LookedAfter
from govuk_forms import words
from govuk_forms.components import Flag, Link, SummaryRow


@of(LookedAfter)
def flags_of(child: Child) -> list[Flag]:
    spell = child.lookedafters.still().first()
    if spell is None:
        return []
    return [Flag(f"Looked after since {words.day(spell.from_on)}", "purple")]


@of(LookedAfter)
def agenda(children: Collection[Child]) -> list[Link]:
    return [
        Link(
            f"{spell.child.name} is looked after since {words.day(spell.from_on)}: is the plan still needed?",
            page_of(spell.child),
        )
        for spell in LookedAfter.objects.undecided()
        .filter(child__in=children, child__plans__ended_on=None, child__plans__isnull=False)
        .select_related("child")
        .distinct()
    ]


def page_of(child: Child) -> str:
    return reverse("children:looked-after", kwargs={"child_pk": child.pk})


def facts(spell: LookedAfter) -> list[SummaryRow]:
    needed = "Not decided yet"
    if not spell.asks_about_the_plan:
        needed = "Short breaks change nothing about it"
    elif spell.decided_on:
        said = "Yes" if spell.plan_needed else "No"
        needed = f"{said}: {spell.because}\n{words.day(spell.decided_on)}, {spell.decided_by}"
    lasted = words.weekday(spell.from_on) + (f" to {words.weekday(spell.until_on)}" if spell.until_on else "")
    rows = [
        ("Looked after", lasted),
        ("On which ground", spell.get_legal_status_display()),
        ("Lives with", spell.placement),
        ("Independent reviewing officer", spell.reviewing_officer or "Not named yet"),
        ("Is the plan still needed?", needed),
        ("Why it ended", spell.ended_because),
        *((f"Review on {words.day(each.held_on)}", _review(each)) for each in spell.reviews.all()),
    ]
    return [SummaryRow(name=name, value=value) for name, value in rows if value]


def _review(review) -> str:
    together = "Together with the child protection review. " if review.with_conference else ""
    after = f"\nThe next is on {words.day(review.next_planned_for)}." if review.next_planned_for else ""
    return f"{together}{review.progress}{after}"
