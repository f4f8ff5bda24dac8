"""Test records, one module per app; `stories` tells how a child comes to a plan, by the portal's own actions."""

from tests.factories.accounts import TeamFactory, UserFactory
from tests.factories.children import (
    AllocationFactory,
    ChildFactory,
    HouseholdFactory,
    PersonFactory,
    RelationshipFactory,
    ResidenceFactory,
)

__all__ = [
    "AllocationFactory",
    "ChildFactory",
    "HouseholdFactory",
    "PersonFactory",
    "RelationshipFactory",
    "ResidenceFactory",
    "TeamFactory",
    "UserFactory",
]
