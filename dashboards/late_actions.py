"""Actions of plans that are late, by who was to do them: a core group is several agencies."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Case, CharField, Count, F, QuerySet, Value, When

from accounts.models import Team, User
from children.models import Child
from govuk_forms.components import Link
from govuk_forms.words import count
from plans.models import Action
from plans.slippage import slippage_of

NO_AGENCY: Final = "Family, or nobody of the network"


@dataclass(frozen=True, kw_only=True)
class LateAction:
    child: Link
    reference: str
    agency: str
    what: str
    who: str
    by_when: date
    late: str
    moved: str


def late_actions(user: User, *, today: date, team: Team | None = None, agency: str = "") -> QuerySet[Action]:
    """Of open plans of the children whose records the person may open, the longest late first."""
    children = Child.objects.visible_to(user, today=today)
    if team:
        children = children.filter(team=team)
    late = Action.objects.filter(child__in=children, plan__ended_on=None, done_on=None, by_when__lt=today)
    named = late.annotate(
        agency=Case(
            When(person__agency__gt="", then=F("person__agency")),
            default=Value(NO_AGENCY),
            output_field=CharField(),
        )
    )
    return (named.filter(agency=agency) if agency else named).order_by("by_when", "pk")


def by_agency(late: QuerySet[Action]) -> list[tuple[str, int]]:
    """How many of each, the most first."""
    return list(
        late.order_by().values_list("agency").annotate(number=Count("pk")).order_by("-number", "agency")
    )


def rows(actions: Iterable[Action], *, today: date) -> list[LateAction]:
    those = list(actions)
    moved = slippage_of(those)
    return [
        LateAction(
            child=Link(each.child.name, each.child.get_absolute_url() + "plan/"),
            reference=each.child.reference,
            agency=each.agency,
            what=each.what,
            who=each.who,
            by_when=each.by_when,
            late=count((today - each.by_when).days, "day"),
            moved=moved[each.pk].words if each.pk in moved else "",
        )
        for each in those
    ]
