"""When a child is next to be seen, in sentences: what stands above the form and what is said after saving."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from children.models import Child
from children.models.child import SeeAlone
from deadlines.models import Deadline
from govuk_forms.words import weekday

ANY_VISIT = ("visit", "contact")
SEEN_ALONE = "seen-alone"


@dataclass(frozen=True)
class NextVisit:
    """The strictest dates outstanding; None where nothing asks for a visit."""

    child: Child
    visit_by: date | None
    alone_by: date | None
    on: date

    @property
    def sentence(self) -> str:
        """ "Next visit due Tuesday 17 March 2026; seen alone by Tuesday 31 March 2026." """
        if self.visit_by is None:
            return "No visit is due: the child is not on a plan."
        due = "was due" if self.visit_by < self.on else "due"
        sentence = f"Next visit {due} {weekday(self.visit_by)}"
        if self.alone_by is None:
            return f"{sentence}."
        how = "awake" if self.child.see_alone_on(self.on) == SeeAlone.BABY_AWAKE else "alone"
        last = "was to be seen" if self.alone_by < self.on else "seen"
        return f"{sentence}; {last} {how} by {weekday(self.alone_by)}."


def next_visits(children: Iterable[Child], *, today: date) -> list[NextVisit]:
    those = list(children)
    due: dict[tuple[int, str], date] = {}
    outstanding = Deadline.objects.outstanding().filter(child__in=those, rule__in=(*ANY_VISIT, SEEN_ALONE))
    for child, rule, due_on in outstanding.values_list("child", "rule", "due_on"):
        kind = SEEN_ALONE if rule == SEEN_ALONE else "visit"
        due[child, kind] = min(due_on, due.get((child, kind), due_on))
    return [
        NextVisit(child, due.get((child.pk, "visit")), due.get((child.pk, SEEN_ALONE)), today)
        for child in those
    ]
