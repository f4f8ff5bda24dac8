"""Verbs of the core group: who belongs to it, when it meets, what it wrote down, who is sent it."""

from coregroups.actions.between import answer_member, ask_member, say_as_member, take_what_came
from coregroups.actions.changes import children_of_member, decide_change, report_change
from coregroups.actions.disagreements import advise, raise_disagreement, settle, take_further
from coregroups.actions.extending import extend_core_group, extendable, latest_day
from coregroups.actions.meetings import cancel_meeting, plan_meeting
from coregroups.actions.membership import (
    add_member,
    add_members,
    end_membership,
    exclude_member,
    keep_excluded,
    lift_exclusion,
)
from coregroups.actions.minute import (
    REQUIRED,
    ActionAnswer,
    NewAction,
    Passage,
    record_meeting,
    since_when,
)
from coregroups.actions.sending import (
    CopyToSend,
    Recipient,
    circulate_minute,
    copies_of,
    receipts_of,
    recipients,
    what_is_sent,
)
from coregroups.actions.summaries import record_summary

__all__ = [
    "REQUIRED",
    "ActionAnswer",
    "CopyToSend",
    "NewAction",
    "Passage",
    "Recipient",
    "add_member",
    "add_members",
    "advise",
    "answer_member",
    "ask_member",
    "cancel_meeting",
    "children_of_member",
    "circulate_minute",
    "copies_of",
    "decide_change",
    "end_membership",
    "exclude_member",
    "extend_core_group",
    "extendable",
    "keep_excluded",
    "latest_day",
    "lift_exclusion",
    "plan_meeting",
    "raise_disagreement",
    "receipts_of",
    "recipients",
    "record_meeting",
    "record_summary",
    "report_change",
    "say_as_member",
    "settle",
    "since_when",
    "take_further",
    "take_what_came",
    "what_is_sent",
]
