from datetime import date, timedelta

import pytest
from django.urls import reverse

from alerts.actions import raise_alerts
from children.actions import allocate
from conferences.actions import record_strategy_discussion
from tests.factories import AllocationFactory, ChildFactory, HouseholdFactory, ResidenceFactory
from tests.factories.stories import core_group_held, not_seen, on_a_plan, reviewed, seen

wed_4_feb = date(2026, 2, 4)
fri_27_feb = date(2026, 2, 27)
mon_2_mar = date(2026, 3, 2)

pytestmark = pytest.mark.usefixtures("it_is_today")
CASELOAD = "/caseload/"


def held_by(worker, **details):
    child = ChildFactory(team=worker.team, **details)
    AllocationFactory(child=child, social_worker=worker)
    return child


def names(page) -> list[str]:
    return [row.child.name for row in page.context["rows"]]


def test_what_is_overdue_comes_first_then_what_is_due_next(read, social_worker):
    due_later, overdue, due_sooner = (held_by(social_worker) for _ in range(3))
    for child in (due_later, overdue, due_sooner):
        on_a_plan(child, started_on=wed_4_feb)
        if child is not overdue:
            core_group_held(child, on=date(2026, 2, 11), by=social_worker)
    seen(due_later, on=mon_2_mar, by=social_worker)
    seen(due_sooner, on=fri_27_feb, by=social_worker)
    assert names(read(social_worker, CASELOAD)) == [overdue.name, due_sooner.name, due_later.name]


def test_a_child_nobody_has_seen_comes_before_one_whose_core_group_is_later_still(read, social_worker):
    unseen, not_met = held_by(social_worker, given_name="Zed"), held_by(social_worker, given_name="Abe")
    on_a_plan(unseen, started_on=wed_4_feb)
    core_group_held(unseen, on=date(2026, 2, 11), by=social_worker)
    on_a_plan(not_met, started_on=date(2026, 1, 28))
    seen(not_met, on=mon_2_mar, by=social_worker)
    page = read(social_worker, CASELOAD)
    assert names(page) == [unseen.name, not_met.name]
    assert [row.due.what for row in page.context["rows"]] == ["Visit to the child", "First core group"]


@pytest.mark.requirement("S1-52")
def test_a_row_says_what_is_due_how_late_it_is_and_when_the_child_was_last_seen_and_seen_alone(
    read, child, social_worker
):
    on_a_plan(child, started_on=wed_4_feb)
    seen(child, on=date(2026, 2, 10), by=social_worker)
    seen(child, on=date(2026, 2, 13), by=social_worker, alone=False)
    not_seen(child, on=mon_2_mar, by=social_worker)
    [row] = read(social_worker, CASELOAD).context["rows"]
    assert (row.age, row.plan) == ("11 years", "Neglect")
    assert (row.due.what, row.due.words) == ("Child not seen", "Overdue by 2 working days")
    # The visit and the core group, and that nobody has spoken with the manager, the chair and the core group.
    assert row.more == "and 5 more overdue"
    assert (row.last_seen, row.last_seen_alone) == ("13 February 2026", "10 February 2026")
    assert row.due.action.label == "Record a visit"


def test_a_baby_is_shown_as_seen_awake_and_an_unborn_child_as_not_yet_born(read, social_worker):
    baby = held_by(social_worker, born_on=date(2025, 12, 1), given_name="Ash")
    unborn = held_by(social_worker, unborn=True)
    for child in (baby, unborn):
        on_a_plan(child, started_on=wed_4_feb)
    seen(baby, on=mon_2_mar, by=social_worker)
    rows = {row.child.pk: row for row in read(social_worker, CASELOAD).context["rows"]}
    assert rows[baby.pk].last_seen_alone == "2 March 2026 (awake)"
    assert rows[unborn.pk].age == "Not yet born, expected 14 August 2026"
    assert rows[unborn.pk].last_seen == "Not yet born"


def test_children_in_enquiries_stand_in_a_list_of_their_own_with_the_conference_deadline(
    read, child, social_worker
):
    record_strategy_discussion(
        children=[child], held_on=mon_2_mar, enquiry_agreed=True, by=social_worker, today=mon_2_mar
    )
    page = read(social_worker, CASELOAD)
    assert page.context["rows"] == []
    [row] = page.context["others"]
    assert (row.plan, row.due.what) == ("Not on a plan", "Decision after section 47 enquiries")


def test_a_child_handed_over_has_left_the_caseload(read, child, social_worker, her_manager, today):
    on_a_plan(child, started_on=wed_4_feb)
    allocate(child=child, social_worker=her_manager, from_on=mon_2_mar, by=her_manager, today=today)
    assert names(read(social_worker, CASELOAD)) == []
    assert names(read(her_manager, CASELOAD)) == [child.name]


def test_a_brother_who_lives_with_a_child_i_hold_is_mine_to_open_and_not_my_caseload(
    read, child, social_worker, stranger
):
    brother = held_by(stranger)
    household = HouseholdFactory()
    for one in (child, brother):
        ResidenceFactory(child=one, household=household)
    others = read(social_worker, CASELOAD).context["others"]
    assert [row.child for row in others] == [child]
    assert read(social_worker, brother.get_absolute_url()).status == 200


@pytest.mark.parametrize("place", range(3), ids=["on a plan", "overdue", "due soon"])
def test_every_tile_counts_exactly_the_list_it_leads_to(read, social_worker, today, place):
    for number in range(3):
        child = held_by(social_worker)
        on_a_plan(child, started_on=date(2026, 2, 2) + timedelta(days=number))
        if number:
            core_group_held(child, on=date(2026, 2, 11), by=social_worker)
            seen(child, on=mon_2_mar - timedelta(days=11 * number), by=social_worker)
    ended = held_by(social_worker)
    on_a_plan(ended, started_on=wed_4_feb)
    reviewed(ended, held_on=fri_27_feb, ends=True)
    enquired = held_by(social_worker)
    record_strategy_discussion(
        children=[enquired], held_on=date(2026, 2, 9), enquiry_agreed=True, by=social_worker, today=today
    )
    tile = read(social_worker, CASELOAD).context["tiles"][place]
    shown = read(social_worker, tile.url)
    assert tile.number == shown.context["page"].paginator.count > 0
    assert tile.number == len(shown.tree.xpath("//main//table[1]/tbody/tr"))


def test_the_alerts_tile_counts_one_for_each_date_as_its_list_does(read, child, social_worker, today):
    on_a_plan(child, started_on=wed_4_feb)
    raise_alerts(today=today)
    page = read(social_worker, CASELOAD)
    tile = next(tile for tile in page.context["tiles"] if tile.label == "Alerts")
    assert tile.number == read(social_worker, tile.url).context["page"].paginator.count > 0
    assert tile.words == f"{tile.number} not yet acknowledged"
    assert reverse("alerts:mine") in page.links.values()


def test_an_empty_caseload_says_how_children_come_to_it(read, social_worker):
    words = read(social_worker, CASELOAD).words
    assert "You hold no child who is on a plan." in words
    assert "once your manager allocates them to you" in words


def test_a_filter_typed_wrongly_shows_the_whole_caseload(read, child, social_worker):
    on_a_plan(child, started_on=wed_4_feb)
    assert names(read(social_worker, f"{CASELOAD}?show=everything&page=999")) == [child.name]


def test_fifty_children_make_a_page(read, social_worker):
    for _ in range(51):
        held_by(social_worker)
    page = read(social_worker, f"{CASELOAD}?show=not-on-a-plan")
    assert len(page.context["rows"]) == 50
    assert "Showing 1 to 50 of 51 children" in page.words
    assert len(read(social_worker, CASELOAD).context["others"]) == 50


@pytest.mark.requirement("C-13")
def test_what_was_booked_at_short_notice_stands_below_what_is_due(child, social_worker, chair, today):
    from conferences.actions import book_conference
    from dashboards.caseload import Caseload

    on_a_plan(child, started_on=date(2026, 2, 24))
    # Booked on 4 March for the 6th: the plan had to be updated by 27 February.
    book_conference(children=[child], booked_for=date(2026, 3, 6), chair=chair, by=chair, today=today)

    [first, *_] = Caseload(social_worker, today).owed[child.pk]

    assert not first.short_notice
