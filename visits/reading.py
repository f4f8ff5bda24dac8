"""A visit as pages show it: what it was for the child in words, when it was written down, what was corrected."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse
from django.utils import timezone

from children.models import Child, Person
from children.models.child import SeeAlone
from deadlines import writing_up
from govuk_forms.components import Flag, Happening, Link, SummaryRow
from govuk_forms.words import clock, day, weekday, within
from plans.models import ChildProtectionPlan
from visits.models import Visit

DOES_NOT_COUNT: Final[Mapping[str, str]] = {
    Visit.Contact.FACE_TO_FACE: "the child was not seen",
    Visit.Contact.NO_REPLY: "nobody answered and the child was not seen",
    Visit.Contact.REFUSED: "contact was refused or avoided and the child was not seen",
    Visit.Contact.CANCELLED: "the family cancelled it and the child was not seen",
    Visit.Contact.DOORSTEP: "nobody was let in and the child was not seen",
    Visit.Contact.VIRTUAL: "a child is seen in person and not by telephone or video",
    Visit.Contact.OTHER_AGENCY: "somebody else saw the child, without an agreement that they see them instead",
}
UNTOLD = frozenset({"id", "child", "together", "recorded_at", "recorded_by", "from_previous_system"})


@dataclass(frozen=True)
class VisitRow:
    when: str
    url: str
    where: str
    by: str
    flags: Sequence[Flag]
    notes: Sequence[str] = field(default_factory=tuple)


def row(visit: Visit, plans: Sequence[ChildProtectionPlan]) -> VisitRow:
    at = f" at {clock(visit.visited_at)}" if visit.visited_at else ""
    return VisitRow(
        when=f"{weekday(visit.visited_on)}{at}",
        url=reverse("visits:visit", kwargs={"child_pk": visit.child_id, "visit_pk": visit.pk}),
        where=where(visit),
        by=visit.visited_by.name if visit.visited_by else "not known",
        flags=flags(visit, plans),
        notes=notes(visit, plans),
    )


def where(visit: Visit) -> str:
    """The previous system told that there was a visit, and not where."""
    return "Place not known" if visit.from_previous_system else visit.get_place_display()


def flags(visit: Visit, plans: Sequence[ChildProtectionPlan]) -> list[Flag]:
    found = [outcome(visit)]
    if visit.contact != Visit.Contact.FACE_TO_FACE:
        found.append(Flag(visit.get_contact_display(), "grey"))
    if not visit.announced:
        found.append(Flag("Unannounced", "blue"))
    if before_the_plan(visit, plans):
        found.append(Flag("Before the plan", "grey"))
    if visit.from_previous_system:
        found.append(Flag("From the previous system", "grey"))
    return found


def outcome(visit: Visit) -> Flag:
    """What the visit was for this child, as far as its clocks are concerned."""
    if not visit.child_seen:
        return Flag("Not seen", "red")
    match visit.child.see_alone_on(visit.visited_on):
        case SeeAlone.NOT_APPROPRIATE:
            return Flag("Seen alone" if visit.child_seen_alone else "Seen", "green")
        case SeeAlone.BABY_AWAKE:
            return Flag("Seen awake", "green") if visit.child_awake else Flag("Seen, asleep", "yellow")
        case _:
            return (
                Flag("Seen alone", "green") if visit.child_seen_alone else Flag("Seen, not alone", "yellow")
            )


def before_the_plan(visit: Visit, plans: Sequence[ChildProtectionPlan]) -> bool:
    """Whether a plan came after it and none was in force that day."""
    on = visit.visited_on
    in_force = any(plan.started_on <= on and (plan.ended_on is None or on <= plan.ended_on) for plan in plans)
    return not in_force and any(plan.started_on > on for plan in plans)


def why_it_does_not_count(visit: Visit) -> str:
    """To go on with after "because", and a full stop; "" of a visit that counts."""
    if not visit.child_seen:
        return f"{DOES_NOT_COUNT[visit.contact]}."
    if visit.made_as not in Visit.STOPS_NO_CLOCK:
        return ""
    match visit.made_as:
        case Visit.MadeAs.NOT_AT_HOME:
            return "the procedures here ask for the child to be seen at home."
        case Visit.MadeAs.COVER_APART:
            return (
                f"{visit.visited_by} was covering, and the procedures here ask for an agreement to see the child "
                "instead, which was not in force that day."
            )
    return (
        f"{visit.visited_by} was neither the lead social worker nor covering, and no agreement to see the child "
        "instead was in force that day."
    )


def notes(visit: Visit, plans: Sequence[ChildProtectionPlan]) -> list[str]:
    said = []
    if because := why_it_does_not_count(visit):
        said.append(f"Does not count because {because}")
    elif before_the_plan(visit, plans):
        said.append("Kept as a record: it was before the plan began, so it stops none of its clocks.")
    if visit.made_as == Visit.MadeAs.ACCEPTED:
        said.append(f"Counts because {visit.accepted_by} accepted it: {visit.accepted_because}")
    if visit.injury:
        said.append(_of_the_injury(visit))
    if late := written_down_later(visit):
        said.append(late)
    return said


def _of_the_injury(visit: Visit) -> str:
    if not visit.injury_decided_on:
        return "A new injury or incident: a manager has not decided yet what follows."
    decision, on = visit.get_injury_decision_display().lower(), day(visit.injury_decided_on)
    return f"A new injury or incident: {decision}, decided on {on}."


def written_down_later(visit: Visit) -> str:
    """ "Written down 4 working days later.", or nothing on the day itself and where nobody knows when."""
    late = (
        ""
        if visit.from_previous_system
        else writing_up.written_down_later(visit.visited_on, visit.recorded_at)
    )
    return f"{late.capitalize()}." if late else ""


def facts(visit: Visit) -> list[SummaryRow]:
    known, called = not visit.from_previous_system, visit.child.given_name or visit.child.name
    written = f"{day(timezone.localdate(visit.recorded_at))} by {visit.recorded_by}"
    at = f" at {clock(visit.visited_at)}" if visit.visited_at else ""
    at += f" to {clock(visit.ended_at)}" if visit.visited_at and visit.ended_at else ""
    present = Person.objects.filter(pk__in=visit.present).order_by("name")
    decided = (
        f"{visit.get_injury_decision_display()}: {visit.injury_decision_because}\n"
        f"{visit.injury_decided_by}, {day(visit.injury_decided_on)}"
        if visit.injury_decided_on
        else ""
    )
    asked = [
        ("When", f"{weekday(visit.visited_on)}{at}"),
        ("Where", where(visit)),
        (
            "Who visited",
            f"{visit.visited_by.name}, {within(visit.get_made_as_display())}"
            if visit.visited_by
            else "Not known",
        ),
        ("What came of it", visit.get_contact_display() if known else ""),
        ("Announced", ("Yes" if visit.announced else "No: the family did not know") if known else ""),
        (why_label(visit), ". ".join(filter(None, (visit.get_why_not_display(), visit.reason)))),
        ("Spoken with", {True: "Yes", False: "No"}.get(visit.spoken_with, "")),
        ("Dressed and undressed", {True: "Seen", False: "Not seen"}.get(visit.undressed_seen, "")),
        ("Bedroom", ("Seen" if visit.bedroom_seen else "Not seen") if known else ""),
        ("Who was present", ", ".join(map(str, present))),
        ("Who else was present", visit.who_was_present),
        (f"What {called} said, in their own words", visit.own_words),
        (f"How {called} was", visit.about_this_child),
        ("New injury or incident", visit.injury),
        (
            "Manager told of it",
            ("Yes" if visit.manager_told_of_injury else "Not yet") if visit.injury else "",
        ),
        ("What follows from it", decided),
        *((f"Risk: {words.rstrip('.')}", seen) for words, seen in visit.observed),
        ("What bears on the risks", visit.about_risks),
        ("Meals and sleeping", visit.meals),
        ("Account of the visit", visit.account),
        ("Written down", written),
    ]
    return [SummaryRow(name=name, value=value) for name, value in asked if value]


def why_label(visit: Visit) -> str:
    if not visit.child_seen:
        return "Why not seen"
    baby = visit.child.see_alone_on(visit.visited_on) == SeeAlone.BABY_AWAKE
    return "Why not awake" if baby else "Why not alone"


def on_the_same_visit(visit: Visit, siblings: Sequence[Visit]) -> list[Link]:
    return [
        Link(
            f"{each.child.name}: {outcome(each).words.lower()}",
            reverse("visits:visit", kwargs={"child_pk": each.child_id, "visit_pk": each.pk}),
        )
        for each in siblings
        if each.pk != visit.pk
    ]


def versions(visit: Visit) -> Iterator[Happening]:
    """What the record said before, newest first: who corrected it, why, and what became of what."""
    lines = list(visit.history.select_related("history_user").order_by("-history_date", "-history_id"))
    for newer, older in zip(lines, [*lines[1:], None], strict=True):
        by = newer.history_user.name if newer.history_user else ""
        if older is None:
            yield Happening(title="Written down", on=newer.history_date, by=by)
            continue
        why = f"{newer.history_change_reason}\n" if newer.history_change_reason else ""
        yield Happening(
            title="Corrected", on=newer.history_date, by=by, text=why + "\n".join(_changes(newer, older))
        )


def _changes(newer: models.Model, older: models.Model) -> Iterator[str]:
    for change in newer.diff_against(older, excluded_fields=UNTOLD).changes:
        of = Visit._meta.get_field(change.field)
        was, now = (_in_words(of, value) for value in (change.old, change.new))
        yield f"{str(of.verbose_name).capitalize()}: “{was}” became “{now}”."


def _in_words(of: models.Field, value: object) -> str:
    if of.is_relation:
        return str(of.related_model.objects.filter(pk=value).first() or "not known")
    if isinstance(of, models.JSONField):
        return "; ".join(f"{words}: {seen}" for words, seen in value or []) or "nothing"
    if isinstance(of, ArrayField):
        return ", ".join(map(str, Person.objects.filter(pk__in=value or []).order_by("name"))) or "nobody"
    if isinstance(of, models.DateField):
        return day(value) if value else "no day"
    if isinstance(of, models.TimeField):
        return clock(value) if value else "not given"
    if isinstance(of, models.BooleanField):
        return {True: "yes", False: "no"}.get(value, "not said")
    return str(dict(of.flatchoices).get(value, value)) or "nothing"


def family_of(child: Child, visible: models.QuerySet[Child]) -> list[Child]:
    """The child and then the siblings whom a visit can have been to: those born."""
    return [each for each in [child, *visible.named()] if not each.is_unborn]
