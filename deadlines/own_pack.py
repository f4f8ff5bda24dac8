"""The authority's own pack: one that ships with the portal, with the limits that the authority changed in the browser.

A change holds from its day on and until the next change of the same rule. A clock that started before is judged by what
was in force when it started.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from deadlines.limits import NO_NUMBER, Limit, LimitRefused, Whose, refuse_looser
from deadlines.packs import Pack
from deadlines.periods import AS_PRINTED, Counting, Period
from deadlines.rules import RULES

NOT_ASKED: Final = "not asked"
"""Written where the authority no longer asks for the step; a national limit beside it stays."""

COUNTINGS: Final = {
    "": AS_PRINTED,
    "inclusive": Counting(inclusive=True),
    "clear_days": Counting(clear_days=True),
    "rolls_forward": Counting(rolls_forward=True),
}
OWN: Final = "own"
"""The name of the pack that a changed limit says it comes from."""


@dataclass(frozen=True)
class Changed:
    """One limit that the authority set for itself: the period is written as in a pack, or is `NOT_ASKED`."""

    rule: str
    period: str
    counting: str
    source: str
    since: date

    @property
    def is_asked(self) -> bool:
        return self.period != NOT_ASKED

    def as_limit(self) -> Limit:
        """Raises `LimitRefused` for a period that cannot be read."""
        try:
            period = None if self.period == NO_NUMBER else Period.parse(self.period)
        except ValueError as unclear:
            raise LimitRefused(str(unclear)) from unclear
        return Limit(
            rule=self.rule,
            period=period,
            whose=Whose.AUTHORITY,
            source=self.source,
            pack=OWN,
            since=self.since,
            counting=COUNTINGS[self.counting],
        )


@lru_cache(maxsize=16)
def with_changes(base: Pack, changes: tuple[Changed, ...]) -> Pack:
    """The base with the changes, which are in the order in which they were approved.

    The same pack object for the same changes, so that what was reckoned with it is still known.
    """
    limits = list(base.limits)
    for change in sorted(changes, key=lambda each: each.since):
        limits = _with(limits, change)
    return replace(base, limits=tuple(limits)) if changes else base


def _with(limits: list[Limit], change: Changed) -> list[Limit]:
    kept, counted_from = [], None
    for limit in limits:
        if limit.rule == change.rule and limit.whose is not Whose.NATIONAL:
            counted_from = limit.counted_from or counted_from
        if limit.rule != change.rule or limit.whose is Whose.NATIONAL or limit.until < change.since:
            kept.append(limit)
        elif limit.since < change.since:
            kept.append(replace(limit, until=change.since - timedelta(days=1)))
    return [*kept, replace(change.as_limit(), counted_from=counted_from)] if change.is_asked else kept


def all_along(pack: Pack, changes: tuple[Changed, ...]) -> Pack:
    """The pack as if the changes had always been in force: what they would mean for the clocks that run today."""
    return with_changes(pack, tuple(replace(change, since=date.min) for change in changes))


def refuse_wrong(base: Pack, in_force: Pack, change: Changed) -> None:
    """Raises `LimitRefused`, in a sentence, where a change must not be made to the pack in force."""
    now = [limit for limit in in_force.limits_on(change.rule, change.since) if limit.whose is Whose.AUTHORITY]
    rule = RULES[change.rule]
    if rule.always_asked and change.period in (NOT_ASKED, NO_NUMBER):
        raise LimitRefused(
            f"“{rule.name}” cannot be switched off: the number may be changed, and never taken away."
        )
    if not change.is_asked:
        _refuse_taken_away(base, change, now)
        return
    limit = change.as_limit()
    if any(each.period == limit.period and each.counting == limit.counting for each in now):
        raise LimitRefused(f"That is the limit already: {change.period}.")
    refuse_looser(limit, base.limits)


def _refuse_taken_away(base: Pack, change: Changed, now: list[Limit]) -> None:
    if not now:
        raise LimitRefused("The authority does not ask for it as it is, so there is nothing to take away.")
    if any(limit.ceiling and limit.whose is not Whose.NATIONAL for limit in base.limits_of(change.rule)):
        raise LimitRefused(
            f"“{RULES[change.rule].name}” keeps children seen: it may be tightened and never taken away."
        )


def differences(ours: Pack, theirs: Pack, *, on: date) -> tuple[Changed, ...]:
    """What would have to change from a day on for our local limits to be those of another pack."""
    found = []
    for code in RULES:
        mine, other = _local(ours, code, on), _local(theirs, code, on)
        if other and other.counted_from:
            continue  # what a change in the browser cannot say
        if other and (not mine or (mine.period, mine.counting) != (other.period, other.counting)):
            period = str(other.period) if other.period else NO_NUMBER
            counting = next(name for name, value in COUNTINGS.items() if value == other.counting)
            found.append(Changed(code, period, counting, f"{theirs.title}: {other.source}", on))
        elif mine and not other:
            found.append(Changed(code, NOT_ASKED, "", f"{theirs.title} does not ask for it", on))
    return tuple(found)


def _local(pack: Pack, code: str, on: date) -> Limit | None:
    return next((limit for limit in pack.limits_on(code, on) if limit.whose is Whose.AUTHORITY), None)
