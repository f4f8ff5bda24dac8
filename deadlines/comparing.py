"""Two packs side by side: what each asks for, rule by rule, and where they differ."""

from dataclasses import dataclass
from datetime import date

from deadlines.limits import LimitRefused
from deadlines.own_pack import Changed, differences, refuse_wrong
from deadlines.packs import Pack
from deadlines.printed import limit_in_words
from deadlines.rules import RULES, Rule

NOTHING = "Not asked for"


@dataclass(frozen=True)
class Compared:
    rule: Rule
    ours: str
    theirs: str

    @property
    def differs(self) -> bool:
        return self.ours != self.theirs


def side_by_side(ours: Pack, theirs: Pack, *, on: date) -> list[Compared]:
    """Every rule that one of the two asks for, in the order of the catalogue."""
    rows = [Compared(rule, _limits(ours, rule, on), _limits(theirs, rule, on)) for rule in RULES.values()]
    return [row for row in rows if {row.ours, row.theirs} != {NOTHING}]


def _limits(pack: Pack, rule: Rule, on: date) -> str:
    limits = "; ".join(limit_in_words(rule, limit) for limit in pack.limits_on(rule.code, on))
    return f"{limits[0].upper()}{limits[1:]}" if limits else NOTHING


def that_can_be_taken_over(shipped: Pack, ours: Pack, theirs: Pack, *, on: date) -> list[Changed]:
    """The differences that no ceiling forbids."""
    return [each for each in differences(ours, theirs, on=on) if _allowed(shipped, ours, each)]


def _allowed(shipped: Pack, ours: Pack, change: Changed) -> bool:
    try:
        refuse_wrong(shipped, ours, change)
    except LimitRefused:
        return False
    return True
