"""The codes that the reader accepts: the portal's own code lists, and what only older returns use."""

from children.codes import (
    AbuseCategory,
    Disability,
    Ethnicity,
    PrimaryNeed,
    ReasonForClosure,
    ReferralSource,
    Sex,
    UPNUnknown,
)

CATEGORIES_OF_ABUSE = frozenset(AbuseCategory.values)
SEXES = frozenset(Sex.values)
REASONS_WITHOUT_UPN = frozenset(UPNUnknown.values)
ETHNICITIES = frozenset(Ethnicity.values)
DISABILITIES = frozenset(Disability.values)
NO_DISABILITY = Disability.NONE.value
REFERRAL_SOURCES = frozenset(ReferralSource.values)
PRIMARY_NEEDS = frozenset(PrimaryNeed.values)
CLOSURE_REASONS = frozenset(ReasonForClosure.values)

# GenderCurrent, the element that Sex replaced in the 2024-25 return.
FORMER_GENDER_CODES = {
    "1": Sex.MALE.value,
    "2": Sex.FEMALE.value,
    "0": Sex.UNKNOWN.value,
    "9": Sex.UNKNOWN.value,
}
