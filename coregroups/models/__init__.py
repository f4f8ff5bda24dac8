"""Core groups: the people (members, by dates), the meetings, and what each meeting wrote down; and what members
say, are asked and do not agree about between two meetings.

One meeting can be for several children of a family; `ChildAtCoreGroup` says for which. Held is a fact, not a status:
`held_on` is empty until somebody recorded it.
"""

from coregroups.models.between import AskedOfMember, WordOfMember
from coregroups.models.changes import SignificantChange
from coregroups.models.disagreements import Disagreement, DisagreementStep
from coregroups.models.meetings import (
    ChildAtCoreGroup,
    CoreGroupAttendance,
    CoreGroupExtension,
    CoreGroupInvitation,
    CoreGroupMeeting,
    CoreGroupMember,
    MinutePassage,
    PassageKeptFrom,
)

__all__ = [
    "AskedOfMember",
    "ChildAtCoreGroup",
    "CoreGroupAttendance",
    "CoreGroupExtension",
    "CoreGroupInvitation",
    "CoreGroupMeeting",
    "CoreGroupMember",
    "Disagreement",
    "DisagreementStep",
    "MinutePassage",
    "PassageKeptFrom",
    "SignificantChange",
    "WordOfMember",
]
