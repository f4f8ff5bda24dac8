"""Everything the census reader finds fault with, and what follows for the child: one table.

To add a fault, add a line here and note it where the fact is read (`layout.py`, `reading.py`) or compared
(`rules.py`). The decision table in docs/import.md is printed from here.

What is refused and what is only left out was decided field by field. Who the child is, and every date and
plan that a statutory clock hangs on, is taken as it stands or the child is refused: a wrong clock is worse
than a child on the list to be mended. A characteristic that cannot be read is left empty, which is true:
it is not known. A contradiction that no clock and no constraint notices is taken and reported.
"""

from enum import Enum

from returns.problems import Severity

_REFUSED, _LEFT_OUT, _QUERY = Severity.REFUSED, Severity.LEFT_OUT, Severity.QUERY


class Fault(Enum):
    """Each is (census rule, what follows, sentence); for a single value the layout may say otherwise."""

    def __init__(self, rule: str, severity: Severity, sentence: str) -> None:
        self.rule = rule
        self.severity = severity
        self.sentence = sentence

    # One value, as written.
    MISSING = ("portal", _REFUSED, "{field} is missing. Fill it in the source system and export again.")
    DAY_FIRST = (
        "portal",
        _REFUSED,
        "{field} is written day first, as in 27/05/2025. It is not guessed at: write it as 2025-05-27.",
    )
    NOT_A_DATE = (
        "portal",
        _REFUSED,
        "{field} is not a date. Write it as year, month and day with hyphens, as in 2025-05-27.",
    )
    NO_SUCH_DAY = ("portal", _REFUSED, "{field} names a day that is not in the calendar. Correct the day.")
    YEAR_UNLIKELY = ("portal", _REFUSED, "{field} lies outside the years 1900 to 2100. Correct the year.")
    DAY_UNCERTAIN = (
        "portal",
        _REFUSED,
        "{field} has a time in another time zone, so its day is uncertain. Export the date without a time.",
    )
    AHEAD = (
        "portal",
        _REFUSED,
        "{field} lies in the future. Correct the date, or take it out until it has come.",
    )
    UNKNOWN_CODE = (
        "portal",
        _LEFT_OUT,
        "{field} holds a code that the census does not have. Correct the code in the source system.",
    )
    NOT_YES_OR_NO = ("portal", _LEFT_OUT, "{field} must be 1 (yes) or 0 (no).")
    NOT_A_COUNT = ("8730", _LEFT_OUT, "{field} must be a whole number, 0 or more.")
    UPN_MALFORMED = (
        "1510",
        _LEFT_OUT,
        "{field} is not a UPN: a letter, eleven digits, and a digit or letter. Correct it at the source.",
    )
    UPN_CHECK_LETTER = (
        "1510",
        _LEFT_OUT,
        "{field} has a first letter that does not fit its digits, so one of them is wrong. Correct it.",
    )
    REFERENCE_MALFORMED = (
        "1580",
        _REFUSED,
        "{field} must be at most 20 letters and digits, nothing else. Correct it in the source system.",
    )
    TWICE = (
        "portal",
        _REFUSED,
        "{field} is given more than once with different values. Keep the right one.",
    )
    NOT_PLAIN = ("portal", _REFUSED, "{field} contains other elements where a plain value belongs.")

    # The shape of the file.
    STRAY_TEXT = (
        "portal",
        _QUERY,
        "There is text between the elements of {field}, which was not read. Check the export at this line.",
    )
    UNKNOWN_ELEMENT = (
        "portal",
        _QUERY,
        "{field} is not an element that the portal reads. It was passed over wherever it stands.",
    )
    OUT_OF_ORDER = (
        "portal",
        _QUERY,
        "{field} stands out of the census's order. It was read all the same.",
    )

    # Who the child is.
    REFERENCE_REPEATED = (
        "8510",
        _REFUSED,
        "{field} is used by more than one child of the file. None is taken until each has its own.",
    )
    UPN_REPEATED = (
        "1520",
        _LEFT_OUT,
        "{field} is given to more than one child in the file. Find whose it is.",
    )
    UPN_AND_REASON_WITHOUT = (
        "1540",
        _QUERY,
        "There is a UPN and also a reason for having none (UPNunknown). The UPN was taken.",
    )
    BORN_AND_EXPECTED = (
        "8525",
        _REFUSED,
        "There is a date of birth and an expected date of birth. Keep the one that is true.",
    )
    NEITHER_BORN_NOR_EXPECTED = (
        "8525",
        _REFUSED,
        "There is neither a date of birth nor an expected one. Fill in the one that is known.",
    )
    BORN_AFTER_REFERENCE = (
        "8520",
        _REFUSED,
        "{field} is after the reference date. For an unborn child give ExpectedPersonBirthDate instead.",
    )
    EXPECTED_UNLIKELY = (
        "8530",
        _QUERY,
        "{field} is over 30 days before or nine months after the reference date. Has the child been born?",
    )
    UNBORN_WITH_SEX = ("8750", _LEFT_OUT, "An unborn child's {field} is recorded as U (not known).")
    DIED_BEFORE_BIRTH = ("8535", _REFUSED, "{field} is before the date of birth. Correct one of the two.")
    UNBORN_DIED = (
        "8535",
        _REFUSED,
        "There is a date of death and no date of birth. Give the date of birth, or take the death out.",
    )
    DIED_OUTSIDE_YEAR = ("8545", _QUERY, "{field} is not within the census year.")
    NO_DISABILITY_AND_SOME = (
        "8790",
        _LEFT_OUT,
        "{field} NONE stands beside a disability. NONE was left out.",
    )
    OVER_25 = ("8775", _QUERY, "By {field} this person is over 25. Check the date of birth.")

    # Referrals.
    NO_REFERRAL = ("8590", _REFUSED, "There is no referral (CINdetails). Export the child with its referral.")
    AFTER_REFERENCE = (
        "portal",
        _QUERY,
        "{field} is after the census reference date. It was taken as written.",
    )
    REFERRED_LONG_BEFORE_BIRTH = (
        "8606",
        _QUERY,
        "{field} is more than 40 weeks before the date of birth. Check both dates.",
    )
    CLOSED_BEFORE_REFERRAL = (
        "8620",
        _REFUSED,
        "{field} is before the referral. Correct one of the two dates.",
    )
    CLOSED_WITHOUT_REASON = ("8640", _REFUSED, "The referral is closed and {field} is missing. Fill it in.")
    REASON_WITHOUT_CLOSURE = ("8805", _LEFT_OUT, "{field} is given and the referral is not closed.")
    CLOSED_WITH_OPEN_PLAN = (
        "8565",
        _REFUSED,
        "The referral is closed and its child protection plan is open. End the plan, or reopen the referral.",
    )
    PLAN_ENDED_AFTER_CLOSURE = ("8565", _QUERY, "{field} is after the referral was closed.")
    REFERRALS_ON_ONE_DAY = (
        "8816",
        _REFUSED,
        "Two referrals of this child have the same {field}. Correct one, or merge them at the source.",
    )
    TWO_OPEN_REFERRALS = (
        "8815",
        _QUERY,
        "More than one referral of this child is open. Close those that are over.",
    )
    NO_FURTHER_ACTION_AND_MORE = (
        "8832",
        _QUERY,
        "The referral says no further action and has an enquiry, conference or plan. Those were taken.",
    )

    # Section 47 enquiries and initial conferences.
    ENQUIRY_BEFORE_REFERRAL = ("2889", _QUERY, "{field} is before the referral. Check both dates.")
    CONFERENCE_BEFORE_ENQUIRY = (
        "8615",
        _REFUSED,
        "{field} is before the section 47 enquiry began. Correct one of the two dates.",
    )
    CONFERENCE_BEFORE_REFERRAL = ("1104", _QUERY, "{field} is before the referral. Check both dates.")
    CONFERENCE_AT_WEEKEND = ("8875", _QUERY, "{field} falls on a weekend. Check the date.")
    CONFERENCE_THOUGH_NOT_REQUIRED = (
        "8868",
        _LEFT_OUT,
        "The enquiry says that no conference was required and gives its date. {field} was left out.",
    )
    CONFERENCE_AT_BOTH_LEVELS = (
        "2884",
        _QUERY,
        "The same conference stands under the referral and under its section 47 enquiry. It was taken once.",
    )
    CONFERENCE_DURING_PLAN = (
        "portal",
        _LEFT_OUT,
        "{field} falls while the child was on a plan, so it was no initial conference. It was left out.",
    )
    ENQUIRY_LEFT_OPEN = (
        "8868",
        _QUERY,
        "The referral is closed and its enquiry has no outcome. It was taken as needing no conference.",
    )
    TWO_ENQUIRIES_OPEN = (
        "8839",
        _QUERY,
        "Two section 47 enquiries of this referral have neither a conference nor an outcome.",
    )

    # Child in need plans.
    NEED_PLAN_ENDED_BEFORE_START = (
        "4013",
        _REFUSED,
        "{field} is before the plan's start. Correct one of the two.",
    )
    NEED_PLAN_BESIDE_PLAN = (
        "4001",
        _LEFT_OUT,
        "A child in need plan runs beside a child protection plan. The child in need plan was left out.",
    )
    NEED_PLANS_OVERLAP = (
        "4014",
        _LEFT_OUT,
        "Two child in need plans of this child overlap. The one that began later was left out.",
    )

    # Child protection plans.
    PLAN_BEFORE_REFERRAL = ("1105", _QUERY, "{field} is before the referral. Check both dates.")
    PLAN_BEFORE_CONCEPTION = (
        "portal",
        _REFUSED,
        "{field} is more than 40 weeks before the date of birth. Correct one of the two dates.",
    )
    PLAN_NOT_ON_CONFERENCE_DAY = (
        "2885",
        _REFUSED,
        "{field} is not the day of an initial conference of this referral. A plan begins at its conference: "
        "correct the plan's start or the conference's date.",
    )
    PLAN_WITHOUT_CONFERENCE = (
        "2885",
        _QUERY,
        "The plan began in the census year without an initial conference. One is recorded on {field}.",
    )
    PLAN_ENDED_BEFORE_START = (
        "8925",
        _REFUSED,
        "{field} is before the plan's start. Correct one of the two dates.",
    )
    PLAN_ENDED_ON_START = (
        "8840",
        _REFUSED,
        "{field} is the day on which the plan began. If the plan was a mistake, take it out of the file.",
    )
    PLAN_ENDED_BEFORE_YEAR = (
        "8930",
        _QUERY,
        "{field} is before the census year. The plan was taken as history.",
    )
    PLAN_AFTER_DEATH = ("8915", _REFUSED, "{field} is after the child's death. Correct one of the two dates.")
    PLAN_OPEN_AFTER_DEATH = (
        "8920",
        _REFUSED,
        "The child has died and the plan is open. End the plan on the day of death or before.",
    )
    PLAN_PAST_EIGHTEEN = (
        "portal",
        _QUERY,
        "The plan is open past the child's 18th birthday. End it, or check both.",
    )
    PLANS_BOTH_OPEN = ("8935", _REFUSED, "Two plans of this child are open. End the one that is over.")
    PLANS_OVERLAP = (
        "8940",
        _REFUSED,
        "Two plans of this child overlap, or one begins on the day another ends. Correct their dates.",
    )
    PLAN_REPEATED = ("8940", _QUERY, "The same plan stands in the file twice. It was taken once.")
    PREVIOUS_PLANS_TOO_FEW = (
        "8730",
        _QUERY,
        "{field} is less than the number of earlier plans in this very file. Check which plans were counted.",
    )
    REVIEW_BEFORE_PLAN = (
        "8841",
        _REFUSED,
        "{field} is not after the plan's start. Correct its date, or put it under the plan it reviewed.",
    )
    REVIEW_AFTER_PLAN = ("portal", _REFUSED, "{field} is after the plan ended. Correct one of the two dates.")
    REVIEW_REPEATED = ("8842", _QUERY, "{field} is given twice for one day. It was taken once.")
    REVIEWS_EMPTY = (
        "8842",
        _QUERY,
        "There is a Reviews group with no date in it. Leave it out, or fill it in.",
    )

    # The header.
    YEAR_AND_DAY_DISAGREE = (
        "100",
        _QUERY,
        "{field} is not 31 March of the Year in the header. The reference date was believed.",
    )
    REFERENCE_DATE_MISSING = (
        "100",
        _QUERY,
        "{field} is missing from the header. 31 March of the Year in the header was used.",
    )
    FILE_IS_OLD = (
        "portal",
        _QUERY,
        "The file shows the position more than 15 months ago. Plans that have ended since will look open.",
    )
    AUTHORITY_UNREADABLE = ("portal", _QUERY, "{field} is not the three digits of a local authority.")
