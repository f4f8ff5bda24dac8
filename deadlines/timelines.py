"""Each child's timeline, and a name for all that dates are reckoned with."""

from collections.abc import Collection, Sequence
from datetime import date
from functools import cache, lru_cache
from hashlib import sha256
from importlib import import_module
from pathlib import Path

from django.conf import settings

from deadlines.childhood import ChildRow, births, rows, see_alone_modes
from deadlines.milestones import Milestone, Timeline
from deadlines.numbers import pack_in_force, working_calendar
from deadlines.packs import Pack
from deadlines.sources import Facts, held_about, reached

# Counted in years, or not counted from at all: these may be older than the list of bank holidays.
BEFORE_ALL_CLOCKS = frozenset({Milestone.BORN, Milestone.ALLOCATED})


def timelines(
    child_ids: Sequence[int],
    *,
    children: Sequence[ChildRow] | None = None,
    giving: Collection[Milestone] | None = None,
    since: date | None = None,
    among: Collection[Facts] | None = None,
) -> dict[int, Timeline]:
    """The timeline of each child.

    `children` are their own rows, where they have been read. `giving` and `since` leave unread what is not asked
    about: milestones that no rule in force reads, if nothing else is said, and what counts from a day before.
    `among` are the sources that hold anything about these children, where that is known.
    """
    if giving is None and among is None:
        among = held_about(child_ids).sources
    giving = _read_in_force(pack_in_force()) if giving is None else frozenset(giving)
    those = rows(child_ids) if children is None else children
    modes = see_alone_modes(those, pack_in_force().baby_until)
    found = reached(child_ids, giving=giving - {Milestone.BORN}, since=since, among=among)
    for child, birth in births(those):
        found[child].append(birth)
    # The list of bank holidays begins in a certain year: what was over before then is history, not a clock.
    known_from = working_calendar().known_from
    return {
        child: Timeline(
            (each for each in facts if each.on >= known_from or each.milestone in BEFORE_ALL_CLOCKS),
            see_alone=modes[child],
        )
        for child, facts in found.items()
        if child in modes
    }


@lru_cache(maxsize=8)
def _read_in_force(pack: Pack) -> frozenset[Milestone]:
    return frozenset().union(*(rule.reads for rule in pack.rules))


def reckoned_with() -> str:
    """A name for the numbers, the calendar and the program that dates are reckoned with.

    Stored beside each child's dates: when it changes, all of them are reckoned again by the next daily check.
    """
    named = f"{pack_in_force().fingerprint} {working_calendar().fingerprint} {_program()}"
    return sha256(named.encode()).hexdigest()


@cache
def _program() -> str:
    """A name for the code that turns facts into dates, so that a new version of it reckons everything again."""
    here = Path(__file__).parent
    names = (
        "engine.py",
        "limits.py",
        "milestones.py",
        "own_pack.py",
        "periods.py",
        "calendar.py",
        "timelines.py",
        "childhood.py",
        "projection.py",
    )
    files = [here / name for name in names] + sorted((here / "rules").glob("*.py"))
    files += [Path(str(import_module(name).__file__)) for name in settings.TIMELINE_SOURCES]
    digest = sha256()
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()
