"""How often an action's date was moved, and how far: a delay is in sight for as long as the action is (T-36)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from govuk_forms.words import count, day
from plans.models import Action

TIMES = (
    "",
    "once",
    "twice",
    "three times",
    "four times",
    "five times",
    "six times",
    "seven times",
    "eight times",
)


@dataclass(frozen=True)
class Slippage:
    """Of one action that was moved at least once."""

    times: int
    first_due_on: date
    due_on: date
    because: str

    @property
    def words(self) -> str:
        often = TIMES[self.times] if self.times < len(TIMES) else f"{self.times} times"
        days = (self.due_on - self.first_due_on).days
        far = f", {count(days, 'day')} in all" if days > 0 else ""
        return f"Moved {often} since {day(self.first_due_on)}{far}: {self.because}"


def slippage_of(actions: Collection[Action]) -> dict[int, Slippage]:
    """Those of these actions whose date was moved, by their number. One query, however many there are."""
    lines = (
        Action.history.filter(id__in=[action.pk for action in actions])
        .order_by("id", "history_date", "history_id")
        .values_list("id", "by_when", "moved_because")
    )
    found = {}
    for pk, theirs in groupby(lines, key=lambda line: line[0]):
        days: list[date] = []
        because = ""
        for _, by_when, why in theirs:
            if not days or days[-1] != by_when:
                days.append(by_when)
                because = why
        if len(days) > 1:
            found[pk] = Slippage(len(days) - 1, days[0], days[-1], because)
    return found
