"""Two people change one record at the same time: the second sees both texts, and neither is lost."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html

from plans.actions import add_action, add_outcome, describe_plan
from plans.models import Outcome
from tests.factories import stories

tue_24_feb, wed_4_mar = date(2026, 2, 24), date(2026, 3, 4)

pytestmark = pytest.mark.requirement("B-24")


@pytest.fixture
def plan(child, chair, social_worker, it_is_today):
    stories.on_a_plan(child, started_on=tue_24_feb, chair=chair)
    plan = child.plans.get()
    describe_plan(
        plan=plan, concerns="Cold.", what_must_change="Heat.", contingency="Stay.", by=social_worker
    )
    return plan


@pytest.fixture
def two(social_worker, her_manager):
    """Two browsers, each with somebody signed in."""
    browsers = Client(), Client()
    for browser, person in zip(browsers, (social_worker, her_manager), strict=True):
        browser.force_login(person)
    return browsers


def opened(browser: Client, address: str) -> dict[str, str]:
    [form] = html.fromstring(browser.get(address).content).xpath(
        "//main//form[.//input[@name='record_version']]"
    )
    return {name: value for name, value in form.form_values() if name != "csrfmiddlewaretoken"}


def version_in(page: str) -> str:
    return html.fromstring(page).xpath("//input[@name='record_version']/@value")[0]


def test_the_second_sees_both_texts_and_decides(plan, child, two):
    address = reverse("plans:describe", args=[child.pk])
    priya, martin = two
    hers, his = opened(priya, address), opened(martin, address)

    priya.post(address, {**hers, "concerns": "Left alone at night."})
    page = martin.post(address, {**his, "concerns": "Left alone."}).content.decode()

    assert "Priya Pattern changed this while you were writing." in page
    assert "“Cold” became “Left alone at night”" in page
    assert "Left alone.</textarea>" in page
    plan.refresh_from_db()
    assert plan.concerns == "Left alone at night."

    martin.post(address, {**his, "concerns": "Left alone, at night.", "record_version": version_in(page)})
    plan.refresh_from_db()
    assert plan.concerns == "Left alone, at night."


def test_an_error_meanwhile_does_not_count_as_having_been_told(plan, child, two):
    address = reverse("plans:describe", args=[child.pk])
    priya, martin = two
    hers, his = opened(priya, address), opened(martin, address)
    priya.post(address, {**hers, "concerns": "Left alone at night."})

    page = martin.post(address, {**his, "concerns": " "}).content.decode()
    assert "changed this while you were writing" not in page
    again = martin.post(
        address, {**his, "concerns": "Left alone.", "record_version": version_in(page)}
    ).content.decode()

    assert "Priya Pattern changed this while you were writing." in again


def test_what_was_begun_before_is_judged_by_what_was_seen_then(plan, child, two):
    address = reverse("plans:describe", args=[child.pk])
    priya, martin = two
    his = opened(martin, address)
    martin.post(address, {**his, "concerns": "Left alone.", "_keep": "yes"})
    priya.post(address, {**opened(priya, address), "concerns": "Left alone at night."})

    assert "Begin again with what is recorded" in martin.get(address).content.decode()
    taken_up = opened(martin, address)
    assert taken_up["concerns"] == "Left alone."
    page = martin.post(address, taken_up).content.decode()
    assert "Priya Pattern changed this while you were writing." in page


def test_another_part_of_the_plan_is_no_conflict(plan, child, two):
    priya, martin = two
    his = opened(martin, reverse("plans:describe", args=[child.pk]))
    family = reverse("plans:describe-family", args=[child.pk])
    answers = opened(priya, family)
    priya.post(
        family,
        {
            **answers,
            **dict.fromkeys(("made_with", "culture", "disability", "visiting", "monitoring"), "Said."),
        },
    )
    plan.refresh_from_db()
    assert plan.culture == "Said."

    martin.post(reverse("plans:describe", args=[child.pk]), {**his, "concerns": "Left alone."})
    plan.refresh_from_db()
    assert (plan.concerns, plan.culture) == ("Left alone.", "Said.")


def test_outcomes_and_actions_and_the_child_too(plan, child, two, social_worker):
    outcome = add_outcome(
        plan=plan, set_by=Outcome.SetBy.CORE_GROUP, what_will_be_different="Calm.", how_we_will_know="Robin says.",
        achieve_by=None, by=social_worker,
    )  # fmt: skip
    action = add_action(
        plan=plan, outcome=outcome, what="Call", who="Worker", by_when=date(2026, 4, 1), by=social_worker
    )
    priya, martin = two
    for address, field, first, second in (
        (reverse("plans:change-outcome", args=[child.pk, outcome.pk]), "how_we_will_know", "One.", "Two."),
        (reverse("plans:action-progress", args=[child.pk, action.pk]), "progress", "One.", "Two."),
        (reverse("children:edit", args=[child.pk]), "religion", "Quaker", "Sikh"),
    ):
        hers, his = opened(priya, address), opened(martin, address)
        assert priya.post(address, {**hers, field: first}).status_code == 302, address
        page = martin.post(address, {**his, field: second}).content.decode()
        assert f"became “{first.rstrip('.')}”" in page, address
