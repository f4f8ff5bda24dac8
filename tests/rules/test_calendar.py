from datetime import date

import pytest

from deadlines.calendar import BankHolidaysUnknown, WorkingCalendar, england_and_wales

PUBLISHED = {
    2025: ["01-01", "04-18", "04-21", "05-05", "05-26", "08-25", "12-25", "12-26"],
    2026: ["01-01", "04-03", "04-06", "05-04", "05-25", "08-31", "12-25", "12-28"],
    2027: ["01-01", "03-26", "03-29", "05-03", "05-31", "08-30", "12-27", "12-28"],
    2028: ["01-03", "04-14", "04-17", "05-01", "05-29", "08-28", "12-25", "12-26"],
}

sat_14_feb = date(2026, 2, 14)
thu_2_apr = date(2026, 4, 2)
good_friday = date(2026, 4, 3)
easter_monday = date(2026, 4, 6)
tue_7_apr = date(2026, 4, 7)
wed_23_dec = date(2026, 12, 23)
thu_24_dec = date(2026, 12, 24)
tue_29_dec = date(2026, 12, 29)


@pytest.mark.requirement("C-1")
@pytest.mark.parametrize("year", PUBLISHED)
def test_bank_holidays_are_the_published_ones(calendar, year):
    days = (date.fromordinal(number) for number in range(*_ordinals(year)))

    assert [f"{day:%m-%d}" for day in days if calendar.bank_holiday_name(day)] == PUBLISHED[year]


def _ordinals(year: int) -> tuple[int, int]:
    return date(year, 1, 1).toordinal(), date(year + 1, 1, 1).toordinal()


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        (sat_14_feb, "Saturday"),
        (good_friday, "Good Friday (bank holiday)"),
        (date(2026, 12, 28), "Boxing Day, substitute day (bank holiday)"),
        (date(2027, 12, 27), "Christmas Day, substitute day (bank holiday)"),
        (date(2026, 12, 26), "Saturday"),  # Boxing Day itself: its holiday is on the Monday
        (thu_2_apr, None),
    ],
)
def test_a_day_that_is_not_worked_says_why(calendar, day, reason):
    assert calendar.reason_not_worked(day) == reason
    assert calendar.is_working_day(day) is (reason is None)


@pytest.mark.requirement("C-3")
def test_counting_from_a_weekend_or_a_holiday_makes_the_next_working_day_day_one(calendar):
    assert calendar.working_days_after(sat_14_feb, 10) == date(2026, 2, 27)
    assert calendar.working_days_after(good_friday, 1) == tue_7_apr
    assert calendar.working_days_before(easter_monday, 1) == thu_2_apr


@pytest.mark.requirement("C-4")
def test_counting_back_starts_with_the_last_working_day_before(calendar):
    assert calendar.working_days_before(tue_7_apr, 1) == thu_2_apr
    assert calendar.working_days_before(date(2026, 12, 29), 4) == date(2026, 12, 21)


def test_no_working_days_later_is_the_day_itself_even_on_a_saturday(calendar):
    assert calendar.working_days_after(sat_14_feb, 0) == sat_14_feb
    assert calendar.working_days_before(sat_14_feb, 0) == sat_14_feb


@pytest.mark.requirement("C-7")
def test_the_practical_day_before_a_holiday_is_the_last_one_worked(calendar):
    assert calendar.last_working_day_on_or_before(easter_monday) == thu_2_apr
    assert calendar.last_working_day_on_or_before(tue_7_apr) == tue_7_apr
    assert calendar.first_working_day_on_or_after(good_friday) == tue_7_apr
    assert calendar.first_working_day_on_or_after(tue_7_apr) == tue_7_apr


def test_how_many_working_days_lie_between_two_days(calendar):
    assert calendar.working_days_between(thu_2_apr, tue_7_apr) == 1
    assert calendar.working_days_between(tue_7_apr, thu_2_apr) == -1
    assert calendar.working_days_between(good_friday, easter_monday) == 0


@pytest.mark.requirement("C-1")
def test_a_day_the_authority_closes_is_not_counted():
    closed_on_christmas_eve = england_and_wales([thu_24_dec])

    assert england_and_wales().working_days_after(wed_23_dec, 1) == thu_24_dec
    assert closed_on_christmas_eve.working_days_after(wed_23_dec, 1) == tue_29_dec
    assert closed_on_christmas_eve.reason_not_worked(thu_24_dec) == "office closed"


def test_the_calendar_is_built_once_however_often_it_is_asked_for():
    assert england_and_wales() is england_and_wales([])
    assert england_and_wales([thu_24_dec]) is england_and_wales((thu_24_dec, thu_24_dec))


def test_it_knows_the_holidays_of_at_least_the_year_after_next(calendar):
    assert calendar.known_from == date(2012, 1, 1)
    assert calendar.known_until >= date(2028, 12, 31)


@pytest.mark.parametrize(
    "ask",
    [
        lambda calendar: calendar.working_days_after(calendar.known_until, 1),
        lambda calendar: calendar.working_days_before(calendar.known_from, 1),
        lambda calendar: calendar.last_working_day_on_or_before(date(2060, 1, 1)),
        lambda calendar: calendar.working_days_after(date(2011, 12, 30), 1),
    ],
)
def test_beyond_what_is_known_it_refuses_and_says_how_to_mend_it(calendar, ask):
    with pytest.raises(BankHolidaysUnknown, match="Update the govuk-bank-holidays package"):
        ask(calendar)


def test_a_year_with_holidays_missing_is_not_known():
    full = {date(2026, 1, day): "Holiday" for day in range(5, 13)}
    begun = {date(2027, 1, 1): "New Year’s Day"}

    assert WorkingCalendar({**full, **begun}).known_until == date(2026, 12, 31)


def test_a_list_without_one_whole_year_is_refused():
    with pytest.raises(BankHolidaysUnknown, match="No year"):
        WorkingCalendar({date(2027, 1, 1): "New Year’s Day"})


def test_a_gap_in_the_years_ends_what_is_known():
    years = (2024, 2026)
    holidays = {date(year, 1, day): "Holiday" for year in years for day in range(1, 9)}

    assert WorkingCalendar(holidays).known_until == date(2024, 12, 31)
