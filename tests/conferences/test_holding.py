from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from audit.models import Refused
from conferences.actions import (
    Decided,
    NextReview,
    Outline,
    OutlineOutcome,
    book_conference,
    hold_conference,
)
from conferences.models import ChildAtConference, Conference
from deadlines.periods import WorkingDays
from plans.actions import end_plan_without_a_conference
from plans.models import ChildProtectionPlan, EndReason
from tests.conferences.conftest import tue_3_february, tue_24_february
from tests.factories import PersonFactory
from tests.factories.stories import on_a_plan, reviewed

wed_4_february = date(2026, 2, 4)
wed_25_february = date(2026, 2, 25)
tue_3_march = date(2026, 3, 3)
tue_10_march = date(2026, 3, 10)
tue_24_march = date(2026, 3, 24)
tue_19_may = date(2026, 5, 19)
sun_24_may = date(2026, 5, 24)
thu_19_november = date(2026, 11, 19)
PLAN, NO_PLAN, CONTINUE, END = "plan", "no-plan", "continue", "end"


@pytest.fixture
def book(child, chair):
    def booked(*children, for_day=tue_24_february, on=wed_4_february):
        return book_conference(
            children=children or [child], booked_for=for_day, chair=chair, by=chair, today=on
        )

    return booked


def decided(child, decision, **more):
    categories = ["NEG"] if decision in {PLAN, CONTINUE} else []
    return Decided(
        **{"child": child, "decision": decision, "categories": categories, "reason": "Said."} | more
    )


def hold(conference, *ones, **more):
    given = {
        "held_on": conference.booked_for,
        "quorate": True,
        "by": conference.chair,
        "today": conference.booked_for,
    }
    return hold_conference(conference=conference, decided=ones, **given | more)


@pytest.mark.requirement("T-03", "T-11", "T-16", "T-17", "T-18", "T-20", "B-18", "S4-6")
def test_the_conference_that_makes_a_plan_begins_it_that_day_and_every_clock_with_it(
    child, discussed, book, due
):
    discussed()

    hold(book(), decided(child, PLAN))

    plan = child.plans.get()
    assert plan.started_on == tue_24_february
    assert due(child, "initial-conference") is None
    assert due(child, "first-core-group") == tue_10_march
    assert due(child, "visit") == tue_10_march
    assert due(child, "contact") == tue_24_march
    assert due(child, "seen-alone") == tue_24_march
    assert due(child, "first-review") == sun_24_may


@pytest.mark.requirement("B-18", "S2-4", "S1-2")
def test_each_child_gets_a_decision_of_their_own(child, sam, book):
    conference = hold(book(child, sam), decided(child, PLAN), decided(sam, NO_PLAN, dissent="The school."))

    assert child.plans.exists()
    assert not sam.plans.exists()
    assert conference.for_children.get(child=sam).dissent == "The school."


@pytest.mark.requirement("B-01", "T-19")
def test_the_outline_is_part_of_the_plan_from_its_first_day(child, book, due):
    outline = Outline(
        concerns="Left alone at night.",
        what_must_change="An adult is there every night.",
        contingency="Robin goes to her aunt.",
        outcomes=[OutlineOutcome(what_will_be_different="Robin sleeps.", achieve_by=tue_19_may)],
        visits_every=WorkingDays(5),
    )

    hold(book(), decided(child, PLAN, outline=outline))

    plan = child.plans.get()
    assert (plan.concerns, plan.contingency) == ("Left alone at night.", "Robin goes to her aunt.")
    assert plan.outcomes.get().set_by == "conference"
    assert due(child, "visit") == tue_3_march


@pytest.mark.requirement("T-19")
def test_an_outline_that_asks_for_visits_less_often_than_the_authority_makes_no_plan(child, book):
    outline = Outline(
        concerns="Cold.", what_must_change="Heating.", contingency="Move.", visits_every=WorkingDays(20)
    )

    with pytest.raises(Refused, match="never for less"):
        hold(book(), decided(child, PLAN, outline=outline))

    assert not ChildProtectionPlan.objects.exists()
    assert Conference.objects.get().held_on is None


@pytest.mark.requirement("T-21", "B-19")
def test_a_review_that_continues_a_plan_is_followed_by_another_in_six_months(child, due):
    on_a_plan(child, started_on=tue_24_february)
    assert due(child, "first-review") == sun_24_may

    reviewed(child, held_on=tue_19_may, categories=["EMO"])

    assert due(child, "first-review") is None
    assert due(child, "review") == thu_19_november
    assert child.plans.get().latest_categories == ["EMO"]
    assert child.plans.get().initial_categories == ["NEG"]


@pytest.mark.requirement("T-24", "B-14")
def test_a_review_that_ends_a_plan_stops_its_clocks_and_asks_for_a_child_in_need_plan(child, due):
    on_a_plan(child, started_on=tue_24_february)

    reviewed(child, held_on=tue_19_may, ends=True)

    plan = child.plans.get()
    assert (plan.ended_on, plan.end_reason) == (tue_19_may, EndReason.NO_LONGER_AT_RISK)
    assert due(child, "visit") is None
    assert due(child, "cin-plan-after-plan") == date(2026, 5, 29)  # Friday: the 25th is a bank holiday


@pytest.mark.requirement("T-20")
def test_the_review_is_put_in_the_diary_for_the_children_who_have_a_plan(child, sam, book, due):
    review = NextReview(booked_for=tue_19_may, place="Civic Centre")

    hold(book(child, sam), decided(child, PLAN), decided(sam, NO_PLAN), next_review=review)

    booked = Conference.objects.get(booked_for=tue_19_may)
    assert [row.child for row in booked.for_children.all()] == [child]
    assert due(child, "core-group-before-review") == tue_19_may


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        (date(2026, 5, 23), "The review: Saturday 23 May 2026 is not a working day"),
        (tue_24_february, "after this conference"),
    ],
)
def test_a_review_on_a_day_that_will_not_do_undoes_nothing_half(child, book, day, sentence):
    with pytest.raises(Refused, match=sentence):
        hold(book(), decided(child, PLAN), next_review=NextReview(booked_for=day))

    assert not child.plans.exists()


def test_a_review_where_nobody_has_a_plan_is_refused(child, book):
    with pytest.raises(Refused, match="No child has a plan to review"):
        hold(book(), decided(child, NO_PLAN), next_review=NextReview(booked_for=tue_19_may))


def test_every_child_who_was_booked_needs_a_decision(child, sam, book):
    with pytest.raises(Refused, match="decided for Sam Fixture"):
        hold(book(child, sam), decided(child, PLAN))

    assert not child.plans.exists()


def test_a_child_whose_plan_ended_before_the_review_needs_no_decision(child, sam, book, social_worker):
    for one in (child, sam):
        on_a_plan(one, started_on=tue_24_february)
    review = book(child, sam, for_day=tue_19_may, on=date(2026, 4, 1))
    end_plan_without_a_conference(
        plan=sam.plans.get(),
        ended_on=date(2026, 4, 20),
        reason=EndReason.LEFT_UK,
        consulted="The chair agrees.",
        by=social_worker,
        today=date(2026, 4, 20),
    )

    hold(review, decided(child, CONTINUE))

    assert review.for_children.get(child=sam).decision == ""
    assert sam.plans.get().end_reason == EndReason.LEFT_UK


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"held_on": wed_25_february}, "once it has been held"),
        ({"held_on": tue_3_february}, "booked on 4 February 2026"),
        ({"held_on": date(2026, 2, 21)}, "Saturday 21 February 2026 is not a working day"),
        ({"quorate": False, "inquorate_because": " "}, "without a quorum"),
    ],
)
def test_a_conference_on_a_day_or_in_a_way_that_cannot_be_is_refused(child, book, more, sentence):
    with pytest.raises(Refused, match=sentence):
        hold(book(), decided(child, PLAN), **more)


@pytest.mark.parametrize("decision", [CONTINUE, END])
def test_an_initial_conference_makes_a_plan_or_none(child, book, decision):
    with pytest.raises(Refused, match="“Child protection plan” or “No plan”"):
        hold(book(), decided(child, decision))


@pytest.mark.parametrize("decision", [PLAN, NO_PLAN])
def test_a_review_continues_a_plan_or_ends_it(child, book, decision):
    on_a_plan(child, started_on=tue_24_february)
    review = book(for_day=tue_19_may, on=date(2026, 4, 1))

    with pytest.raises(Refused, match="“Plan continues” or “Plan ends”"):
        hold(review, decided(child, decision))


def test_a_plan_begun_or_continued_needs_a_category(child, book):
    with pytest.raises(Refused, match="at least one category"):
        hold(book(), decided(child, PLAN, categories=[]))


@pytest.mark.requirement("S2-4", "S1-2")
def test_no_second_plan_begins_beside_an_open_one(child, book):
    initial = book()
    # What no action allows: a plan that began between the booking and the conference.
    ChildProtectionPlan(
        child=child,
        started_on=date(2026, 2, 10),
        initial_categories=["NEG"],
        latest_categories=["NEG"],
    ).save_by(initial.chair)

    with pytest.raises(Refused, match="already has an open plan"):
        hold(initial, decided(child, PLAN))


def test_no_plan_ends_on_the_day_it_began(child, book):
    review = book(for_day=tue_19_may, on=date(2026, 4, 1))
    on_a_plan_that_day = ChildAtConference.objects.get(conference=review)
    on_a_plan_that_day.kind = "review"
    on_a_plan_that_day.save_by(review.chair)
    ChildProtectionPlan(
        child=child, started_on=tue_19_may, initial_categories=["NEG"], latest_categories=["NEG"]
    ).save_by(review.chair)

    with pytest.raises(Refused, match="no open plan to review on 19 May 2026"):
        hold(review, decided(child, END))


def test_a_conference_is_recorded_once(child, book):
    conference = hold(book(), decided(child, NO_PLAN))

    with pytest.raises(Refused, match="was held on 24 February 2026"):
        hold(conference, decided(child, NO_PLAN))


def test_who_came_is_kept_person_by_person(child, book):
    mother, teacher = PersonFactory(name="Mother"), PersonFactory(name="Teacher")

    conference = hold(book(), decided(child, NO_PLAN), came={mother: "present", teacher: "apologies"})

    assert {each.person.name: each.came for each in conference.attendance.all()} == {
        "Mother": "present",
        "Teacher": "apologies",
    }


def test_the_database_itself_refuses_a_decision_that_does_not_fit_or_that_names_no_plan(child, book):
    row = book().for_children.get()

    for decision in (CONTINUE, PLAN):
        row.decision = decision
        with pytest.raises(ValidationError), transaction.atomic():
            row.save_by(row.conference.chair)


@pytest.mark.requirement("S4-30")
@pytest.mark.parametrize(
    ("category", "words"),
    [
        pytest.param("PHY", "Physical abuse", marks=pytest.mark.requirement("S4-31")),
        pytest.param("SAB", "Sexual abuse", marks=pytest.mark.requirement("S4-32")),
        pytest.param("EMO", "Emotional abuse", marks=pytest.mark.requirement("S4-33")),
        pytest.param("NEG", "Neglect", marks=pytest.mark.requirement("S4-34")),
    ],
)
def test_a_plan_names_what_the_conference_found_of_the_four(child, book, category, words):
    conference = book(child, for_day=tue_24_february, on=date(2026, 2, 10))

    hold(conference, decided(child, PLAN, categories=[category]))

    assert child.plans.get().latest_categories == [category]
    assert child.plans.get().categories == words
