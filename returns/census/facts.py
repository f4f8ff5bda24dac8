"""One child as the census file tells it. Plain values, checked, and true to the file line by line.

The census holds no names and no addresses, and so neither do these.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date


@dataclass(frozen=True, slots=True)
class Header:
    """`reference_on` is the last day of the census year: the file shows the position on that day."""

    year: int
    reference_on: date
    authority: str

    @property
    def year_starts_on(self) -> date:
        """1 April, the day after the reference date of the year before."""
        return date(self.reference_on.year - 1, 4, 1)


@dataclass(frozen=True, slots=True)
class CensusSection47:
    line: int
    started_on: date
    conference_on: date | None
    conference_not_required: bool | None

    @property
    def is_unresolved(self) -> bool:
        return self.conference_on is None and not self.conference_not_required


@dataclass(frozen=True, slots=True)
class CensusInNeedPlan:
    line: int
    started_on: date
    ended_on: date | None


@dataclass(frozen=True, slots=True)
class CensusPlan:
    """`earlier_plans` is the census's NumberOfPreviousCPP; None when it is not known."""

    line: int
    started_on: date
    ended_on: date | None
    initial_category: str
    latest_category: str
    earlier_plans: int | None
    reviews_on: tuple[date, ...]

    def covers(self, day: date) -> bool:
        return self.started_on <= day and (self.ended_on is None or day <= self.ended_on)


@dataclass(frozen=True, slots=True)
class CensusReferral:
    """`conference_on` is an initial conference that no enquiry of this referral led to, as in a move in."""

    line: int
    referred_on: date
    source: str
    primary_need: str
    closed_on: date | None
    closure_reason: str
    no_further_action: bool | None
    conference_on: date | None
    enquiries: tuple[CensusSection47, ...]
    in_need_plans: tuple[CensusInNeedPlan, ...]
    plans: tuple[CensusPlan, ...]

    def conference_days(self) -> set[date]:
        days = {enquiry.conference_on for enquiry in self.enquiries} | {self.conference_on}
        return {day for day in days if day is not None}


@dataclass(frozen=True, slots=True)
class CensusChild:
    """An empty text means not known; exactly one of `born_on` and `expected_on` is given."""

    line: int
    reference: str
    upn: str
    former_upn: str
    reason_without_upn: str
    born_on: date | None
    expected_on: date | None
    died_on: date | None
    sex: str
    ethnicity: str
    disabilities: tuple[str, ...]
    referrals: tuple[CensusReferral, ...]

    def plans(self) -> Iterator[CensusPlan]:
        for referral in self.referrals:
            yield from referral.plans

    def without_upn(self) -> "CensusChild":
        return replace(self, upn="")

    def is_on_a_plan(self, day: date) -> bool:
        return any(plan.covers(day) for plan in self.plans())
