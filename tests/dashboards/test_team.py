from datetime import date

import pytest
from django.urls import reverse

from children.actions import allocate
from dashboards.work import Kind
from tests.factories import AllocationFactory, ChildFactory, UserFactory
from tests.factories.stories import on_a_plan

wed_4_feb = date(2026, 2, 4)
mon_2_mar = date(2026, 3, 2)

pytestmark = pytest.mark.usefixtures("it_is_today")
TEAM, OVERDUE = "/team/", "/overdue/"


def children(page) -> set[str]:
    return {each.row.child.label.split()[0] for each in page.context["rows"]}


READERS = ["her_manager", "service_manager", "auditor", "safeguarding_unit"]


@pytest.mark.requirement("A-10", "S1-93")
@pytest.mark.parametrize("role", READERS)
def test_every_tile_counts_exactly_the_list_it_leads_to(read, work, request, role):
    reader = request.getfixturevalue(role)
    not_seen, *tiles = read(reader, TEAM).context["tiles"]
    assert not_seen.number == read(reader, not_seen.url).context["page"].paginator.count == 0
    assert len(tiles) == 5
    for tile in tiles:
        listed = read(reader, tile.url)
        assert tile.number == listed.context["page"].paginator.count, tile.label
        assert tile.number == len(listed.tree.xpath("//main//tbody/tr")) > 0, tile.label


def test_a_tile_of_one_team_counts_the_list_of_that_team(read, work, service_manager, team, stranger):
    everywhere = {tile.label: tile.number for tile in read(service_manager, TEAM).context["tiles"]}
    for one in (team, stranger.team):
        page = read(service_manager, f"{TEAM}?team={one.pk}")
        for tile in page.context["tiles"][1:]:
            listed = read(service_manager, tile.url)
            assert tile.number == listed.context["page"].paginator.count
            everywhere[tile.label] -= tile.number
    assert set(everywhere.values()) == {0}


def test_a_team_manager_sees_her_team_and_no_other(read, work, her_manager, stranger):
    assert "Theirs" not in children(read(her_manager, f"{OVERDUE}?kind=all"))
    asked_for_another = read(her_manager, f"{OVERDUE}?kind=all&team={stranger.team.pk}")
    assert "Theirs" not in children(asked_for_another)


def test_children_whom_nobody_holds_come_first_and_are_offered_for_allocation(read, work, her_manager):
    page = read(her_manager, TEAM)
    [row] = page.context["unallocated"]
    assert (row.row.child.label.split()[0], row.worker) == ("Nobodys", "Nobody")
    assert row.row.action.url == reverse("children:allocate", kwargs={"child_pk": work["nobodys"].pk})
    captions = [caption.text for caption in page.tree.xpath("//main//caption")]
    assert captions[0] == "Children on a plan whom nobody holds"


def test_an_auditor_sees_the_same_work_and_is_offered_nothing_to_do(read, work, auditor, service_manager):
    for address in (TEAM, f"{OVERDUE}?kind=all"):
        seen_by_auditor = read(auditor, address)
        assert seen_by_auditor.status == 200
        for action in ("Record a visit", "Allocate", "Book a conference", "Plan or record a core group"):
            assert not any(words.startswith(action) for words in seen_by_auditor.links)
    assert children(read(auditor, OVERDUE)) == children(read(service_manager, OVERDUE))


def test_what_was_booked_too_late_and_what_is_only_to_be_looked_at_again_are_not_overdue(
    read, work, her_manager
):
    overdue = read(her_manager, OVERDUE)
    assert all(each.row.standing == "overdue" for each in overdue.context["rows"])
    assert children(read(her_manager, f"{OVERDUE}?kind=short-notice")) == {"Hasty"}
    assert children(read(her_manager, f"{OVERDUE}?kind=look-again")) == {"Longago"}


def test_the_bars_add_up_to_what_is_overdue(read, work, her_manager, service_manager):
    for reader, second in (
        (her_manager, "Overdue by lead social worker"),
        (service_manager, "Overdue by team"),
    ):
        context = read(reader, TEAM).context
        by_rule, by_whom = context["charts"]
        assert by_whom.title == second
        overdue = next(tile.number for tile in context["tiles"] if tile.label == "Overdue")
        assert sum(number for _, number in by_rule.counts) == overdue
        assert sum(number for _, number in by_whom.counts) == overdue


def test_filters_narrow_the_list_stay_in_the_address_and_can_be_taken_away_one_by_one(
    read, work, her_manager, social_worker
):
    page = read(her_manager, f"{OVERDUE}?kind=overdue&worker={social_worker.pk}&rule=visit")
    assert {each.worker for each in page.context["rows"]} == {"Priya Pattern"}
    assert {each.row.what for each in page.context["rows"]} == {"Visit to the child"}
    taken_away = {group.name: group.tags[0].url_without for group in page.context["groups"]}
    assert taken_away["Rule"] == f"?kind=overdue&worker={social_worker.pk}"


def test_the_list_can_be_asked_for_what_nobody_holds(read, work, her_manager):
    assert children(read(her_manager, f"{OVERDUE}?kind=all&worker=nobody")) == {"Nobodys"}


def test_a_service_manager_is_offered_the_workers_of_one_team_and_not_of_the_county(
    read, work, service_manager, team, social_worker
):
    assert "worker" in read(service_manager, f"{OVERDUE}?team={team.pk}").context["form"].fields
    everywhere = read(service_manager, OVERDUE).context["form"].fields["worker"].choices
    assert str(social_worker.pk) not in dict(everywhere)


@pytest.mark.parametrize("order", ["gravest", "oldest", "child"])
def test_the_list_can_be_put_in_order(read, work, her_manager, order):
    rows = [each.row for each in read(her_manager, f"{OVERDUE}?kind=overdue&order={order}").context["rows"]]
    assert len(rows) > 3
    if order == "oldest":
        assert [row.due_on for row in rows] == sorted(row.due_on for row in rows)
    if order == "child":
        names = [row.child.label for row in rows]
        assert names == sorted(names)
    if order == "gravest":
        assert rows[0].what == "A lead social worker"


@pytest.mark.parametrize("typed", ["kind=late", "team=x", "worker=999999", "rule=nonsense", "order=up"])
def test_an_address_typed_wrongly_says_so_and_still_shows_the_list(read, work, service_manager, typed):
    page = read(service_manager, f"{OVERDUE}?{typed}")
    assert page.status == 200
    assert "There is a problem" in page.words
    assert page.context["rows"]


def test_fifty_dates_make_a_page_and_a_page_past_the_last_is_the_last(read, social_worker, her_manager):
    for _ in range(13):
        child = ChildFactory(team=social_worker.team)
        AllocationFactory(child=child, social_worker=social_worker)
        on_a_plan(child, started_on=wed_4_feb)
    page = read(her_manager, f"{OVERDUE}?kind=all&page=99")
    assert page.context["page"].number == 2
    assert "kind=all&page=1" in " ".join(page.links.values())


def test_a_team_with_nothing_overdue_says_so(read, her_manager):
    assert "Nothing is overdue today." in read(her_manager, TEAM).words


def test_the_worker_named_is_the_one_who_holds_the_child_today(read, work, her_manager, today):
    other = UserFactory(name="Late Comer", team=her_manager.team)
    allocate(child=work["mine"], social_worker=other, from_on=today, by=her_manager, today=today)
    rows = read(her_manager, f"{OVERDUE}?kind=all&worker={other.pk}").context["rows"]
    assert {each.row.child.label.split()[0] for each in rows} == {"Mine"}
    assert {each.worker for each in rows} == {"Late Comer"}


def test_every_kind_has_words_and_all_of_them_can_be_listed(read, work, service_manager):
    for kind in Kind:
        page = read(service_manager, f"{OVERDUE}?kind={kind}")
        assert page.context["heading"] == kind.label
