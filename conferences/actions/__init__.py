"""Verbs of enquiries and conferences. Holding a conference is the one way a plan begins, continues or ends."""

from conferences.actions.booking import book_conference, cancel_conference, move_conference
from conferences.actions.enquiries import decide_enquiries, decide_enquiry, record_strategy_discussion
from conferences.actions.holding import Decided, NextReview, hold_conference
from conferences.outline import Outline, OutlineOutcome

__all__ = [
    "Decided",
    "NextReview",
    "Outline",
    "OutlineOutcome",
    "book_conference",
    "cancel_conference",
    "decide_enquiries",
    "decide_enquiry",
    "hold_conference",
    "move_conference",
    "record_strategy_discussion",
]
