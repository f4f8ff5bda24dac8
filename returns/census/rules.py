"""What one child's facts say about each other. Each comparison that fails is noted; nothing is changed here.

The numbers of the census's own rules stand with the sentences in `faults.py`.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

from dateutil.relativedelta import relativedelta

from returns.census.facts import (
    CensusChild,
    CensusInNeedPlan,
    CensusPlan,
    CensusReferral,
    CensusSection47,
    Header,
)
from returns.census.faults import Fault
from returns.census.notes import ChildNotes

# The longest that a referral or a plan can come before the birth of the child.
PREGNANCY = timedelta(weeks=40)
SATURDAY = 5

Noted = tuple[Fault, int, str]


def compare(child: CensusChild, header: Header, notes: ChildNotes) -> None:
    for fault, line, about in _all(child, header):
        notes.add(fault, line=line, about=about)


def _all(child: CensusChild, header: Header) -> Iterator[Noted]:
    yield from _identity(child, header)
    for referral in child.referrals:
        yield from _referral(child, referral)
        for enquiry in referral.enquiries:
            yield from _enquiry(referral, enquiry)
        for in_need in referral.in_need_plans:
            if in_need.ended_on and in_need.ended_on < in_need.started_on:
                yield Fault.NEED_PLAN_ENDED_BEFORE_START, in_need.line, "CINPlanEndDate"
        for plan in referral.plans:
            yield from _plan(child, referral, plan, header)
    received = [referral.referred_on for referral in child.referrals]
    if len(set(received)) < len(received):
        yield Fault.REFERRALS_ON_ONE_DAY, child.line, "CINreferralDate"
    if sum(referral.closed_on is None for referral in child.referrals) > 1:
        yield Fault.TWO_OPEN_REFERRALS, child.line, "CINclosureDate"
    yield from _plans_together(child)


def _identity(child: CensusChild, header: Header) -> Iterator[Noted]:
    born_on, expected_on, died_on = child.born_on, child.expected_on, child.died_on
    if born_on and expected_on:
        yield Fault.BORN_AND_EXPECTED, child.line, "PersonBirthDate"
    if not born_on and not expected_on:
        yield Fault.NEITHER_BORN_NOR_EXPECTED, child.line, "PersonBirthDate"
    if born_on and born_on > header.reference_on:
        yield Fault.BORN_AFTER_REFERENCE, child.line, "PersonBirthDate"
    if born_on and _birthday(born_on, 26) <= header.year_starts_on:
        yield Fault.OVER_25, child.line, "PersonBirthDate"
    if expected_on and not _is_near(expected_on, header.reference_on):
        yield Fault.EXPECTED_UNLIKELY, child.line, "ExpectedPersonBirthDate"
    if died_on:
        if born_on and died_on < born_on:
            yield Fault.DIED_BEFORE_BIRTH, child.line, "PersonDeathDate"
        if not born_on:
            yield Fault.UNBORN_DIED, child.line, "PersonDeathDate"
        if not header.year_starts_on <= died_on <= header.reference_on:
            yield Fault.DIED_OUTSIDE_YEAR, child.line, "PersonDeathDate"


def _is_near(expected_on: date, reference_on: date) -> bool:
    return reference_on - timedelta(days=30) <= expected_on <= reference_on + relativedelta(months=9)


def _birthday(born_on: date, years: int) -> date:
    """The day on which somebody reaches an age; 1 March in common years for those born on 29 February."""
    try:
        return born_on.replace(year=born_on.year + years)
    except ValueError:
        return date(born_on.year + years, 3, 1)


def _referral(child: CensusChild, referral: CensusReferral) -> Iterator[Noted]:
    line = referral.line
    birth_on = child.born_on or child.expected_on
    if birth_on and referral.referred_on < birth_on - PREGNANCY:
        yield Fault.REFERRED_LONG_BEFORE_BIRTH, line, "CINreferralDate"
    if referral.closed_on:
        if referral.closed_on < referral.referred_on:
            yield Fault.CLOSED_BEFORE_REFERRAL, line, "CINclosureDate"
        if not referral.closure_reason:
            yield Fault.CLOSED_WITHOUT_REASON, line, "ReasonForClosure"
        for plan in referral.plans:
            if plan.ended_on is None:
                yield Fault.CLOSED_WITH_OPEN_PLAN, plan.line, "CPPendDate"
            elif plan.ended_on > referral.closed_on:
                yield Fault.PLAN_ENDED_AFTER_CLOSURE, plan.line, "CPPendDate"
    if referral.no_further_action and (referral.enquiries or referral.conference_on or referral.plans):
        yield Fault.NO_FURTHER_ACTION_AND_MORE, line, "ReferralNFA"
    if referral.conference_on:
        yield from _conference(referral, referral.conference_on, line)
        if any(enquiry.conference_on == referral.conference_on for enquiry in referral.enquiries):
            yield Fault.CONFERENCE_AT_BOTH_LEVELS, line, "DateOfInitialCPC"
    if referral.closed_on and any(enquiry.is_unresolved for enquiry in referral.enquiries):
        yield Fault.ENQUIRY_LEFT_OPEN, line, "ICPCnotRequired"
    elif sum(enquiry.is_unresolved for enquiry in referral.enquiries) > 1:
        yield Fault.TWO_ENQUIRIES_OPEN, line, "Section47"


def _enquiry(referral: CensusReferral, enquiry: CensusSection47) -> Iterator[Noted]:
    if enquiry.started_on < referral.referred_on:
        yield Fault.ENQUIRY_BEFORE_REFERRAL, enquiry.line, "S47ActualStartDate"
    if enquiry.conference_on:
        yield from _conference(referral, enquiry.conference_on, enquiry.line)
        if enquiry.conference_on < enquiry.started_on:
            yield Fault.CONFERENCE_BEFORE_ENQUIRY, enquiry.line, "DateOfInitialCPC"


def _conference(referral: CensusReferral, held_on: date, line: int) -> Iterator[Noted]:
    if held_on < referral.referred_on:
        yield Fault.CONFERENCE_BEFORE_REFERRAL, line, "DateOfInitialCPC"
    if held_on.weekday() >= SATURDAY:
        yield Fault.CONFERENCE_AT_WEEKEND, line, "DateOfInitialCPC"


def _plan(child: CensusChild, referral: CensusReferral, plan: CensusPlan, header: Header) -> Iterator[Noted]:
    line, started_on, ended_on = plan.line, plan.started_on, plan.ended_on
    birth_on = child.born_on or child.expected_on
    if started_on < referral.referred_on:
        yield Fault.PLAN_BEFORE_REFERRAL, line, "CPPstartDate"
    if birth_on and started_on < birth_on - PREGNANCY:
        yield Fault.PLAN_BEFORE_CONCEPTION, line, "CPPstartDate"
    if started_on >= header.year_starts_on:
        # The conference of a plan that goes on from an earlier year is rightly not in the file.
        conferences = referral.conference_days()
        if not conferences:
            yield Fault.PLAN_WITHOUT_CONFERENCE, line, "CPPstartDate"
        elif started_on not in conferences:
            yield Fault.PLAN_NOT_ON_CONFERENCE_DAY, line, "CPPstartDate"
    if ended_on and ended_on < started_on:
        yield Fault.PLAN_ENDED_BEFORE_START, line, "CPPendDate"
    if ended_on and ended_on == started_on:
        yield Fault.PLAN_ENDED_ON_START, line, "CPPendDate"
    if ended_on and ended_on < header.year_starts_on:
        yield Fault.PLAN_ENDED_BEFORE_YEAR, line, "CPPendDate"
    if child.died_on:
        if ended_on is None:
            yield Fault.PLAN_OPEN_AFTER_DEATH, line, "CPPendDate"
        if started_on > child.died_on:
            yield Fault.PLAN_AFTER_DEATH, line, "CPPstartDate"
        if ended_on and ended_on > child.died_on:
            yield Fault.PLAN_AFTER_DEATH, line, "CPPendDate"
    if child.born_on and ended_on is None and _birthday(child.born_on, 18) <= header.reference_on:
        yield Fault.PLAN_PAST_EIGHTEEN, line, "CPPendDate"
    for review_on in plan.reviews_on:
        if review_on <= started_on:
            yield Fault.REVIEW_BEFORE_PLAN, line, "CPPreviewDate"
        if ended_on and review_on > ended_on:
            yield Fault.REVIEW_AFTER_PLAN, line, "CPPreviewDate"


def _plans_together(child: CensusChild) -> Iterator[Noted]:
    plans = sorted(child.plans(), key=lambda plan: plan.started_on)
    if sum(plan.ended_on is None for plan in plans) > 1:
        yield Fault.PLANS_BOTH_OPEN, plans[-1].line, "CPPendDate"
    elif any(run_together(earlier, later, on_one_day=True) for earlier, later in pairwise(plans)):
        yield Fault.PLANS_OVERLAP, plans[-1].line, "CPPstartDate"
    for earlier, plan in enumerate(plans):
        if plan.earlier_plans is not None and plan.earlier_plans < earlier:
            yield Fault.PREVIOUS_PLANS_TOO_FEW, plan.line, "NumberOfPreviousCPP"


def run_together(
    one: CensusPlan | CensusInNeedPlan, other: CensusPlan | CensusInNeedPlan, *, on_one_day: bool = False
) -> bool:
    """`on_one_day` counts the day on which one ends and the other begins, as for two protection plans."""
    first, second = sorted((one, other), key=lambda plan: plan.started_on)
    if first.ended_on is None or first.started_on == second.started_on:
        return True
    return second.started_on < first.ended_on or (on_one_day and second.started_on == first.ended_on)
