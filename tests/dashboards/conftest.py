"""Two teams and their work, for the lists that count it."""

from datetime import date

import pytest

from children.actions import end_allocation
from conferences.actions import book_conference
from tests.factories import AllocationFactory, ChildFactory
from tests.factories.stories import core_group_held, on_a_plan, seen

wed_4_feb = date(2026, 2, 4)
mon_2_mar = date(2026, 3, 2)


@pytest.fixture
def work(team, chair, social_worker, stranger, today) -> dict:
    """Two teams: overdue and coming work in both, a child nobody holds, a review booked too late, a two-year plan."""

    def on_plan(worker, **details):
        child = ChildFactory(team=worker.team, conference_chair=chair, **details)
        allocation = AllocationFactory(child=child, social_worker=worker)
        on_a_plan(child, started_on=wed_4_feb, chair=chair)
        return child, allocation

    mine, _ = on_plan(social_worker, given_name="Mine")
    coming, _ = on_plan(social_worker, given_name="Coming")
    core_group_held(coming, on=date(2026, 2, 11), by=social_worker)
    seen(coming, on=date(2026, 2, 24), by=social_worker)
    nobodys, allocation = on_plan(social_worker, given_name="Nobodys")
    end_allocation(allocation=allocation, until_on=mon_2_mar, by=social_worker, today=mon_2_mar)
    hasty, _ = on_plan(social_worker, given_name="Hasty")
    book_conference(
        children=[hasty], booked_for=date(2026, 3, 6), chair=chair, by=chair, today=today, booked_on=today
    )
    long_ago = ChildFactory(team=team, conference_chair=chair, given_name="Longago")
    AllocationFactory(child=long_ago, social_worker=social_worker, from_on=date(2024, 1, 8))
    on_a_plan(long_ago, started_on=date(2024, 2, 5), chair=chair)
    theirs, _ = on_plan(stranger, given_name="Theirs")
    return {
        "mine": mine, "coming": coming, "nobodys": nobodys, "hasty": hasty, "long_ago": long_ago, "theirs": theirs,
    }  # fmt: skip
