"""Three siblings, all seen, two of them alone: from the day's page to recorded, with the presses counted."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Locator

from accounts.models import User
from deadlines.numbers import working_calendar
from tests.factories import AllocationFactory, ChildFactory, HouseholdFactory, ResidenceFactory, stories
from tests.journeys.keyboard import SomebodyWithoutAMouse
from tests.journeys.people import Somebody
from visits.models import Visit

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.requirement("B-09", "B-18")]
MOST_PRESSES = 25


@pytest.fixture
def family(team, social_worker: User, chair: User) -> list:
    today, home = timezone.localdate(), HouseholdFactory()
    began = working_calendar().last_working_day_on_or_before(today - timedelta(days=20))
    children = []
    for number, name in enumerate(("Ada", "Ben", "Cleo")):
        child = ChildFactory(
            given_name=name, family_name="Sample", team=team, conference_chair=chair,
            born_on=today - timedelta(days=365 * (12 - 2 * number)),
        )  # fmt: skip
        AllocationFactory(child=child, social_worker=social_worker, from_on=began)
        ResidenceFactory(child=child, household=home, from_on=began)
        stories.on_a_plan(child, started_on=began)
        children.append(child)
    return children


@pytest.mark.parametrize(
    ("width", "scripts", "who"),
    [
        pytest.param(1280, True, SomebodyWithoutAMouse, id="1280, from the keyboard alone"),
        pytest.param(390, True, Somebody, id="390"),
        pytest.param(320, False, Somebody, id="320, without scripts"),
    ],
)
def test_three_siblings_in_few_presses(
    browser: Browser, live_server, social_worker: User, family, width, scripts, who
):
    priya = who(social_worker, browser, live_server.url, width=width, scripts=scripts)
    priya.comes_in()
    page, presses = priya.page, 0

    def press(locator: Locator, how: Callable[[Locator], None] = priya.checks) -> None:
        nonlocal presses
        presses += 1
        how(locator)

    def writes(locator: Locator, words: str) -> None:
        press(locator, lambda what: priya.fills(what, words))

    press(page.get_by_role("button", name="Record a visit").first, priya.clicks)
    priya.can_use_the_page()
    press(page.get_by_label("Today,"))
    press(page.get_by_label("At home"))
    press(page.get_by_label("Met the family"))
    for name in ("Ada", "Ben"):
        press(page.get_by_role("group", name=f"Was {name} seen?").get_by_label("Yes, alone"))
    press(page.get_by_role("group", name="Was Cleo seen?").get_by_label("Yes, but not alone"))
    press(page.get_by_role("group", name="What kept Cleo from being seen alone?").get_by_label("A parent"))
    writes(page.get_by_label("Why was Cleo not seen alone?"), "Her mother stayed in the room.")
    for name in ("Ada", "Ben", "Cleo"):
        press(page.get_by_label(f"{name} was spoken with"))
        press(page.get_by_label(f"{name}’s bedroom was seen"))
    writes(page.get_by_label("What did you see and hear?"), "The house was warm and the table laid.")
    press(page.get_by_role("button", name="Save visit"), priya.clicks)

    priya.is_told("Visit recorded.")
    assert presses <= MOST_PRESSES, presses
    seen = Visit.objects.order_by("child__given_name")
    assert [(visit.child.given_name, visit.child_seen, visit.child_seen_alone) for visit in seen] == [
        ("Ada", True, True),
        ("Ben", True, True),
        ("Cleo", True, False),
    ]
    assert {visit.account for visit in seen} == {"The house was warm and the table laid."}
    assert all(visit.spoken_with and visit.bedroom_seen for visit in seen)
    wide = page.locator("html").evaluate("html => [html.scrollWidth, html.clientWidth]")
    assert wide[0] <= wide[1], wide
    priya.can_use_the_page()
    priya.leaves(f"three-siblings-{width}-{scripts}")
    assert priya.complaints == []
