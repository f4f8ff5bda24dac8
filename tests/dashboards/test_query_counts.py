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


@pytest.mark.parametrize(
    ("reader", "address"),
    [
        ("social_worker", "/caseload/"),
        ("social_worker", "/caseload/?show=overdue"),
        ("her_manager", "/team/"),
        ("her_manager", "/overdue/?kind=all"),
        ("her_manager", "/team/timeliness/"),
        ("her_manager", "/team/supervision/?worker={worker}"),
        ("service_manager", "/team/timeliness/"),
        ("service_manager", "/team/"),
        ("service_manager", "/overdue/?kind=all"),
        ("chair", "/conferences/"),
        ("safeguarding_unit", "/conferences/"),
    ],
)
def test_the_page_asks_as_many_questions_for_forty_children_as_for_four(
    request, social_worker, chair, today, reader, address
):
    address = address.format(worker=social_worker.pk)
    browser = Client()
    browser.force_login(request.getfixturevalue(reader))

    def questions() -> list[str]:
        browser.get(address)
        with CaptureQueriesContext(connection) as captured:
            assert browser.get(address).status_code == 200
        return [query["sql"][:200] for query in captured]

    grown(4, worker=social_worker, chair=chair, today=today)
    with_four = questions()
    grown(36, worker=social_worker, chair=chair, today=today)
    with_forty = questions()
    assert len(with_forty) == len(with_four), set(with_forty) - set(with_four)
