"""The steps towards an initial conference (T-04 to T-07) and what is sent or asked around one (T-31, T-32, T-34)."""

from datetime import date

import pytest

from deadlines.engine import Standing
from deadlines.milestones import Milestone as M
from deadlines.milestones import Reached

PLAN_BEGAN = Reached(date(2026, 2, 24), M.PLAN_STARTED)
tue_10_feb = date(2026, 2, 10)
tue_17_feb = date(2026, 2, 17)
wed_18_feb = date(2026, 2, 18)
thu_19_feb = date(2026, 2, 19)
fri_20_feb = date(2026, 2, 20)
mon_23_feb = date(2026, 2, 23)
tue_24_feb = date(2026, 2, 24)

STEPS = (
    "conference-draft-plan",
    "conference-report-countersigned",
    "conference-report-to-family",
    "conference-report-to-chair",
)


def booked(on: date, day: date, **more: object) -> Reached:
    return Reached(on, M.INITIAL_CONFERENCE_BOOKED, for_day=day, occasion=1, **more)


@pytest.mark.requirement("S2-9", "S2-10", "S2-11", "S2-12", "T-04", "T-05", "T-06", "T-07", "C-4")
@pytest.mark.parametrize(
    ("conference", "days"),
    [
        (tue_24_feb, [wed_18_feb, thu_19_feb, fri_20_feb, mon_23_feb]),
        # Easter 2026: Good Friday 3 April, Easter Monday 6 April.
        (date(2026, 4, 8), [date(2026, 3, 31), date(2026, 4, 1), date(2026, 4, 2), date(2026, 4, 7)]),
        # New Year 2026: Christmas Thursday and Friday, New Year's Day Thursday.
        (date(2026, 1, 2), [date(2025, 12, 24), date(2025, 12, 29), date(2025, 12, 30), date(2025, 12, 31)]),
        # Christmas 2026: the 28th is the substitute for Boxing Day.
        (
            date(2026, 12, 29),
            [date(2026, 12, 21), date(2026, 12, 22), date(2026, 12, 23), date(2026, 12, 24)],
        ),
        # Easter 2027: Good Friday 26 March, Easter Monday 29 March.
        (date(2027, 3, 30), [date(2027, 3, 22), date(2027, 3, 23), date(2027, 3, 24), date(2027, 3, 25)]),
        # Christmas 2027: both days fall on the weekend, so the 27th and 28th are taken instead.
        (
            date(2027, 12, 30),
            [date(2027, 12, 22), date(2027, 12, 23), date(2027, 12, 24), date(2027, 12, 29)],
        ),
    ],
)
def test_four_three_two_and_one_working_days_before_the_conference(due, conference, days):
    booking = booked(date(2025, 11, 3), conference)

    assert [due(step, booking)[0].due_on for step in STEPS] == days


@pytest.mark.requirement("T-05", "S2-10")
def test_passing_the_report_to_the_manager_is_not_countersigning_it(due):
    passed = Reached(wed_18_feb, M.REPORT_PASSED, occasion=1)
    signed = Reached(fri_20_feb, M.REPORT_COUNTERSIGNED, occasion=1)

    [waiting] = due("conference-report-countersigned", booked(tue_10_feb, tue_24_feb), passed)
    [late] = due("conference-report-countersigned", booked(tue_10_feb, tue_24_feb), passed, signed)

    assert waiting.standing(fri_20_feb) is Standing.OVERDUE
    assert (late.met_on, late.standing(fri_20_feb)) == (fri_20_feb, Standing.MET_LATE)


@pytest.mark.requirement("T-05", "C-11", "B-12")
def test_changing_the_draft_after_the_countersignature_makes_it_void_until_it_is_signed_again(due):
    booking = booked(tue_10_feb, tue_24_feb)
    written = Reached(tue_17_feb, M.DRAFT_PLAN_WRITTEN, occasion=1)
    signed = Reached(wed_18_feb, M.REPORT_COUNTERSIGNED, occasion=1)
    changed = Reached(thu_19_feb, M.DRAFT_PLAN_WRITTEN, occasion=1)
    again = Reached(fri_20_feb, M.REPORT_COUNTERSIGNED, occasion=1)

    [certified] = due("conference-report-countersigned", booking, written, signed)
    [void] = due("conference-report-countersigned", booking, written, signed, changed)
    [renewed] = due("conference-report-countersigned", booking, written, signed, changed, again)
    [draft] = due("conference-draft-plan", booking, written, signed, changed)

    assert (certified.met_on, certified.reopened_by) == (wed_18_feb, None)
    assert (void.met_on, void.reopened_by, void.standing(fri_20_feb)) == (None, changed, Standing.OVERDUE)
    assert (renewed.met_on, renewed.standing(fri_20_feb)) == (fri_20_feb, Standing.MET_LATE)
    assert draft.met_on == tue_17_feb  # a completed step keeps the day it was completed


@pytest.mark.requirement("C-11")
def test_what_is_written_after_the_conference_reopens_nothing(due):
    booking = booked(tue_10_feb, tue_24_feb)
    signed = Reached(wed_18_feb, M.REPORT_COUNTERSIGNED, occasion=1)
    for_the_next = Reached(date(2026, 5, 1), M.DRAFT_PLAN_WRITTEN)

    [clock] = due("conference-report-countersigned", booking, signed, for_the_next)

    assert clock.met_on == wed_18_feb


@pytest.mark.requirement("C-13", "T-04", "T-05", "T-06", "T-07")
def test_a_conference_booked_two_days_ahead_is_short_notice_for_the_steps_already_past(due):
    # Booked on Friday for Tuesday: the draft (Wednesday) and the signature (Thursday) were already past.
    booking = booked(fri_20_feb, tue_24_feb)

    standings = [due(step, booking)[0].standing(tue_24_feb) for step in STEPS]

    assert standings == [Standing.SHORT_NOTICE, Standing.SHORT_NOTICE, Standing.OVERDUE, Standing.OVERDUE]


@pytest.mark.requirement("C-11", "T-04")
def test_moving_the_conference_moves_the_steps_and_keeps_those_that_are_done(due):
    moved = booked(tue_10_feb, date(2026, 3, 3), moved_on=tue_17_feb)
    written = Reached(tue_17_feb, M.DRAFT_PLAN_WRITTEN, occasion=1)

    [draft] = due("conference-draft-plan", moved, written)
    [chair] = due("conference-report-to-chair", moved, written)

    assert (draft.due_on, draft.met_on) == (date(2026, 2, 25), tue_17_feb)
    assert (chair.due_on, chair.met_on) == (date(2026, 3, 2), None)


@pytest.mark.requirement("C-14")
def test_a_step_never_taken_stops_with_the_plan_or_with_the_decision_that_there_is_none(due):
    booking = booked(tue_10_feb, tue_24_feb)
    no_plan = Reached(tue_24_feb, M.NO_PLAN_MADE)
    ended = Reached(date(2026, 8, 12), M.PLAN_ENDED)

    [without_a_plan] = due("conference-report-to-chair", booking, no_plan)
    [with_one] = due("conference-report-to-chair", booking, PLAN_BEGAN, ended)

    assert without_a_plan.lapsed_on == tue_24_feb
    assert with_one.lapsed_on == date(2026, 8, 12)


def local(somewhere, rule: str, period: str):
    return somewhere(f'[[limit]]\nrule = "{rule}"\nperiod = "{period}"\nsource = "Local"\n')


@pytest.mark.requirement("T-31")
@pytest.mark.parametrize(
    ("held", "letter", "record"),
    [
        (tue_24_feb, date(2026, 2, 25), date(2026, 3, 17)),
        (date(2026, 12, 24), date(2026, 12, 29), date(2027, 1, 19)),
        (date(2026, 4, 2), date(2026, 4, 7), date(2026, 4, 27)),
    ],
)
def test_a_letter_in_one_working_day_and_the_record_in_fifteen_where_an_authority_asks(
    due, somewhere, held, letter, record
):
    conference = Reached(held, M.INITIAL_CONFERENCE_HELD, occasion=1)
    [to_write] = due("decision-letter", conference, pack=local(somewhere, "decision-letter", "1 working day"))
    [to_send] = due(
        "conference-record", conference, pack=local(somewhere, "conference-record", "15 working days")
    )

    assert (to_write.due_on, to_send.due_on) == (letter, record)
    assert due("decision-letter", conference) == []  # off unless an authority asks


@pytest.mark.requirement("T-31")
def test_the_letter_about_one_conference_is_not_the_letter_about_another(due, somewhere):
    pack = local(somewhere, "decision-letter", "1 working day")
    first = Reached(tue_24_feb, M.INITIAL_CONFERENCE_HELD, occasion=1)
    second = Reached(date(2026, 5, 20), M.REVIEW_HELD, occasion=2)
    letter = Reached(date(2026, 5, 21), M.DECISION_LETTER_SENT, occasion=2)

    assert [clock.met_on for clock in due("decision-letter", first, second, letter, pack=pack)] == [
        None,
        date(2026, 5, 21),
    ]


@pytest.mark.requirement("T-32")
def test_a_request_to_exclude_somebody_reaches_the_chair_three_working_days_before(due, somewhere):
    pack = local(somewhere, "exclusion-request", "3 working days")
    sought = Reached(tue_10_feb, M.EXCLUSION_SOUGHT, for_day=tue_24_feb, occasion=1)

    [clock] = due("exclusion-request", sought, pack=pack)

    assert clock.due_on == thu_19_feb
    assert due("exclusion-request", booked(tue_10_feb, tue_24_feb), pack=pack) == []


@pytest.mark.requirement("T-34")
def test_a_conference_that_could_not_decide_is_held_again_within_ten_working_days(due, somewhere):
    # Good Friday and Easter Monday lie between Monday 30 March and Wednesday 15 April.
    pack = local(somewhere, "inquorate-conference", "10 working days")
    [clock] = due("inquorate-conference", (M.CONFERENCE_INQUORATE, date(2026, 3, 30)), pack=pack)

    assert clock.due_on == date(2026, 4, 15)


@pytest.mark.requirement("C-13", "T-04", "T-05", "T-06", "T-07")
class TestAConferenceThatIsPutOff:
    """Booked on Tuesday 10 February for Tuesday 24 February: the draft is due on Wednesday 18 February."""

    first = (tue_10_feb, tue_24_feb)

    def draft(self, due, day: date, *earlier: tuple[date, date], moved_on: date) -> Standing:
        booking = booked(earlier[0][0], day, moved_on=moved_on, earlier=earlier)
        return due("conference-draft-plan", booking)[0].standing(moved_on)

    def test_by_a_day_makes_up_for_nothing_that_was_late(self, due):
        # Moved on Friday 20 February to the 25th: the draft would be due on the 19th, and had been on the 18th.
        assert self.draft(due, date(2026, 2, 25), self.first, moved_on=fri_20_feb) is Standing.OVERDUE

    def test_twice_makes_up_for_nothing_either(self, due):
        again = (fri_20_feb, date(2026, 2, 25))
        assert self.draft(due, date(2026, 2, 26), self.first, again, moved_on=mon_23_feb) is Standing.OVERDUE

    def test_to_another_hour_of_the_same_day_makes_up_for_nothing(self, due):
        assert self.draft(due, tue_24_feb, self.first, moved_on=fri_20_feb) is Standing.OVERDUE

    def test_far_enough_gives_a_new_day_in_time(self, due):
        # Tuesday 3 March: four working days before it is Wednesday 25 February.
        assert self.draft(due, date(2026, 3, 3), self.first, moved_on=fri_20_feb) is Standing.DUE

    def test_what_was_short_notice_from_the_first_is_nobody_s_delay_afterwards(self, due):
        late = (fri_20_feb, tue_24_feb)
        assert self.draft(due, date(2026, 2, 25), late, moved_on=mon_23_feb) is Standing.SHORT_NOTICE

    def test_brought_forward_to_a_day_too_near_it_is_short_notice(self, due):
        # Booked for 3 March, its draft due on 25 February; on the 20th brought forward to the 24th.
        far = (tue_10_feb, date(2026, 3, 3))
        assert self.draft(due, tue_24_feb, far, moved_on=fri_20_feb) is Standing.SHORT_NOTICE

    def test_on_the_last_day_itself_it_was_not_late_yet(self, due):
        # On Wednesday 18 February, the last day, it is brought forward to Monday 23: due on Tuesday the 17th.
        assert self.draft(due, mon_23_feb, self.first, moved_on=wed_18_feb) is Standing.SHORT_NOTICE
