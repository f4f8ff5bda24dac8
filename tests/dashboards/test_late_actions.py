"""Actions of plans that are late, by agency: whose they are, how long, how often moved, and for whose children."""

from datetime import date

import pytest

from plans.actions import add_action, move_action, record_progress
from tests.factories import ChildFactory, PersonFactory, stories
from tests.plans.conftest import signed_in

tue_24_feb, fri_27_feb, tue_3_mar, wed_4_mar = (
    date(2026, 2, 24),
    date(2026, 2, 27),
    date(2026, 3, 3),
    date(2026, 3, 4),
)
pytestmark = [pytest.mark.requirement("T-36", "S1-154"), pytest.mark.usefixtures("it_is_today")]
HERE = "/team/late-actions/"


@pytest.fixture
def plan(child):
    return stories.on_a_plan(child, started_on=tue_24_feb)


def action(plan, what, by, *, by_when=tue_3_mar, person=None, who="Mother"):
    return add_action(plan=plan, outcome=None, what=what, who=who, person=person, by_when=by_when, by=by)


def test_by_agency_with_the_delay_and_the_family_apart(plan, social_worker, her_manager):
    teacher = PersonFactory(name="Tess Teach", agency="Exampleton Primary")
    late = action(plan, "Breakfast club", social_worker, by_when=fri_27_feb, person=teacher, who="")
    moved = move_action(action=late, by_when=wed_4_mar, because="Full.", by=social_worker, today=tue_24_feb)
    move_action(action=moved, by_when=tue_3_mar, because="A place.", by=social_worker, today=tue_24_feb)
    action(plan, "Dentist", social_worker)
    browser = signed_in(her_manager)

    page = browser.get(HERE).content.decode()
    of_the_school = browser.get(HERE, {"agency": "Exampleton Primary"}).content.decode()

    assert "Exampleton Primary: 1" in page
    assert "Family, or nobody of the network: 1" in page
    assert "Breakfast club" in page
    assert "Dentist" in page
    assert "1 day late" in page
    assert "Moved twice since 27 February 2026, 4 days in all: A place." in page
    assert "Breakfast club" in of_the_school
    assert "Dentist" not in of_the_school


def test_not_what_is_done_or_to_come_today_or_of_a_plan_that_ended(plan, child, social_worker, her_manager):
    done = action(plan, "Done already", social_worker)
    record_progress(action=done, progress="", done_on=tue_3_mar, by=social_worker, today=wed_4_mar)
    action(plan, "Due today", social_worker, by_when=wed_4_mar)

    page = signed_in(her_manager).get(HERE).content.decode()

    assert "No action of a plan is late." in page


def test_of_the_managers_own_children_only(plan, social_worker, her_manager, chair):
    elsewhere = stories.on_a_plan(ChildFactory(conference_chair=chair), started_on=tue_24_feb)
    action(elsewhere, "Of another team", chair)

    assert "Of another team" not in signed_in(her_manager).get(HERE).content.decode()


def test_social_workers_have_no_such_page(social_worker):
    assert signed_in(social_worker).get(HERE).status_code == 403
