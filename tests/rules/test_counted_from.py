"""Procedures differ in what a limit is counted from (X-5, T-22): a pack says so, and the dates follow."""

from datetime import date

import pytest

from deadlines.milestones import Milestone as M
from deadlines.milestones import Reached
from deadlines.own_pack import Changed, differences, with_changes
from deadlines.packs import PackRefused
from deadlines.periods import Weeks
from deadlines.printed import limit_in_words
from deadlines.rules import RULES
from deadlines.working import explain
from tests.rules.conftest import HEAD

tue_3_feb, mon_9_feb = date(2026, 2, 3), date(2026, 2, 9)
tue_24_feb, tue_10_mar = date(2026, 2, 24), date(2026, 3, 10)
tue_24_mar, mon_30_mar = date(2026, 3, 24), date(2026, 3, 30)
tue_7_apr, tue_21_apr = date(2026, 4, 7), date(2026, 4, 21)

FROM_THE_CONFERENCE = """
[[limit]]
rule = "second-core-group"
period = "6 weeks"
source = "Core groups, 4: within six weeks of the initial conference"
counted_from = "plan-started"
"""
FROM_THE_DISCUSSION = """
[[limit]]
rule = "core-assessment"
period = "35 working days"
source = "Assessments, 2: within 35 working days of the strategy discussion"
counted_from = "strategy-discussion"
"""


@pytest.mark.requirement("T-12")
@pytest.mark.parametrize(
    ("conference", "first", "due_on", "practical_on"),
    [
        (tue_24_feb, tue_10_mar, tue_7_apr, tue_7_apr),
        # Christmas Day; and a first core group so late that the second is due before it.
        (date(2025, 11, 13), date(2025, 11, 25), date(2025, 12, 25), date(2025, 12, 24)),
        (tue_24_feb, tue_21_apr, tue_7_apr, tue_7_apr),
    ],
)
def test_the_second_core_group_counted_from_the_conference(
    due, somewhere, conference, first, due_on, practical_on
):
    pack = somewhere(FROM_THE_CONFERENCE, head=HEAD)
    [second] = due("second-core-group", (M.PLAN_STARTED, conference), (M.CORE_GROUP_HELD, first), pack=pack)

    assert second.started_on == first
    assert (second.due_on, second.practical_on) == (due_on, practical_on)
    assert second.reckoning.counted_from == conference


@pytest.mark.requirement("T-12")
def test_of_two_plans_the_one_that_the_core_group_belongs_to(due, somewhere):
    pack = somewhere(FROM_THE_CONFERENCE, head=HEAD)
    earlier = date(2024, 1, 9)
    found = due(
        "second-core-group",
        (M.PLAN_STARTED, earlier), (M.CORE_GROUP_HELD, date(2024, 1, 18)), (M.PLAN_ENDED, date(2024, 7, 9)),
        (M.PLAN_STARTED, tue_24_feb), (M.CORE_GROUP_HELD, tue_10_mar),
        pack=pack,
    )  # fmt: skip

    # Six weeks after Tuesday 9 January 2024 are Tuesday 20 February.
    assert [each.due_on for each in found] == [date(2024, 2, 20), tue_7_apr]


@pytest.mark.requirement("T-12", "T-19")
def test_what_the_plan_asks_for_is_counted_from_the_core_group_all_the_same(due, somewhere):
    pack = somewhere(FROM_THE_CONFERENCE, head=HEAD)
    monthly = Reached(tue_24_feb, M.PLAN_FREQUENCY_SET, rule="core-group", period=Weeks(3))
    [second] = due(
        "second-core-group", (M.PLAN_STARTED, tue_24_feb), monthly, (M.CORE_GROUP_HELD, tue_10_mar), pack=pack
    )

    # Three weeks after 10 March are 31 March, before 7 April.
    assert (second.due_on, second.reckoning.counted_from) == (date(2026, 3, 31), tue_10_mar)
    assert [(lost.would_have_given, lost.limit.pack) for lost in second.lost] == [(tue_7_apr, pack.name)]


@pytest.mark.requirement("T-22")
def test_a_core_assessment_counted_from_the_strategy_discussion(due, somewhere):
    said = [(M.STRATEGY_DISCUSSION, tue_3_feb), Reached(mon_9_feb, M.ASSESSMENT_STARTED, occasion="a")]
    [theirs] = due("core-assessment", *said, pack=somewhere(FROM_THE_DISCUSSION, head=HEAD))
    [usual] = due(
        "core-assessment",
        *said,
        pack=somewhere(FROM_THE_DISCUSSION.replace('counted_from = "strategy-discussion"\n', ""), head=HEAD),
    )

    assert (theirs.due_on, usual.due_on) == (tue_24_mar, mon_30_mar)


@pytest.mark.requirement("T-22")
def test_without_a_discussion_it_is_counted_from_what_started_it(due, somewhere):
    started = Reached(mon_9_feb, M.ASSESSMENT_STARTED, occasion="a")
    [clock] = due("core-assessment", started, pack=somewhere(FROM_THE_DISCUSSION, head=HEAD))

    assert (clock.due_on, clock.reckoning.counted_from) == (mon_30_mar, mon_9_feb)


@pytest.mark.requirement("T-12")
def test_a_number_that_the_authority_changes_is_counted_from_the_same_day(due, somewhere, composite):
    theirs = somewhere(FROM_THE_CONFERENCE, head=HEAD)
    sooner = Changed("second-core-group", "5 weeks", "", "Our procedures, 5", date(2026, 1, 1))
    said = [(M.PLAN_STARTED, tue_24_feb), (M.CORE_GROUP_HELD, tue_10_mar)]
    [changed] = due("second-core-group", *said, pack=with_changes(theirs, (sooner,)))

    # Five weeks after 24 February are 31 March, after 10 March they would be 14 April.
    assert changed.due_on == date(2026, 3, 31)
    offered = {each.rule for each in differences(composite, theirs, on=tue_24_feb)}
    assert "second-core-group" not in offered, "a change in the browser could not say what it is counted from"


def test_the_arithmetic_names_the_day_it_was_counted_from(due, somewhere, calendar):
    pack = somewhere(FROM_THE_CONFERENCE, head=HEAD)
    [second] = due(
        "second-core-group", (M.PLAN_STARTED, tue_24_feb), (M.CORE_GROUP_HELD, tue_10_mar), pack=pack
    )
    shown = explain(second, calendar)

    assert (shown.rows[0].first, shown.rows[0].text) == (tue_24_feb, "day 0, plan started")
    assert shown.sentence.startswith("6 weeks after Tuesday 24 February 2026 is Tuesday 7 April 2026")
    [limit] = pack.limits_of("second-core-group")
    said = limit_in_words(RULES["second-core-group"], limit)
    assert said == "within 6 weeks (local) counted from plan started"


@pytest.mark.parametrize(
    ("rule", "counted_from", "reason"),
    [
        (
            "second-core-group",
            "birth",
            "cannot be counted from “birth”. It can be counted from: plan-started.",
        ),
        ("visit", "plan-started", "“visit” cannot be counted from “plan-started”."),
    ],
)
def test_what_a_limit_cannot_be_counted_from_is_refused(somewhere, rule, counted_from, reason):
    written = (
        f'[[limit]]\nrule = "{rule}"\nperiod = "2 weeks"\nsource = "x"\ncounted_from = "{counted_from}"\n'
    )
    with pytest.raises(PackRefused, match=reason):
        somewhere(written, head=HEAD)
