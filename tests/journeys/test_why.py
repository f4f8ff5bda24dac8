"""Why this date? In a list, without leaving it; on the page of the date where there is no script."""

from datetime import date

import pytest
from playwright.sync_api import expect

from accounts.models import User
from accounts.roles import Role
from tests.factories import AllocationFactory, ChildFactory, TeamFactory, UserFactory
from tests.factories.stories import on_a_plan
from tests.journeys.people import Somebody

pytestmark = [pytest.mark.slow, pytest.mark.requirement("T-16")]


@pytest.fixture
def manager(transactional_db) -> User:
    team = TeamFactory(name="North team")
    manager = UserFactory(name="Martin Model", role=Role.TEAM_MANAGER, team=team)
    child = ChildFactory(given_name="Robin", team=team)
    AllocationFactory(child=child, social_worker=UserFactory(team=team), from_on=date(2026, 1, 5))
    # Ten working days after Tuesday 24 February 2026 are Tuesday 10 March.
    on_a_plan(child, started_on=date(2026, 2, 24), by=manager)
    return manager


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_date_of_a_list_is_explained_where_it_stands(browser, live_server, manager, width, scripts):
    martin = Somebody(manager, browser, live_server.url, width=width, scripts=scripts)
    martin.comes_in()
    martin.chooses("Overdue work")
    martin.is_at("Overdue")
    row = martin.row("Visit to the child").first
    row.get_by_text("Why this date?").click()
    if scripts:
        expect(row).to_contain_text("10 working days after Tuesday 24 February 2026 is Tuesday 10 March 2026")
        martin.is_at("Overdue")
        martin.can_use_the_page()
    else:
        row.get_by_role("link", name="Day by day").click()
        martin.is_at("Why this date")
        martin.reads("10 working days after Tuesday 24 February 2026 is Tuesday 10 March 2026")
    assert martin.complaints == []
    martin.leaves(f"why-{width}-{scripts}")
