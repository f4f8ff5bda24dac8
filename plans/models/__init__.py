"""Child protection plans: when, why, how often, what must change, who does what about it and who agreed.

A plan begins with the conference that decided it and in no other way: `plans.actions.begin_plan` is called by the
conference's own action. Outcomes that a conference set are the conference's to change (B-02).
"""

from plans.models.agreement import Explanation, Signature, StandardAgreement
from plans.models.content import Action, AgreedBy, Outcome, OutcomeCorrection, PlanRevision, PlanVersion
from plans.models.copies import PlainCopy
from plans.models.lines import PlanLine
from plans.models.oversight import EndProposal, Oversight, RefusedChange
from plans.models.plan import (
    ChildInNeedPlan,
    ChildInNeedPlanDeclined,
    ChildProtectionPlan,
    EndReason,
    PlanFrequency,
)

__all__ = [
    "Action",
    "AgreedBy",
    "ChildInNeedPlan",
    "ChildInNeedPlanDeclined",
    "ChildProtectionPlan",
    "EndProposal",
    "EndReason",
    "Explanation",
    "Outcome",
    "OutcomeCorrection",
    "Oversight",
    "PlainCopy",
    "PlanFrequency",
    "PlanLine",
    "PlanRevision",
    "PlanVersion",
    "RefusedChange",
    "Signature",
    "StandardAgreement",
]
