"""Strategy discussions, enquiries, assessments, conferences, the report to each and what follows from one."""

from conferences.models.assessment import Assessment, TransferIn
from conferences.models.conference import (
    ChildAtConference,
    ChildConsidered,
    Conference,
    ConferenceAttendance,
    Section47Enquiry,
    StrategyDiscussion,
)
from conferences.models.report import ExclusionRequest, ReportStep
from conferences.models.what_follows import ConferencePaper, InquorateDay, ResourcePanel

__all__ = [
    "Assessment",
    "ChildAtConference",
    "ChildConsidered",
    "Conference",
    "ConferenceAttendance",
    "ConferencePaper",
    "ExclusionRequest",
    "InquorateDay",
    "ReportStep",
    "ResourcePanel",
    "Section47Enquiry",
    "StrategyDiscussion",
    "TransferIn",
]
