from datetime import date

import pytest

from deadlines.calendar import england_and_wales
from deadlines.models import Deadline
from deadlines.standing_words import in_words, soon_until

tue_3_mar = date(2026, 3, 3)
wed_4_mar = date(2026, 3, 4)
thu_5_mar = date(2026, 3, 5)
fri_6_mar = date(2026, 3, 6)
sat_7_mar = date(2026, 3, 7)
sun_8_mar = date(2026, 3, 8)
mon_9_mar = date(2026, 3, 9)
wed_18_mar = date(2026, 3, 18)
thu_19_mar = date(2026, 3, 19)
thu_2_apr = date(2026, 4, 2)
tue_7_apr = date(2026, 4, 7)
a_day_of_2027 = date(2027, 1, 6)


def said(today: date, **deadline: object) -> tuple[str, str]:
    row = Deadline(**{"rule": "visit", "started_on": date(2026, 2, 2), **deadline})
    return in_words(row, today, england_and_wales())


@pytest.mark.parametrize(
    ("due_on", "today", "standing", "words"),
    [
        (wed_4_mar, wed_4_mar, "due soon", "Due today"),
        (thu_5_mar, wed_4_mar, "due soon", "Due tomorrow"),
        (mon_9_mar, wed_4_mar, "due soon", "Due in 3 working days, Mon 9 Mar"),
        (wed_18_mar, wed_4_mar, "due", "Due in 10 working days, Wed 18 Mar"),
        (thu_19_mar, wed_4_mar, "due", "Due on 19 March 2026"),
        (sun_8_mar, fri_6_mar, "due soon", "Due on Sunday 8 March"),
        (a_day_of_2027, date(2026, 12, 30), "due soon", "Due in 4 working days, Wed 6 Jan 2027"),
        (tue_3_mar, thu_5_mar, "overdue", "Overdue by 2 working days"),
        (fri_6_mar, sat_7_mar, "overdue", "Overdue by 1 day"),
        (thu_2_apr, tue_7_apr, "overdue", "Overdue by 1 working day"),
    ],
    ids=[
        "today",
        "tomorrow",
        "over a weekend",
        "ten",
        "further",
        "within a weekend",
        "another year",
        "late",
        "late by a Saturday",
        "late by Easter",
    ],
)
def test_what_is_owed_is_said_in_working_days(due_on, today, standing, words):
    assert said(today, due_on=due_on) == (standing, words)


def test_what_was_done_on_its_last_day_was_done_on_time():
    assert said(thu_5_mar, due_on=wed_4_mar, met_on=wed_4_mar) == ("met", "Met on time")


def test_what_was_done_late_says_how_late():
    assert said(wed_18_mar, due_on=tue_3_mar, met_on=thu_5_mar) == ("met late", "Met 2 working days late")


def test_what_lapsed_says_since_when_it_is_not_needed():
    words = said(wed_18_mar, due_on=mon_9_mar, lapsed_on=wed_4_mar)
    assert words == ("no longer required", "Not needed after 4 March 2026")


@pytest.mark.requirement("C-13")
def test_what_was_booked_too_late_is_short_notice_and_not_overdue():
    standing, words = said(thu_5_mar, rule="review-plan-updated", due_on=tue_3_mar, short_notice=True)
    assert standing == "due soon"
    assert words == "Short notice: the day was Tuesday 3 March, before it was booked"


def test_a_flag_is_never_overdue():
    standing, words = said(thu_5_mar, rule="two-years", due_on=tue_3_mar)
    assert standing == "due soon"
    assert words == "Look again: reached on 3 March 2026"


def test_a_step_without_a_limit_says_how_long_it_has_been():
    assert said(wed_4_mar, due_on=None, started_on=date(2026, 2, 2)) == (
        "due",
        "No limit is set: 30 days so far",
    )


def test_a_window_that_has_not_opened_says_from_when_to_when():
    _, words = said(wed_4_mar, rule="core-group-before-review", opens_on=mon_9_mar, due_on=date(2026, 3, 30))
    assert words == "Due between Monday 9 March and Monday 30 March"


def test_beyond_the_known_bank_holidays_days_are_counted_plainly():
    far = date(2090, 5, 3)
    assert said(date(2090, 5, 5), due_on=far) == ("overdue", "Overdue by 2 days")
    assert soon_until(far, england_and_wales()) == date(2090, 5, 10)
