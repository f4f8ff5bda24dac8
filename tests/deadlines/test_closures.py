"""Days on which the office is closed are no working days (C-1)."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError

from audit.models import Refused
from deadlines.checking import differing
from deadlines.closures import close_office, open_office
from deadlines.models import ClosureDay
from deadlines.numbers import working_calendar
from deadlines.runs import work_out_anew
from tests.factories import stories

tue_24_feb = date(2026, 2, 24)
tue_3_mar = date(2026, 3, 3)
wed_4_mar = date(2026, 3, 4)
thu_12_mar = date(2026, 3, 12)
NOW = datetime(2026, 3, 4, 9, tzinfo=UTC)

pytestmark = pytest.mark.requirement("C-1")


@pytest.fixture
def robin(child, social_worker):
    stories.on_a_plan(child, started_on=tue_24_feb)
    stories.seen(child, on=tue_3_mar, by=social_worker)
    return child


def closed(by, first=thu_12_mar, last=thu_12_mar, today=wed_4_mar):
    return close_office(first=first, last=last, reason="A burst pipe", by=by, today=today)


def visit_due(child) -> date:
    return child.deadlines.outstanding().get(rule="visit").due_on


def test_a_closure_is_found_by_the_daily_check_and_moves_dates_in_working_days(robin, safeguarding_unit):
    closed(safeguarding_unit)

    assert differing([robin.pk]) == [robin.pk]
    work_out_anew()

    # Ten working days after Tuesday 3 March are the 17th; without the 12th the 18th. Weeks do not notice.
    assert visit_due(robin) == date(2026, 3, 18)
    assert robin.deadlines.outstanding().get(rule="seen-alone").due_on == date(2026, 3, 31)
    assert working_calendar().reason_not_worked(thu_12_mar) == "office closed: A burst pipe"


def test_taken_back_the_dates_are_what_they_were(robin, safeguarding_unit):
    [closure] = closed(safeguarding_unit)
    work_out_anew()

    open_office(closure=closure, by=safeguarding_unit, now=NOW, today=wed_4_mar)
    work_out_anew()

    assert visit_due(robin) == date(2026, 3, 17)
    assert working_calendar().is_working_day(thu_12_mar)


def test_of_a_stretch_only_the_working_days_are_entered(safeguarding_unit):
    # Maundy Thursday to the Tuesday after Easter 2026: four days of it are no working days anyway.
    days = [each.day for each in closed(safeguarding_unit, date(2026, 4, 2), date(2026, 4, 7))]

    assert days == [date(2026, 4, 2), date(2026, 4, 7)]


@pytest.mark.parametrize(
    ("first", "last", "sentence"),
    [
        (wed_4_mar, wed_4_mar, "Enter a day to come"),
        (tue_3_mar, thu_12_mar, "Enter a day to come"),
        (thu_12_mar, date(2026, 3, 11), "not before the first"),
        (date(2026, 3, 14), date(2026, 3, 15), "no working day as it is: Saturday"),
        (date(2026, 4, 3), date(2026, 4, 3), "Good Friday"),
        (date(2026, 12, 1), date(2026, 12, 31), "working days. Enter at most 14"),
        (thu_12_mar, date(2036, 3, 12), "within a year"),
    ],
)
def test_refused(safeguarding_unit, first, last, sentence):
    with pytest.raises(Refused, match=sentence):
        closed(safeguarding_unit, first, last)


def test_one_day_is_closed_once(safeguarding_unit):
    closed(safeguarding_unit)

    with pytest.raises(Refused, match="no working day as it is: office closed"):
        closed(safeguarding_unit)
    with pytest.raises(ValidationError, match="closed on that day already"):
        ClosureDay(day=thu_12_mar, reason="Again").save_by(safeguarding_unit)


def test_a_day_that_has_come_is_not_taken_back(safeguarding_unit):
    [closure] = closed(safeguarding_unit)

    with pytest.raises(Refused, match="That day has come"):
        open_office(closure=closure, by=safeguarding_unit, now=NOW, today=thu_12_mar)
