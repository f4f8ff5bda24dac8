"""The elements of a census file, in the census's order: how each is read and what follows when it cannot be.

To read one more element, add a line in its group and a field in `facts.py`. Elements of other years' returns
that the portal has no use for are listed as passed over, so that they are not reported as unknown.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from returns.census import codes, values
from returns.census.values import CodeIn
from returns.problems import Severity

_REFUSED, _LEFT_OUT, _QUERY = Severity.REFUSED, Severity.LEFT_OUT, Severity.QUERY


@dataclass(frozen=True, slots=True)
class Element:
    """`read` is None for a group of elements; `wrong` and `missing` are what follows for the child.

    A date may lie ahead of today only where `ahead`; a date after the reference date is reported where
    `within_year`.
    """

    tag: str
    read: Callable[[str], object] | None = None
    wrong: Severity = _LEFT_OUT
    missing: Severity | None = None
    many: bool = False
    ahead: bool = False
    within_year: bool = False


@dataclass(frozen=True, slots=True)
class PassedOver:
    """Known, and of no use to the portal: nothing in it is read or checked."""

    tag: str


def _date(tag: str, *, wrong: Severity = _REFUSED, **more: Any) -> Element:
    return Element(tag, values.day, wrong, **{"within_year": True, **more})


def _code(tag: str, known: frozenset[str], **more: Any) -> Element:
    return Element(tag, CodeIn(known), **more)


LAYOUT: dict[str, tuple[Element | PassedOver, ...]] = {
    "Child": (
        Element("ChildIdentifiers", missing=_REFUSED),
        Element("ChildCharacteristics"),
        Element("CINdetails", many=True),
    ),
    "ChildIdentifiers": (
        Element("LAchildID", values.reference, _REFUSED, missing=_REFUSED),
        Element("UPN", values.upn),
        Element("FormerUPN", values.upn),
        _code("UPNunknown", codes.REASONS_WITHOUT_UPN),
        _date("PersonBirthDate", within_year=False),
        _date("ExpectedPersonBirthDate", ahead=True, within_year=False),
        _code("Sex", codes.SEXES),
        Element("GenderCurrent", values.former_gender),
        _date("PersonDeathDate", within_year=False),
    ),
    "ChildCharacteristics": (
        _code("Ethnicity", codes.ETHNICITIES, missing=_LEFT_OUT),
        Element("Disabilities"),
    ),
    "Disabilities": (_code("Disability", codes.DISABILITIES, many=True),),
    "CINdetails": (
        _date("CINreferralDate", missing=_REFUSED),
        _code("ReferralSource", codes.REFERRAL_SOURCES, missing=_LEFT_OUT),
        _code("PrimaryNeedCode", codes.PRIMARY_NEEDS),
        _date("CINclosureDate"),
        _code("ReasonForClosure", codes.CLOSURE_REASONS, wrong=_REFUSED),
        _date("DateOfInitialCPC"),
        PassedOver("Assessments"),
        Element("CINPlanDates", many=True),
        Element("Section47", many=True),
        Element("ReferralNFA", values.yes_or_no, missing=_LEFT_OUT),
        Element("ChildProtectionPlans", many=True),
        PassedOver("PreProceedingsandFGDM"),
    ),
    "CINPlanDates": (
        _date("CINPlanStartDate", missing=_REFUSED),
        _date("CINPlanEndDate"),
    ),
    "Section47": (
        _date("S47ActualStartDate", missing=_REFUSED),
        # The portal works out the target itself, from the discussion's date and the calendar.
        PassedOver("InitialCPCtarget"),
        _date("DateOfInitialCPC"),
        Element("ICPCnotRequired", values.yes_or_no, missing=_LEFT_OUT),
    ),
    "ChildProtectionPlans": (
        _date("CPPstartDate", missing=_REFUSED),
        _date("CPPendDate"),
        _code("InitialCategoryOfAbuse", codes.CATEGORIES_OF_ABUSE, wrong=_REFUSED, missing=_REFUSED),
        _code("LatestCategoryOfAbuse", codes.CATEGORIES_OF_ABUSE, wrong=_REFUSED, missing=_REFUSED),
        Element("NumberOfPreviousCPP", values.count, missing=_LEFT_OUT),
        Element("Reviews"),
    ),
    "Reviews": (_date("CPPreviewDate", many=True),),
}

# For each group: its elements with their place in the order, and those that may not be missing.
PLACES = {
    group: {element.tag: (place, element) for place, element in enumerate(elements)}
    for group, elements in LAYOUT.items()
}
REQUIRED = {
    group: tuple(e for e in elements if isinstance(e, Element) and e.missing is not None)
    for group, elements in LAYOUT.items()
}
