"""Each risk that a plan names is asked about on a visit, once for siblings, and shown beside the plan (B-09, B-01)."""

from datetime import date

import pytest
from django.urls import reverse

from plans.actions.lines import add_line, end_line
from tests.factories import AllocationFactory, ChildFactory, HouseholdFactory, ResidenceFactory
from tests.factories.stories import on_a_plan
from tests.plans.conftest import signed_in
from visits.models import Visit

tue_24_feb, wed_4_mar = date(2026, 2, 24), date(2026, 3, 4)
pytestmark = [pytest.mark.requirement("B-09", "S1-75"), pytest.mark.usefixtures("it_is_today")]


@pytest.fixture
def family(child, social_worker):
    """Robin and Sam, each on a plan; both are left alone, and only Robin was hit."""
    sam = ChildFactory(
        given_name="Sam", born_on=date(2018, 2, 1), team=child.team, conference_chair=child.conference_chair
    )
    AllocationFactory(child=sam, social_worker=social_worker, from_on=tue_24_feb)
    home = HouseholdFactory()
    for each in (child, sam):
        ResidenceFactory(child=each, household=home, from_on=date(2019, 1, 1))
        plan = on_a_plan(each, started_on=tue_24_feb)
        add_line(plan=plan, kind="risk", words="Left alone.", by=social_worker)
    add_line(plan=child.plans.get(), kind="risk", words="Hit.", by=social_worker)
    return child, sam


@pytest.fixture
def at(family):
    return reverse("visits:record", kwargs={"child_pk": family[0].pk})


def risk(child, words):
    return child.plans.get().lines.get(words=words)


def answers(*children, **more):
    seen = {f"seen_{child.pk}": "alone" for child in children}
    return {
        "visited_which_day": "2026-03-04", "place": "home", "contact": "face-to-face",
        "children": [child.pk for child in children], **seen, **more,
    }  # fmt: skip


def test_a_risk_of_both_is_asked_once_and_goes_on_each_record(family, at, social_worker):
    robin, sam = family
    browser = signed_in(social_worker)
    page = browser.get(at).content.decode()
    assert page.count("Left alone (optional)") == 1
    assert "A risk to Robin." in page

    both, hit = f"risk_no{risk(robin, 'Left alone.').pk}", f"risk_no{risk(robin, 'Hit.').pk}"
    browser.post(at, answers(robin, sam, **{both: "An aunt was there.", hit: "No marks."}))

    observed = dict(Visit.objects.values_list("child__given_name", "observed"))
    assert observed == {
        "Robin": [["Left alone.", "An aunt was there."], ["Hit.", "No marks."]],
        "Sam": [["Left alone.", "An aunt was there."]],
    }


def test_it_is_on_the_visit_and_beside_the_risk_in_the_plan_the_latest_alone(family, at, social_worker):
    robin, _ = family
    key, browser = f"risk_no{risk(robin, 'Hit.').pk}", signed_in(social_worker)
    browser.post(at, answers(robin, **{key: "A bruise."}) | {"visited_which_day": "2026-03-03"})
    browser.post(at, answers(robin, **{key: "No marks."}))

    visit = Visit.objects.latest("pk")
    assert (
        "Risk: Hit"
        in browser.get(
            reverse("visits:visit", kwargs={"child_pk": robin.pk, "visit_pk": visit.pk})
        ).content.decode()
    )
    plan = browser.get(reverse("plans:plan", kwargs={"child_pk": robin.pk})).content.decode()
    assert "Last seen on a visit, 4 March 2026: No marks." in plan
    assert "A bruise." not in plan


def test_where_nobody_was_met_nothing_was_seen(family, at, social_worker):
    robin, _ = family

    signed_in(social_worker).post(
        at, answers(robin, **{f"risk_no{risk(robin, 'Hit.').pk}": "No marks."}) | {"contact": "no-reply"}
    )

    assert Visit.objects.get().observed == []


def test_a_correction_keeps_what_was_seen_of_a_risk_that_is_gone(family, at, social_worker):
    robin, _ = family
    hit, alone = risk(robin, "Hit."), risk(robin, "Left alone.")
    browser = signed_in(social_worker)
    browser.post(at, answers(robin, **{f"risk_no{hit.pk}": "No marks.", f"risk_no{alone.pk}": "Aunt."}))
    end_line(line=hit, because="Nobody hits.", on=wed_4_mar, by=social_worker)
    visit = Visit.objects.get()
    page = reverse("visits:correct", kwargs={"child_pk": robin.pk, "visit_pk": visit.pk})
    assert "Aunt." in browser.get(page).content.decode()

    browser.post(page, {
        "visited_on": "4/3/2026", "place": "home", "contact": "face-to-face", f"seen_{robin.pk}": "alone",
        f"risk_no{alone.pk}": "A grandmother.", "visited_by": social_worker.pk, "why": "It was the grandmother.",
    })  # fmt: skip

    visit.refresh_from_db()
    assert visit.observed == [["Hit.", "No marks."], ["Left alone.", "A grandmother."]]
    history = browser.get(
        reverse("visits:visit", kwargs={"child_pk": robin.pk, "visit_pk": visit.pk})
    ).content.decode()
    assert "Left alone.: Aunt." in history


def test_the_same_form_sent_twice_is_one_visit_and_other_words_are_another(family, at, social_worker):
    robin, _ = family
    key, browser = f"risk_no{risk(robin, 'Hit.').pk}", signed_in(social_worker)
    once = {"once": "5f0f2d7e-8f7e-4a51-8f5e-0d9a5bb6f001"}

    for _ in range(2):
        browser.post(at, answers(robin, **{key: "No marks."}) | once)
    other = browser.post(at, answers(robin, **{key: "A bruise."}) | once).content.decode()

    assert Visit.objects.count() == 1
    assert "A visit was recorded from this form already, and this is different." in other


def test_without_a_plan_nothing_more_is_asked(child, social_worker):
    page = (
        signed_in(social_worker).get(reverse("visits:record", kwargs={"child_pk": child.pk})).content.decode()
    )

    assert "What you saw of each risk of the plan" not in page
