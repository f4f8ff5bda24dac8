"""Days that families keep, as their plans say: meetings are planned around them (B-01)."""

from collections.abc import Collection
from datetime import date

from children.models import Child
from govuk_forms.words import day
from plans.models import PlanLine


def days_kept(children: Collection[Child], *, since: date, until: date) -> list[str]:
    """Those of these children's families that fall into the time, both days included: "Eid, 20 March to 22 March"."""
    lines = PlanLine.objects.standing().filter(
        child__in=children,
        plan__ended_on=None,
        kind=PlanLine.Kind.FESTIVAL,
        from_on__lte=until,
        until_on__gte=since,
    )
    found = {
        (line.from_on, f"{line.words}, {' to '.join(dict.fromkeys([day(line.from_on), day(line.until_on)]))}")
        for line in lines
    }
    return [words for _, words in sorted(found)]
