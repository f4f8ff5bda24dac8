"""`due(rule, *milestones)`: the clocks of one rule for one child, from milestones said in one line each."""

from collections.abc import Callable
from datetime import date
from textwrap import dedent

import pytest

from deadlines.calendar import WorkingCalendar, england_and_wales
from deadlines.engine import Clock, clocks
from deadlines.milestones import Milestone, Reached, SeeAlone, SeeAloneFrom, Timeline
from deadlines.packs import PACKS, Pack, load_pack, read_pack

A_SCHOOL_CHILD_S_BIRTHDAY = date(2015, 9, 14)

Said = Reached | tuple[Milestone, date]
Due = Callable[..., list[Clock]]


@pytest.fixture(scope="session")
def calendar() -> WorkingCalendar:
    return england_and_wales()


@pytest.fixture(scope="session")
def composite() -> Pack:
    return load_pack("composite")


@pytest.fixture(scope="session")
def due(calendar: WorkingCalendar, composite: Pack) -> Due:
    def due(
        rule: str,
        *said: Said,
        born: date | None = A_SCHOOL_CHILD_S_BIRTHDAY,
        see_alone: SeeAlone | tuple[SeeAloneFrom, ...] = SeeAlone.ALONE,
        pack: Pack = composite,
    ) -> list[Clock]:
        reached = [each if isinstance(each, Reached) else Reached(each[1], each[0]) for each in said]
        if born:
            reached.append(Reached(born, Milestone.BORN))
        timeline = Timeline(reached, see_alone=see_alone)
        return [clock for clock in clocks(timeline, pack, calendar) if clock.rule.code == rule]

    return due


HEAD = """\
title = "Somewhere"
version = "1"
reviewed_on = 2026-11-01
review_by = 2027-03-31
"""


@pytest.fixture
def somewhere(tmp_path):
    """Writes an authority's pack beside the shipped ones and reads it."""
    for shipped in PACKS.glob("*.toml"):
        (tmp_path / shipped.name).write_text(shipped.read_text(encoding="utf-8"), encoding="utf-8")

    def read(limits: str, head: str = HEAD + 'inherits = "composite"\n'):
        path = tmp_path / "somewhere.toml"
        path.write_text(head + dedent(limits), encoding="utf-8")
        return read_pack(path)

    return read
