from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from audit.models import Refused
from children.models.child import SeeAlone
from tests.factories import ChildFactory
from tests.factories.stories import not_seen, on_a_plan, seen
from tests.visits.conftest import tue_3_march, tue_24_february, wed_4_march
from visits.actions import Seen, record_visit
from visits.models import Visit

thu_5_march = date(2026, 3, 5)
tue_10_march = date(2026, 3, 10)
tue_17_march = date(2026, 3, 17)
tue_24_march = date(2026, 3, 24)
tue_31_march = date(2026, 3, 31)


def visit(*ones, by, on=tue_3_march, today=wed_4_march, **more):
    return record_visit(seen=ones, visited_on=on, by=by, today=today, **more)


@pytest.mark.requirement("T-16", "T-17", "T-18", "S0-20")
def test_a_child_seen_alone_is_next_visited_ten_working_days_and_seen_alone_four_weeks_later(
    child, social_worker, due
):
    on_a_plan(child, started_on=tue_24_february)
    assert due(child, "visit") == tue_10_march
    assert due(child, "seen-alone") == tue_24_march

    seen(child, on=tue_3_march, by=social_worker)

    assert due(child, "visit") == tue_17_march
    assert due(child, "contact") == tue_31_march
    assert due(child, "seen-alone") == tue_31_march


@pytest.mark.requirement("T-18", "S0-21")
def test_a_child_seen_but_not_alone_moves_the_visit_and_leaves_seen_alone_where_it_was(
    child, social_worker, due
):
    on_a_plan(child, started_on=tue_24_february)

    seen(child, on=tue_3_march, by=social_worker, alone=False)

    assert due(child, "visit") == tue_17_march
    assert due(child, "seen-alone") == tue_24_march


@pytest.mark.requirement("T-16")
def test_a_visit_on_which_nobody_was_seen_stops_no_clock(child, social_worker, due):
    on_a_plan(child, started_on=tue_24_february)

    not_seen(child, on=tue_3_march, by=social_worker)

    assert due(child, "visit") == tue_10_march
    assert due(child, "seen-alone") == tue_24_march


@pytest.mark.requirement("T-18")
def test_a_baby_seen_awake_is_seen_alone_and_one_seen_asleep_is_not(social_worker, chair, due):
    baby = ChildFactory(born_on=date(2025, 12, 1), conference_chair=chair)
    on_a_plan(baby, started_on=tue_24_february)

    visit(Seen(child=baby, child_seen=True, reason="Asleep throughout."), by=social_worker)
    assert due(baby, "seen-alone") == tue_24_march

    visit(Seen(child=baby, child_seen=True, child_awake=True), on=wed_4_march, by=social_worker)
    assert due(baby, "seen-alone") == date(2026, 4, 1)  # Wednesday, four weeks on


@pytest.mark.requirement("T-18")
def test_one_visit_sees_one_child_alone_and_misses_the_other_and_each_file_says_its_own(
    child, sam, social_worker, due
):
    for one in (child, sam):
        on_a_plan(one, started_on=tue_24_february)

    robins, sams = visit(
        Seen(child=child, child_seen=True, child_seen_alone=True, about_this_child="Likes the new school."),
        Seen(child=sam, child_seen=False, reason="At his grandmother's."),
        by=social_worker,
    )

    assert robins.together == sams.together
    assert (robins.about_this_child, sams.about_this_child) == ("Likes the new school.", "")
    assert due(child, "visit") == tue_17_march
    assert due(sam, "visit") == tue_10_march


def test_a_visit_tomorrow_is_refused(child, social_worker):
    with pytest.raises(Refused, match="can be recorded once it has happened"):
        visit(Seen(child=child, child_seen=True, child_seen_alone=True), on=thu_5_march, by=social_worker)


def test_a_visit_before_birth_is_refused_and_one_to_an_unborn_child(social_worker):
    born_yesterday = ChildFactory(born_on=tue_3_march)
    unborn = ChildFactory(unborn=True)

    for one in (born_yesterday, unborn):
        with pytest.raises(Refused, match="was not yet born"):
            visit(Seen(child=one, child_seen=True, child_awake=True), on=date(2026, 3, 2), by=social_worker)


def test_a_visit_after_death_is_refused(social_worker):
    late = ChildFactory(given_name="Lee", died_on=date(2026, 3, 1))

    with pytest.raises(Refused, match="Lee Fixture died on 1 March 2026"):
        visit(Seen(child=late, child_seen=True, child_seen_alone=True), by=social_worker)


@pytest.mark.parametrize("contact", ["no-reply", "refused", "cancelled"])
def test_a_child_cannot_be_seen_where_the_family_was_not_met(child, social_worker, contact):
    with pytest.raises(Refused, match="did not meet the family"):
        visit(Seen(child=child, child_seen=True, child_seen_alone=True), contact=contact, by=social_worker)


def test_a_child_who_was_not_seen_cannot_have_been_seen_alone(child, social_worker):
    with pytest.raises(Refused, match="seen alone or awake, and so was seen"):
        visit(
            Seen(child=child, child_seen=False, child_seen_alone=True, reason="In the garden."),
            by=social_worker,
        )


@pytest.mark.parametrize(("child_seen", "why"), [(False, "was not seen"), (True, "was not seen alone")])
def test_not_seen_and_not_seen_alone_each_need_a_reason(child, social_worker, child_seen, why):
    with pytest.raises(Refused, match=f"Say why Robin Fixture {why}"):
        visit(Seen(child=child, child_seen=child_seen), by=social_worker)


@pytest.mark.requirement("S0-22")
def test_no_reason_is_asked_where_a_manager_agreed_that_seeing_alone_is_not_appropriate(
    child, social_worker, her_manager
):
    child.see_alone, child.see_alone_reason = SeeAlone.NOT_APPROPRIATE, "Cannot be left with strangers."
    child.see_alone_agreed_by = her_manager
    child.see_alone_from_on, child.see_alone_review_on = date(2026, 1, 5), date(2026, 7, 6)
    child.save_by(her_manager)

    [recorded] = visit(Seen(child=child, child_seen=True), by=social_worker)

    assert recorded.child_seen
    assert recorded.reason == ""


@pytest.mark.parametrize(
    "untrue",
    [
        {"child_seen": False, "child_seen_alone": True, "reason": "Nobody in."},
        {"child_seen": True, "contact": "no-reply"},
        {"child_seen": False, "reason": ""},
    ],
)
def test_the_database_itself_refuses_what_cannot_be_true(child, social_worker, untrue):
    with pytest.raises(ValidationError), transaction.atomic():
        Visit(child=child, visited_on=tue_3_march, **untrue).save_by(social_worker)


def test_nothing_is_kept_of_a_visit_that_is_refused_for_one_of_the_children(child, sam, social_worker):
    with pytest.raises(Refused):
        visit(
            Seen(child=child, child_seen=True, child_seen_alone=True),
            Seen(child=sam, child_seen=False),
            by=social_worker,
        )

    assert not Visit.objects.exists()
