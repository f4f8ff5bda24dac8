"""What is asked about a core group, its meetings and its minute."""

from coregroups.forms.between import (
    AnswerMemberForm,
    AskForm,
    CameForm,
    OwnActionForm,
    OwnWordForm,
    SendForm,
    WordForm,
)
from coregroups.forms.changes import DecideChangeForm, MemberReportsChangeForm, ReportChangeForm
from coregroups.forms.disagreements import AdviseForm, RaiseForm, SettleForm, TakeFurtherForm
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
    "AdviseForm",
    "AnswerMemberForm",
    "AskForm",
    "CameForm",
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
    "OwnActionForm",
    "OwnWordForm",
    "PassageFormSet",
    "PlanMeetingForm",
    "RaiseForm",
    "ReportChangeForm",
    "SendForm",
    "SettleForm",
    "SummaryForm",
    "TakeFurtherForm",
    "WordForm",
]
