"""A page asks the database the same number of questions however much there is to show."""

from collections.abc import Iterator

import pytest
from django.db import connection, reset_queries
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from tests.house_rules.pages import PAGES, Page
from tests.house_rules.world import World, a_world

SHOWN = [page for page in PAGES if page.offers("get") and not page.is_open_to_anyone]


@pytest.fixture
def world(django_db_setup: None, django_db_blocker) -> Iterator[World]:
    """One of its own: more is told in it than the others expect."""
    with django_db_blocker.unblock(), a_world() as world:
        yield world


def readers(world: World, page: Page, records: dict[str, object]) -> Iterator[tuple[str, User]]:
    """Of a page about a child one reader; of a list of everybody's, each role, since each sees another list."""
    for user in world.holders(page):
        if page.is_of_a_child and not world.sees(user, records["child_pk"]):
            continue
        if "of another" in user.name:
            continue
        yield user.role, user
        if page.is_of_a_child:
            return


def open_each_once(world: World) -> None:
    """For what is kept in memory from the first request on, which is no cost of a row."""
    for page in SHOWN:
        found = world.find(page)
        world.ask(found.reader, "GET", page.at(**found.records))


def costs(world: World) -> dict[str, int]:
    costs: dict[str, int] = {}
    for page in SHOWN:
        found = world.find(page)
        measured = costs_of(world, page, found.records)
        if found.code == 200 and not measured:  # once more has been told another record may have to open it
            measured = costs_of(world, page, world.find_anew(page).records)
        costs |= measured
    return costs


def costs_of(world: World, page: Page, records: dict[str, object]) -> dict[str, int]:
    """Of each who is shown it."""
    costs = {}
    for role, user in readers(world, page, records):
        reset_queries()  # Django keeps the last nine thousand, and counts among those
        with CaptureQueriesContext(connection) as asked:
            response = world.ask(user, "GET", page.at(**records))
        if response.status_code == 200:
            costs[f"{page} as {role}"] = len(asked)
    return costs


@pytest.mark.slow
def test_no_page_costs_more_with_fifteen_rows_than_with_two(world: World):
    world.tell()
    open_each_once(world)
    with_two = costs(world)

    world.tell(times=4)
    world.tell_more_about(world.first_child(), times=13)
    # What PostgreSQL does by itself once a transaction is over: without it, it plans for tables that are still empty.
    with connection.cursor() as cursor:
        cursor.execute("analyze")
    with_fifteen = costs(world)

    assert {
        page: (cost, with_fifteen[page]) for page, cost in with_two.items() if with_fifteen[page] > cost
    } == {}
