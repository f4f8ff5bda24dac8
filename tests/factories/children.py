from datetime import date

import factory

from children.models import Allocation, Child, Household, Person, Relationship, Residence
from tests.factories.accounts import TeamFactory, UserFactory
from tests.factories.records import RecordFactory


class ChildFactory(RecordFactory[Child]):
    """Born on 9 May 2014 and allocated to nobody; `unborn=True` for one who is expected."""

    class Meta:
        model = Child

    class Params:
        unborn = factory.Trait(born_on=None, expected_on=date(2026, 8, 14), given_name="")

    reference = factory.Sequence(lambda number: f"T{number}")
    given_name = factory.Sequence(lambda number: f"Robin{number}")
    family_name = "Fixture"
    born_on = date(2014, 5, 9)
    team = factory.SubFactory(TeamFactory)


class AllocationFactory(RecordFactory[Allocation]):
    class Meta:
        model = Allocation

    child = factory.SubFactory(ChildFactory)
    social_worker = factory.SubFactory(UserFactory)
    team = factory.SelfAttribute("social_worker.team")
    from_on = date(2026, 1, 5)


class PersonFactory(RecordFactory[Person]):
    class Meta:
        model = Person

    name = factory.Sequence(lambda number: f"Person {number}")


class RelationshipFactory(RecordFactory[Relationship]):
    class Meta:
        model = Relationship

    child = factory.SubFactory(ChildFactory)
    person = factory.SubFactory(PersonFactory)
    kind = Relationship.Kind.MOTHER
    from_on = date(2014, 5, 9)


class HouseholdFactory(RecordFactory[Household]):
    class Meta:
        model = Household

    address = factory.Sequence(lambda number: f"{number + 1} Sample Street\nExampleton")
    postcode = "ZZ1 1ZZ"


class ResidenceFactory(RecordFactory[Residence]):
    class Meta:
        model = Residence

    household = factory.SubFactory(HouseholdFactory)
    child = factory.SubFactory(ChildFactory)
    from_on = date(2014, 5, 9)
