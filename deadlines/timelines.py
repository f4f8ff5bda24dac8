"""Gathers each child's timeline from the apps that hold the facts, named in settings.TIMELINE_SOURCES.

One query or two from each source, however many children are asked for.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from importlib import import_module

from django.conf import settings

from deadlines.calendar import WorkingCalendar, england_and_wales
from deadlines.childhood import see_alone_modes
from deadlines.milestones import Milestone, Reached, Timeline
from deadlines.packs import Pack, load_pack

# Counted in years, or not counted from at all: these may be older than the list of bank holidays.
BEFORE_ALL_CLOCKS = frozenset({Milestone.BORN, Milestone.ALLOCATED})

Milestones = Callable[[Sequence[int]], Iterator[tuple[int, Reached]]]


@cache
def sources() -> tuple[Milestones, ...]:
    return tuple(import_module(name).milestones for name in settings.TIMELINE_SOURCES)


def pack_in_force() -> Pack:
    return load_pack(settings.RULE_PACK)


def working_calendar() -> WorkingCalendar:
    return england_and_wales()


def reached(child_ids: Sequence[int]) -> dict[int, list[Reached]]:
    """Every milestone of each child, in no order."""
    found: dict[int, list[Reached]] = {child: [] for child in child_ids}
    for milestones in sources():
        for child, each in milestones(child_ids):
            found[child].append(each)
    return found


def timelines(child_ids: Sequence[int]) -> dict[int, Timeline]:
    modes = see_alone_modes(child_ids, pack_in_force().baby_until)
    # The list of bank holidays begins in a certain year: what was over before then is history, not a clock.
    known_from = working_calendar().known_from
    return {
        child: Timeline(
            (each for each in facts if each.on >= known_from or each.milestone in BEFORE_ALL_CLOCKS),
            see_alone=modes[child],
        )
        for child, facts in reached(child_ids).items()
    }
