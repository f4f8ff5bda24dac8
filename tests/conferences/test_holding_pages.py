"""The page on which a conference is recorded: what it decided, the plan that begins, and what follows."""

from datetime import date

import pytest

from conferences.models import Conference
from tests.conferences.conftest import at, wed_4_march, words_of
from tests.factories import PersonFactory, RelationshipFactory
from tests.factories.stories import on_a_plan

pytestmark = pytest.mark.usefixtures("it_is_today")

tue_19_may = date(2026, 5, 19)
wed_27_may = date(2026, 5, 27)


@pytest.fixture
def a_plan(child):
    """The answers that give Robin a plan with one outcome."""
    return {
        "held_on": "4/3/2026",
        "quorate": "yes",
        "manager_came": "yes",
        "lead_role_explained": "yes",
        "record": "Much was said.",
        f"decision_{child.pk}": "plan",
        f"categories_{child.pk}": ["NEG"],
        f"plans_before_{child.pk}": "0",
        f"concerns_{child.pk}": "Left alone at night.",
        f"change_{child.pk}": "An adult is there.",
        f"contingency_{child.pk}": "Robin goes to an aunt.",
        f"visits_every_{child.pk}": "5 working days",
        f"reason_{child.pk}": "At risk of neglect.",
        "outcomes-TOTAL_FORMS": "1",
        "outcomes-INITIAL_FORMS": "0",
        "outcomes-0-what_will_be_different": "Robin sleeps safely.",
        "outcomes-0-achieve_by": "19/5/2026",
    }


@pytest.mark.requirement("B-18", "B-01", "T-16", "T-20")
def test_holding_a_conference_begins_the_plan_with_its_outline_and_leads_to_what_follows(
    presiding, child, booked, a_plan
):
    conference = booked()
    teacher = PersonFactory(name="Tess Teacher", agency="Exampleton Primary")
    RelationshipFactory(child=child, person=teacher, kind="school")

    saved = presiding.post(
        at(child, conference.pk, "hold"), a_plan | {f"came_{teacher.pk}": "apologies"}, follow=True
    )

    page = words_of(saved)
    assert "Conference recorded. Robin Fixture: child protection plan." in page
    plan = child.plans.get()
    assert (plan.started_on, plan.concerns) == (wed_4_march, "Left alone at night.")
    assert plan.outcomes.get().what_will_be_different == "Robin sleeps safely."
    assert plan.frequencies.get().every == "5 working days"
    assert "Tess Teacher: sent apologies" in page
    assert "Name the core group" in page
    assert "Due by Wednesday 18 March 2026" in page  # the first core group, ten working days on
    assert "Due by Thursday 4 June 2026" in page  # the review, three months on


@pytest.mark.requirement("T-20")
def test_the_review_is_booked_in_the_same_breath_and_ticked_off(presiding, child, booked, a_plan):
    saved = presiding.post(at(child, booked().pk, "hold"), a_plan | {"review_on": "27/5/2026"}, follow=True)

    review = Conference.objects.upcoming().get()
    assert review.booked_for == wed_27_may
    assert "Book the review<span" not in saved.content.decode()
    assert "Book the review" in words_of(saved)


@pytest.mark.requirement("T-20")
def test_a_review_after_three_months_needs_to_be_known_to_be_late(presiding, child, booked, a_plan):
    conference = booked()
    late = a_plan | {"review_on": "5/6/2026"}

    refused = words_of(presiding.post(at(child, conference.pk, "hold"), late))
    assert "The review must be held by Thursday 4 June 2026." in refused
    assert not child.plans.exists()

    presiding.post(at(child, conference.pk, "hold"), late | {"known_late": "on", "late_because": "Ramadan."})
    assert Conference.objects.upcoming().get().late_because == "Ramadan."


def test_a_sibling_s_outline_is_the_first_one_s_where_it_is_left_empty(presiding, child, sam, booked, a_plan):
    conference = booked(child, sam)
    a_plan |= {
        f"decision_{sam.pk}": "plan",
        f"categories_{sam.pk}": ["EMO"],
        f"plans_before_{sam.pk}": "1",
        f"concerns_{sam.pk}": "Frightened.",
        f"reason_{sam.pk}": "Emotional harm.",
        "outcomes-TOTAL_FORMS": "2",
        "outcomes-1-what_will_be_different": "Sam is calm.",
        "outcomes-1-for_whom": str(sam.pk),
    }

    presiding.post(at(child, conference.pk, "hold"), a_plan)

    plan = sam.plans.get()
    assert (plan.concerns, plan.contingency) == ("Frightened.", "Robin goes to an aunt.")
    assert plan.plans_before == 1
    assert [str(each) for each in plan.outcomes.all()] == ["Robin sleeps safely.", "Sam is calm."]
    assert [str(each) for each in child.plans.get().outcomes.all()] == ["Robin sleeps safely."]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"held_on": "5/3/2026"}, "must be today or earlier"),
        ({"held_on": "1/3/2026"}, "Sunday 1 March 2026 is not a working day"),
        ({"quorate": "no"}, "Enter why it went ahead without a quorum"),
        ({"decision_{}": ""}, "Select what was decided for Robin"),
        ({"categories_{}": []}, "Select at least one category of abuse for Robin"),
        ({"concerns_{}": ""}, "Enter what the concerns about Robin are"),
        ({"reason_{}": ""}, "Enter why this was decided for Robin"),
        ({"visits_every_{}": "often"}, "“often” is not a period"),
        ({"visits_every_{}": "20 working days"}, "A plan can ask for more, never for less"),
        ({"visits_every_{}": "0 days"}, "Write a number of 1 or more"),
        (
            {"outcomes-0-what_will_be_different": "", "outcomes-0-achieve_by": ""},
            "at least one outcome for Robin",
        ),
        ({"outcomes-0-what_will_be_different": ""}, "Enter what will be different"),
        ({"outcomes-0-achieve_by": "1/2/2026"}, "cannot be achieved before"),
        ({"review_on": "30/5/2026"}, "The review: Saturday 30 May 2026 is not a working day"),
    ],
)
def test_what_the_conference_cannot_have_decided_is_refused_in_words_and_nothing_typed_is_lost(
    presiding, child, booked, a_plan, wrong, sentence
):
    answers = a_plan | {name.format(child.pk): value for name, value in wrong.items()}

    page = words_of(presiding.post(at(child, booked().pk, "hold"), answers))

    assert sentence in page
    assert "There is a problem" in page
    assert "Much was said." in page
    assert "Robin goes to an aunt." in page
    assert not child.plans.exists()
    assert Conference.objects.get().held_on is None


def test_another_outcome_is_added_without_a_script_and_loses_nothing(presiding, child, booked, a_plan):
    page = words_of(presiding.post(at(child, booked().pk, "hold"), a_plan | {"outcomes-add": "1"}))

    assert "Outcome 2 of 2" in page
    assert "Robin sleeps safely." in page
    assert "Left alone at night." in page
    assert "There is a problem" not in page
    assert not child.plans.exists()


@pytest.mark.requirement("T-24")
def test_a_review_that_ends_the_plan_leads_to_a_child_in_need_plan(presiding, child, booked):
    on_a_plan(child, started_on=date(2026, 1, 6))
    review = booked()
    answers = {
        "held_on": "4/3/2026",
        "quorate": "yes",
        "manager_came": "yes",
        "lead_role_explained": "yes",
        f"decision_{child.pk}": "end",
        f"reason_{child.pk}": "Safe now.",
    }

    page = words_of(presiding.post(at(child, review.pk, "hold"), answers, follow=True))

    assert "Robin Fixture: plan ends." in page
    assert "Start a child in need plan" in page
    assert "Due by Friday 13 March 2026" in page


def test_no_outline_is_asked_of_a_review_and_the_categories_stand_as_they_are(presiding, child, booked):
    on_a_plan(child, started_on=date(2026, 1, 6), categories=["PHY"])

    page = presiding.get(at(child, booked().pk, "hold")).content.decode()

    assert "What exactly are the concerns" not in page
    assert "Outcomes" not in page
    assert 'value="PHY" checked' in page


def test_what_follows_is_a_link_for_those_who_may_do_it_and_words_for_the_others(
    read, presiding, social_worker, chair, child, booked, a_plan
):
    conference = booked()
    presiding.post(at(child, conference.pk, "hold"), a_plan)

    the_workers, the_chairs = (read(user, at(child, conference.pk)) for user in (social_worker, chair))

    name = "Name the core group for Robin Fixture"
    assert name in the_workers.links
    assert name not in the_chairs.links
    assert "Name the core group" in the_chairs.words
