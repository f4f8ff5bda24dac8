"""Writes a census file and an Annex A workbook of any size, for measuring and for trying the import.

    python -m benchmarks.made_up_census --children 50000 --to /tmp/made-up

Every child is invented from the seed; the census holds no names, and the workers' names are numbers. The same
seed writes the same bytes. One child in ten is or was on a plan in the year. `--dirty 0.02` spoils that share of
the children in ways that real files are spoilt in; `--padding 12` adds so many finished assessments to every
referral, which is what makes real files large.
"""

import argparse
import random
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from openpyxl import Workbook

from returns.census.codes import DISABILITIES, ETHNICITIES, NO_DISABILITY, PRIMARY_NEEDS, REFERRAL_SOURCES
from returns.census.values import check_letter

CATEGORIES = ("NEG",) * 10 + ("EMO",) * 7 + ("PHY",) * 2 + ("SAB",) + ("MUL",)
_ETHNICITIES = sorted(ETHNICITIES)
_SOURCES = sorted(REFERRAL_SOURCES)
_NEEDS = sorted(PRIMARY_NEEDS)
_DISABILITIES = sorted(DISABILITIES - {NO_DISABILITY})

HEADINGS = (
    "Child Unique ID",
    "Gender",
    "Ethnicity",
    "Date of Birth",
    "Age",
    "Does the Child have a Disability",
    "Child Protection Plan Start Date",
    "Initial Category of Abuse",
    "Latest Category of Abuse",
    "Date of the Last Statutory Visit",
    "Was the Child Seen Alone?",
    "Date of latest review conference",
    "Child Protection Plan End Date",
    "Subject to Emergency Protection Order or Protected Under Police Powers in Last Six Months (Y/N)",
    "Number of Previous Child Protection Plans",
    "Allocated Team",
    "Allocated Worker",
)


@dataclass
class MadeUpChild:
    """The lines of one Child element, and the row of List 7 if the child was on a plan."""

    reference: str
    lines: list[str] = field(default_factory=list)
    row: tuple[object, ...] | None = None


class Author:
    def __init__(self, *, year: int, seed: int, dirty: float, padding: int) -> None:
        self.chance = random.Random(seed)
        self.reference_on = date(year, 3, 31)
        self.year_starts_on = date(year - 1, 4, 1)
        self.dirty = dirty
        self.padding = padding

    def children(self, number: int) -> Iterator[MadeUpChild]:
        for place in range(1, number + 1):
            child = self._child(place)
            if self.chance.random() < self.dirty:
                child.lines = self.chance.choice(SPOILINGS)(child.lines)
            yield child

    def _child(self, place: int) -> MadeUpChild:
        chance = self.chance
        child = MadeUpChild(f"CH{place:06d}")
        on_plan = chance.random() < 0.10
        unborn = chance.random() < 0.008
        referred_on = self._weekday(self.year_starts_on - timedelta(days=300), self.reference_on)
        if unborn:
            born_on = self.reference_on + timedelta(days=chance.randrange(5, 150))
            referred_on = self._weekday(self.reference_on - timedelta(days=90), self.reference_on)
        else:
            born_on = referred_on - timedelta(days=chance.randrange(20, 17 * 365))
        disabled = chance.random() < 0.12
        child.lines = [
            "<Child>",
            "<ChildIdentifiers>",
            f"<LAchildID>{child.reference}</LAchildID>",
            *self._school(born_on, place),
            f"<{'ExpectedPersonBirthDate' if unborn else 'PersonBirthDate'}>{born_on}"
            f"</{'ExpectedPersonBirthDate' if unborn else 'PersonBirthDate'}>",
            f"<Sex>{'U' if unborn else chance.choice('MF')}</Sex>",
            "</ChildIdentifiers>",
            "<ChildCharacteristics>",
            f"<Ethnicity>{chance.choice(_ETHNICITIES)}</Ethnicity>",
            "<Disabilities>",
            f"<Disability>{chance.choice(_DISABILITIES) if disabled else NO_DISABILITY}</Disability>",
            "</Disabilities>",
            "</ChildCharacteristics>",
        ]
        self._referral(child, referred_on, born_on, on_plan=on_plan)
        child.lines.append("</Child>")
        return child

    def _school(self, born_on: date, place: int) -> list[str]:
        if (self.reference_on - born_on).days < 5 * 365:
            return ["<UPNunknown>UN1</UPNunknown>"]
        rest = f"999{place:08d}{self.chance.randrange(10)}"
        return [f"<UPN>{check_letter(rest)}{rest}</UPN>"]

    def _referral(self, child: MadeUpChild, referred_on: date, born_on: date, *, on_plan: bool) -> None:
        chance = self.chance
        closes = not on_plan and (chance.random() < 0.4 or referred_on < self.year_starts_on)
        closed_on = (
            self._weekday(max(referred_on, self.year_starts_on), self.reference_on) if closes else None
        )
        child.lines += [
            "<CINdetails>",
            f"<CINreferralDate>{referred_on}</CINreferralDate>",
            f"<ReferralSource>{chance.choice(_SOURCES)}</ReferralSource>",
            f"<PrimaryNeedCode>{chance.choice(_NEEDS)}</PrimaryNeedCode>",
        ]
        if closed_on:
            child.lines += [
                f"<CINclosureDate>{closed_on}</CINclosureDate>",
                f"<ReasonForClosure>RC{chance.choice('789')}</ReasonForClosure>",
            ]
        for _ in range(self.padding + 1):
            child.lines += self._assessment(referred_on)
        plan = self._plan(child, referred_on, born_on) if on_plan else []
        child.lines += ["<ReferralNFA>0</ReferralNFA>", *plan, "</CINdetails>"]

    def _assessment(self, referred_on: date) -> list[str]:
        return [
            "<Assessments>",
            f"<AssessmentActualStartDate>{referred_on}</AssessmentActualStartDate>",
            f"<AssessmentAuthorisationDate>{referred_on + timedelta(days=40)}</AssessmentAuthorisationDate>",
            "<FactorsIdentifiedAtAssessment>",
            f"<AssessmentFactors>{self.chance.randrange(1, 7)}A</AssessmentFactors>",
            "<AssessmentFactors>16A</AssessmentFactors>",
            "</FactorsIdentifiedAtAssessment>",
            "</Assessments>",
        ]

    def _plan(self, child: MadeUpChild, referred_on: date, born_on: date) -> list[str]:
        """The plan's lines; the enquiry that led to it goes straight into the child's lines, if of this year."""
        chance = self.chance
        began_on = min(self._weekday(referred_on + timedelta(days=5), self.reference_on), self.reference_on)
        if began_on < self.year_starts_on:
            # Its conference belongs to last year's file.
            enquiry = []
        else:
            enquiry = [
                "<Section47>",
                f"<S47ActualStartDate>{referred_on}</S47ActualStartDate>",
                f"<InitialCPCtarget>{began_on}</InitialCPCtarget>",
                f"<DateOfInitialCPC>{began_on}</DateOfInitialCPC>",
                "<ICPCnotRequired>0</ICPCnotRequired>",
                "</Section47>",
            ]
        child.lines += enquiry
        ended_on = None
        if chance.random() < 0.25 and (self.reference_on - began_on).days > 120:
            ended_on = self._weekday(
                max(began_on + timedelta(days=100), self.year_starts_on), self.reference_on
            )
        reviews, due = [], began_on + timedelta(days=chance.randrange(75, 95))
        while due < (ended_on or self.reference_on):
            reviews.append(due)
            due += timedelta(days=chance.randrange(150, 190))
        category, earlier = chance.choice(CATEGORIES), int(chance.random() < 0.22)
        latest = chance.choice(CATEGORIES) if reviews and chance.random() < 0.15 else category
        child.row = self._row(
            child.reference, born_on, began_on, ended_on, category, latest, reviews, earlier
        )
        return [
            "<ChildProtectionPlans>",
            f"<CPPstartDate>{began_on}</CPPstartDate>",
            *([f"<CPPendDate>{ended_on}</CPPendDate>"] if ended_on else []),
            f"<InitialCategoryOfAbuse>{category}</InitialCategoryOfAbuse>",
            f"<LatestCategoryOfAbuse>{latest}</LatestCategoryOfAbuse>",
            f"<NumberOfPreviousCPP>{earlier}</NumberOfPreviousCPP>",
            *(
                ["<Reviews>", *(f"<CPPreviewDate>{day}</CPPreviewDate>" for day in reviews), "</Reviews>"]
                if reviews
                else []
            ),
            "</ChildProtectionPlans>",
        ]

    def _row(
        self,
        reference: str,
        born_on: date,
        began_on: date,
        ended_on: date | None,
        category: str,
        latest: str,
        reviews: list[date],
        earlier: int,
    ) -> tuple[object, ...]:
        chance = self.chance
        until = ended_on or self.reference_on
        visited = chance.random() < 0.95 and until > began_on
        team = chance.randrange(1, 13)
        return (
            reference,
            chance.choice(("a) Male", "b) Female")),
            "a) WBRI",
            born_on,
            max(0, (self.reference_on - born_on).days // 365),
            "b) No",
            began_on,
            category,
            latest,
            max(began_on, until - timedelta(days=chance.randrange(0, 40))) if visited else None,
            chance.choice(("a) Yes", "a) Yes", "b) No", "c) Unknown")) if visited else None,
            reviews[-1] if reviews else None,
            ended_on,
            "b) No",
            earlier,
            f"Made-up Team {team}",
            f"Worker {team}-{chance.randrange(1, 15)}",
        )

    def _weekday(self, first: date, last: date) -> date:
        """A Monday to Friday between the two days; the first of them when they leave no choice."""
        day = first + timedelta(days=self.chance.randrange(max(1, (last - first).days)))
        return day - timedelta(days=max(0, day.weekday() - 4)) if day.weekday() > 4 and day > first else day


def _swap(before: str, after: str) -> Callable[[list[str]], list[str]]:
    return lambda lines: [after if line.startswith(before) else line for line in lines]


def _day_first(lines: list[str]) -> list[str]:
    return [
        f"<CINreferralDate>{line[25:27]}/{line[22:24]}/{line[17:21]}</CINreferralDate>"
        if line.startswith("<CINreferralDate>")
        else line
        for line in lines
    ]


def _without(tag: str) -> Callable[[list[str]], list[str]]:
    return lambda lines: [line for line in lines if not line.startswith(f"<{tag}>")]


# What real files are spoilt by. Those that refuse the child come first.
SPOILINGS = (
    _day_first,
    _without("LAchildID"),
    _without("PersonBirthDate"),
    _swap("<CINreferralDate>", "<CINreferralDate>2025-02-30</CINreferralDate>"),
    _swap("<InitialCategoryOfAbuse>", "<InitialCategoryOfAbuse>UNKNOWN</InitialCategoryOfAbuse>"),
    _swap("<Ethnicity>", "<Ethnicity>QQQQ</Ethnicity>"),
    _swap("<UPN>", "<UPN>B000000000000</UPN>"),
    _swap("<Sex>", "<Sex>1</Sex>"),
    _swap("<ReferralSource>", "<ReferralSource>99</ReferralSource>"),
    _swap("<Disability>", "<Disability>OTHER</Disability>"),
)


def write(
    folder: Path, *, children: int, year: int = 2026, seed: int = 1, dirty: float = 0.0, padding: int = 0
) -> tuple[Path, Path]:
    """Writes census.xml and annex-a.xlsx into `folder`, a child at a time, and returns their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    census, workbook = folder / "census.xml", folder / "annex-a.xlsx"
    author = Author(year=year, seed=seed, dirty=dirty, padding=padding)
    book = Workbook(write_only=True)
    sheet = book.create_sheet("List 7")
    sheet.append(HEADINGS)
    with census.open("w", encoding="utf-8") as file:
        file.write(
            '<?xml version="1.0" encoding="UTF-8"?>\n<Message>\n<Header>\n<CollectionDetails>\n'
            f"<Collection>CIN</Collection>\n<Year>{year}</Year>\n<ReferenceDate>{year}-03-31</ReferenceDate>\n"
            "</CollectionDetails>\n<Source>\n<SourceLevel>L</SourceLevel>\n<LEA>999</LEA>\n</Source>\n"
            "</Header>\n<Children>\n"
        )
        for child in author.children(children):
            file.write("\n".join(child.lines))
            file.write("\n")
            if child.row:
                sheet.append(child.row)
        file.write("</Children>\n</Message>\n")
    with warnings.catch_warnings():
        # openpyxl dates the workbook with a call that Python has deprecated.
        warnings.simplefilter("ignore", DeprecationWarning)
        book.save(workbook)
    return census, workbook


def main() -> None:
    parser = argparse.ArgumentParser(description="Write a made-up census file and its Annex A workbook.")
    parser.add_argument("--children", type=int, default=50_000)
    parser.add_argument("--to", type=Path, required=True, help="the folder to write into")
    parser.add_argument("--year", type=int, default=2026)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--dirty", type=float, default=0.02, help="the share of children that are spoilt")
    parser.add_argument("--padding", type=int, default=0, help="finished assessments added to every referral")
    chosen = vars(parser.parse_args())
    began = time.perf_counter()
    for path in write(chosen.pop("to"), **chosen):
        print(f"{path}  {path.stat().st_size / 1e6:.1f} MB")
    print(f"{time.perf_counter() - began:.1f} s", file=sys.stderr)


if __name__ == "__main__":
    main()
