"""Verbs that change a plan: its beginning and end, what it says, and how often it asks for visits and core groups."""

from plans.actions.content import (
    add_action,
    add_outcome,
    change_outcome,
    describe_plan,
    move_action,
    record_outcome_progress,
    record_progress,
    update_plan,
)
from plans.actions.frequency import set_frequency
from plans.actions.lifetime import (
    ENDS_WITHOUT_A_CONFERENCE,
    begin_plan,
    continue_plan,
    decline_child_in_need_plan,
    end_plan,
    end_plan_without_a_conference,
    start_child_in_need_plan,
)

__all__ = [
    "ENDS_WITHOUT_A_CONFERENCE",
    "add_action",
    "add_outcome",
    "begin_plan",
    "change_outcome",
    "continue_plan",
    "decline_child_in_need_plan",
    "describe_plan",
    "end_plan",
    "end_plan_without_a_conference",
    "move_action",
    "record_outcome_progress",
    "record_progress",
    "set_frequency",
    "start_child_in_need_plan",
    "update_plan",
]
