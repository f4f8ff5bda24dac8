"""By rule, by child, by team: each number leads to a list of exactly as many."""

from datetime import date

import pytest

from plans.models import Action, ChildProtectionPlan, Outcome
from tests.factories import AllocationFactory, ChildFactory
from tests.factories.stories import on_a_plan

pytestmark = pytest.mark.usefixtures("it_is_today")
BY_RULE, BY_CHILD, TEAM = "/team/by-rule/", "/team/by-child/", "/team/"
READERS = ["her_manager", "service_manager", "auditor", "safeguarding_unit"]


def numbers_lead_to_their_lists(read, reader, table) -> int:
    """How many numbers were followed."""
    followed = 0
    for row in table.rows:
        for cell in row.cells:
            if cell.url and cell.number:
                found = read(reader, cell.url)
                assert found.context["page"].paginator.count == cell.number, (row.name, cell)
                followed += 1
    return followed


@pytest.mark.requirement("A-10", "S1-93")
@pytest.mark.parametrize("address", [BY_RULE, BY_CHILD])
@pytest.mark.parametrize("role", READERS)
def test_every_number_leads_to_a_list_of_as_many(read, work, request, role, address):
    reader = request.getfixturevalue(role)
    page = read(reader, address)

    assert numbers_lead_to_their_lists(read, reader, page.context["table"]) > 2


@pytest.mark.parametrize("address", [BY_RULE, BY_CHILD])
def test_the_rows_add_up_to_the_tiles(read, work, her_manager, address):
    tiles = {tile.label: tile.number for tile in read(her_manager, TEAM).context["tiles"]}
    table = read(her_manager, address).context["table"]

    for place, label in enumerate(table.columns):
        assert sum(row.cells[place].number for row in table.rows) == tiles[label]


@pytest.mark.parametrize("role", ["service_manager", "safeguarding_unit", "auditor"])
def test_every_team_is_a_row_and_leads_to_its_lists(read, work, request, role):
    reader = request.getfixturevalue(role)
    table = read(reader, TEAM).context["by_team"]

    rows = {row.name: {cell.label: cell.number for cell in row.cells} for row in table.rows}
    assert rows["North team"]["On a plan"] == 5
    assert rows["South team"]["On a plan"] == 1
    assert rows["North team"]["15 months or more"] == 1  # Longago, since February 2024
    assert numbers_lead_to_their_lists(read, reader, table) > 3


def test_a_child_without_a_team_is_in_the_table_too(read, work, service_manager, chair):
    orphan = ChildFactory(team=None, conference_chair=chair)
    on_a_plan(orphan, started_on=date(2026, 2, 4), chair=chair)

    rows = {row.name: row.cells[0].number for row in read(service_manager, TEAM).context["by_team"].rows}

    assert rows["No team"] == 1


def test_a_manager_of_one_team_has_no_table_of_teams(read, work, her_manager):
    assert read(her_manager, TEAM).context["by_team"] is None


def test_a_child_of_another_team_cannot_be_asked_about(read, work, her_manager):
    page = read(her_manager, f"/overdue/?kind=overdue&child={work['theirs'].pk}")

    assert "Theirs" not in page.words


@pytest.mark.requirement("T-25")
@pytest.mark.parametrize(
    ("started_on", "today", "band"),
    [
        # Fifteen months after 30 November 2024 is 28 February 2026: there is no 30th.
        (date(2024, 11, 30), date(2026, 2, 27), "12"),
        (date(2024, 11, 30), date(2026, 2, 28), "15"),
        # Two years after 29 February 2024 is 28 February 2026.
        (date(2024, 2, 29), date(2026, 2, 27), "21"),
        (date(2024, 2, 29), date(2026, 2, 28), "24"),
        (date(2025, 3, 4), date(2026, 3, 3), ""),
        (date(2025, 3, 4), date(2026, 3, 4), "12"),
        (date(2024, 9, 3), date(2026, 3, 3), "18"),
        (date(2024, 6, 4), date(2026, 3, 4), "21"),
    ],
)
def test_a_plan_is_in_the_band_of_the_months_it_has_lasted(
    it_is, read, her_manager, team, chair, started_on, today, band
):
    child = ChildFactory(team=team, conference_chair=chair)
    AllocationFactory(child=child, social_worker=her_manager, from_on=date(2024, 1, 1))
    ChildProtectionPlan(
        child=child,
        started_on=started_on,
        initial_categories=["NEG"],
        latest_categories=["NEG"],
        plans_before=0,
    ).save_by(her_manager)
    it_is(today)

    for each in ("12", "15", "18", "21", "24"):
        found = read(her_manager, f"/team/drift/?band={each}").context["page"].paginator.count
        assert found == (1 if each == band else 0), each


def test_each_tile_of_drift_leads_to_as_many_and_a_second_plan_says_when_the_first_ended(
    read,
    it_is,
    work,
    her_manager,
    chair,
):
    child = work["mine"]
    plan = child.plans.get()
    plan.plans_before = 1
    plan.save_by(her_manager)

    page = read(her_manager, "/team/drift/")

    for tile in page.context["tiles"]:
        assert read(her_manager, tile.url).context["page"].paginator.count == tile.number
    assert {row.plan.child.given_name for row in page.context["rows"]} == {"Longago", "Mine"}
    assert "1 plan before" in page.words


@pytest.mark.requirement("T-25", "S4-28")
def test_beside_how_long_a_plan_lasts_stands_what_it_has_changed(read, work, her_manager):
    plan = work["mine"].plans.get()
    plan.plans_before = 1
    plan.save_by(her_manager)
    page = "/team/drift/?band=again"
    assert "No outcome is set" in read(her_manager, page).words

    for achieved_on in (date(2026, 2, 2), None):
        Outcome(
            child=plan.child,
            plan=plan,
            set_by="core-group",
            what_will_be_different="Sleeps.",
            achieved_on=achieved_on,
        ).save_by(her_manager)
    Action(child=plan.child, plan=plan, what="A dentist", who="Mother", by_when=date(2026, 2, 3)).save_by(
        her_manager
    )

    said = "1 of 2 outcomes achieved, the last on 2 February 2026; 1 action late"
    assert said in read(her_manager, page).words


@pytest.mark.parametrize("role", READERS)
def test_each_number_of_the_twelve_months_leads_to_as_many_dates(read, work, request, role):
    reader = request.getfixturevalue(role)
    page = read(reader, "/team/timeliness/")
    months, list_url = page.context["months"], page.context["list_url"]

    followed = 0
    for each in [*months.rules, months.total]:
        for label, number, asked in each.numbers:
            found = read(reader, f"{list_url}{asked}").context["page"].paginator.count
            assert found == number, (each.name, label)
            followed += number > 0
    assert followed > 2
