from datetime import date

import pytest

from deadlines.periods import (
    Counting,
    Days,
    Months,
    Period,
    Weeks,
    WorkingDays,
    Years,
    first_day_looser,
)

mon_2_mar = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("period", "written"),
    [
        (WorkingDays(10), "10 working days"),
        (WorkingDays(1), "1 working day"),
        (Days(28), "28 days"),
        (Days(0), "the same day"),
        (Weeks(6), "6 weeks"),
        (Months(3), "3 months"),
        (Years(18), "18 years"),
    ],
)
def test_a_period_is_written_as_people_say_it_and_read_back(period, written):
    assert str(period) == written
    assert Period.parse(written) == period


def test_reading_forgives_capitals_and_spaces():
    assert Period.parse("  5  Working   days ") == WorkingDays(5)


@pytest.mark.parametrize("unclear", ["10", "ten days", "10 fortnights", "-3 days", "", "1.5 weeks", "days"])
def test_what_is_not_a_period_is_refused_with_an_example(unclear):
    with pytest.raises(ValueError, match="such as “10 working days”"):
        Period.parse(unclear)


def test_a_period_cannot_be_negative():
    with pytest.raises(ValueError, match="cannot be negative"):
        Days(-1)


def test_the_same_number_in_another_unit_is_another_period():
    assert Days(10) != WorkingDays(10)
    assert len({Days(10), WorkingDays(10), Days(10)}) == 2


@pytest.mark.requirement("C-6")
@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2027, 11, 30), 3, date(2028, 2, 29)),
        (date(2026, 2, 28), 3, date(2026, 5, 28)),  # not the 31st
        (date(2025, 12, 31), 6, date(2026, 6, 30)),
        (date(2026, 10, 15), 15, date(2028, 1, 15)),
    ],
)
def test_a_month_ends_on_the_same_day_number_or_on_the_month_s_last_day(calendar, start, months, end):
    assert Months(months).after(start, calendar) == end


def test_counting_months_and_years_back_clamps_too(calendar):
    assert Months(1).before(date(2026, 3, 31), calendar) == date(2026, 2, 28)
    assert Months(3).before(date(2026, 1, 5), calendar) == date(2025, 10, 5)
    assert Years(2).before(date(2028, 2, 29), calendar) == date(2026, 3, 1)


@pytest.mark.requirement("T-11", "C-5")
@pytest.mark.parametrize(
    ("conference_on", "ten_working_days", "two_weeks"),
    [
        (date(2026, 2, 24), date(2026, 3, 10), date(2026, 3, 10)),
        (date(2025, 12, 17), date(2026, 1, 5), date(2025, 12, 31)),
        (date(2026, 3, 27), date(2026, 4, 14), date(2026, 4, 10)),
        (date(2027, 3, 19), date(2027, 4, 6), date(2027, 4, 2)),
        (date(2026, 12, 18), date(2027, 1, 6), date(2027, 1, 1)),
        (date(2028, 2, 18), date(2028, 3, 3), date(2028, 3, 3)),
    ],
)
def test_two_weeks_and_ten_working_days_part_where_there_is_a_holiday(
    calendar, conference_on, ten_working_days, two_weeks
):
    assert WorkingDays(10).after(conference_on, calendar) == ten_working_days
    assert Weeks(2).after(conference_on, calendar) == Days(14).after(conference_on, calendar) == two_weeks


@pytest.mark.requirement("C-2")
@pytest.mark.parametrize(
    ("last_on", "limit_on"),
    [
        (mon_2_mar, date(2026, 3, 13)),
        (date(2025, 12, 18), date(2026, 1, 5)),
        (date(2026, 3, 26), date(2026, 4, 10)),
        (date(2026, 8, 21), date(2026, 9, 4)),
        (date(2028, 2, 17), date(2028, 3, 1)),
        (date(2026, 4, 11), date(2026, 4, 23)),  # a Saturday visit
    ],
)
def test_counting_from_and_including_the_day_gives_one_working_day_less(calendar, last_on, limit_on):
    assert WorkingDays(10).after(last_on, calendar, Counting(inclusive=True)) == limit_on


@pytest.mark.requirement("C-4")
def test_four_clear_working_days_before_is_one_day_earlier_than_four(calendar):
    tue_24_feb = date(2026, 2, 24)

    assert WorkingDays(4).before(tue_24_feb, calendar) == date(2026, 2, 18)
    assert WorkingDays(4).before(tue_24_feb, calendar, Counting(clear_days=True)) == date(2026, 2, 17)


@pytest.mark.requirement("C-7")
def test_only_an_authority_that_says_so_lets_a_limit_roll_to_the_next_working_day(calendar):
    fri_27_nov = date(2026, 11, 27)

    assert Days(28).after(fri_27_nov, calendar) == date(2026, 12, 25)
    assert Days(28).after(fri_27_nov, calendar, Counting(rolls_forward=True)) == date(2026, 12, 29)


def test_strictness_is_a_matter_of_dates_and_not_of_numbers(calendar):
    sat_7_jan = date(2012, 1, 7)  # ten working days later is Friday the 20th, a fortnight later the 21st
    tue_31_jan = date(2012, 1, 31)  # three months later is 30 April, 91 days later 1 May

    assert first_day_looser(Days(14), WorkingDays(10), calendar) == sat_7_jan
    assert first_day_looser(WorkingDays(10), Days(28), calendar) is None
    assert first_day_looser(WorkingDays(14), WorkingDays(15), calendar) is None
    assert first_day_looser(Days(91), Months(3), calendar) == tue_31_jan
    assert first_day_looser(WorkingDays(16), WorkingDays(15), calendar) == date(2012, 1, 1)


def test_asking_for_a_step_fewer_days_before_a_conference_is_looser(calendar):
    assert first_day_looser(WorkingDays(4), WorkingDays(5), calendar, back=True) is not None
    assert first_day_looser(WorkingDays(6), WorkingDays(5), calendar, back=True) is None


def test_looking_for_a_looser_day_stops_where_the_holidays_end(calendar):
    assert first_day_looser(Days(1), WorkingDays(1), calendar) is None
