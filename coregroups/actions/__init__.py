"""Verbs of the core group: who belongs to it, when it meets, what it wrote down, who is sent it."""

from coregroups.actions.changes import children_of_member, decide_change, report_change
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
    "receipts_of",
    "recipients",
    "record_meeting",
    "record_summary",
    "report_change",
    "since_when",
    "what_is_sent",
]
