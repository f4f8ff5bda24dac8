"""The people of a fictional borough: three teams, and everyone who signs in. Nobody here has a password: in the
demonstration one signs in by choosing a card, and nowhere else do these people exist."""

from dataclasses import dataclass

from accounts.models import Team, User
from accounts.roles import Role

TEAMS = ("Harbour team", "Meadow team", "Quarry team")

# (name, role, team): given names are common, family names are words for things that are not real.
PEOPLE = (
    ("Priya Pattern", Role.SOCIAL_WORKER, 0),
    ("Sam Sketch", Role.SOCIAL_WORKER, 0),
    ("Odette Outline", Role.SOCIAL_WORKER, 0),
    ("Kwame Cutout", Role.SOCIAL_WORKER, 1),
    ("Lena Lattice", Role.SOCIAL_WORKER, 1),
    ("Ewan Etching", Role.SOCIAL_WORKER, 1),
    ("Nadia Notion", Role.SOCIAL_WORKER, 2),
    ("Gareth Graphic", Role.SOCIAL_WORKER, 2),
    ("Zofia Zigzag", Role.SOCIAL_WORKER, 2),
    ("Martin Model", Role.TEAM_MANAGER, 0),
    ("Bola Blueprint", Role.TEAM_MANAGER, 1),
    ("Harriet Hypothesis", Role.TEAM_MANAGER, 2),
    ("Serena Scheme", Role.SERVICE_MANAGER, None),
    ("Chandra Chart", Role.CONFERENCE_CHAIR, None),
    ("Declan Diagram", Role.CONFERENCE_CHAIR, None),
    ("Sunil Sample", Role.SAFEGUARDING_UNIT, None),
    ("Tomas Template", Role.CORE_GROUP_PROFESSIONAL, None),
    ("Hana Heuristic", Role.CORE_GROUP_PROFESSIONAL, None),
    ("Dev Dataset", Role.DATA_OFFICER, None),
    ("Aisha Abstract", Role.AUDITOR, None),
    ("Ada Archetype", Role.SYSTEM_ADMINISTRATOR, None),
)
AGENCIES = {"Tomas Template": "Sampleton Primary School", "Hana Heuristic": "Sampleton health visiting"}


@dataclass(frozen=True)
class Borough:
    teams: list[Team]
    people: dict[str, User]

    def with_role(self, role: Role) -> list[User]:
        return [user for user in self.people.values() if user.role == role]

    def manager_of(self, worker: User) -> User:
        return next(user for user in self.with_role(Role.TEAM_MANAGER) if user.team_id == worker.team_id)


def found() -> Borough:
    """The borough's teams and people, made if they are not there."""
    portal = User.objects.the_portal()
    teams = [Team.objects.filter(name=name).first() or Team(name=name).save_by(portal) for name in TEAMS]
    people = {}
    for name, role, team in PEOPLE:
        email = f"{name.lower().replace(' ', '.')}@exampleshire.example"
        people[name] = User.objects.filter(email=email).first() or User.objects.create_user(
            email=email,
            name=name,
            role=role,
            team=None if team is None else teams[team],
            agency=AGENCIES.get(name, ""),
            by=portal,
        )
    return Borough(teams, people)
