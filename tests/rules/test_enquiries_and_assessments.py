"""After enquiries that needed no conference (T-02), transfers in (T-28) and assessments (T-22, T-23)."""

from datetime import date

import pytest

from deadlines.milestones import Milestone as M
from deadlines.milestones import Reached
from deadlines.packs import load_pack

tue_24_feb = date(2026, 2, 24)


@pytest.mark.requirement("S2-8", "T-02", "C-2")
@pytest.mark.parametrize(
    ("decided", "due_on"),
    [
        (tue_24_feb, date(2026, 3, 5)),
        (date(2025, 12, 19), date(2026, 1, 2)),
        (date(2026, 3, 31), date(2026, 4, 13)),
        (date(2027, 5, 27), date(2027, 6, 8)),
    ],
)
def test_a_child_in_need_plan_is_considered_within_seven_working_days(due, decided, due_on):
    [clock] = due("cin-plan-if-no-conference", (M.NO_CONFERENCE_NEEDED, decided))

    assert clock.due_on == due_on


@pytest.mark.requirement("T-02")
@pytest.mark.parametrize("what", [M.CIN_PLAN_STARTED, M.CIN_PLAN_NOT_NEEDED])
def test_starting_one_or_deciding_that_none_is_needed_meets_it(due, what):
    [clock] = due("cin-plan-if-no-conference", (M.NO_CONFERENCE_NEEDED, tue_24_feb), (what, date(2026, 3, 2)))

    assert clock.met_on == date(2026, 3, 2)


@pytest.mark.requirement("T-02")
def test_a_child_on_a_plan_needs_no_child_in_need_plan_beside_it(due):
    plan = (M.PLAN_STARTED, date(2026, 1, 6))
    later = (M.PLAN_STARTED, date(2026, 3, 3))

    assert due("cin-plan-if-no-conference", plan, (M.NO_CONFERENCE_NEEDED, tue_24_feb)) == []
    [clock] = due("cin-plan-if-no-conference", (M.NO_CONFERENCE_NEEDED, tue_24_feb), later)
    assert clock.lapsed_on == date(2026, 3, 3)


@pytest.mark.requirement("T-28", "B-15")
@pytest.mark.parametrize(
    ("notified", "due_on"),
    [
        (date(2026, 7, 1), date(2026, 7, 22)),
        (date(2026, 12, 11), date(2027, 1, 6)),
        (date(2027, 3, 22), date(2027, 4, 14)),
    ],
)
def test_a_transfer_in_conference_is_held_within_fifteen_working_days_of_being_notified(
    due, notified, due_on
):
    [clock] = due(
        "transfer-in-conference", (M.TRANSFER_IN_NOTIFIED, notified), (M.INITIAL_CONFERENCE_HELD, due_on)
    )

    assert (clock.due_on, clock.met_on) == (due_on, due_on)


ASSESSMENTS = [
    (date(2026, 2, 3), date(2026, 3, 24), date(2026, 4, 9)),
    (date(2025, 11, 10), date(2025, 12, 31), date(2026, 1, 15)),
    (date(2026, 2, 17), date(2026, 4, 9), date(2026, 4, 23)),
    (date(2027, 2, 8), date(2027, 3, 31), date(2027, 4, 14)),
    (date(2028, 1, 17), date(2028, 3, 6), date(2028, 3, 20)),
]


@pytest.mark.requirement("T-22", "T-23", "S3-6")
@pytest.mark.parametrize(("started", "after_35", "after_45"), ASSESSMENTS)
def test_an_assessment_has_forty_five_working_days_and_a_core_assessment_of_2008_thirty_five(
    due, started, after_35, after_45
):
    start = (M.ASSESSMENT_STARTED, started)
    [assessment] = due("assessment", start)
    [core] = due("core-assessment", start, pack=load_pack("procedures-2008"))

    assert (core.due_on, assessment.due_on) == (after_35, after_45)
    assert due("core-assessment", start) == []


@pytest.mark.requirement("T-23", "B-12")
def test_authorising_one_assessment_does_not_authorise_another(due):
    first = Reached(date(2026, 2, 3), M.ASSESSMENT_STARTED, occasion=1)
    second = Reached(date(2026, 2, 17), M.ASSESSMENT_STARTED, occasion=2)
    authorised = Reached(date(2026, 3, 2), M.ASSESSMENT_AUTHORISED, occasion=2)

    assert [clock.met_on for clock in due("assessment", first, second, authorised)] == [
        None,
        date(2026, 3, 2),
    ]
