"""What each worker carries, the supervision pack, and how often dates were kept."""

from datetime import date

import pytest

from accounts.roles import Role
from alerts.sweeping import sweep
from children.actions import end_allocation
from children.actions.cover import arrange_cover
from conferences.actions import book_conference
from dashboards.timeliness import twelve_months
from deadlines.models import Deadline
from tests.factories import AllocationFactory, ChildFactory, UserFactory
from tests.factories.stories import core_group_held, on_a_plan, seen

mon_8_dec = date(2025, 12, 8)
wed_4_feb = date(2026, 2, 4)
wed_11_feb = date(2026, 2, 11)
mon_2_mar = date(2026, 3, 2)
fri_27_mar = date(2026, 3, 27)

pytestmark = pytest.mark.usefixtures("it_is_today")
TEAM, PACK, TIMELINESS = "/team/", "/team/supervision/", "/team/timeliness/"


def held_by(worker, chair, **details):
    child = ChildFactory(team=worker.team, conference_chair=chair, **details)
    allocation = AllocationFactory(child=child, social_worker=worker)
    on_a_plan(child, started_on=wed_4_feb, chair=chair)
    return child, allocation


@pytest.fixture
def work(team, chair, social_worker, stranger, today) -> dict:
    """Priya holds two, a colleague one, a worker of another team one of the team's; one is held by nobody."""
    first, _ = held_by(social_worker, chair, given_name="First")
    second, _ = held_by(social_worker, chair, given_name="Second")
    core_group_held(second, on=wed_11_feb, by=social_worker)
    seen(second, on=mon_2_mar, by=social_worker)
    held_by(UserFactory(name="Colin Colleague", team=team), chair, given_name="Third")
    _, allocation = held_by(social_worker, chair, given_name="Nobodys")
    end_allocation(allocation=allocation, until_on=mon_2_mar, by=social_worker, today=mon_2_mar)
    lent = ChildFactory(team=team, conference_chair=chair, given_name="Lent")
    AllocationFactory(child=lent, social_worker=stranger)
    on_a_plan(lent, started_on=wed_4_feb, chair=chair)
    theirs, _ = held_by(stranger, chair, given_name="Theirs")
    return {"first": first, "second": second, "lent": lent, "theirs": theirs}


def workload(read, reader, team):
    return read(reader, f"{TEAM}?team={team.pk}").context["workload"]


@pytest.mark.requirement("A-10", "S1-93")
@pytest.mark.parametrize("role", ["her_manager", "service_manager", "auditor", "safeguarding_unit"])
def test_every_number_of_a_worker_is_the_length_of_the_list_it_leads_to(read, work, team, request, role):
    reader = request.getfixturevalue(role)
    rows = workload(read, reader, team).rows
    names = [row.name for row in rows]
    assert {"Colin Colleague", "Priya Pattern", "Stella Stencil"} <= set(names)
    assert names[-1] == "Nobody"
    for row in rows:
        held, *lists, _ = row.cells
        for cell in lists:
            listed = read(reader, cell.url)
            assert cell.number == listed.context["page"].paginator.count, (row.name, cell.label)
            assert listed.context["form"].errors == {}
        assert bool(held.url) == (held.number > 0)
        if held.url:
            assert held.number == len(read(reader, held.url).context["children"])
    assert sum(cell.number for row in rows for cell in row.cells[3:4]) > 0


def test_a_visit_due_within_ten_working_days_counts_and_one_overdue_does_not(read, work, her_manager, team):
    """Second was seen on 2 March, so the next visit falls within ten working days; First never was: overdue."""
    priya = next(row for row in workload(read, her_manager, team).rows if row.name == "Priya Pattern")
    assert {cell.label: cell.number for cell in priya.cells}["Visits due in the next 10 working days"] == 1
    listed = read(her_manager, priya.cells[3].url).context["rows"]
    assert [each.row.child.label.split()[0] for each in listed] == ["Second"]


@pytest.mark.parametrize("role", ["her_manager", "service_manager"])
def test_the_workers_add_up_to_the_tiles(read, work, team, request, role):
    page = read(request.getfixturevalue(role), f"{TEAM}?team={team.pk}")
    tiles = {tile.label: tile.number for tile in page.context["tiles"]}
    total = {cell.label: cell.number for cell in page.context["workload"].total}
    assert total["Overdue"] == tiles["Overdue"] > 0
    assert total["Due in the next 5 working days"] == tiles["Due in the next 5 working days"]


def test_the_pack_has_every_child_the_worker_holds_with_every_date_owed(
    read, work, her_manager, social_worker, chair, today
):
    book_conference(
        children=[work["second"]], booked_for=fri_27_mar, chair=chair, by=chair, today=today, booked_on=today
    )
    page = read(her_manager, f"{PACK}?worker={social_worker.pk}")
    pack = {each.held.child.given_name: each for each in page.context["children"]}
    assert set(pack) == {"First", "Second"}
    second = pack["Second"]
    assert (second.held.last_seen, second.held.last_seen_alone) == ("2 March 2026", "2 March 2026")
    assert second.last_core_group == "11 February 2026"
    assert second.next_conference == "Friday 27 March 2026"
    assert second.on_a_plan_for.startswith("4 weeks")
    assert pack["First"].held.last_seen == "No visit on record"
    for name, child in (("First", work["first"]), ("Second", work["second"])):
        near = child.deadlines.outstanding().filter(due_on__lte=date(2027, 3, 4))
        assert len(pack[name].owed) == near.count() > 0


def test_a_pack_has_no_child_of_another_team_and_none_of_a_worker_who_holds_nothing_here(
    read, work, her_manager, service_manager, stranger
):
    lent_only = read(her_manager, f"{PACK}?worker={stranger.pk}").context["children"]
    assert [each.held.child.given_name for each in lent_only] == ["Lent"]
    everything = read(service_manager, f"{PACK}?worker={stranger.pk}").context["children"]
    assert {each.held.child.given_name for each in everything} == {"Lent", "Theirs"}
    elsewhere = UserFactory(name="Else Where")
    for nobody in (elsewhere.pk, "x", "99999999999999999999"):
        assert read(her_manager, f"{PACK}?worker={nobody}").status == 404


def test_the_packs_of_a_team_are_found_by_worker_and_those_of_a_county_by_team(
    read, work, her_manager, service_manager, team
):
    assert "Priya Pattern" in read(her_manager, PACK).links
    assert read(service_manager, PACK).links["North team"] == f"?team={team.pk}"
    assert "Priya Pattern" in read(service_manager, f"{PACK}?team={team.pk}").links


def test_escalations_are_counted_for_those_who_decide_them_and_lead_to_as_many(
    read, work, her_manager, service_manager, today
):
    """A sweep on 4 March: visits of children never seen are weeks overdue, which is passed up."""
    sweep(today=today)
    escalated = read(service_manager, TEAM).context["escalations"]
    listed = read(service_manager, escalated.url).context["page"].paginator.count
    assert escalated.label == f"Escalations waiting for a decision: {listed}"
    assert listed > 0
    assert read(her_manager, TEAM).context["escalations"] is None


def test_days_away_are_not_days_for_visits(read, work, her_manager, social_worker, team, today):
    """Of the ten working days 5 to 18 March Priya is away from Monday 9 to Friday 13: five. A weekend is no more."""
    arrange_cover(
        away=social_worker, covering=None, from_on=date(2026, 3, 9), until_on=date(2026, 3, 16), reason="leave",
        by=her_manager, today=today,
    )  # fmt: skip
    there = {row.name: row.cells[-1].number for row in workload(read, her_manager, team).rows}
    assert (there["Priya Pattern"], there["Colin Colleague"], there["Nobody"]) == (5, 10, 0)


def test_whoever_covers_for_another_manager_counts_both_teams_and_every_number_is_still_its_list(
    read, work, her_manager, service_manager, stranger, team, today
):
    other = UserFactory(name="Olga Other", role=Role.TEAM_MANAGER, team=stranger.team)
    arrange_cover(
        away=other, covering=her_manager, from_on=today, until_on=date(2026, 3, 16), reason="leave",
        by=service_manager, today=today,
    )  # fmt: skip
    page = read(her_manager, TEAM)
    found = page.context["workload"]
    stella = next(row for row in found.rows if row.name == "Stella Stencil")
    assert stella.cells[0].number == 2 == len(read(her_manager, stella.url).context["children"])
    for row in found.rows:
        for cell in row.cells[1:4]:
            assert cell.number == read(her_manager, cell.url).context["page"].paginator.count, row.name
    tiles = {tile.label: tile.number for tile in page.context["tiles"]}
    assert {cell.label: cell.number for cell in found.total}["Overdue"] == tiles["Overdue"]


@pytest.fixture
def kept(child):
    """Of one child: a date kept, one kept late, one missed, and four that do not count."""

    def owed(due_on, **more):
        return Deadline.objects.create(
            child=child, rule="core-group", started_on=due_on, due_on=due_on, pack="composite", **more
        )

    owed(mon_8_dec, met_on=mon_8_dec)
    owed(date(2025, 12, 9), met_on=date(2025, 12, 10))
    owed(date(2026, 1, 15))
    owed(date(2026, 1, 16), short_notice=True)
    owed(date(2026, 1, 19), lapsed_on=date(2026, 1, 12))
    owed(date(2026, 3, 4))  # today: still to be met
    owed(date(2025, 3, 31))  # before the first of the twelve months, April 2025


def test_a_date_counts_as_kept_kept_late_or_missed_in_the_month_it_was_due(kept, today):
    found = twelve_months(Deadline.objects.all(), today)
    [rule] = found.rules
    assert (rule.in_time, rule.late, rule.not_met, rule.share) == (1, 1, 1, "33%")
    points = dict(found.chart.points)
    assert (len(points), next(iter(points))) == (12, "Apr")
    assert (points["Dec"], points["Jan"], points["Mar"]) == ((1, 1), (0, 1), (0, 0))


def test_the_chart_is_of_the_rule_asked_for_and_the_table_of_all(kept, today):
    found = twelve_months(Deadline.objects.all(), today, rule="visit")
    assert {values for _, values in found.chart.points} == {(0, 0)}
    assert found.total.all == 3


def test_a_team_s_timeliness_is_of_its_own_children_and_its_total_is_the_sum_of_its_rules(
    read, work, her_manager, service_manager, team, stranger
):
    hers = read(her_manager, TIMELINESS).context["months"]
    assert hers.total.all == sum(each.all for each in hers.rules) > 0
    parts = [
        read(service_manager, f"{TIMELINESS}?team={one.pk}").context["months"]
        for one in (team, stranger.team)
    ]
    assert parts[0].total == hers.total
    together = read(service_manager, TIMELINESS).context["months"]
    assert together.total.all == sum(part.total.all for part in parts)
