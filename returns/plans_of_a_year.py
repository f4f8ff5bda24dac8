"""The plans that a year's children in need census asks for, as its fields: no name and no word of the record (A-12).

A census year ends on 31 March and shows the position of that day: what happened later is left out of it.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Q, QuerySet

from children.codes import AbuseCategory, Sex
from children.models import Child
from conferences.models import ChildAtConference
from exports.sheets import Row
from plans.models import ChildProtectionPlan

COLUMNS: Final = (
    "LAchildID", "PersonBirthDate", "ExpectedPersonBirthDate", "Sex", "Ethnicity", "Disabilities", "UPN", "UPNunknown",
    "CPPstartDate", "CPPendDate", "InitialCategoryOfAbuse", "LatestCategoryOfAbuse", "NumberOfPreviousCPP",
    "CPPreviewDate",
)  # fmt: skip
"""By the names of the census, in its order."""


@dataclass(frozen=True)
class CensusYear:
    """From 1 April of the year before to 31 March; named by the year in which it ends."""

    ends_in: int

    @classmethod
    def of(cls, day: date) -> "CensusYear":
        return cls(day.year + (day >= date(day.year, 4, 1)))

    def __str__(self) -> str:
        return f"Year to 31 March {self.ends_in}"

    @property
    def begins_on(self) -> date:
        return date(self.ends_in - 1, 4, 1)

    @property
    def ends_on(self) -> date:
        """The reference date of the census."""
        return date(self.ends_in, 3, 31)

    def plans(self) -> QuerySet[ChildProtectionPlan]:
        """Those that began by the reference date and had not ended before the year began."""
        in_the_year = Q(ended_on=None) | Q(ended_on__gte=self.begins_on)
        return ChildProtectionPlan.objects.filter(in_the_year, started_on__lte=self.ends_on).order_by(
            "child__reference", "started_on"
        )


@dataclass(frozen=True)
class PlanInReturn:
    reference: str
    born_on: date | None
    expected_on: date | None
    sex: str
    ethnicity: str
    disabilities: str
    upn: str
    upn_unknown: str
    started_on: date
    ended_on: date | None
    first_category: str
    latest_category: str
    plans_before: int
    reviews: Sequence[date]

    def as_row(self) -> Row:
        return (
            self.reference, self.born_on, self.expected_on, self.sex, self.ethnicity, self.disabilities, self.upn,
            self.upn_unknown, self.started_on, self.ended_on, self.first_category, self.latest_category,
            self.plans_before, " ".join(each.isoformat() for each in self.reviews),
        )  # fmt: skip


def in_return(plans: Collection[ChildProtectionPlan], year: CensusYear) -> Iterator[PlanInReturn]:
    """Each plan, with its child read along, as it stood at the end of the year. Two questions for all of them."""
    decided: dict[int, list[ChildAtConference]] = defaultdict(list)
    at_conferences = ChildAtConference.objects.filter(
        plan__in=[plan.pk for plan in plans], conference__held_on__isnull=False
    )
    for row in at_conferences.select_related("conference").order_by("conference__held_on", "pk"):
        decided[row.plan_id].append(row)  # type: ignore[index]  # the filter leaves none without
    expected = _expected_on([plan.child for plan in plans], year)
    for plan in plans:
        child, held = plan.child, [row for row in decided[plan.pk] if row.conference.held_on <= year.ends_on]
        yield PlanInReturn(
            reference=child.reference,
            born_on=None if _not_born_by(child, year.ends_on) else child.born_on,
            expected_on=expected.get(child.pk, child.expected_on),
            # An unborn child has none in the census, whatever is known by now (rule 8750).
            sex=Sex.UNKNOWN.value if _not_born_by(child, year.ends_on) else child.sex,
            ethnicity=child.ethnicity,
            disabilities=" ".join(child.disabilities),
            upn=child.upn,
            upn_unknown=child.upn_unknown,
            started_on=plan.started_on,
            ended_on=plan.ended_on if plan.ended_on and plan.ended_on <= year.ends_on else None,
            first_category=one_code(plan.initial_categories),
            latest_category=one_code(_latest(plan, held, of_all=decided[plan.pk])),
            plans_before=plan.plans_before,
            reviews=[
                row.conference.held_on
                for row in held
                if row.kind == ChildAtConference.Kind.REVIEW and row.conference.held_on > plan.started_on
            ],
        )


def _not_born_by(child: Child, day: date) -> bool:
    return child.born_on is not None and child.born_on > day


def _expected_on(children: Collection[Child], year: CensusYear) -> dict[int, date]:
    """When those who were born after the year had been expected: at the birth that gives way to the day itself."""
    unborn = [child.pk for child in children if _not_born_by(child, year.ends_on)]
    lines = Child.history.filter(id__in=unborn, expected_on__isnull=False).order_by(
        "history_date", "history_id"
    )
    return dict(lines.values_list("id", "expected_on"))


def _latest(
    plan: ChildProtectionPlan, held: Sequence[ChildAtConference], *, of_all: Sequence[ChildAtConference]
) -> Sequence[str]:
    """The categories in force at the end of the year: a later conference may have changed them since."""
    if not any(row.categories for row in of_all):
        return plan.latest_categories  # as the previous system gave them
    return next((row.categories for row in reversed(held) if row.categories), plan.initial_categories)


def one_code(categories: Sequence[str]) -> str:
    """The census has one field: more than one category is "multiple" there and nowhere else."""
    return categories[0] if len(categories) == 1 else AbuseCategory.MULTIPLE.value
