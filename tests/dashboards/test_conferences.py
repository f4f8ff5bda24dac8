from datetime import date, time

import pytest
from django.utils import timezone

from accounts.roles import Role
from circulation.actions import acknowledge
from circulation.models import Receipt
from conferences.actions import book_conference, record_strategy_discussion
from coregroups.actions import circulate_minute
from plans.actions import update_plan
from tests.factories import ChildFactory, UserFactory
from tests.factories.stories import core_group_held, on_a_plan, seen

fri_5_dec = date(2025, 12, 5)
wed_4_feb = date(2026, 2, 4)
mon_2_mar = date(2026, 3, 2)
thu_5_mar = date(2026, 3, 5)
fri_27_mar = date(2026, 3, 27)

pytestmark = pytest.mark.usefixtures("it_is_today")
CHAIR = "/conferences/"


def review_booked(child, chair, on=fri_27_mar, **more):
    return book_conference(
        children=[child], booked_for=on, chair=chair, by=chair, today=date(2026, 2, 16), **more
    )


def test_a_conference_says_when_for_whom_and_which_steps_towards_it_are_done(
    read, child, chair, social_worker
):
    on_a_plan(child, started_on=wed_4_feb)
    review_booked(child, chair, booked_at=time(10, 30), place="Room 2")
    plan = child.plans.get()
    update_plan(plan=plan, revised_on=mon_2_mar, what_changed="Mornings.", by=social_worker, today=mon_2_mar)
    page = read(chair, CHAIR)
    [row] = page.context["rows"]
    assert row.when == "Friday 27 March 2026 at 10:30am"
    assert row.readiness == "1 of 2 steps done"
    assert {step.words for step in row.steps} == {
        "Met on time",
        "Due between Friday 6 March and Friday 27 March",
    }
    assert "Robin Fixture: Plan updated for the review conference" in page.words


def test_a_conference_booked_after_its_limit_says_so(read, child, chair):
    on_a_plan(child, started_on=fri_5_dec)
    review_booked(child, chair, on=date(2026, 3, 20))
    [row] = read(chair, CHAIR).context["rows"]
    assert row.in_time.words == "After the limit of 5 March 2026"


def test_a_conference_whose_day_has_passed_asks_to_be_recorded(read, it_is, child, chair):
    on_a_plan(child, started_on=wed_4_feb)
    review_booked(child, chair)
    it_is(date(2026, 3, 30))
    [row] = read(chair, CHAIR).context["rows"]
    assert row.in_time.words == "The day has passed: record it, move it or cancel it"


def test_a_review_due_within_six_weeks_that_nobody_booked_is_listed_until_it_is_booked(read, child, chair):
    on_a_plan(child, started_on=fri_5_dec)
    page = read(chair, CHAIR)
    [row] = page.context["not_booked"]
    assert (row.what, row.due_on, row.words) == ("First review conference", thu_5_mar, "Due tomorrow")
    review_booked(child, chair)
    assert read(chair, CHAIR).context["not_booked"] == []


def test_a_review_that_is_months_away_is_not_yet_chased(read, child, chair):
    on_a_plan(child, started_on=wed_4_feb)
    assert read(chair, CHAIR).context["not_booked"] == []


def test_an_initial_conference_that_nobody_booked_is_the_safeguarding_units_to_book(
    read, child, chair, safeguarding_unit, social_worker
):
    child.conference_chair = None
    child.save_by(chair)
    record_strategy_discussion(
        children=[child], held_on=mon_2_mar, enquiry_agreed=True, by=social_worker, today=mon_2_mar
    )
    [row] = read(safeguarding_unit, CHAIR).context["not_booked"]
    assert row.what == "Initial child protection conference"
    assert row.action.label == "Book a conference"


def test_a_chair_sees_her_own_conferences_and_the_safeguarding_unit_those_of_all_or_of_one(
    read, child, chair, safeguarding_unit
):
    other_chair = UserFactory(name="Oscar Other", role=Role.CONFERENCE_CHAIR)
    others = ChildFactory()
    for one, theirs in ((child, chair), (others, other_chair)):
        on_a_plan(one, started_on=wed_4_feb, chair=theirs)
        review_booked(one, theirs)

    def chairs(reader, address=CHAIR):
        return {row.chair for row in read(reader, address).context["rows"]}

    assert chairs(chair) == {chair.name}
    assert chairs(safeguarding_unit) == {chair.name, other_chair.name}
    assert chairs(safeguarding_unit, f"{CHAIR}?chair={other_chair.pk}") == {other_chair.name}
    assert chairs(chair, f"{CHAIR}?chair={other_chair.pk}") == {chair.name}


@pytest.mark.parametrize("reader", ["chair", "safeguarding_unit"])
def test_every_tile_counts_exactly_its_list(read, request, child, chair, reader):
    on_a_plan(child, started_on=wed_4_feb)
    review_booked(child, chair)
    late = ChildFactory(conference_chair=chair)
    on_a_plan(late, started_on=fri_5_dec, chair=chair)
    page = read(request.getfixturevalue(reader), CHAIR)
    not_seen, booked, not_booked, copies = page.context["tiles"]
    assert not_seen.number == 0
    assert booked.number == len(page.context["rows"]) == 1
    assert not_booked.number == len(page.context["not_booked"]) == 1
    assert copies.number == len(page.context["copies"])
    assert page.tree.get_element_by_id(booked.url.removeprefix("#")) is not None
    assert page.tree.get_element_by_id(not_booked.url.removeprefix("#")) is not None


def test_what_was_circulated_and_not_acknowledged_waits_on_the_first_page(read, child, chair, social_worker):
    on_a_plan(child, started_on=wed_4_feb)
    seen(child, on=mon_2_mar, by=social_worker)
    meeting = core_group_held(child, on=date(2026, 2, 11), by=social_worker)
    circulate_minute(meeting=meeting, by=social_worker)
    page = read(chair, CHAIR)
    [receipt] = page.context["copies"]
    assert "Core group of 11 February 2026" in page.words
    assert "Unread" in page.words
    assert receipt.get_absolute_url() in page.links.values()


def test_the_tile_of_the_in_box_leads_to_exactly_the_copies_it_counts(read, child, chair, social_worker):
    on_a_plan(child, started_on=wed_4_feb)
    for day in (11, 18, 25):
        meeting = core_group_held(child, on=date(2026, 2, day), by=social_worker)
        circulate_minute(meeting=meeting, by=social_worker)
    done = Receipt.objects.filter(user=chair).earliest("pk")
    acknowledge(receipt=done, by=chair, now=timezone.now())

    *_, tile = read(chair, CHAIR).context["tiles"]
    there = read(chair, tile.url)

    assert tile.number == len(there.context["rows"]) == 2
    waiting = set(Receipt.objects.filter(user=chair).exclude(pk=done.pk))
    assert {each.get_absolute_url() for each in waiting} <= set(there.links.values())
    assert done.get_absolute_url() not in there.links.values()


def test_a_chair_with_nothing_ahead_is_told_so(read, chair):
    words = read(chair, CHAIR).words
    assert "No conference is booked." in words
    assert "Every conference due within six weeks is booked." in words


def test_the_chair_sees_how_many_core_groups_were_held_and_of_how_many_the_record_was_sent(
    read, child, chair, social_worker
):
    on_a_plan(child, started_on=wed_4_feb)
    review_booked(child, chair)
    [row] = read(chair, CHAIR).context["rows"]
    assert row.core_groups == ["Robin Fixture: no core group held since the last conference"]

    circulate_minute(meeting=core_group_held(child, on=date(2026, 2, 11), by=social_worker), by=social_worker)
    core_group_held(child, on=mon_2_mar, by=social_worker)

    [row] = read(chair, CHAIR).context["rows"]
    assert row.core_groups == [
        "Robin Fixture: 2 core groups held since the last conference, 1 of 2 records sent"
    ]
