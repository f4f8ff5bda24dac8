from datetime import date, timedelta

import pytest
from django.urls import reverse

from deadlines.calendar import england_and_wales
from deadlines.in_force import bank_holidays, holiday_warning, rules_in_force
from deadlines.numbers import pack_in_force, shipped_pack
from deadlines.own_pack import NOT_ASKED, Changed, with_changes


def test_everyone_who_signs_in_can_read_every_rule_its_limit_and_its_source(read, professional):
    page = read(professional, reverse("timetable:rules"))
    assert page.status == 200
    for rule in pack_in_force().rules:
        assert page.tree.get_element_by_id(rule.code) is not None
    assert "within 10 working days (local). Sussex procedures" in page.words


def test_a_limit_that_has_ended_is_not_shown_as_in_force(db):
    ended = Changed("visit", NOT_ASKED, "", "Agreed", date(2026, 3, 5))
    pack = with_changes(shipped_pack(), (ended,))

    def rules(on: date) -> set[str]:
        return {each.rule.code for each in rules_in_force(pack, on)}

    assert rules(date(2026, 3, 4)) - rules(date(2026, 3, 5)) == {"visit"}


def test_bank_holidays_are_named_from_today_on():
    holidays = bank_holidays(england_and_wales(), date(2026, 4, 1))
    assert holidays[0] == ("Friday 3 April 2026", "Good Friday")


def test_a_warning_stands_on_the_page_once_less_than_a_year_of_bank_holidays_is_known():
    calendar = england_and_wales()
    last = calendar.known_until
    assert holiday_warning(calendar, last.replace(year=last.year - 1)) == ""
    assert "less than a year ahead" in holiday_warning(calendar, last.replace(month=6, day=1))
    assert "can no longer be counted" in holiday_warning(calendar, last.replace(year=last.year + 1))


@pytest.mark.requirement("S0-2")
def test_once_a_source_is_due_another_look_the_page_says_so(read, administrator, it_is):
    page, pack = reverse("timetable:rules"), pack_in_force()
    it_is(pack.review_by)
    assert "are to be checked again by 31 March 2027" in read(administrator, page).words

    it_is(pack.review_by + timedelta(days=1))
    assert "should have been checked again by 31 March 2027" in read(administrator, page).words
