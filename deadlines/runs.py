"""The long parts of a change to the timetable: working out which dates it moves, and moving them.

Both go through the children a chunk at a time, say how far they are, and can be started again.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from accounts.models import User
from children.models import Child
from deadlines.checking import differing
from deadlines.engine import Clock, clocks
from deadlines.models import ChangedLimit, ChangeRun, MovedDate
from deadlines.numbers import pack_in_force, read_once, shipped_pack, working_calendar
from deadlines.own_pack import all_along, with_changes
from deadlines.packs import Pack
from deadlines.projection import refresh
from deadlines.rules import RULES
from deadlines.timelines import timelines

CHUNK: Final = 500

Key = tuple[str, date, str, int | None]


def carry_out(run: ChangeRun) -> None:
    """Do what the run is for, from the beginning. Refused silently when it has been done."""
    if run.finished_at:
        return
    MovedDate.objects.filter(run__change=run.change, run__kind=run.kind).delete()
    concerned = children_concerned(run)
    run.looked_at, run.to_look_at = 0, concerned.count()
    _say(run)
    for children in _chunks(concerned):
        with read_once():
            if run.kind == ChangeRun.Kind.PREVIEW:
                MovedDate.objects.bulk_create(moved_dates(run, children), batch_size=1000)
            else:
                _put_right(run, children)
        ChangeRun.objects.filter(pk=run.pk).update(
            looked_at=F("looked_at") + len(children), heard_of_at=timezone.now()
        )
    ChangeRun.objects.filter(pk=run.pk).update(finished_at=timezone.now(), looked_at=F("to_look_at"))


def children_concerned(run: ChangeRun) -> QuerySet[Child]:
    """Whose dates the change can move: whoever has something outstanding, or a clock started since its day.

    A clock that the change is the first to ask for can start for a child with nothing else going on: those are found
    by the check of everybody on Sunday.
    """
    started = Q(deadlines__started_on__gte=run.change.since, deadlines__withdrawn_at=None)
    concerned = Child.objects.filter(started).values("pk").union(
        Child.objects.filter(Q(reckoned__outstanding__isnull=False)).values("pk")
    )  # fmt: skip
    return Child.objects.filter(pk__in=concerned)


def _chunks(children: QuerySet[Child]) -> Iterator[list[int]]:
    keys = list(children.order_by("pk").values_list("pk", flat=True))
    return (keys[place : place + CHUNK] for place in range(0, len(keys), CHUNK))


def work_out_anew() -> int:
    """The dates of everybody with something outstanding, after the calendar changed."""
    portal, changed = User.objects.the_portal(), 0
    for children in _chunks(Child.objects.filter(reckoned__outstanding__isnull=False)):
        because = "the days on which the office is closed were changed"
        changed += refresh(differing(children), by=portal, because=because).changed
    return changed


def _say(run: ChangeRun) -> None:
    run.heard_of_at = timezone.now()
    run.save()


def _put_right(run: ChangeRun, children: list[int]) -> None:
    change = run.change
    by = change.approved_by or change.recorded_by
    refresh(differing(children), by=by, because=_because(run))


def _because(run: ChangeRun) -> str:
    limits = "; ".join(map(str, run.change.limits.all()))
    verb = "was withdrawn" if run.change.withdrawn_at else "was approved"
    return f"a change of the timetable {verb}: {limits}"[:200]


def moved_dates(run: ChangeRun, children: Sequence[int]) -> Iterator[MovedDate]:
    """Every date of these children that the change moves, makes or takes away, as of the run's day; and what it would
    mean for those outstanding today if it had been in force all along."""
    now, then, along = packs_compared(run)
    rules = [RULES[limit.rule] for limit in run.change.limits.all()]
    giving = frozenset().union(*(rule.reads for rule in rules))
    calendar = working_calendar()
    for child, timeline in timelines(children, giving=giving).items():
        was, becomes, would = (
            {_key(clock): clock for clock in clocks(timeline, pack, calendar, of=rules)}
            for pack in (now, then, along)
        )
        yield from _differences(run, child, was, becomes, all_along=False)
        for_today = {key: clock for key, clock in was.items() if _outstanding(clock)}
        yield from _differences(
            run, child, for_today, {key: would[key] for key in for_today if key in would}, all_along=True
        )


def packs_compared(run: ChangeRun) -> tuple[Pack, Pack, Pack]:
    """As it is in force, as it would be with the change, and as if the change had always been in force."""
    now = pack_in_force()
    proposed = run.change.changed()
    then = with_changes(shipped_pack(), (*ChangedLimit.objects.in_force(), *proposed))
    return now, then, all_along(now, proposed)


def _differences(
    run: ChangeRun, child: int, was: dict[Key, Clock], then: dict[Key, Clock], *, all_along: bool
) -> Iterator[MovedDate]:
    for key in sorted(was.keys() | then.keys(), key=repr):
        before, after = was.get(key), then.get(key)
        if before and after and before.due_on == after.due_on:
            continue
        yield MovedDate(
            run=run,
            child_id=child,
            rule=key[0],
            started_on=key[1],
            was_due_on=before.due_on if before else None,
            then_due_on=after.due_on if after else None,
            was=_standing(before, run.day),
            then=_standing(after, run.day),
            all_along=all_along,
        )


def _standing(clock: Clock | None, day: date) -> str:
    return clock.standing(day) if clock else ""


def _outstanding(clock: Clock) -> bool:
    return clock.met_on is None and clock.lapsed_on is None


def _key(clock: Clock) -> Key:
    source = clock.started_by.source
    return (clock.rule.code, clock.started_on, source.kind if source else "", source.pk if source else None)
