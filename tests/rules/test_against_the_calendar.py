"""The engine against somebody counting on a wall calendar, for every start day whose holidays are known.

The reference below is slow and obvious on purpose: it crosses off one day after another and shares nothing with
the engine but the published list of bank holidays.
"""

import json
from dataclasses import fields, replace
from datetime import date, timedelta
from importlib.resources import files

import pytest

from deadlines.calendar import BankHolidaysUnknown
from deadlines.engine import clocks
from deadlines.milestones import Milestone as M
from deadlines.milestones import Reached, Timeline
from deadlines.packs import PACKS, Pack, load_pack
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


def working(count):
    return lambda day: cross_off_working_days(day, count, ONE_DAY)


def working_before(count):
    return lambda day: cross_off_working_days(day, count, -ONE_DAY)


def days(count):
    return lambda day: day + count * ONE_DAY


def months(count):
    return lambda day: turn_months(day, count)


NATIONAL = {
    "initial-conference": working(15),
    "transfer-in-conference": working(15),
    "assessment": working(45),
    "first-review": months(3),
    "review": months(6),
}
CANNOT_BE_SWITCHED_OFF = {
    "unseen-child": days(0),
    "unseen-told-manager": days(0),
    "unseen-told-chair": working(1),
    "unseen-told-core-group": working(1),
    "injury-decided": working(1),
    "change-decided": working(1),
    "chair-answered": days(0),
    "early-review-decided": working(1),
    "member-answered": working(2),
    "contribution-came": days(0),
    "plan-still-needed": working(10),
    "birth-recorded": days(14),
    "lead-social-worker": days(0),
    "cover-arranged": days(0),
    "plan-action": days(0),
}
COUNTDOWN = {
    "conference-draft-plan": working_before(4),
    "conference-report-countersigned": working_before(3),
    "conference-report-to-family": working_before(2),
    "conference-report-to-chair": working_before(1),
    "review-plan-updated": working_before(5),
}
EXPECTED = {
    "national": NATIONAL,
    "composite": {
        **NATIONAL,
        **CANNOT_BE_SWITCHED_OFF,
        **COUNTDOWN,
        "enquiries-decision": working(10),
        "cin-plan-if-no-conference": working(7),
        "first-core-group": working(10),
        "second-core-group": days(42),
        "core-group": days(42),
        "core-group-before-review": days(0),
        "visit": working(10),
        "contact": days(28),
        "seen-alone": days(28),
        "cin-plan-after-plan": working(7),
        "two-years": months(24),
        "delegation-monitored": days(28),
    },
    "sussex-2025": {
        **NATIONAL,
        **CANNOT_BE_SWITCHED_OFF,
        "conference-report-to-family": working_before(3),
        "conference-report-to-chair": working_before(3),
        "review-plan-updated": working_before(5),
        "core-group-before-review": days(0),
        "visit": working(10),
    },
    "leicester-leicestershire-rutland": {
        **NATIONAL,
        **CANNOT_BE_SWITCHED_OFF,
        "first-core-group": working(10),
        "second-core-group": days(42),
        "core-group": days(42),
        "contact": days(28),
        "seen-alone": days(28),
        "delegation-monitored": days(28),
    },
    "guernsey": {
        **CANNOT_BE_SWITCHED_OFF,
        **COUNTDOWN,
        "enquiries-decision": working(10),
        "cin-plan-if-no-conference": working(7),
        "initial-conference": working(15),
        "first-core-group": working(10),
        "core-group-after-review": working(10),
        "cin-plan-after-plan": working(7),
    },
    "procedures-2008": {**NATIONAL, **CANNOT_BE_SWITCHED_OFF, "core-assessment": working(35)},
    "greenwich": {
        **NATIONAL,
        **CANNOT_BE_SWITCHED_OFF,
        "first-core-group": days(14),
        "second-core-group": days(63),
        "core-group": days(63),
        "two-years": months(24),
    },
}
OF_THE_FILE = ("name", "title", "version", "inherits", "reviewed_on", "review_by")


def of_one_rule(name: str, rule: str) -> Pack:
    """So that each date asked for is the only one worked out."""
    whole = load_pack(name)
    return replace(whole, limits=whole.limits_of(rule))


def told_apart_by(name: str, rule: str) -> tuple[object, ...]:
    """All that a day can depend on. Many packs have the same number, some in other words: that is counted once."""
    pack = of_one_rule(name, rule)
    pack = replace(pack, limits=tuple(replace(limit, source="", pack="") for limit in pack.limits))
    numbers = (getattr(pack, each.name) for each in fields(pack) if each.name not in OF_THE_FILE)
    return (*numbers, EXPECTED[name][rule])


EVERY_NUMBER = {
    told_apart_by(pack, rule): (pack, rule) for pack, rules in EXPECTED.items() for rule in rules
}.values()

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
        case "change-decided":
            return [Reached(day, M.CHANGE_REPORTED)]
        case "chair-answered":
            return [plan_started, Reached(plan_started.on, M.CHAIR_ASKED, for_day=day)]
        case "early-review-decided":
            return [plan_started, Reached(day, M.EARLY_REVIEW_ASKED)]
        case "member-answered":
            return [plan_started, Reached(day, M.MEMBER_ASKED)]
        case "contribution-came":
            return [plan_started, Reached(plan_started.on, M.CONTRIBUTION_ASKED, for_day=day)]
        case "plan-still-needed":
            return [plan_started, Reached(day, M.LOOKED_AFTER)]
        case "birth-recorded":
            return [plan_started, Reached(day, M.BIRTH_EXPECTED)]
        case "cover-arranged":
            return [plan_started, Reached(day, M.COVER_LACKING)]
        case "injury-decided":
            return [Reached(day, M.INJURY_FOUND)]
        case _ if rule.startswith("unseen-told-"):
            return [Reached(day, M.UNSEEN_OPENED)]
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


@pytest.mark.requirement("C-1", "C-2", "C-3", "C-4", "C-5", "C-6", "C-7")
@pytest.mark.parametrize(("name", "rule"), EVERY_NUMBER)
def test_every_start_day_gives_the_day_somebody_counting_on_a_calendar_arrives_at(name, rule, calendar):
    pack = of_one_rule(name, rule)
    wrong = []
    for day in START_DAYS:
        expected = EXPECTED[name][rule](day)
        try:
            given = clocks(Timeline(facts(rule, day)), pack, calendar)[-1].due_on
        except BankHolidaysUnknown:
            given = None
        if given != expected:
            wrong.append((day, given, expected))

    assert wrong == []


@pytest.mark.parametrize("path", sorted(PACKS.glob("*.toml")), ids=lambda path: path.stem)
def test_no_rule_with_a_number_is_left_out_of_the_comparison(path):
    by_birthday = {code for code, rule in RULES.items() if rule.counts_from}
    numbered = {limit.rule for limit in load_pack(path.stem).limits if limit.period}

    assert numbered - by_birthday == EXPECTED[path.stem].keys()


@pytest.mark.requirement("C-7")
def test_the_practical_day_is_the_last_one_worked_for_every_day_that_is_known(calendar):
    for day in START_DAYS[7:]:
        last = day
        while not is_worked(last):
            last -= ONE_DAY
        assert calendar.last_working_day_on_or_before(day) == last
