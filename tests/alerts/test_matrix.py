"""The matrix of who is told when, row by row, with days worked out by hand. Good Friday 2026 is 3 April."""

from datetime import date

import pytest

from alerts.models import Step
from alerts.policy import steps
from deadlines.calendar import england_and_wales
from deadlines.rules import RULES, Who

LSW, TM, CC = Who.LEAD_SOCIAL_WORKER, Who.TEAM_MANAGER, Who.CONFERENCE_CHAIR
SU, CG, SM = Who.SAFEGUARDING_UNIT, Who.CORE_GROUP_MEMBERS, Who.SERVICE_MANAGER
soon, today_, late, still = Step.DUE_SOON, Step.DUE_TODAY, Step.OVERDUE, Step.STILL_OVERDUE

tue_24_feb, tue_3_mar = date(2026, 2, 24), date(2026, 3, 3)


def mar(day: int) -> date:
    return date(2026, 3, day)


def apr(day: int) -> date:
    return date(2026, 4, day)


# Rule, its row of the catalogue, day it started, day it is due, and for each step its day and who is told.
MATRIX = [
    # Ten working days after Tuesday 3 March: the 17th; two before it Friday 13th; three after it Friday 20th.
    ("enquiries-decision", "T-01", mar(3), mar(17), [
        (soon, mar(13), {LSW}), (today_, mar(17), {LSW}), (late, mar(18), {LSW, TM}), (still, mar(20), {SM}),
    ]),
    # Seven working days after Tuesday 17 March: Thursday 26th; three more end on Tuesday 31st.
    ("cin-plan-if-no-conference", "T-02", mar(17), mar(26), [
        (soon, mar(24), {LSW}), (today_, mar(26), {LSW}), (late, mar(27), {LSW, TM}), (still, mar(31), {SM}),
    ]),
    # Fifteen working days after 3 March: Tuesday 24th; five before it Tuesday 17th.
    ("initial-conference", "T-03", mar(3), mar(24), [
        (soon, mar(17), {LSW, SU}), (today_, mar(24), {LSW, SU}), (late, mar(25), {LSW, TM, SU}),
        (still, mar(27), {SM}),
    ]),
    # Towards a conference on Tuesday 24 March: ten, five and two working days before it.
    ("conference-draft-plan", "T-04", mar(3), mar(17), [
        (soon, mar(13), {LSW}), (today_, mar(17), {LSW}), (late, mar(18), {LSW, TM}),
    ]),
    ("conference-report-countersigned", "T-05", mar(3), mar(17), [
        (soon, mar(13), {LSW, TM}), (today_, mar(17), {LSW, TM}), (late, mar(18), {LSW, TM}),
    ]),
    ("conference-report-to-family", "T-06", mar(3), mar(20), [
        (soon, mar(18), {LSW}), (today_, mar(20), {LSW}), (late, mar(21), {LSW, TM}),
    ]),
    ("conference-report-to-chair", "T-07", mar(3), mar(20), [
        (soon, mar(18), {LSW, CC}), (today_, mar(20), {LSW, CC}), (late, mar(21), {LSW, TM, CC}),
    ]),
    # Five working days before Thursday 9 April, over Easter: Tuesday 31 March; five more: Tuesday 24th.
    ("review-plan-updated", "T-08", mar(3), mar(31), [
        (soon, mar(24), {LSW}), (today_, mar(31), {LSW}), (late, apr(1), {LSW, TM, CC}),
    ]),
    # Ten working days after Tuesday 24 March, over Easter: Thursday 9 April; three before it: Thursday 2 April.
    ("first-core-group", "T-11", mar(24), apr(9), [
        (soon, apr(2), {LSW}), (today_, apr(9), {LSW}), (late, apr(10), {LSW, TM, CC}),
    ]),
    # Six weeks after Tuesday 3 March: 14 April; two weeks before: 31 March.
    ("second-core-group", "T-12", mar(3), apr(14), [
        (soon, mar(31), {LSW}), (today_, apr(14), {LSW}), (late, apr(15), {LSW, TM}),
    ]),
    ("core-group", "T-13", mar(3), apr(14), [
        (soon, mar(31), {LSW}), (today_, apr(14), {LSW}), (late, apr(15), {LSW, TM}),
    ]),
    # A review on Tuesday 19 May 2026, booked on 1 April: at once, 21 days before, five working days before.
    ("core-group-before-review", "T-14", apr(1), date(2026, 5, 19), [
        (soon, apr(1), {LSW}), (soon, apr(28), {LSW, TM}), (soon, date(2026, 5, 12), {LSW, TM, CC}),
        (today_, date(2026, 5, 19), {LSW, TM}), (late, date(2026, 5, 20), {LSW, TM, CC}),
    ]),
    # Three working days before Thursday 9 April, over Easter: Thursday 2 April.
    ("core-group-after-review", "T-15", mar(24), apr(9), [
        (soon, apr(2), {LSW}), (today_, apr(9), {LSW}), (late, apr(10), {LSW, TM}),
    ]),
    # Ten working days after 3 March are 17 March; two before it Friday 13; three after it Friday 20.
    ("visit", "T-16", tue_3_mar, mar(17), [
        (soon, mar(13), {LSW}), (today_, mar(17), {LSW}), (late, mar(18), {LSW, TM}), (still, mar(20), {SM}),
    ]),
    # 28 days after Tuesday 3 March is Tuesday 31 March: days 21, 26, 28 and 29.
    ("contact", "T-17", tue_3_mar, mar(31), [
        (soon, mar(24), {LSW}), (soon, mar(29), {LSW, TM}), (today_, mar(31), {LSW, TM}),
        (late, apr(1), {LSW, TM, CC, CG, SM}),
    ]),
    ("seen-alone", "T-18", tue_3_mar, mar(31), [
        (soon, mar(24), {LSW}), (soon, mar(29), {LSW, TM}), (today_, mar(31), {LSW, TM}),
        (late, apr(1), {LSW, TM, CC, SM}),
    ]),
    # Due on Sunday 24 May 2026: six weeks before is 12 April, two weeks 10 May.
    *[(rule, number, tue_24_feb, date(2026, 5, 24), [
        (soon, apr(12), {LSW, CC}), (soon, date(2026, 5, 10), {LSW, TM, CC}),
        (today_, date(2026, 5, 24), {LSW, TM, CC}), (late, date(2026, 5, 25), {LSW, TM, CC, SM}),
    ]) for rule, number in (("first-review", "T-20"), ("review", "T-21"))],
    # Five working days before Thursday 9 April, over Easter: Tuesday 31 March.
    *[(rule, number, tue_3_mar, apr(9), [
        (soon, mar(31), {LSW}), (today_, apr(9), {LSW}), (late, apr(10), {LSW, TM}),
    ]) for rule, number in (("core-assessment", "T-22"), ("assessment", "T-23"))],
    # Seven working days after Tuesday 17 March: Thursday 26th.
    ("cin-plan-after-plan", "T-24", mar(17), mar(26), [
        (soon, mar(24), {LSW}), (today_, mar(26), {LSW}), (late, mar(27), {LSW, TM}),
    ]),
    # A plan of 24 February 2026: 15, 18, 21 and 24 months.
    ("two-years", "T-25", tue_24_feb, date(2028, 2, 24), [
        (soon, date(2027, 5, 24), {LSW, TM, CC}), (soon, date(2027, 8, 24), {LSW, TM, CC}),
        (soon, date(2027, 11, 24), {LSW, TM, CC}), (today_, date(2028, 2, 24), {LSW, TM, CC, SM}),
    ]),
    # Two working days before Tuesday 7 April, over Easter: Wednesday 1 April.
    ("core-group-circulated", "T-26", mar(24), apr(7), [
        (soon, apr(1), {LSW}), (today_, apr(7), {LSW}), (late, apr(8), {LSW, TM}),
    ]),
    # A contact refused on 3 March: at once, the next day, and one working day after.
    ("unseen-child", "T-27", tue_3_mar, tue_3_mar, [
        (soon, tue_3_mar, {LSW, TM, CC, CG}), (late, mar(4), {LSW, TM, CC}), (still, mar(4), {SM}),
    ]),
    # What is owed on 3 March itself, and what by Wednesday 4 March: overdue the day after.
    ("unseen-told-manager", "T-27", tue_3_mar, tue_3_mar, [
        (today_, tue_3_mar, {LSW}), (late, mar(4), {LSW, TM, SM}),
    ]),
    *[(rule, "T-27", tue_3_mar, mar(4), [
        (today_, mar(4), {LSW}), (late, mar(5), {LSW, TM, SM}),
    ]) for rule in ("unseen-told-chair", "unseen-told-core-group")],
    # Nobody holds the child from Thursday 2 April; one working day later, over Easter, is Tuesday 7 April.
    ("lead-social-worker", "B-13", apr(2), apr(2), [(today_, apr(2), {TM}), (still, apr(7), {SM})]),
    # Nobody acts for a worker who is away from Thursday 2 April.
    ("cover-arranged", "B-13", apr(2), apr(2), [(today_, apr(2), {TM}), (still, apr(7), {SM})]),
]  # fmt: skip


@pytest.mark.requirement(
    "T-01", "T-02", "T-03", "T-04", "T-05", "T-06", "T-07", "T-08", "T-11", "T-12", "T-13", "T-14", "T-15", "T-16",
    "T-17", "T-18", "T-20", "T-21", "T-22", "T-23", "T-24", "T-25", "T-26", "T-27", "B-13", "B-31",
)  # fmt: skip
@pytest.mark.parametrize(
    ("rule", "number", "started_on", "due_on", "expected"), MATRIX, ids=[row[0] for row in MATRIX]
)
def test_each_step_is_reached_on_its_day_and_told_to_those_of_the_matrix(
    rule, number, started_on, due_on, expected
):
    found = steps(rule, due_on, started_on=started_on, calendar=england_and_wales())

    assert RULES[rule].number == number
    assert sorted((each.step, each.since, set(each.tell)) for each in found) == sorted(expected)


class TestADayInTimeIsAgreed:
    """The due date is Sunday 24 May 2026: reminders on 12 April and 10 May."""

    def told(self, booked_for: date | None, rule: str = "first-review") -> list[date]:
        found = steps(
            rule,
            date(2026, 5, 24),
            started_on=tue_24_feb,
            calendar=england_and_wales(),
            booked_for=booked_for,
        )
        return [each.since for each in found if each.step == soon]

    @pytest.mark.requirement("T-20")
    def test_without_one_both_reminders_come(self):
        assert self.told(None) == [date(2026, 4, 12), date(2026, 5, 10)]

    @pytest.mark.requirement("T-20")
    def test_with_one_neither_comes_before_it_has_passed(self):
        # Booked for Wednesday 20 May: only on the 21st, should nobody have recorded it.
        assert self.told(date(2026, 5, 20)) == [date(2026, 5, 21), date(2026, 5, 21)]

    @pytest.mark.requirement("T-20")
    def test_what_has_passed_answers_for_no_later_reminder(self):
        # Booked for Wednesday 22 April and never recorded.
        assert self.told(date(2026, 4, 22)) == [date(2026, 4, 23), date(2026, 5, 10)]

    @pytest.mark.requirement("T-20")
    def test_on_the_last_day_in_time_what_follows_it_says_enough(self):
        assert self.told(date(2026, 5, 24)) == []

    @pytest.mark.requirement("T-16")
    def test_a_duty_that_is_not_booked_is_always_reminded_of(self):
        assert not RULES["visit"].booked_by
        assert RULES["first-core-group"].booked_by == frozenset(), "having booked it is not enough (T-11)"
