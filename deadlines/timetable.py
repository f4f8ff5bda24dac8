"""The test bench of the timetable: every clock of one child from a file of facts, with neither database nor settings.

`manage.py timetable FACTS.json [--pack NAME] [--on DATE] [--json]` is how an authority, an inspector or a court
checks the arithmetic, and how an authority's own pack is tried. docs/test-bench.md describes the file.
"""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from deadlines.calendar import BankHolidaysUnknown, WorkingCalendar, england_and_wales
from deadlines.engine import Clock, clocks
from deadlines.facts import Facts, FactsRefused, read_facts
from deadlines.limits import Limit
from deadlines.milestones import Milestone, Timeline
from deadlines.packs import PACKS, Pack, PackRefused, load_pack, read_pack
from deadlines.periods import WorkingDays
from deadlines.working import explain

REFUSED: Final = 2
NOT_TOLD_OF: Final = frozenset({Milestone.ALLOCATED})


def every_clock(facts: Facts, pack: Pack, calendar: WorkingCalendar) -> list[Clock]:
    """In order of the day each started, then of its rule's code. Raises `BankHolidaysUnknown`."""
    timeline = Timeline(facts.reached, see_alone=facts.modes(pack.baby_until))
    found = clocks(timeline, pack, calendar)
    if facts.knows_who_holds_the_child:
        return found
    return [clock for clock in found if not clock.rule.expects <= NOT_TOLD_OF or not clock.rule.expects]


def as_object(clock: Clock, on: date, calendar: WorkingCalendar) -> dict[str, Any]:
    """One clock as it is printed with --json."""
    return {
        "rule": clock.rule.code,
        "started_on": clock.started_on.isoformat(),
        "opens_on": _iso(clock.opens_on),
        "due_on": _iso(clock.due_on),
        "practical_on": _iso(clock.practical_on),
        "met_on": _iso(clock.met_on),
        "lapsed_on": _iso(clock.lapsed_on),
        "standing": str(clock.standing(on)),
        "limit": _limit(clock.limit),
        "working": {
            "counted_from": clock.reckoning.counted_from.isoformat(),
            "skipped": list(_skipped(clock, calendar)),
            "lost": [
                {**_limit(lost.limit), "would_have_given": lost.would_have_given.isoformat()}
                for lost in clock.lost
            ],
            "in_words": explain(clock, calendar).sentence,
        },
    }


def _limit(limit: Limit) -> dict[str, Any]:
    return {
        "period": str(limit.period) if limit.period else None,
        "pack": limit.pack,
        "whose": str(limit.whose),
        "source": limit.source,
    }


def _skipped(clock: Clock, calendar: WorkingCalendar) -> Iterator[dict[str, str]]:
    """The days between that were not counted, each with why; none where every day of the calendar counts."""
    end = clock.opens_on or clock.due_on
    if not isinstance(clock.limit.period, WorkingDays) or end is None:
        return
    first, last = sorted((clock.reckoning.counted_from, end))
    for number in range(1, (last - first).days):
        day = first + timedelta(days=number)
        if why := calendar.reason_not_worked(day):
            yield {"on": day.isoformat(), "why": why}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


_COLUMNS: Final = (
    "rule",
    "started_on",
    "opens_on",
    "due_on",
    "practical_on",
    "met_on",
    "lapsed_on",
    "standing",
)
_HEADINGS: Final = ("Rule", "Started", "Opens", "Due", "Practical", "Met", "Lapsed", "Standing")


def as_table(found: Sequence[Clock], on: date, calendar: WorkingCalendar) -> Iterator[str]:
    """Lines for a person: a table, and under each clock its arithmetic."""
    objects = [as_object(clock, on, calendar) for clock in found]
    rows = [[each[column] or "–" for column in _COLUMNS] for each in objects]
    widths = [max(len(row[place]) for row in [list(_HEADINGS), *rows]) for place in range(len(_COLUMNS))]

    def line(cells: Sequence[str]) -> str:
        return "  ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)).rstrip()

    yield line(_HEADINGS)
    yield line(["-" * width for width in widths])
    for row, each in zip(rows, objects, strict=True):
        yield line(row)
        yield f"    {each['working']['in_words']}"


def main(arguments: Sequence[str]) -> int:
    """0, or 2 when the facts or the pack were refused; the reason is on standard error."""
    parser = argparse.ArgumentParser(
        prog="manage.py timetable", description="Every statutory clock of one child, from a file of facts."
    )
    parser.add_argument(
        "facts", metavar="FACTS.json", help="the file of facts, or - to read it from standard input"
    )
    parser.add_argument(
        "--pack", metavar="NAME", help="another pack than the file asks for: its name, or a file.toml"
    )
    parser.add_argument("--on", metavar="DATE", help="as it stood on that day (today if not given)")
    parser.add_argument("--json", action="store_true", help="print a list of objects, one for each clock")
    asked = parser.parse_args(arguments)
    try:
        on = _day(asked.on)
        facts = read_facts(_text(asked.facts), until=on)
        pack = _pack(asked.pack or facts.pack)
        calendar = england_and_wales(facts.closure_days)
        found = every_clock(facts, pack, calendar)
    except (FactsRefused, PackRefused, BankHolidaysUnknown) as refused:
        sys.stderr.write(f"{asked.facts}: {refused}\n")
        return REFUSED
    if asked.json:
        json.dump(
            [as_object(clock, on, calendar) for clock in found], sys.stdout, indent=1, ensure_ascii=False
        )
        sys.stdout.write("\n")
    else:
        sys.stdout.write(f"{pack.title}, as it stood on {on.isoformat()}\n\n")
        sys.stdout.writelines(f"{line}\n" for line in as_table(found, on, calendar))
    return 0


def _day(written: str | None) -> date:
    if written is None:
        return datetime.now(ZoneInfo("Europe/London")).date()
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise FactsRefused(f"--on {written} is not a day such as 2026-02-24.") from None


def _text(path: str) -> str:
    try:
        return sys.stdin.read() if path == "-" else Path(path).read_text(encoding="utf-8")
    except OSError as missing:
        raise FactsRefused(f"The file cannot be read: {missing.strerror}.") from missing
    except UnicodeDecodeError:
        raise FactsRefused("The file is not text in UTF-8. Save it as UTF-8 and try again.") from None


def _pack(name: str) -> Pack:
    if name.endswith(".toml"):
        return read_pack(Path(name))
    known = sorted(path.stem for path in PACKS.glob("*.toml"))
    if name not in known:
        raise FactsRefused(
            f"There is no pack “{name}”. Use one of {', '.join(known)}, or a file that ends in .toml."
        )
    return load_pack(name)
