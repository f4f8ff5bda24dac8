"""A social worker on leave, for tests of who acts meanwhile.

A plan from Tuesday 24 February 2026; seen alone on Tuesday 3 March, so that the next visit is due on Tuesday 17 March,
ten working days later. The leave is from Monday 9 March, and she is back on Monday 23 March.
"""

from datetime import date

import pytest

from accounts.models import User
from children.actions import arrange_cover
from children.models import Child, Cover
from tests.factories import AllocationFactory, ChildFactory, UserFactory, stories

tue_24_feb = date(2026, 2, 24)
tue_3_march = date(2026, 3, 3)
mon_9_march = date(2026, 3, 9)
mon_23_march = date(2026, 3, 23)


@pytest.fixture
def carla(team) -> User:
    return UserFactory(name="Carla Copy", team=team)


@pytest.fixture
def robin(child: Child, social_worker: User) -> Child:
    stories.on_a_plan(child, started_on=tue_24_feb)
    stories.seen(child, on=tue_3_march, by=social_worker)
    return child


@pytest.fixture
def another(social_worker: User, chair: User) -> Child:
    """Another child whom the same social worker holds."""
    child = ChildFactory(team=social_worker.team, conference_chair=chair)
    AllocationFactory(child=child, social_worker=social_worker, from_on=date(2026, 1, 5))
    return child


@pytest.fixture
def away(social_worker: User, her_manager: User):
    """The social worker is on leave from 9 March and back on 23 March."""

    def arrange(covering: User | None, **different: object) -> Cover:
        return arrange_cover(
            **{
                "away": social_worker, "covering": covering, "from_on": mon_9_march, "until_on": mon_23_march,
                "reason": Cover.Reason.LEAVE, "by": her_manager, "today": tue_3_march, **different,
            }
        )  # fmt: skip

    return arrange
