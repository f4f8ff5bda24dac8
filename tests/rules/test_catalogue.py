"""The rules as a list: codes that packs, exports and other systems rely on, and who is told when."""

from datetime import date

import pytest

from deadlines.milestones import Milestone as M
from deadlines.rules import RULES, Stage, Who

mon_2_mar = date(2026, 3, 2)
mon_30_mar = date(2026, 3, 30)

NUMBERED = {
    "enquiries-decision": "T-01",
    "cin-plan-if-no-conference": "T-02",
    "initial-conference": "T-03",
    "conference-draft-plan": "T-04",
    "conference-report-countersigned": "T-05",
    "conference-report-to-family": "T-06",
    "conference-report-to-chair": "T-07",
    "review-plan-updated": "T-08",
    "resource-panel": "T-10",
    "first-core-group": "T-11",
    "second-core-group": "T-12",
    "core-group": "T-13",
    "core-group-before-review": "T-14",
    "core-group-after-review": "T-15",
    "visit": "T-16",
    "contact": "T-17",
    "seen-alone": "T-18",
    "first-review": "T-20",
    "review": "T-21",
    "core-assessment": "T-22",
    "assessment": "T-23",
    "cin-plan-after-plan": "T-24",
    "two-years": "T-25",
    "core-group-circulated": "T-26",
    "unseen-child": "T-27",
    "unseen-told-manager": "T-27",
    "unseen-told-chair": "T-27",
    "unseen-told-core-group": "T-27",
    "injury-decided": "B-20",
    "change-decided": "B-20",
    "chair-answered": "B-11",
    "early-review-decided": "B-20",
    "plan-still-needed": "B-16",
    "birth-recorded": "B-17",
    "member-answered": "B-27",
    "contribution-came": "B-27",
    "transfer-in-conference": "T-28",
    "eighteenth-birthday": "T-29",
    "birth-review": "T-30",
    "decision-letter": "T-31",
    "conference-record": "T-31",
    "exclusion-request": "T-32",
    "visit-recorded": "T-33",
    "inquorate-conference": "T-34",
    "delegation-monitored": "T-35",
    "plan-action": "T-36",
    "lead-social-worker": "B-13",
    "cover-arranged": "B-13",
}


def test_codes_and_numbers_stay_what_packs_and_exports_rely_on():
    assert {code: rule.number for code, rule in RULES.items()} == NUMBERED


@pytest.mark.parametrize("rule", RULES.values(), ids=str)
def test_every_rule_says_why_what_would_meet_it_and_whom_it_tells(rule):
    assert str(rule) == rule.name
    assert rule.why.endswith(".")
    assert rule.met_by.endswith(".")
    assert rule.cites
    assert all(step.tell for step in rule.steps)
    assert rule.steps


def _started(rule):
    """Two years before for what is counted in years; on the day itself where told at the start comes first."""
    return date(2024, 3, 30) if rule.is_flag else date(2025, 3, 3)


@pytest.mark.parametrize("rule", RULES.values(), ids=str)
def test_steps_come_in_the_order_of_their_days(rule, calendar):
    # Started long enough ago for each step to be behind it, as it is for whatever has a due date.
    days = [step.day(mon_30_mar, calendar, started_on=_started(rule)) for step in rule.steps]

    assert days == sorted(days)


@pytest.mark.parametrize("rule", [rule for rule in RULES.values() if not rule.is_flag], ids=str)
def test_what_is_overdue_is_told_to_more_than_the_person_who_owes_it(rule):
    late = {Stage.OVERDUE, Stage.STILL_OVERDUE}

    assert {who for step in rule.steps if step.stage in late for who in step.tell} - {rule.owed_by}


@pytest.mark.requirement("T-17")
def test_contact_is_warned_of_on_days_twenty_one_and_twenty_six_and_is_a_breach_on_day_twenty_nine(
    due, calendar
):
    [_, clock] = due("contact", (M.PLAN_STARTED, date(2026, 2, 24)), (M.CHILD_SEEN, mon_2_mar))

    told = {
        (step.day(clock.due_on, calendar, started_on=mon_2_mar) - mon_2_mar).days: step.tell
        for step in clock.rule.steps
    }

    assert sorted(told) == [21, 26, 28, 29]
    assert told[21] == (Who.LEAD_SOCIAL_WORKER,)
    assert Who.TEAM_MANAGER in told[26]
    assert {Who.CONFERENCE_CHAIR, Who.SERVICE_MANAGER} <= set(told[29])


@pytest.mark.requirement("T-16")
def test_a_visit_still_overdue_after_three_working_days_reaches_the_service_manager(calendar):
    *_, last = RULES["visit"].steps

    assert last.tell == (Who.SERVICE_MANAGER,)
    assert last.day(date(2026, 4, 2), calendar, started_on=mon_30_mar) == date(
        2026, 4, 9
    )  # Easter lies between
