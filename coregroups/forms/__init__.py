"""What is asked about a core group, its meetings and its minute."""

from coregroups.forms.changes import DecideChangeForm, MemberReportsChangeForm, ReportChangeForm
from coregroups.forms.groups import (
    CancelForm,
    EndMembershipForm,
    ExclusionForm,
    ExtensionForm,
    LiftExclusionForm,
    MembersForm,
    PlanMeetingForm,
    SummaryForm,
)
from coregroups.forms.minute import MinuteForm
from coregroups.forms.rows import NewActionFormSet, PassageFormSet

__all__ = [
    "CancelForm",
    "DecideChangeForm",
    "EndMembershipForm",
    "ExclusionForm",
    "ExtensionForm",
    "LiftExclusionForm",
    "MemberReportsChangeForm",
    "MembersForm",
    "MinuteForm",
    "NewActionFormSet",
    "PassageFormSet",
    "PlanMeetingForm",
    "ReportChangeForm",
    "SummaryForm",
]
