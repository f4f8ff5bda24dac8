from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govuk_forms.dates import Unreadable, in_figures, read_date, read_date_parts, read_time
from govuk_forms.words import clock, day, short_day, weekday

sat_14_march = date(2026, 3, 14)


@pytest.mark.parametrize(
    "written",
    [
        "14/3/2026",
        "14/03/2026",
        "14 3 2026",
        "14.3.2026",
        "14-3-2026",
        "2026-03-14",
        "14 March 2026",
        "14 mar 2026",
        "14th March 2026",
        "14Mar2026",
        "14-Mar-2026",
        "Saturday 14 March 2026",
        "Sat, 14 Mar 2026",
        "  14 / 3 / 2026 ",
    ],
)
def test_a_date_is_read_however_it_is_usually_written(written):
    assert read_date(written) == sat_14_march


@pytest.mark.parametrize(
    ("written", "because"),
    [
        ("31 February 2026", "must be a real date, like 14 3 2026: February 2026 has 28 days"),
        ("29/2/2027", "must be a real date, like 14 3 2026: February 2027 has 28 days"),
        ("31/4/2026", "must be a real date, like 14 3 2026: April 2026 has 30 days"),
        ("0/4/2026", "must be a real date, like 14 3 2026: April 2026 has 30 days"),
        ("13/13/2026", "must be a real date, like 14 3 2026: there is no month 13"),
        ("3/14/2026", "must be a real date, like 14 3 2026: there is no month 14"),
        ("tomorrow", "must be a date in figures, like 14 3 2026, not ‘tomorrow’"),
        ("next Friday", "must be a date in figures, like 14 3 2026, not ‘next Friday’"),
        ("14/3/26", "must have a year of four figures, like 2026"),
        ("14/3/202", "must have a year of four figures, like 2026"),
        ("14/3/20266", "must have a year between 1900 and 2100"),
        ("14/3/0026", "must have a year between 1900 and 2100"),
        ("14/3", "must include a year, like 14 3 2026"),
        ("31 February", "must include a year, like 14 3 2026"),
        ("March 2026", "must include a day, like 14 3 2026"),
        ("3/2026", "must include a day, like 14 3 2026"),
        ("14 Mrch 2026", "must be a real date, like 14 3 2026"),
        ("14032026", "must be a real date, like 14 3 2026"),
        ("soon", "must be a real date, like 14 3 2026"),
        ("١٤/٣/٢٠٢٦", "must be a real date, like 14 3 2026"),
        ("Friday 14 March 2026", "is 14 March 2026, a Saturday, not a Friday: check the day"),
    ],
)
def test_a_date_that_cannot_be_read_is_refused_with_what_to_mend(written, because):
    with pytest.raises(Unreadable) as refusal:
        read_date(written)

    assert refusal.value.because == because


@pytest.mark.parametrize(
    ("boxes", "because", "wrong"),
    [
        (("31", "2", "2026"), "must be a real date, like 14 3 2026: February 2026 has 28 days", {"day"}),
        (("13", "13", "2026"), "must be a real date, like 14 3 2026: there is no month 13", {"month"}),
        (("14", "3", "26"), "must have a year of four figures, like 2026", {"year"}),
        (("14", "", "2026"), "must include a month", {"month"}),
        (("14", "", ""), "must include a month and a year", {"month", "year"}),
        (("x", "3", "2026"), "must be a real date, like 14 3 2026", {"day"}),
        (("14", "Mrch", "2026"), "must be a real date, like 14 3 2026", {"month"}),
        (("14", "3", "-1"), "must be a real date, like 14 3 2026", {"year"}),
    ],
)
def test_three_boxes_say_which_of_them_is_wrong(boxes, because, wrong):
    with pytest.raises(Unreadable) as refusal:
        read_date_parts(*boxes)

    assert (refusal.value.because, refusal.value.parts) == (because, wrong)


def test_the_month_may_be_a_word_in_its_box():
    assert read_date_parts("14", "March", "2026") == read_date_parts("14", "3", "2026") == sat_14_march


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 12, 31)))
def test_every_date_is_read_back_from_each_way_the_portal_writes_it(on):
    assert {read_date(written) for written in (in_figures(on), day(on), short_day(on), weekday(on))} == {on}


@given(st.text(max_size=30) | st.from_regex(r"[0-9]{1,4}[-/. ][0-9]{1,4}([-/. ][0-9]{1,6})?", fullmatch=True))
def test_whatever_is_typed_is_a_date_or_is_refused_in_words(typed):
    try:
        outcome = read_date(typed).isoformat()
    except Unreadable as refusal:
        outcome = refusal.because

    assert outcome.startswith(("must ", "is ", "19", "20", "2100"))


@pytest.mark.parametrize(
    ("written", "at"),
    [
        ("16:00", time(16)),
        ("16.00", time(16)),
        ("1600", time(16)),
        ("4pm", time(16)),
        ("4 PM", time(16)),
        ("4 p.m.", time(16)),
        ("4.30pm", time(16, 30)),
        ("4:30 pm", time(16, 30)),
        ("9:05", time(9, 5)),
        ("12am", time(0)),
        ("12pm", time(12)),
        ("midday", time(12)),
        ("noon", time(12)),
        ("midnight", time(0)),
    ],
)
def test_a_time_is_read_however_it_is_usually_written(written, at):
    assert read_time(written) == at


@pytest.mark.parametrize(
    ("written", "because"),
    [
        ("4", "must say am or pm, like 4:30pm, or be on the 24-hour clock, like 16:30"),
        ("25:00", "must be a real time, like 4:30pm or 16:30"),
        ("16:60", "must be a real time, like 4:30pm or 16:30"),
        ("13pm", "must be a real time, like 4:30pm or 16:30"),
        ("0am", "must be a real time, like 4:30pm or 16:30"),
        ("tea time", "must be a real time, like 4:30pm or 16:30"),
    ],
)
def test_a_time_that_could_mean_two_things_is_refused(written, because):
    with pytest.raises(Unreadable) as refusal:
        read_time(written)

    assert refusal.value.because == because


@given(st.times().map(lambda at: at.replace(second=0, microsecond=0)))
def test_every_time_is_read_back_from_the_way_the_portal_writes_it(at):
    assert read_time(clock(at)) == at
