from datetime import date

import pytest

from deadlines.engine import Standing
from deadlines.limits import Whose
from deadlines.milestones import Milestone as M

tue_3_feb = date(2026, 2, 3)
mon_9_feb = date(2026, 2, 9)
tue_17_feb = date(2026, 2, 17)
tue_24_feb = date(2026, 2, 24)
wed_25_feb = date(2026, 2, 25)
tue_10_mar = date(2026, 3, 10)


@pytest.mark.requirement("T-03")
@pytest.mark.parametrize(
    ("discussed_on", "due_on"),
    [
        (tue_3_feb, tue_24_feb),
        (date(2025, 12, 15), date(2026, 1, 8)),
        (date(2026, 3, 20), date(2026, 4, 14)),
        (date(2026, 12, 14), date(2027, 1, 7)),
        (date(2026, 5, 1), date(2026, 5, 26)),  # two May bank holidays
        (date(2028, 2, 21), date(2028, 3, 13)),
        (date(2026, 11, 30), date(2026, 12, 21)),
    ],
)
def test_is_due_fifteen_working_days_after_the_strategy_discussion(due, discussed_on, due_on):
    [conference] = due("initial-conference", (M.STRATEGY_DISCUSSION, discussed_on))

    assert conference.due_on == due_on
    assert conference.limit.whose is Whose.NATIONAL


@pytest.mark.requirement("T-03")
def test_is_counted_from_the_discussion_that_began_the_enquiries_when_there_were_two(due):
    [conference] = due(
        "initial-conference", (M.STRATEGY_DISCUSSION, tue_3_feb), (M.STRATEGY_DISCUSSION, mon_9_feb)
    )

    assert conference.due_on == tue_24_feb


@pytest.mark.requirement("T-03")
def test_holding_the_conference_meets_it_and_booking_it_does_not(due):
    [booked] = due(
        "initial-conference",
        (M.STRATEGY_DISCUSSION, tue_3_feb),
        (M.INITIAL_CONFERENCE_BOOKED, mon_9_feb),
    )
    [held] = due(
        "initial-conference",
        (M.STRATEGY_DISCUSSION, tue_3_feb),
        (M.INITIAL_CONFERENCE_HELD, tue_24_feb),
    )

    assert booked.standing(wed_25_feb) is Standing.OVERDUE
    assert held.standing(wed_25_feb) is Standing.MET


@pytest.mark.requirement("T-03")
def test_a_decision_that_no_conference_is_needed_ends_the_wait(due):
    [conference] = due(
        "initial-conference",
        (M.STRATEGY_DISCUSSION, tue_3_feb),
        (M.ENQUIRIES_DECIDED, tue_17_feb),
        (M.NO_CONFERENCE_NEEDED, tue_17_feb),
    )

    assert conference.lapsed_on == tue_17_feb
    assert conference.standing(tue_10_mar) is Standing.LAPSED


@pytest.mark.requirement("T-03")
def test_a_decision_that_a_conference_is_needed_leaves_the_clock_running(due):
    [conference] = due(
        "initial-conference", (M.STRATEGY_DISCUSSION, tue_3_feb), (M.ENQUIRIES_DECIDED, tue_17_feb)
    )

    assert conference.standing(wed_25_feb) is Standing.OVERDUE


@pytest.mark.requirement("T-03", "B-20")
def test_for_a_child_already_on_a_plan_the_review_that_follows_meets_it(due):
    [conference] = due(
        "initial-conference",
        (M.PLAN_STARTED, date(2025, 11, 4)),
        (M.STRATEGY_DISCUSSION, tue_3_feb),
        (M.REVIEW_HELD, tue_17_feb),
    )

    assert conference.met_on == tue_17_feb
