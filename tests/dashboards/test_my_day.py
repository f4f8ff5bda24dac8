"""My day: the numbers, the order, what is booked and the ten working days to come.

In 2026 Christmas Day is a Friday, and Boxing Day, a Saturday, is made up for on Monday 28 December. 1 January 2027 is
a Friday.
"""

from datetime import date, time, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from alerts.actions import raise_alerts
from children.actions import allocate
from conferences.actions import book_conference
from coregroups.actions import cancel_meeting, plan_meeting
from coregroups.models import ChildAtCoreGroup, CoreGroupMeeting
from dashboards.my_day import MyDay, Show
from deadlines.models import Deadline
from deadlines.numbers import working_calendar
from deadlines.rules import RULES
from tests.factories import AllocationFactory, ChildFactory
from tests.factories.stories import core_group_held, hold, on_a_plan, seen

MY_DAY = "/my-day/"
tue_3_feb, wed_4_feb, wed_11_feb = date(2026, 2, 3), date(2026, 2, 4), date(2026, 2, 11)
wed_4_mar, thu_5_mar, fri_6_mar, wed_18_mar, thu_19_mar = (date(2026, 3, day) for day in (4, 5, 6, 18, 19))
thu_17_dec, thu_24_dec, fri_25_dec, sat_26_dec, mon_28_dec = (
    date(2026, 12, day) for day in (17, 24, 25, 26, 28)
)

pytestmark = pytest.mark.usefixtures("it_is_today")


def held_by(worker, **details):
    child = ChildFactory(team=worker.team, **details)
    AllocationFactory(child=child, social_worker=worker)
    return child


def owed(child, rule: str, due_on: date, **more) -> Deadline:
    """A row as the projection writes it: the arithmetic of rules has tests of its own."""
    return Deadline.objects.create(
        child=child, rule=rule, started_on=due_on - timedelta(days=28), due_on=due_on, pack="composite",
        practical_on=working_calendar().last_working_day_on_or_before(due_on), **more,
    )  # fmt: skip


def planned(*children, on: date, by, at: time | None = None, place: str = "") -> CoreGroupMeeting:
    """A core group in somebody's diary, for children whose plan is no matter here."""
    meeting = CoreGroupMeeting(planned_for=on, planned_at=at, place=place).save_by(by)
    for child in children:
        ChildAtCoreGroup(child=child, meeting=meeting).save_by(by)
    return meeting


def shown(page) -> list[tuple[str, str]]:
    return [(each.row.child.label, each.row.what) for each in page.context["rows"]]


def cells(page) -> dict[date, list[str]]:
    """What the calendar says of each day."""
    return {
        day.on: [entry.what for entry in day.entries]
        for week in page.context["weeks"]
        for day in [*week.working, *week.weekend]
    }


class TestWhatIsToBeDone:
    def test_stands_in_order_of_consequence_for_the_child_and_not_of_lateness(self, read, social_worker):
        child = held_by(social_worker)
        owed(child, "core-group", wed_11_feb)
        owed(child, "visit", wed_4_mar)
        owed(child, "review", date(2026, 3, 3))
        assert [what for _, what in shown(read(social_worker, MY_DAY))] == [
            RULES[code].name for code in ("visit", "review", "core-group")
        ]

    def test_has_the_one_button_that_does_it(self, read, social_worker):
        child = held_by(social_worker)
        owed(child, "visit", wed_4_mar)
        [button] = read(social_worker, MY_DAY).tree.xpath(
            "//main//table[1]//a[contains(@class, 'govuk-button')]"
        )
        assert button.get("href") == f"/children/{child.pk}/visits/record/"
        assert button.text_content() == f"Record a visit: {RULES['visit'].name} for {child.name}"

    def test_leaves_out_what_is_met_withdrawn_or_only_to_be_looked_at(self, read, social_worker, today):
        child = held_by(social_worker)
        owed(child, "visit", wed_4_mar, met_on=wed_4_mar)
        owed(child, "contact", wed_4_mar, lapsed_on=wed_4_mar)
        owed(child, "two-years", wed_4_mar)
        assert shown(read(social_worker, MY_DAY)) == []

    def test_includes_what_was_booked_at_short_notice_as_something_to_do_and_not_as_overdue(
        self, read, social_worker, today
    ):
        child = held_by(social_worker)
        owed(child, "conference-report-to-family", date(2026, 3, 2), short_notice=True, started_by_pk=1)
        day = MyDay(social_worker, today)
        assert (len(day.owed[Show.OVERDUE]), len(day.owed[Show.TODAY])) == (0, 1)
        assert "Short notice" in read(social_worker, MY_DAY).words

    def test_is_of_the_children_i_hold_today_and_of_nobody_elses(
        self, read, child, social_worker, her_manager, stranger, today
    ):
        handed_over, others = held_by(social_worker), held_by(stranger)
        allocate(child=handed_over, social_worker=her_manager, from_on=wed_4_mar, by=her_manager, today=today)
        for each in (child, handed_over, others):
            owed(each, "visit", wed_4_mar)
        assert [name for name, _ in shown(read(social_worker, MY_DAY))] == [child.name]
        assert [name for name, _ in shown(read(her_manager, MY_DAY))] == [handed_over.name]

    def test_says_so_when_there_is_nothing_and_how_children_come_to_it(
        self, read, child, social_worker, stranger
    ):
        assert "Nothing is overdue or due today" in read(social_worker, MY_DAY).words
        assert "once your manager allocates them to you" in read(stranger, MY_DAY).words


class TestADayOff:
    @pytest.mark.parametrize(
        ("due_on", "practical", "said"),
        [
            (fri_25_dec, thu_24_dec, "Do by Thu 24 Dec; the limit is Fri 25 Dec"),
            (sat_26_dec, thu_24_dec, "Do by Thu 24 Dec; the limit is Sat 26 Dec"),
            (mon_28_dec, thu_24_dec, "Do by Thu 24 Dec; the limit is Mon 28 Dec"),
            (thu_24_dec, thu_24_dec, ""),
        ],
    )
    def test_is_shown_on_the_last_working_day_before_it_and_the_limit_is_said(
        self, read, it_is, social_worker, due_on, practical, said
    ):
        owed(held_by(social_worker), "visit", due_on)
        it_is(thu_17_dec)
        assert cells(read(social_worker, MY_DAY))[practical] == [RULES["visit"].name]
        assert said in read(social_worker, MY_DAY).words
        assert said in read(social_worker, f"{MY_DAY}?days=list").words

    def test_is_to_be_done_today_on_the_eve_of_christmas(self, read, it_is, social_worker):
        owed(held_by(social_worker), "visit", mon_28_dec)
        it_is(thu_24_dec)
        page = read(social_worker, f"{MY_DAY}?show=today")
        assert [each.limit for each in page.context["rows"]] == ["Do by Thu 24 Dec; the limit is Mon 28 Dec"]

    def test_opened_on_christmas_day_what_is_due_within_the_holiday_is_for_today_and_not_overdue(
        self, read, it_is, social_worker
    ):
        owed(held_by(social_worker), "visit", mon_28_dec)
        it_is(fri_25_dec)
        page = read(social_worker, MY_DAY)
        assert [each.limit for each in page.context["rows"]] == [
            "The last working day was Thu 24 Dec; the limit is Mon 28 Dec"
        ]
        assert page.context["tiles"][0].number == 0
        assert "Friday 25 December 2026, Christmas Day (bank holiday)" in page.words

    def test_is_named_in_the_calendar_and_in_the_list(self, read, it_is, social_worker):
        it_is(thu_17_dec)
        page = read(social_worker, MY_DAY)
        named = {day.on: day.off for week in page.context["weeks"] for day in [*week.working, *week.weekend]}
        assert named[fri_25_dec] == "Christmas Day (bank holiday)"
        assert named[mon_28_dec] == "Boxing Day, substitute day (bank holiday)"
        assert named[date(2026, 12, 19)] == "Saturday"
        as_a_list = read(social_worker, f"{MY_DAY}?days=list").words
        for words in (page.words, as_a_list):
            assert "Christmas Day (bank holiday)" in words
            assert "Boxing Day, substitute day (bank holiday)" in words

    def test_does_not_count_among_the_ten_working_days(self, it_is, social_worker):
        # 18, 21, 22, 23, 24, 29, 30, 31 December, 4 and 5 January: Christmas, its substitute and New Year are off.
        assert MyDay(social_worker, thu_17_dec).until == date(2027, 1, 5)
        assert MyDay(social_worker, wed_4_mar).until == wed_18_mar


class TestTheDaysAhead:
    @pytest.fixture
    def five_days(self, social_worker):
        child = held_by(social_worker)
        for due_on in (wed_4_mar, thu_5_mar, fri_6_mar, wed_18_mar, thu_19_mar):
            owed(child, "visit", due_on)
        return child

    def test_are_those_after_today_up_to_the_tenth_working_day(self, read, social_worker, five_days):
        page = read(social_worker, f"{MY_DAY}?show=ahead")
        assert [each.row.due_on for each in page.context["rows"]] == [thu_5_mar, fri_6_mar, wed_18_mar]

    def test_say_the_same_as_a_calendar_and_as_a_list(self, read, social_worker, five_days, today):
        planned(five_days, on=fri_6_mar, at=time(14), place="Town Hall", by=social_worker)
        in_cells = {on: what for on, what in cells(read(social_worker, MY_DAY)).items() if what}
        in_list = {
            day.on: [entry.what for entry in day.entries]
            for day in read(social_worker, f"{MY_DAY}?days=list").context["days"]
        }
        assert (
            in_cells
            == in_list
            == {
                thu_5_mar: [RULES["visit"].name],
                fri_6_mar: ["Core group", RULES["visit"].name],
                wed_18_mar: [RULES["visit"].name],
            }
        )

    def test_stand_in_weeks_from_monday_to_friday_with_the_weekend_at_the_end(self, read, social_worker):
        page = read(social_worker, MY_DAY)
        weeks = page.context["weeks"]
        assert [week.name for week in weeks] == ["Week of 2 March", "Week of 9 March", "Week of 16 March"]
        for week in weeks:
            assert [day.weekday for day in [*week.working, *week.weekend]] == [
                "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
            ]  # fmt: skip
        table = page.tree.xpath("//table[contains(@class, 'app-calendar')]")[0]
        assert [head.text for head in table.xpath("./thead//th")][1:] == [
            "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Weekend",
        ]  # fmt: skip
        assert {len(row.xpath("./td")) for row in table.xpath("./tbody/tr")} == {6}

    def test_are_seen_the_way_the_address_says(self, read, social_worker, five_days):
        assert read(social_worker, f"{MY_DAY}?days=list").context["weeks"] == []
        assert read(social_worker, f"{MY_DAY}?days=nonsense").context["view"] == "calendar"
        assert read(social_worker, MY_DAY).links["As a list"] == "?days=list#ahead"

    def test_a_day_with_more_than_fits_leads_to_all_of_it(self, read, social_worker):
        for _ in range(7):
            owed(held_by(social_worker), "visit", thu_5_mar)
        page = read(social_worker, MY_DAY)
        assert page.links["and 2 more on Thursday 5 March"] == "?days=list#day-2026-03-05"
        as_a_list = read(social_worker, f"{MY_DAY}?days=list")
        [caption] = as_a_list.tree.xpath("//*[@id='day-2026-03-05']")
        assert len(caption.getparent().xpath("./tbody/tr")) == 7


class TestWhatIsBooked:
    def test_today_is_said_with_its_time_its_place_and_whose_it_is(self, read, social_worker, chair, today):
        one, two = (
            held_by(social_worker, conference_chair=chair, given_name=name) for name in ("Abe", "Zed")
        )
        planned(one, two, on=today, at=time(14, 30), place="Town Hall", by=social_worker)
        book_conference(
            children=[one], booked_for=today, booked_at=time(10), booked_on=tue_3_feb, place="Room 2",
            chair=chair, by=social_worker, today=today,
        )  # fmt: skip
        page = read(social_worker, MY_DAY)
        assert [(each.clock, each.what, each.place) for each in page.context["booked"]] == [
            ("10am", "Initial conference", "Room 2"),
            ("2:30pm", "Core group", "Town Hall"),
        ]
        assert [link.label for link in page.context["booked"][1].children] == [one.name, two.name]
        for each in page.context["booked"]:
            assert read(social_worker, each.url).status == 200

    def test_is_no_longer_there_once_it_was_held_or_cancelled(self, read, child, social_worker, chair, today):
        on_a_plan(child, started_on=wed_4_feb)
        meeting = plan_meeting(children=[child], planned_for=today, by=social_worker)
        cancel_meeting(meeting=meeting, because="Snow.", by=social_worker, today=today)
        core_group_held(child, on=today, by=social_worker)
        conference = book_conference(
            children=[child], booked_for=today, booked_on=tue_3_feb, chair=chair, by=chair, today=today
        )
        hold(conference, decision="continue", categories=["NEG"], by=chair)
        assert read(social_worker, MY_DAY).context["booked"] == []

    def test_and_never_recorded_is_asked_about(self, read, child, social_worker):
        planned(child, on=tue_3_feb, by=social_worker)
        words = read(social_worker, MY_DAY).words
        assert (
            f"Core group on Tuesday 3 February 2026: {child.name}. Record it, move it or cancel it." in words
        )

    def test_for_anothers_child_is_not_my_day(self, read, social_worker, stranger, today):
        planned(held_by(stranger), on=today, by=stranger)
        assert read(social_worker, MY_DAY).context["booked"] == []


@pytest.fixture
def a_full_day(social_worker, chair, today):
    for number in range(3):
        child = held_by(social_worker, conference_chair=chair)
        on_a_plan(child, started_on=date(2026, 2, 2) + timedelta(days=number))
        seen(child, on=date(2026, 2, 18) + timedelta(days=number), by=social_worker)
        plan_meeting(children=[child], planned_for=today, by=social_worker)
    owed(child, "review", wed_4_mar)
    raise_alerts(today=today)


@pytest.mark.usefixtures("a_full_day")
class TestEveryNumberIsItsList:
    @pytest.mark.parametrize("place", [0, 1, 3], ids=["overdue", "to do today", "ahead"])
    def test_of_what_is_owed(self, read, social_worker, place):
        tile = read(social_worker, MY_DAY).context["tiles"][place]
        page = read(social_worker, tile.url)
        assert tile.number == page.context["page"].paginator.count == len(page.context["rows"]) > 0
        assert tile.number == len(page.tree.xpath("//main//table[1]/tbody/tr"))

    def test_of_what_is_booked(self, read, social_worker):
        page = read(social_worker, MY_DAY)
        tile = page.context["tiles"][2]
        [caption] = page.tree.xpath(f"//*[@id='{tile.url.partition('#')[2]}']")
        assert tile.number == len(caption.getparent().xpath("./tbody/tr")) == 3

    def test_of_alerts(self, read, social_worker):
        page = read(social_worker, MY_DAY)
        tile = page.context["tiles"][5]
        assert tile.number == read(social_worker, tile.url).context["page"].paginator.count > 0
        waiting = int(tile.words.split()[0])
        assert len(page.context["alerts"]) == min(waiting, 5)

    def test_and_the_day_is_what_is_overdue_and_what_is_for_today(self, read, social_worker):
        page = read(social_worker, MY_DAY)
        overdue, today, *_ = (tile.number for tile in page.context["tiles"])
        assert page.context["page"].paginator.count == overdue + today

    def test_and_what_is_ahead_is_what_the_calendar_has_besides_bookings(self, read, social_worker):
        page = read(social_worker, MY_DAY)
        due = [
            entry
            for week in page.context["weeks"]
            for day in [*week.working, *week.weekend]
            for entry in day.entries
            if not entry.clock
        ]
        assert page.context["tiles"][3].number == len(due)


@pytest.mark.parametrize("address", [MY_DAY, f"{MY_DAY}?days=list", f"{MY_DAY}?show=ahead"])
def test_the_day_asks_as_many_questions_for_forty_children_as_for_four(social_worker, chair, today, address):
    browser = Client()
    browser.force_login(social_worker)

    def grown(number: int) -> None:
        for _ in range(number):
            child = held_by(social_worker, conference_chair=chair)
            planned(child, on=today, by=social_worker)
            planned(child, on=fri_6_mar, by=social_worker)
            book_conference(
                children=[child],
                booked_for=fri_6_mar,
                booked_on=tue_3_feb,
                chair=chair,
                by=chair,
                today=today,
            )
            owed(child, "visit", wed_4_feb)
            owed(child, "core-group", fri_6_mar)
        raise_alerts(today=today)

    def questions() -> int:
        browser.get(address)
        with CaptureQueriesContext(connection) as captured:
            assert browser.get(address).status_code == 200
        return len(captured)

    grown(4)
    with_four = questions()
    grown(36)
    assert questions() == with_four


def test_fifty_dates_make_a_page_and_all_of_them_a_file(read, social_worker):
    for _ in range(51):
        owed(held_by(social_worker), "visit", wed_4_feb)
    page = read(social_worker, f"{MY_DAY}?show=overdue")
    assert len(page.context["rows"]) == 50
    assert page.context["page"].export_url == "/exports/new/?of=%2Fmy-day%2F%3Fshow%3Doverdue"


def test_a_long_list_does_not_push_the_rest_of_the_day_out_of_sight(read, social_worker):
    for _ in range(11):
        owed(held_by(social_worker), "visit", wed_4_feb)
    page = read(social_worker, MY_DAY)
    assert len(page.context["rows"]) == 10
    assert "Showing 1 to 10 of 11 dates" in page.words
    assert len(read(social_worker, f"{MY_DAY}?page=2").context["rows"]) == 1
