"""Verbs that change a child: details, who holds the child, where and with whom the child lives, the network."""

from children.actions.allocation import allocate, assign_chair, end_allocation
from children.actions.cover import arrange_cover, end_cover
from children.actions.delegation import (
    agree_as_delegate,
    agree_as_manager,
    end_delegation,
    look_into_delegation,
    propose_delegation,
)
from children.actions.details import (
    add_child,
    add_former_name,
    change_child,
    next_reference,
    record_birth,
    record_referral,
    set_see_alone,
)
from children.actions.home import adult_moves_in, correct_address, move_home, move_into_household, move_out
from children.actions.network import add_to_network, change_person_known, end_relationship
from children.actions.telling import facts_changed

__all__ = [
    "add_child",
    "add_former_name",
    "add_to_network",
    "adult_moves_in",
    "agree_as_delegate",
    "agree_as_manager",
    "allocate",
    "arrange_cover",
    "assign_chair",
    "change_child",
    "change_person_known",
    "correct_address",
    "end_allocation",
    "end_cover",
    "end_delegation",
    "end_relationship",
    "facts_changed",
    "look_into_delegation",
    "move_home",
    "move_into_household",
    "move_out",
    "next_reference",
    "propose_delegation",
    "record_birth",
    "record_referral",
    "set_see_alone",
]
