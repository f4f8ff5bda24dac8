"""Lists cost the same number of questions with two children and with forty."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from conferences.actions import book_conference, record_strategy_discussion
from tests.factories import AllocationFactory, ChildFactory
from tests.factories.stories import on_a_plan, seen

wed_4_feb = date(2026, 2, 4)

pytestmark = pytest.mark.usefixtures("it_is_today")


def grown(number: int, *, worker, chair, today) -> None:
    """So many more children: overdue, unallocated, with a review booked, in enquiries."""
    for count in range(number):
        child = ChildFactory(team=worker.team, conference_chair=chair)
        if count % 4 != 3:
            AllocationFactory(child=child, social_worker=worker)
        if count % 4 == 2:
            record_strategy_discussion(
                children=[child], held_on=wed_4_feb, enquiry_agreed=True, by=worker, today=today
            )
            continue
        on_a_plan(child, started_on=wed_4_feb, chair=chair)
        seen(child, on=date(2026, 2, 25), by=worker)
        if count % 2:
            book_conference(
                children=[child], booked_for=date(2026, 4, 23), chair=chair, by=chair, today=today
            )


PAGES = {
    "social_worker": ("/caseload/", "/caseload/?show=overdue"),
    "her_manager": (
        "/team/",
        "/overdue/?kind=all",
        "/team/timeliness/",
        "/team/supervision/?worker={worker}",
    ),
    "service_manager": ("/team/timeliness/", "/team/", "/overdue/?kind=all"),
    "chair": ("/conferences/",),
    "safeguarding_unit": ("/conferences/",),
}


def questions(browser: Client, address: str) -> list[str]:
    browser.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert browser.get(address).status_code == 200
    return [query["sql"][:200] for query in captured]


def test_each_page_asks_as_many_questions_for_forty_children_as_for_four(
    request, social_worker, chair, today
):
    browsers = {reader: Client() for reader in PAGES}
    for reader, browser in browsers.items():
        browser.force_login(request.getfixturevalue(reader))

    def asked() -> dict[tuple[str, str], list[str]]:
        return {
            (reader, address): questions(browsers[reader], address.format(worker=social_worker.pk))
            for reader, addresses in PAGES.items()
            for address in addresses
        }

    grown(4, worker=social_worker, chair=chair, today=today)
    with_four = asked()
    grown(36, worker=social_worker, chair=chair, today=today)
    with_forty = asked()

    assert {
        page: set(with_forty[page]) - set(questions)
        for page, questions in with_four.items()
        if len(with_forty[page]) != len(questions)
    } == {}
