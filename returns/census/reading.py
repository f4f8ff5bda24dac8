"""From one Child element to one `CensusChild`, or to the reasons why it cannot be taken."""

from dataclasses import replace
from datetime import date
from typing import Any

from lxml import etree

from returns.census import codes, rules
from returns.census.facts import (
    CensusChild,
    CensusInNeedPlan,
    CensusPlan,
    CensusReferral,
    CensusSection47,
    Header,
)
from returns.census.faults import Fault
from returns.census.group import GroupReader
from returns.census.notes import ChildNotes, FileNotes


class ChildReader:
    """Reads one Child after another against one header."""

    def __init__(self, header: Header, of_file: FileNotes, *, today: date) -> None:
        self.header = header
        self.of_file = of_file
        self.today = today

    def read(self, element: etree._Element) -> tuple[str, CensusChild | None, ChildNotes]:
        """The child's reference as far as it could be read, and the child unless it is refused."""
        notes = ChildNotes(self.of_file)
        reader = GroupReader(notes, reference_on=self.header.reference_on, today=self.today)
        parts = reader.read(element)
        identifiers = _inner(reader, parts, "ChildIdentifiers")
        reference = identifiers.get("LAchildID", "")
        child = CensusChild(
            line=element.sourceline,
            reference=reference,
            referrals=tuple(
                found
                for part in parts.get("CINdetails", ())
                if (found := _referral(reader, part)) is not None
            ),
            **_identity(notes, identifiers, line=element.sourceline),
            **_characteristics(notes, _inner(reader, parts, "ChildCharacteristics"), line=element.sourceline),
        )
        if "CINdetails" not in parts:
            notes.add(Fault.NO_REFERRAL, line=element.sourceline, about="CINdetails")
        if notes.refuse:
            # Dates that were not read would only make the comparisons say untrue things.
            return reference, None, notes
        child = _without_repeated_plans(child, notes)
        rules.compare(child, self.header, notes)
        if notes.refuse:
            return reference, None, notes
        return reference, _without_what_contradicts(child, notes), notes


def _inner(reader: GroupReader, parts: dict[str, Any], tag: str) -> dict[str, Any]:
    return reader.read(parts[tag]) if tag in parts else {}


def _identity(notes: ChildNotes, found: dict[str, Any], *, line: int) -> dict[str, Any]:
    born_on, expected_on = found.get("PersonBirthDate"), found.get("ExpectedPersonBirthDate")
    sex = found.get("Sex") or found.get("GenderCurrent") or "U"
    if (
        "Sex" not in found
        and "GenderCurrent" not in found
        and not _already_noted(notes, "Sex", "GenderCurrent")
    ):
        notes.add(Fault.UNKNOWN_CODE, line=line, about="Sex")
    if expected_on and not born_on and sex != "U":
        notes.add(Fault.UNBORN_WITH_SEX, line=line, about="Sex")
        sex = "U"
    upn, reason_without = found.get("UPN", ""), found.get("UPNunknown", "")
    if upn and reason_without:
        notes.add(Fault.UPN_AND_REASON_WITHOUT, line=line, about="UPNunknown")
        reason_without = ""
    return {
        "upn": upn,
        "former_upn": found.get("FormerUPN", ""),
        "reason_without_upn": reason_without,
        "born_on": born_on,
        "expected_on": expected_on,
        "died_on": found.get("PersonDeathDate"),
        "sex": sex,
    }


def _already_noted(notes: ChildNotes, *tags: str) -> bool:
    return any(about in tags for _, _, about, _ in notes.found)


def _characteristics(notes: ChildNotes, found: dict[str, Any], *, line: int) -> dict[str, Any]:
    disabilities = []
    if (group := found.get("Disabilities")) is not None:
        reader = GroupReader(notes, reference_on=date.max, today=date.max)
        disabilities = list(dict.fromkeys(reader.read(group).get("Disability", ())))
    if codes.NO_DISABILITY in disabilities and len(disabilities) > 1:
        notes.add(Fault.NO_DISABILITY_AND_SOME, line=line, about="Disability")
        disabilities.remove(codes.NO_DISABILITY)
    return {"ethnicity": found.get("Ethnicity", ""), "disabilities": tuple(disabilities)}


def _referral(reader: GroupReader, element: etree._Element) -> CensusReferral | None:
    """None when a date without which nothing can be said could not be read; the child is then refused."""
    found = reader.read(element)
    enquiries = [_section_47(reader, part) for part in found.get("Section47", ())]
    in_need = [_in_need_plan(reader, part) for part in found.get("CINPlanDates", ())]
    plans = [_plan(reader, part) for part in found.get("ChildProtectionPlans", ())]
    if "CINreferralDate" not in found:
        return None
    closed_on, closure_reason = found.get("CINclosureDate"), found.get("ReasonForClosure", "")
    if closure_reason and not closed_on:
        reader.notes.add(Fault.REASON_WITHOUT_CLOSURE, line=element.sourceline, about="ReasonForClosure")
        closure_reason = ""
    return CensusReferral(
        line=element.sourceline,
        referred_on=found["CINreferralDate"],
        source=found.get("ReferralSource", ""),
        primary_need=found.get("PrimaryNeedCode", ""),
        closed_on=closed_on,
        closure_reason=closure_reason,
        no_further_action=found.get("ReferralNFA"),
        conference_on=found.get("DateOfInitialCPC"),
        enquiries=tuple(enquiry for enquiry in enquiries if enquiry is not None),
        in_need_plans=tuple(plan for plan in in_need if plan is not None),
        plans=tuple(plan for plan in plans if plan is not None),
    )


def _section_47(reader: GroupReader, element: etree._Element) -> CensusSection47 | None:
    found = reader.read(element)
    if "S47ActualStartDate" not in found:
        return None
    conference_on, not_required = found.get("DateOfInitialCPC"), found.get("ICPCnotRequired")
    if conference_on and not_required:
        reader.notes.add(
            Fault.CONFERENCE_THOUGH_NOT_REQUIRED, line=element.sourceline, about="ICPCnotRequired"
        )
        not_required = None
    return CensusSection47(element.sourceline, found["S47ActualStartDate"], conference_on, not_required)


def _in_need_plan(reader: GroupReader, element: etree._Element) -> CensusInNeedPlan | None:
    found = reader.read(element)
    if "CINPlanStartDate" not in found:
        return None
    return CensusInNeedPlan(element.sourceline, found["CINPlanStartDate"], found.get("CINPlanEndDate"))


def _plan(reader: GroupReader, element: etree._Element) -> CensusPlan | None:
    found = reader.read(element)
    reviews_on = []
    if (group := found.get("Reviews")) is not None:
        reviews_on = reader.read(group).get("CPPreviewDate", [])
        if not reviews_on:
            reader.notes.add(Fault.REVIEWS_EMPTY, line=group.sourceline, about="Reviews")
        if len(set(reviews_on)) < len(reviews_on):
            reader.notes.add(Fault.REVIEW_REPEATED, line=group.sourceline, about="CPPreviewDate")
    if not {"CPPstartDate", "InitialCategoryOfAbuse", "LatestCategoryOfAbuse"} <= found.keys():
        return None
    return CensusPlan(
        line=element.sourceline,
        started_on=found["CPPstartDate"],
        ended_on=found.get("CPPendDate"),
        initial_category=found["InitialCategoryOfAbuse"],
        latest_category=found["LatestCategoryOfAbuse"],
        earlier_plans=found.get("NumberOfPreviousCPP"),
        reviews_on=tuple(sorted(set(reviews_on))),
    )


def _without_repeated_plans(child: CensusChild, notes: ChildNotes) -> CensusChild:
    """The same plan under two referrals, word for word, is one plan."""
    if sum(len(referral.plans) for referral in child.referrals) < 2:
        return child
    seen: set[CensusPlan] = set()
    referrals = []
    for referral in child.referrals:
        plans = []
        for plan in referral.plans:
            bare = replace(plan, line=0)
            if bare in seen:
                notes.add(Fault.PLAN_REPEATED, line=plan.line, about="CPPstartDate")
            else:
                plans.append(plan)
            seen.add(bare)
        referrals.append(replace(referral, plans=tuple(plans)))
    return replace(child, referrals=tuple(referrals))


def _without_what_contradicts(child: CensusChild, notes: ChildNotes) -> CensusChild:
    """Leaves out what cannot be true beside the child's plans, each with its note."""
    plans = tuple(child.plans())
    if not plans and not any(len(referral.in_need_plans) for referral in child.referrals):
        return child
    taken: list[CensusInNeedPlan] = []
    referrals = []
    for referral in child.referrals:
        referrals.append(
            replace(
                referral,
                conference_on=_initial(referral.conference_on, plans, notes, referral.line),
                enquiries=tuple(
                    replace(each, conference_on=_initial(each.conference_on, plans, notes, each.line))
                    for each in referral.enquiries
                ),
                in_need_plans=_in_need_plans_beside(referral.in_need_plans, plans, taken, notes),
            )
        )
    return replace(child, referrals=tuple(referrals))


def _initial(
    conference_on: date | None, plans: tuple[CensusPlan, ...], notes: ChildNotes, line: int
) -> date | None:
    if conference_on and any(
        plan.started_on < conference_on and plan.covers(conference_on) for plan in plans
    ):
        notes.add(Fault.CONFERENCE_DURING_PLAN, line=line, about="DateOfInitialCPC")
        return None
    return conference_on


def _in_need_plans_beside(
    in_need: tuple[CensusInNeedPlan, ...],
    plans: tuple[CensusPlan, ...],
    taken: list[CensusInNeedPlan],
    notes: ChildNotes,
) -> tuple[CensusInNeedPlan, ...]:
    """Those that run beside no child protection plan and no child in need plan taken before them."""
    kept = []
    for each in sorted(in_need, key=lambda plan: plan.started_on):
        if any(rules.run_together(each, plan) for plan in plans):
            notes.add(Fault.NEED_PLAN_BESIDE_PLAN, line=each.line, about="CINPlanStartDate")
        elif any(rules.run_together(each, other) for other in taken):
            notes.add(Fault.NEED_PLANS_OVERLAP, line=each.line, about="CINPlanStartDate")
        else:
            taken.append(each)
            kept.append(each)
    return tuple(kept)
