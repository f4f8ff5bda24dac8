"""The engine against somebody who goes through a child's life day by day with a pencil.

The reference below keeps a list of what is running, crosses off what is met, and looks neither ahead nor back. It
shares no code with the engine; the days it counts come from the wall calendar of `test_against_the_calendar`.
"""

from datetime import date, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from deadlines.calendar import england_and_wales
from deadlines.engine import clocks
from deadlines.milestones import Milestone as M
from deadlines.milestones import Reached, Timeline
from deadlines.packs import load_pack
from tests.rules.test_against_the_calendar import EXPECTED

FIRST_DAY = date(2025, 1, 1)
BORN = date(2016, 2, 29)

# What may happen, in the order in which things of one day are taken to happen.
IN_ORDER = (
    M.STRATEGY_DISCUSSION,
    M.ENQUIRIES_DECIDED,
    M.PLAN_STARTED,
    M.REVIEW_HELD,
    M.CORE_GROUP_HELD,
    M.CONTACT_REFUSED,
    M.CHILD_SEEN,
    M.CHILD_SEEN_ALONE,
    M.PLAN_ENDED,
    M.PLAN_NO_LONGER_REQUIRED,
    M.CIN_PLAN_STARTED,
)
UNDER_A_PLAN = (
    "first-core-group", "second-core-group", "core-group", "visit", "contact", "seen-alone", "first-review", "review",
    "core-group-after-review", "unseen-child",
)  # fmt: skip
MEETS = {
    M.ENQUIRIES_DECIDED: ("enquiries-decision",),
    M.CORE_GROUP_HELD: ("first-core-group", "second-core-group", "core-group", "core-group-after-review"),
    M.REVIEW_HELD: ("first-review", "review"),
    M.CHILD_SEEN: ("visit", "contact", "unseen-child"),
    M.CHILD_SEEN_ALONE: ("seen-alone",),
    M.CIN_PLAN_STARTED: ("cin-plan-after-plan",),
}
COMPARED = {*UNDER_A_PLAN, "enquiries-decision", "cin-plan-after-plan"}


class Pencil:
    """Goes through the days once. Each line is [rule, started on, due on, met on, lapsed on]."""

    def __init__(self, pack: str) -> None:
        self.numbers = EXPECTED[pack]
        self.lines: list[list] = []
        self.running: list[list] = []
        self.plan_open = False
        self.core_groups = 0
        self.enquiring = False

    def start(self, rule: str, day: date) -> None:
        if rule in self.numbers:
            line = [rule, day, self.numbers[rule](day), None, None]
            self.lines.append(line)
            self.running.append(line)

    def stop(self, lines: list[list], column: int, day: date) -> None:
        for line in lines:
            line[column] = day
            self.running.remove(line)

    def happens(self, day: date, what: M) -> None:
        if what is M.STRATEGY_DISCUSSION and not self.enquiring:
            self.enquiring = True
            self.start("enquiries-decision", day)
            return
        if what in (M.ENQUIRIES_DECIDED, M.REVIEW_HELD, M.PLAN_ENDED):
            self.enquiring = False
        # What was expected is crossed off before anything new begins.
        self.stop([line for line in self.running if line[0] in MEETS.get(what, ())], 3, day)
        if what is M.PLAN_STARTED:
            self.plan_open, self.core_groups = True, 0
            self.stop([line for line in self.running if line[0] == "cin-plan-after-plan"], 4, day)
            for rule in ("first-core-group", "visit", "contact", "seen-alone", "first-review"):
                self.start(rule, day)
        if what is M.PLAN_NO_LONGER_REQUIRED:
            self.start("cin-plan-after-plan", day)
        if self.plan_open:
            self.under_the_plan(day, what)

    def under_the_plan(self, day: date, what: M) -> None:
        match what:
            case M.CORE_GROUP_HELD:
                self.start("core-group" if self.core_groups else "second-core-group", day)
                self.core_groups += 1
            case M.REVIEW_HELD:
                self.start("review", day)
                self.start("core-group-after-review", day)
            case M.CHILD_SEEN:
                self.start("visit", day)
                self.start("contact", day)
            case M.CHILD_SEEN_ALONE:
                self.start("seen-alone", day)
            case M.CONTACT_REFUSED:
                self.start("unseen-child", day)
            case M.PLAN_ENDED:
                self.plan_open = False
                # On the day a plan ends nothing more begins, not even what was done on the same day.
                began_today = [line for line in self.lines if line[1] == day and line[0] in UNDER_A_PLAN]
                for line in began_today:
                    self.lines.remove(line)
                self.running = [line for line in self.running if line not in began_today]
                stops = (*UNDER_A_PLAN, "enquiries-decision")
                self.stop([line for line in self.running if line[0] in stops], 4, day)


# Few enough that a good deal happens on one day.
days = st.sampled_from([FIRST_DAY + timedelta(days=17 * number) for number in range(40)])
within_a_plan = st.sampled_from(
    [
        M.STRATEGY_DISCUSSION, M.ENQUIRIES_DECIDED, M.REVIEW_HELD, M.CORE_GROUP_HELD, M.CONTACT_REFUSED,
        M.CHILD_SEEN, M.CHILD_SEEN_ALONE, M.CIN_PLAN_STARTED,
    ]
)  # fmt: skip


@st.composite
def lives(draw: st.DrawFn) -> list[tuple[date, M]]:
    """Up to two plans that do not overlap, and whatever may happen in and between them."""
    first, second, third, fourth = sorted(draw(st.lists(days, min_size=4, max_size=4, unique=True)))
    told = draw(st.lists(st.tuples(days, within_a_plan), max_size=40))
    told.append((first, M.PLAN_STARTED))
    told += draw(st.sampled_from([[], [(second, M.PLAN_ENDED), (second, M.PLAN_NO_LONGER_REQUIRED)]]))
    if len(told) > 1 and told[-1][1] is M.PLAN_NO_LONGER_REQUIRED:
        told += [(third, M.PLAN_STARTED), *draw(st.sampled_from([[], [(fourth, M.PLAN_ENDED)]]))]
    return told


@pytest.mark.requirement(
    "T-01", "T-11", "T-12", "T-13", "T-15", "T-16", "T-17", "T-18", "T-20", "T-21", "T-24", "C-8"
)
@pytest.mark.parametrize("name", ["composite", "guernsey", "greenwich", "leicester-leicestershire-rutland"])
@settings(max_examples=150)
@example(
    told=[
        (FIRST_DAY, M.PLAN_STARTED),
        (FIRST_DAY + timedelta(days=17), M.CONTACT_REFUSED),
        (FIRST_DAY + timedelta(days=17), M.CHILD_SEEN),
        (FIRST_DAY + timedelta(days=17), M.PLAN_ENDED),
        (FIRST_DAY + timedelta(days=17), M.PLAN_NO_LONGER_REQUIRED),
    ]
).via("refused and seen on the day the plan ended")
@given(told=lives())
def test_the_engine_says_what_somebody_with_a_pencil_writes_down(name, told):
    pencil = Pencil(name)
    for day, what in sorted(set(told), key=lambda each: (each[0], IN_ORDER.index(each[1]))):
        pencil.happens(day, what)

    timeline = Timeline([Reached(BORN, M.BORN), *(Reached(day, what) for day, what in told)])
    numbered = COMPARED & EXPECTED[name].keys()
    reckoned = [
        [clock.rule.code, clock.started_on, clock.due_on, clock.met_on, clock.lapsed_on]
        for clock in clocks(timeline, load_pack(name), england_and_wales())
        if clock.rule.code in numbered
    ]

    assert sorted(map(repr, reckoned)) == sorted(
        map(repr, (line for line in pencil.lines if line[0] in numbered))
    )


def test_the_pencil_agrees_with_a_life_worked_out_by_hand():
    tue_24_feb = date(2026, 2, 24)
    pencil = Pencil("composite")
    pencil.happens(tue_24_feb, M.PLAN_STARTED)
    pencil.happens(tue_24_feb + timedelta(days=7), M.CHILD_SEEN)

    assert [line for line in pencil.lines if line[0] == "visit"] == [
        ["visit", tue_24_feb, date(2026, 3, 10), date(2026, 3, 3), None],
        ["visit", date(2026, 3, 3), date(2026, 3, 17), None, None],
    ]
