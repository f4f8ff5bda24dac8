from datetime import date

import pytest

from deadlines.engine import Standing
from deadlines.milestones import Milestone as M

tue_3_feb = date(2026, 2, 3)
tue_17_feb = date(2026, 2, 17)
wed_18_feb = date(2026, 2, 18)
thu_19_feb = date(2026, 2, 19)
tue_24_feb = date(2026, 2, 24)
thu_5_mar = date(2026, 3, 5)


@pytest.mark.requirement("S2-7", "T-01")
@pytest.mark.parametrize(
    ("discussed_on", "due_on"),
    [
        (tue_3_feb, tue_17_feb),
        (date(2025, 12, 15), date(2025, 12, 31)),  # Christmas
        (date(2026, 3, 20), date(2026, 4, 7)),  # Easter
        (date(2027, 3, 12), date(2027, 3, 30)),  # Easter 2027
        (date(2026, 1, 10), date(2026, 1, 23)),  # a Saturday, out of hours
        (date(2028, 2, 21), date(2028, 3, 6)),  # a leap day counts
    ],
)
def test_is_due_ten_working_days_after_the_strategy_discussion(due, discussed_on, due_on):
    [decision] = due("enquiries-decision", (M.STRATEGY_DISCUSSION, discussed_on))

    assert decision.due_on == due_on


@pytest.mark.requirement("T-01")
def test_a_decision_on_the_last_day_is_in_time_and_a_day_later_is_late_for_good(due):
    [in_time] = due(
        "enquiries-decision", (M.STRATEGY_DISCUSSION, tue_3_feb), (M.ENQUIRIES_DECIDED, tue_17_feb)
    )
    [late] = due("enquiries-decision", (M.STRATEGY_DISCUSSION, tue_3_feb), (M.ENQUIRIES_DECIDED, wed_18_feb))

    assert in_time.standing(thu_5_mar) is Standing.MET
    assert late.standing(thu_5_mar) is Standing.MET_LATE


@pytest.mark.requirement("T-01", "T-03")
def test_a_second_discussion_during_the_same_enquiries_does_not_buy_time(due):
    [decision] = due(
        "enquiries-decision", (M.STRATEGY_DISCUSSION, tue_3_feb), (M.STRATEGY_DISCUSSION, thu_19_feb)
    )

    assert decision.due_on == tue_17_feb
    assert decision.standing(thu_19_feb) is Standing.OVERDUE


@pytest.mark.requirement("T-01")
def test_a_discussion_after_the_enquiries_were_concluded_starts_new_ones(due):
    first, second = due(
        "enquiries-decision",
        (M.STRATEGY_DISCUSSION, tue_3_feb),
        (M.ENQUIRIES_DECIDED, tue_17_feb),
        (M.STRATEGY_DISCUSSION, thu_19_feb),
    )

    assert (first.met_on, second.met_on) == (tue_17_feb, None)
    assert second.due_on == thu_5_mar
