"""What to know before knocking: who lives there, what to look at for each child, since when it was not looked at."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Max, Q

from children.models import Child, Person, Relationship, Residence
from children.models.child import SeeAlone
from govuk_forms.words import count, day
from visits.models import Visit

A_WEEK = 7


@dataclass(frozen=True)
class ToLookAt:
    child: Child
    sentences: list[str]


def to_look_at(family: Sequence[Child], *, today: date) -> list[ToLookAt]:
    """For each child since when they were not seen alone, and their bedroom not seen."""
    counted = Q(child_seen=True) & ~Q(made_as__in=Visit.STOPS_NO_CLOCK)
    last = (
        Visit.objects.filter(child__in=family, visited_on__lte=today)
        .order_by()
        .values("child")
        .annotate(
            alone=Max("visited_on", filter=counted & Q(child_seen_alone=True)),
            awake=Max("visited_on", filter=counted & Q(child_awake=True)),
            bedroom=Max("visited_on", filter=Q(bedroom_seen=True)),
        )
    )
    found = {each["child"]: each for each in last}
    return [ToLookAt(child, list(_sentences(child, found.get(child.pk, {}), today))) for child in family]


def _sentences(child: Child, last: dict[str, date | None], today: date) -> list[str]:
    said = []
    match child.see_alone_on(today):
        case SeeAlone.BABY_AWAKE:
            said.append(_since("Last seen awake", last.get("awake"), today))
        case SeeAlone.ALONE:
            said.append(_since("Last seen alone", last.get("alone"), today))
    said.append(_since("Bedroom last seen", last.get("bedroom"), today))
    return said


def _since(what: str, on: date | None, today: date) -> str:
    if on is None:
        return f"{what}: never, on record."
    days = (today - on).days
    ago = count(days // A_WEEK, "week") if days >= 4 * A_WEEK else count(days, "day")
    return f"{what} on {day(on)}, {ago} ago." if days else f"{what} today."


def who_lives_there(child: Child, *, today: date) -> list[str]:
    """The others of the child's household by name, and the adults of the family who are known."""
    homes = Residence.objects.on(today).filter(child=child).values("household")
    siblings = Child.objects.filter(
        pk__in=Residence.objects.on(today).filter(household__in=homes).values("child")
    ).exclude(pk=child.pk)
    adults = Person.objects.filter(
        relationships__child=child, relationships__until_on=None, relationships__kind__in=Relationship.FAMILY
    )
    kinds = dict(
        Relationship.objects.filter(child=child, until_on=None, person__in=adults).values_list(
            "person", "kind"
        )
    )
    labels = dict(Relationship.Kind.choices)
    return [
        *(
            f"{adult.name} ({labels[kinds[adult.pk]].lower()})"
            for adult in adults.distinct().order_by("name")
        ),
        *(sibling.name for sibling in siblings.named()),
    ]
