"""Verbs of visits, and of what follows when a child was not seen."""

from visits.actions.attachments import attach_picture, take_out
from visits.actions.unseen import (
    close_episode,
    open_by_themselves,
    settle,
    tell_chair,
    tell_core_group,
    tell_manager,
)
from visits.actions.visits import (
    LONGEST_REASON,
    OF_THE_CHILD,
    OF_THE_VISIT,
    Seen,
    correct_visit,
    decide_injury,
    is_in_a_record,
    record_visit,
)
from visits.actions.who_counts import accept_visit, reconsider

__all__ = [
    "LONGEST_REASON",
    "OF_THE_CHILD",
    "OF_THE_VISIT",
    "Seen",
    "accept_visit",
    "attach_picture",
    "close_episode",
    "correct_visit",
    "decide_injury",
    "is_in_a_record",
    "open_by_themselves",
    "reconsider",
    "record_visit",
    "settle",
    "take_out",
    "tell_chair",
    "tell_core_group",
    "tell_manager",
]
