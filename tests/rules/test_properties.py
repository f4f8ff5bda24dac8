"""What must hold for any child's timeline, whatever happened in it."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deadlines.calendar import england_and_wales
from deadlines.engine import Clock, Standing, clocks
from deadlines.milestones import Milestone as M
from deadlines.milestones import Reached, Timeline
from deadlines.packs import PACKS, Pack, load_pack
from deadlines.periods import Days, Weeks, WorkingDays

CALENDAR = england_and_wales()
COMPOSITE = load_pack("composite")
EVERY_PACK = [load_pack(path.stem) for path in sorted(PACKS.glob("*.toml"))]
PLAN_STARTED = date(2025, 1, 6)
LAST_DAY = date(2026, 12, 31)
TIGHTENED = ("visit", "contact", "seen-alone", "core-group")

days = st.dates(PLAN_STARTED - timedelta(days=60), LAST_DAY)
# Everything that can happen but for what carries a day of its own, which is drawn below, and the birth.
CARRIES_A_DAY = {
    M.INITIAL_CONFERENCE_BOOKED, M.REVIEW_BOOKED, M.EXCLUSION_SOUGHT, M.ACTION_AGREED, M.EXTENSION_AGREED,
}  # fmt: skip
happenings = st.sampled_from(
    [each for each in M if each not in {*CARRIES_A_DAY, M.PLAN_FREQUENCY_SET, M.BORN}]
)
anything = st.lists(st.builds(Reached, days, happenings), max_size=40)
bookings = st.lists(
    st.builds(
        lambda on, milestone, days_ahead: Reached(on, milestone, on + timedelta(days_ahead)),
        days,
        st.sampled_from([M.INITIAL_CONFERENCE_BOOKED, M.REVIEW_BOOKED, M.ACTION_AGREED]),
        st.integers(0, 200),
    ),
    max_size=4,
)
frequencies = st.lists(
    st.builds(
        lambda on, rule, period: Reached(on, M.PLAN_FREQUENCY_SET, rule=rule, period=period),
        days,
        st.sampled_from(TIGHTENED),
        st.sampled_from([WorkingDays(1), WorkingDays(5), WorkingDays(20), Days(7), Weeks(3), Weeks(9)]),
    ),
    max_size=4,
)
seen_on = st.lists(st.dates(PLAN_STARTED, LAST_DAY), max_size=60)


def on_a_plan(*reached: Reached) -> list[Reached]:
    return [Reached(date(2016, 2, 29), M.BORN), Reached(PLAN_STARTED, M.PLAN_STARTED), *reached]


def every_clock(reached: list[Reached], pack: Pack = COMPOSITE) -> list[Clock]:
    return clocks(Timeline(reached), pack, CALENDAR)


def told(clock: Clock) -> tuple[object, ...]:
    return (
        clock.rule.code,
        clock.started_on,
        clock.opens_on,
        clock.due_on,
        clock.met_on,
        clock.lapsed_on,
        clock.limit.period,
    )


def seen(*visited_on: date) -> list[Reached]:
    return [Reached(day, M.CHILD_SEEN) for day in visited_on]


@pytest.mark.parametrize("pack", EVERY_PACK, ids=lambda pack: pack.name)
@given(happened=anything, booked=bookings, set_=frequencies, random=st.randoms())
def test_the_order_in_which_things_are_recorded_never_matters(pack, happened, booked, set_, random):
    in_order = on_a_plan(*happened, *booked, *set_)
    shuffled = list(in_order)
    random.shuffle(shuffled)

    assert sorted(map(repr, map(told, every_clock(shuffled, pack)))) == sorted(
        map(repr, map(told, every_clock(in_order, pack)))
    )


@given(anything, bookings, frequencies)
def test_a_clock_is_met_or_lapsed_or_running_and_never_two_of_them(happened, booked, set_):
    for clock in every_clock(on_a_plan(*happened, *booked, *set_)):
        assert clock.met_on is None or clock.lapsed_on is None
        assert clock.lapsed_on is None or clock.lapsed_on >= clock.started_on
        assert clock.opens_on or clock.met_on is None or clock.met_on >= clock.started_on
        assert clock.due_on is not None or clock.limit.period is None


@given(anything, bookings)
def test_nothing_is_left_running_once_the_plan_has_ended_for_good(happened, booked):
    ended = Reached(LAST_DAY + timedelta(days=1), M.PLAN_ENDED)
    left = [
        clock.rule.code
        for clock in every_clock(on_a_plan(*happened, *booked, ended))
        if clock.met_on is None and clock.lapsed_on is None
    ]

    # What follows a plan, and what belongs to the child and not to the plan.
    assert set(left) <= {
        "cin-plan-after-plan",
        "cin-plan-if-no-conference",
        "assessment",
        "transfer-in-conference",
        "injury-decided",
        "change-decided",
    }


@given(seen_on)
def test_no_clock_is_lost_each_day_the_child_was_seen_meets_one_and_starts_the_next(visited_on):
    visits = [clock for clock in every_clock(on_a_plan(*seen(*visited_on))) if clock.rule.code == "visit"]
    distinct = sorted(set(visited_on))

    assert [clock.started_on for clock in visits] == [PLAN_STARTED, *distinct]
    assert [clock.met_on for clock in visits] == [*distinct, None]


@given(anything, bookings, frequencies)
def test_tightening_never_makes_a_date_later(happened, booked, set_):
    loose = every_clock(on_a_plan(*happened, *booked))
    tight = every_clock(on_a_plan(*happened, *booked, *set_))

    for before, after in zip(loose, tight, strict=True):
        assert (before.rule, before.started_on) == (after.rule, after.started_on)
        assert after.due_on == before.due_on or after.due_on < before.due_on


def days_overdue(reached: list[Reached], rule: str, today: date) -> int:
    late = (
        (today - clock.due_on).days
        for clock in every_clock(reached)
        if clock.rule.code == rule and clock.standing(today) is Standing.OVERDUE
    )
    return max(late, default=0)


@pytest.mark.parametrize("rule", ["visit", "contact", "seen-alone"])
@given(visited_on=seen_on, another_on=st.dates(PLAN_STARTED, LAST_DAY), alone=st.booleans(), set_=frequencies)
def test_another_visit_never_makes_a_child_more_overdue(rule, visited_on, another_on, alone, set_):
    # A frequency is followed from the next interval on, and a visit begins one: see the test below.
    meanwhile = [each for each in set_ if PLAN_STARTED < each.on <= another_on]
    said = on_a_plan(*seen(*visited_on), *(each for each in set_ if each not in meanwhile))
    another = [*seen(another_on), *([Reached(another_on, M.CHILD_SEEN_ALONE)] if alone else [])]

    assert days_overdue([*said, *another], rule, LAST_DAY) <= days_overdue(said, rule, LAST_DAY)


def test_the_interval_that_a_visit_begins_goes_by_the_frequency_that_was_set_before_it():
    tue_7_jan = date(2025, 1, 7)
    daily = Reached(tue_7_jan, M.PLAN_FREQUENCY_SET, rule="visit", period=WorkingDays(1))

    # Ten working days from Monday 6 January, the first interval: Monday 20 January, whatever was set on the Tuesday.
    # The visit on that Tuesday begins one of a working day: Wednesday 8 January.
    assert due_on(on_a_plan(daily)) == [date(2025, 1, 20)]
    assert due_on(on_a_plan(daily, *seen(tue_7_jan))) == [date(2025, 1, 20), date(2025, 1, 8)]


def due_on(reached: list[Reached]) -> list[date | None]:
    return [clock.due_on for clock in every_clock(reached) if clock.rule.code == "visit"]
