import factory

from accounts.models import Team, User
from accounts.roles import Role
from tests.factories.records import RecordFactory

WITH_A_TEAM = {Role.SOCIAL_WORKER, Role.TEAM_MANAGER}


class TeamFactory(RecordFactory[Team]):
    class Meta:
        model = Team

    name = factory.Sequence(lambda number: f"Team {number}")


class UserFactory(RecordFactory[User]):
    """A social worker in a team of their own, unless told otherwise. Nobody has a password: use force_login."""

    class Meta:
        model = User

    role = Role.SOCIAL_WORKER
    name = factory.Sequence(lambda number: f"Worker {number}")
    email = factory.Sequence(lambda number: f"worker{number}@authority.test")
    password = "!"  # nobody can sign in with it
    team = factory.Maybe(
        factory.LazyAttribute(lambda user: user.role in WITH_A_TEAM),
        yes_declaration=factory.SubFactory(TeamFactory),
        no_declaration=None,
    )
