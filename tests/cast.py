"""The people of the tests. You know who may do what from the name."""

from datetime import date

import pytest

from accounts.models import Team, User
from accounts.roles import Role
from children.models import Child
from tests.factories import AllocationFactory, ChildFactory, TeamFactory, UserFactory


@pytest.fixture
def today() -> date:
    """Wednesday 4 March 2026, for what does not go through a page."""
    return date(2026, 3, 4)


@pytest.fixture
def team(db: None) -> Team:
    return TeamFactory(name="North team")


@pytest.fixture
def social_worker(team: Team) -> User:
    return UserFactory(name="Priya Pattern", role=Role.SOCIAL_WORKER, team=team)


@pytest.fixture
def her_manager(team: Team) -> User:
    return UserFactory(name="Martin Model", role=Role.TEAM_MANAGER, team=team)


@pytest.fixture
def stranger(db: None) -> User:
    """A social worker of another team, who holds none of these children."""
    return UserFactory(name="Stella Stencil", role=Role.SOCIAL_WORKER, team=TeamFactory(name="South team"))


@pytest.fixture
def chair(db: None) -> User:
    return UserFactory(name="Chandra Chart", role=Role.CONFERENCE_CHAIR)


@pytest.fixture
def safeguarding_unit(db: None) -> User:
    return UserFactory(name="Sunil Sample", role=Role.SAFEGUARDING_UNIT)


@pytest.fixture
def service_manager(db: None) -> User:
    return UserFactory(name="Serena Scheme", role=Role.SERVICE_MANAGER)


@pytest.fixture
def professional(db: None) -> User:
    return UserFactory(name="Tomas Template", role=Role.CORE_GROUP_PROFESSIONAL, agency="Exampleton Primary")


@pytest.fixture
def auditor(db: None) -> User:
    return UserFactory(name="Aisha Abstract", role=Role.AUDITOR)


@pytest.fixture
def data_officer(db: None) -> User:
    return UserFactory(name="Dev Diagram", role=Role.DATA_OFFICER)


@pytest.fixture
def administrator(db: None) -> User:
    return UserFactory(name="Ada Archetype", role=Role.SYSTEM_ADMINISTRATOR)


@pytest.fixture
def child(social_worker: User, chair: User) -> Child:
    """Robin Fixture, eleven, allocated to the social worker since 5 January 2026; the chair chairs."""
    robin = ChildFactory(
        given_name="Robin", born_on=date(2014, 5, 9), team=social_worker.team, conference_chair=chair
    )
    AllocationFactory(child=robin, social_worker=social_worker, from_on=date(2026, 1, 5))
    return robin
