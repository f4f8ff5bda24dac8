"""What is asked about a core group, its meetings and its minute."""

from coregroups.forms.groups import (
    CancelForm,
    CirculateForm,
    EndMembershipForm,
    ExclusionForm,
    ExtensionForm,
    LiftExclusionForm,
    MembersForm,
    PlanMeetingForm,
)
from coregroups.forms.minute import MinuteForm, NewActionFormSet

__all__ = [
    "CancelForm",
    "CirculateForm",
    "EndMembershipForm",
    "ExclusionForm",
    "ExtensionForm",
    "LiftExclusionForm",
    "MembersForm",
    "MinuteForm",
    "NewActionFormSet",
    "PlanMeetingForm",
]
