"""The child, the family and professional network, households and allocation; and whose records are whose."""

from children.models.allocation import Allocation
from children.models.child import Child, FormerName
from children.models.chronology import ChronologyEvent, Significance
from children.models.cover import Cover, CoveredChild
from children.models.cover_gap import CoverGap
from children.models.delegation import Delegation, DelegationNote
from children.models.locked import RecordLock, RecordLockName, RecordLockOpening
from children.models.looked_after import LookedAfter, LookedAfterReview
from children.models.missing import Missing
from children.models.named import AdultNamed
from children.models.network import Household, Person, Relationship, Residence
from children.models.record import ChildRecord, ChildRecordQuerySet
from children.models.referral import Referral

__all__ = [
    "AdultNamed",
    "Allocation",
    "Child",
    "ChildRecord",
    "ChildRecordQuerySet",
    "ChronologyEvent",
    "Cover",
    "CoverGap",
    "CoveredChild",
    "Delegation",
    "DelegationNote",
    "FormerName",
    "Household",
    "LookedAfter",
    "LookedAfterReview",
    "Missing",
    "Person",
    "RecordLock",
    "RecordLockName",
    "RecordLockOpening",
    "Referral",
    "Relationship",
    "Residence",
    "Significance",
]
