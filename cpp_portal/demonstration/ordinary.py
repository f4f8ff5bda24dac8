"""What most families have in common, and the ordinary ones of whom there is nothing special to tell."""

from random import Random

from children.codes import AbuseCategory
from children.models import Relationship
from cpp_portal.demonstration.family import Family
from cpp_portal.demonstration.teller import Teller

Kind = Relationship.Kind
TEACHER, HEALTH_VISITOR = "Tomas Template", "Hana Heuristic"


def everyday_network(family: Family, *, teacher: str = TEACHER) -> None:
    family.parents("Jo", "Alex", since=-800, phone="020 7946 0000")
    school = {} if teacher == TEACHER else {"agency": "Exampleton Academy"}
    family.person(teacher, Kind.SCHOOL, **school)
    family.person(HEALTH_VISITOR, Kind.HEALTH_VISITOR)


SURNAMES = (
    "Lorem", "Ipsum", "Dolorsit", "Foobar", "Bazqux", "Quuxley", "Wireframe", "Backdrop", "Propshaw", "Mannequin",
    "Cardboard", "Papier", "Origami", "Tinplate",
)  # fmt: skip
GIVEN = (
    "Ada", "Ben", "Cleo", "Dev", "Eve", "Farid", "Gia", "Hal", "Ines", "Joel", "Kiri", "Luca", "Mona", "Ned", "Orla",
    "Pavel", "Quinn", "Rosa", "Seth", "Tara", "Uma", "Vik", "Willa", "Xander", "Yara", "Zack",
)  # fmt: skip


def ordinary_family(tell: Teller, number: int, chance: Random) -> None:
    """One of many: a plan some weeks old, kept more or less in time."""
    workers = [person.name for person in tell.borough.people.values() if person.role == "social-worker"]
    size = chance.choice((1, 2, 2, 3))
    weeks = chance.randint(3, 22)
    began = -7 * weeks
    family = tell.family(
        *chance.sample(GIVEN, size),
        surname=SURNAMES[number % len(SURNAMES)],
        ages=[chance.uniform(weeks / 52 + 0.4, 16.5) for _ in range(size)],
        worker=workers[number % len(workers)],
        since=began - 40,
    )
    everyday_network(family, teacher="Rhea Render")
    chair = chance.choice(("Chandra Chart", "Declan Diagram"))
    categories = chance.sample(list(AbuseCategory)[:4], chance.choice((1, 1, 2)))
    family.on_a_plan(began, chair=chair, categories=categories)
    family.members(began + 1)
    family.visits(began + 6, -chance.randint(1, 12), every=chance.choice((10, 12, 13)))
    for days in range(began + 11, -chance.choice((2, 8, 20)), 38):
        family.core_group(days, acknowledged=days < -30)
    if weeks >= 13:
        family.review(began + 85, chair=chair, categories=categories)
