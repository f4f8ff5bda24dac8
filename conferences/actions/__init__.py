"""Verbs of enquiries and conferences. Holding a conference is the one way a plan begins, continues or ends."""

from conferences.actions.afterwards import (
    ask_for_panel,
    decide_panel,
    record_inquorate,
    seek_exclusion,
    send_exclusion_request,
    send_paper,
)
from conferences.actions.assessments import authorise_assessment, record_transfer_in, start_assessment
from conferences.actions.booking import book_conference, cancel_conference, move_conference
from conferences.actions.enquiries import decide_enquiries, decide_enquiry, record_strategy_discussion
from conferences.actions.holding import Decided, NextReview, hold_conference, others_at_home
from conferences.actions.report import (
    countersign_report,
    pass_report,
    send_report,
    share_report,
    write_draft,
)
from conferences.outline import Outline, OutlineOutcome

__all__ = [
    "Decided",
    "NextReview",
    "Outline",
    "OutlineOutcome",
    "ask_for_panel",
    "authorise_assessment",
    "book_conference",
    "cancel_conference",
    "countersign_report",
    "decide_enquiries",
    "decide_enquiry",
    "decide_panel",
    "hold_conference",
    "move_conference",
    "others_at_home",
    "pass_report",
    "record_inquorate",
    "record_strategy_discussion",
    "record_transfer_in",
    "seek_exclusion",
    "send_exclusion_request",
    "send_paper",
    "send_report",
    "share_report",
    "start_assessment",
    "write_draft",
]
