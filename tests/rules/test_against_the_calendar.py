"""The engine against somebody counting on a wall calendar, for every start day whose holidays are known.

The reference below is slow and obvious on purpose: it crosses off one day after another and shares nothing with
the engine but the published list of bank holidays.
"""

import json
from dataclasses import replace
from datetime import date, timedelta
from importlib.resources import files

import pytest

from deadlines.calendar import BankHolidaysUnknown
from deadlines.engine import clocks
from deadlines.milestones import Milestone as M
from deadlines.milestones import Reached, Timeline
from deadlines.packs import load_pack
from deadlines.rules import RULES

ONE_DAY = timedelta(days=1)
PUBLISHED = json.loads(files("govuk_bank_holidays").joinpath("bank-holidays.json").read_text())
BANK_HOLIDAYS = {date.fromisoformat(each["date"]) for each in PUBLISHED["england-and-wales"]["events"]}
FIRST, LAST = date(2012, 1, 1), date(max(BANK_HOLIDAYS).year, 12, 31)
START_DAYS = [date.fromordinal(number) for number in range(FIRST.toordinal(), LAST.toordinal() + 1)]


def is_worked(day: date) -> bool:
    return day.weekday() < 5 and day not in BANK_HOLIDAYS


def cross_off_working_days(day: date, count: int, step: timedelta) -> date | None:
    while count:
        day += step
        if not FIRST <= day <= LAST:
            return None
        count -= is_worked(day)
    return day


def turn_months(day: date, months: int) -> date:
    year, month = day.year, day.month
    for _ in range(months):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    for number in range(day.day, 27, -1):
        try:
            return date(year, month, number)
        except ValueError:
            continue  # that month has no such day: try the one before
    return date(year, month, day.day)


EXPECTED = {
    "enquiries-decision": lambda day: cross_off_working_days(day, 10, ONE_DAY),
    "cin-plan-if-no-conference": lambda day: cross_off_working_days(day, 7, ONE_DAY),
    "initial-conference": lambda day: cross_off_working_days(day, 15, ONE_DAY),
    "transfer-in-conference": lambda day: cross_off_working_days(day, 15, ONE_DAY),
    "conference-draft-plan": lambda day: cross_off_working_days(day, 4, -ONE_DAY),
    "conference-report-countersigned": lambda day: cross_off_working_days(day, 3, -ONE_DAY),
    "conference-report-to-family": lambda day: cross_off_working_days(day, 2, -ONE_DAY),
    "conference-report-to-chair": lambda day: cross_off_working_days(day, 1, -ONE_DAY),
    "review-plan-updated": lambda day: cross_off_working_days(day, 5, -ONE_DAY),
    "first-core-group": lambda day: cross_off_working_days(day, 10, ONE_DAY),
    "second-core-group": lambda day: day + 42 * ONE_DAY,
    "core-group": lambda day: day + 42 * ONE_DAY,
    "core-group-before-review": lambda day: day,
    "visit": lambda day: cross_off_working_days(day, 10, ONE_DAY),
    "contact": lambda day: day + 28 * ONE_DAY,
    "seen-alone": lambda day: day + 28 * ONE_DAY,
    "first-review": lambda day: turn_months(day, 3),
    "review": lambda day: turn_months(day, 6),
    "cin-plan-after-plan": lambda day: cross_off_working_days(day, 7, ONE_DAY),
    "two-years": lambda day: turn_months(day, 24),
    "lead-social-worker": lambda day: day,
    "assessment": lambda day: cross_off_working_days(day, 45, ONE_DAY),
    "core-assessment": lambda day: cross_off_working_days(day, 35, ONE_DAY),
    "core-group-after-review": lambda day: cross_off_working_days(day, 10, ONE_DAY),
    "unseen-child": lambda day: day,
    "delegation-monitored": lambda day: day + 28 * ONE_DAY,
    "plan-action": lambda day: day,
}

A_WEEK_BEFORE = 7 * ONE_DAY
BORN = Reached(date(2005, 6, 1), M.BORN)


def facts(rule: str, day: date) -> list[Reached]:
    """The least that makes a clock of this rule start on, or count back from, a day."""
    plan_started = Reached(day - A_WEEK_BEFORE, M.PLAN_STARTED)
    earlier_meeting = Reached(day - ONE_DAY, M.CORE_GROUP_HELD)
    match rule:
        case "enquiries-decision" | "initial-conference":
            return [Reached(day, M.STRATEGY_DISCUSSION)]
        case "cin-plan-if-no-conference":
            return [Reached(day, M.NO_CONFERENCE_NEEDED)]
        case "transfer-in-conference":
            return [Reached(day, M.TRANSFER_IN_NOTIFIED)]
        case "assessment" | "core-assessment":
            return [Reached(day, M.ASSESSMENT_STARTED)]
        case "unseen-child":
            return [BORN, plan_started, Reached(day, M.CONTACT_REFUSED)]
        case "delegation-monitored":
            return [plan_started, Reached(day, M.DELEGATION_AGREED)]
        case "plan-action":
            return [plan_started, Reached(plan_started.on, M.ACTION_AGREED, for_day=day)]
        case "first-core-group" | "first-review" | "two-years" | "lead-social-worker" | "visit":
            return [BORN, Reached(day, M.PLAN_STARTED)]
        case "contact":
            return [BORN, plan_started, Reached(day, M.CHILD_SEEN)]
        case "seen-alone":
            return [BORN, plan_started, Reached(day, M.CHILD_SEEN_ALONE)]
        case "second-core-group":
            return [plan_started, Reached(day, M.CORE_GROUP_HELD)]
        case "core-group":
            return [plan_started, earlier_meeting, Reached(day, M.CORE_GROUP_HELD)]
        case "review" | "core-group-after-review":
            return [plan_started, Reached(day, M.REVIEW_HELD)]
        case "cin-plan-after-plan":
            return [Reached(day, M.PLAN_NO_LONGER_REQUIRED)]
        case "review-plan-updated" | "core-group-before-review":
            return [plan_started, Reached(plan_started.on, M.REVIEW_BOOKED, for_day=day)]
        case _ if rule.startswith("conference-"):
            return [Reached(plan_started.on, M.INITIAL_CONFERENCE_BOOKED, for_day=day)]
    raise AssertionError(f"No facts for {rule}.")


@pytest.fixture(scope="module")
def only():
    """A pack of one rule, so that each date asked for is the only one worked out."""
    packs = [load_pack(name) for name in ("composite", "guernsey", "procedures-2008")]

    def of(rule: str):
        pack = next(pack for pack in packs if pack.limits_of(rule))
        return replace(pack, limits=pack.limits_of(rule))

    return of


@pytest.mark.requirement("C-1", "C-2", "C-3", "C-4", "C-5", "C-6", "C-7")
@pytest.mark.parametrize("rule", EXPECTED)
def test_every_start_day_gives_the_day_somebody_counting_on_a_calendar_arrives_at(rule, only, calendar):
    pack = only(rule)
    wrong = []
    for day in START_DAYS:
        expected = EXPECTED[rule](day)
        try:
            given = clocks(Timeline(facts(rule, day)), pack, calendar)[-1].due_on
        except BankHolidaysUnknown:
            given = None
        if given != expected:
            wrong.append((day, given, expected))

    assert wrong == []


def test_no_rule_with_a_number_is_left_out_of_the_comparison(composite):
    by_birthday = {code for code, rule in RULES.items() if rule.counts_from}

    numbered = {limit.rule for limit in composite.limits if limit.period}
    switched_on_elsewhere = {"core-assessment", "core-group-after-review"}

    assert (numbered - by_birthday) | switched_on_elsewhere == EXPECTED.keys()


@pytest.mark.requirement("C-7")
def test_the_practical_day_is_the_last_one_worked_for_every_day_that_is_known(calendar):
    for day in START_DAYS[7:]:
        last = day
        while not is_worked(last):
            last -= ONE_DAY
        assert calendar.last_working_day_on_or_before(day) == last
