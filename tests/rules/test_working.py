"""Why this date? — the arithmetic as people read it."""

from datetime import date

import pytest

from deadlines.milestones import Milestone as M
from deadlines.milestones import Reached, Source
from deadlines.packs import read_pack
from deadlines.periods import WorkingDays
from deadlines.working import explain

thu_26_mar = date(2026, 3, 26)
tue_24_feb = date(2026, 2, 24)


@pytest.fixture
def working(due, calendar):
    def explained(rule, *said, **circumstances):
        return explain(due(rule, *said, **circumstances)[-1], calendar)

    return explained


def test_every_day_between_start_and_limit_says_what_it_counted_as(working):
    rows = working("visit", (M.PLAN_STARTED, date(2026, 3, 9)), (M.CHILD_SEEN, thu_26_mar)).rows

    assert [str(row) for row in rows] == [
        "Thursday 26 March 2026: day 0, child seen",
        "Friday 27 March 2026: counted as day 1",
        "Saturday 28 March 2026: Saturday, not counted",
        "Sunday 29 March 2026: Sunday, not counted",
        "Monday 30 March 2026: counted as day 2",
        "Tuesday 31 March 2026: counted as day 3",
        "Wednesday 1 April 2026: counted as day 4",
        "Thursday 2 April 2026: counted as day 5",
        "Friday 3 April 2026: Good Friday (bank holiday), not counted",
        "Saturday 4 April 2026: Saturday, not counted",
        "Sunday 5 April 2026: Sunday, not counted",
        "Monday 6 April 2026: Easter Monday (bank holiday), not counted",
        "Tuesday 7 April 2026: counted as day 6",
        "Wednesday 8 April 2026: counted as day 7",
        "Thursday 9 April 2026: counted as day 8",
        "Friday 10 April 2026: counted as day 9",
        "Saturday 11 April 2026: Saturday, not counted",
        "Sunday 12 April 2026: Sunday, not counted",
        "Monday 13 April 2026: counted as day 10: the last day in time",
    ]


def test_the_sentence_says_the_sum_the_source_and_what_was_skipped(working):
    shown = working("visit", (M.PLAN_STARTED, date(2026, 3, 9)), (M.CHILD_SEEN, thu_26_mar))

    assert shown.sentence == (
        "10 working days after Thursday 26 March 2026 is Monday 13 April 2026 "
        "(local limit: Sussex procedures, October 2025 (S0-20)). "
        "Not counted: 6 weekend days; Good Friday (bank holiday); Easter Monday (bank holiday)."
    )
    assert (shown.practical, shown.lost) == ("", ())


def test_a_start_is_named_by_the_record_it_came_from(working):
    meeting = Reached(tue_24_feb, M.PLAN_STARTED, source=Source("conference", 7, "Initial conference"))

    assert working("visit", meeting).rows[0].text == "day 0, Initial conference"


def test_a_countdown_is_counted_back_from_the_conference(working):
    shown = working(
        "review-plan-updated",
        (M.PLAN_STARTED, date(2026, 1, 5)),
        Reached(date(2026, 1, 5), M.REVIEW_BOOKED, for_day=date(2026, 4, 8)),
    )

    assert str(shown.rows[0]) == "Wednesday 8 April 2026: day 0, the conference"
    assert str(shown.rows[-1]) == "Monday 30 March 2026: counted as day 5: the last day in time"
    assert shown.sentence.startswith("5 working days before Wednesday 8 April 2026 is Monday 30 March 2026 ")


def test_a_window_names_both_its_ends(working):
    shown = working(
        "core-group-before-review",
        (M.PLAN_STARTED, date(2026, 1, 5)),
        Reached(date(2026, 1, 5), M.REVIEW_BOOKED, for_day=date(2026, 5, 20)),
    )

    assert [str(row) for row in shown.rows] == [
        "Wednesday 20 May 2026: day 0, the conference",
        "Thursday 30 April 2026 to Tuesday 19 May 2026: "
        "days 1 to 20: every day counts, weekends and holidays too",
        "Wednesday 29 April 2026: 21 days: the first day that counts",
    ]
    assert shown.sentence.startswith("Any day from Wednesday 29 April 2026 to Wednesday 20 May 2026: ")


def test_weeks_are_counted_week_by_week_and_a_limit_on_a_holiday_says_which_day_to_aim_at(working):
    shown = working(
        "second-core-group",
        (M.PLAN_STARTED, date(2026, 2, 10)),
        (M.CORE_GROUP_HELD, date(2026, 2, 20)),
    )

    assert [row.text for row in shown.rows] == [
        "day 0, core group held",
        "1 week",
        "2 weeks",
        "3 weeks",
        "4 weeks",
        "5 weeks",
        "6 weeks: the last day in time",
    ]
    assert shown.practical == (
        "Friday 3 April 2026 is not a working day (Good Friday (bank holiday)) and the limit does not move: "
        "the last working day before it is Thursday 2 April 2026."
    )


def test_a_month_without_that_day_says_so(working):
    shown = working("first-review", (M.PLAN_STARTED, date(2026, 11, 30)))

    assert str(shown.rows[-1]) == (
        "Sunday 28 February 2027: 3 months (no 30th in that month, so its last day): the last day in time"
    )


def test_limits_that_lost_say_what_they_would_have_given(working):
    shown = working(
        "visit",
        (M.PLAN_STARTED, tue_24_feb),
        Reached(tue_24_feb, M.PLAN_FREQUENCY_SET, rule="visit", period=WorkingDays(5)),
    )

    assert shown.lost == (
        "The local limit of 10 working days would have given Tuesday 10 March 2026: "
        "less strict, so it did not decide.",
    )
    assert "(the child’s plan limit: the child’s own plan)" in shown.sentence


def test_a_long_count_folds_its_runs_of_working_days_and_keeps_every_holiday(working, tmp_path):
    (tmp_path / "long.toml").write_text(
        'title = "Long"\nversion = "1"\nreviewed_on = 2026-01-01\nreview_by = 2027-01-01\n'
        '[[limit]]\nrule = "visit"\nperiod = "45 working days"\nsource = "x"\n'
    )
    shown = working("visit", (M.PLAN_STARTED, date(2026, 2, 3)), pack=read_pack(tmp_path / "long.toml"))

    texts = [row.text for row in shown.rows]
    assert texts[1] == "counted as days 1 to 3"
    assert "Good Friday (bank holiday), not counted" in texts
    assert texts[-1] == "counted as days 43 to 45: the last day in time"
    assert shown.rows[-1].last == date(2026, 4, 9)


def test_something_due_the_same_day_needs_no_counting(working):
    shown = working("lead-social-worker", (M.PLAN_STARTED, tue_24_feb))

    assert len(shown.rows) == 1
    assert shown.sentence.startswith("Due on the day itself, Tuesday 24 February 2026 (local limit: ")


def test_a_step_without_a_number_says_so(working, tmp_path):
    (tmp_path / "unset.toml").write_text(
        'title = "Unset"\nversion = "1"\nreviewed_on = 2026-01-01\nreview_by = 2027-01-01\n'
        '[[limit]]\nrule = "visit"\nperiod = "not set"\nsource = "Timescale required"\n'
    )
    shown = working("visit", (M.PLAN_STARTED, tue_24_feb), pack=read_pack(tmp_path / "unset.toml"))

    assert shown.rows == ()
    assert shown.sentence == (
        "Nobody has set how soon: the days since Tuesday 24 February 2026 are shown instead."
    )


def test_a_birthday_far_ahead_says_that_its_holidays_are_not_known(working):
    shown = working("eighteenth-birthday", (M.PLAN_STARTED, tue_24_feb), born=date(2024, 7, 1))

    assert str(shown.rows[0]) == "Monday 1 July 2024: day 0, born"
    assert shown.practical == "Bank holidays that far ahead have not been announced."


def test_a_flag_is_a_day_to_look_again_and_not_a_last_day_in_time(working):
    shown = working("two-years", (M.PLAN_STARTED, tue_24_feb))

    assert str(shown.rows[-1]) == "Thursday 24 February 2028: 24 months: the day to look again"


@pytest.mark.requirement("C-2")
def test_counting_the_day_of_the_visit_makes_the_next_working_day_day_two(working, tmp_path):
    (tmp_path / "inclusive.toml").write_text(
        'title = "Inclusive"\nversion = "1"\nreviewed_on = 2026-01-01\nreview_by = 2027-01-01\n'
        '[[limit]]\nrule = "visit"\nperiod = "10 working days"\nsource = "x"\ncounting = {inclusive = true}\n'
    )
    rows = working(
        "visit", (M.PLAN_STARTED, date(2026, 3, 2)), pack=read_pack(tmp_path / "inclusive.toml")
    ).rows

    assert str(rows[0]) == "Monday 2 March 2026: counted as day 1, plan started"
    assert str(rows[1]) == "Tuesday 3 March 2026: counted as day 2"
    assert str(rows[-1]) == "Friday 13 March 2026: counted as day 10: the last day in time"
