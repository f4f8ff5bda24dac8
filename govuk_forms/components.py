"""What templates/components/ are given: plain values, made by views, so that a page's template decides nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple


class Link(NamedTuple):
    label: str
    url: str


class Flag(NamedTuple):
    """A tag. `colour` is one of govuk-frontend's; the words must say what it says."""

    words: str
    colour: str = ""


class NavigationEntry(NamedTuple):
    """In the service's menu. `waiting` is how much waits there; nothing is shown for 0."""

    label: str
    url: str
    active: bool = False
    waiting: int = 0


class Tile(NamedTuple):
    """A count that leads to what it counts. `words` say what `colour` means: "2 are more than a week late"."""

    number: int
    label: str
    url: str = ""
    colour: str = ""
    words: str = ""


@dataclass(frozen=True, kw_only=True)
class Identity:
    """Who a page is about, for identity_banner.html."""

    name: str
    today: date
    born_on: date | None = None
    expected_on: date | None = None
    reference: str = ""
    nhs_number: str = ""
    flags: Sequence[Flag] = ()
    interpreter: str = ""
    staff_safety: str = ""
    address_is_confidential: bool = False
    url: str = ""
    record_links: Sequence[Link] = ()

    @property
    def age(self) -> str:
        return age_in_words(self.born_on, self.today) if self.born_on else ""

    @property
    def nhs_number_spaced(self) -> str:
        """Three, three and four figures, as the NHS writes it."""
        figures = "".join(self.nhs_number.split())
        return f"{figures[:3]} {figures[3:6]} {figures[6:]}" if len(figures) == 10 else self.nhs_number


@dataclass(frozen=True, kw_only=True)
class DeadlineRow:
    """What is or was owed, for deadline_table.html. `standing` is the value of a Standing; `words` say it in full."""

    what: str
    due_on: date
    standing: str
    words: str
    url: str = ""
    child: Link | None = None
    child_reference: str = ""
    why: str = ""
    action: Link | None = None


@dataclass(frozen=True, kw_only=True)
class Happening:
    """In a timeline. `on` may be a day or a moment."""

    title: str
    on: date | datetime
    by: str = ""
    text: str = ""
    url: str = ""
    flags: Sequence[Flag] = ()
    key: str = ""
    """Its name, for saying of it whether it matters: visit-12."""
    matters: bool = False

    @property
    def has_time(self) -> bool:
        return isinstance(self.on, datetime)


@dataclass(frozen=True, kw_only=True)
class SummaryRow:
    """A fact and, where it may be changed, a link whose hidden words say what it changes."""

    name: str
    value: str
    action: Link | None = None
    flag: Flag | None = None


@dataclass(frozen=True, kw_only=True)
class BarChart:
    """Counts by group. The table is the chart, so nothing is lost without the bars."""

    title: str
    group: str
    counted: str
    counts: Sequence[tuple[str, int]]
    unit: str = ""

    @property
    def bars(self) -> list[tuple[str, int, float]]:
        """Label, count and width in per cent of the longest."""
        longest = max((count for _, count in self.counts), default=0) or 1
        return [(label, count, round(100 * count / longest, 1)) for label, count in self.counts]


@dataclass(frozen=True, kw_only=True)
class TrendChart:
    """One or two series over time, for trend_chart.html. A table of the figures stands folded below the lines."""

    title: str
    period: str
    series: Sequence[str]
    points: Sequence[tuple[str, Sequence[int]]]

    @property
    def step(self) -> int:
        highest = max((value for _, values in self.points for value in values), default=0) or 1
        return next(
            step for step in (1, 2, 5, 10, 20, 25, 50, 100, 200, 500, 1000, highest) if highest / step <= 5
        )

    @property
    def top(self) -> int:
        highest = max((value for _, values in self.points for value in values), default=0) or 1
        return -(-highest // self.step) * self.step

    @property
    def ticks(self) -> list[tuple[int, float]]:
        """Value and distance from the top in per cent."""
        return [(value, self._down(value)) for value in range(0, self.top + 1, self.step)]

    @property
    def labels(self) -> list[tuple[str, float]]:
        """About five periods and their distance from the left in per cent."""
        every = max(1, (len(self.points) - 1) // 4)
        return [(name, self._across(n)) for n, (name, _) in enumerate(self.points) if n % every == 0]

    @property
    def lines(self) -> list[tuple[str, str, int]]:
        """Name, SVG points in a box of 100 by 100, and latest value of each series."""
        drawn = []
        for number, name in enumerate(self.series):
            values = [values[number] for _, values in self.points]
            path = " ".join(f"{self._across(n)},{self._down(value)}" for n, value in enumerate(values))
            drawn.append((name, path, values[-1] if values else 0))
        return drawn

    def _across(self, number: int) -> float:
        return round(100 * number / max(1, len(self.points) - 1), 2)

    def _down(self, value: int) -> float:
        return round(100 - 100 * value / self.top, 2)


@dataclass(frozen=True, kw_only=True)
class FilterTag:
    """A filter in force, with the address of the same list without it."""

    words: str
    url_without: str


@dataclass(frozen=True, kw_only=True)
class FilterGroup:
    """Filters in force on one question, for filter_panel.html."""

    name: str
    tags: Sequence[FilterTag] = field(default_factory=tuple)


def age_in_words(born_on: date, today: date) -> str:
    """Days to 13 days, weeks to 11 weeks, months to 23 months, then years."""
    days = (today - born_on).days
    if days < 0:
        raise ValueError(f"born {born_on}, after {today}: give expected_on instead")
    months = (today.year - born_on.year) * 12 + today.month - born_on.month - (today.day < born_on.day)
    for number, unit in ((months // 12, "year"), (months, "month"), (days // 7, "week"), (days, "day")):
        enough = {"year": 2, "month": 3, "week": 2, "day": 0}[unit]
        if number >= enough:
            return f"{number} {unit}" if number == 1 else f"{number} {unit}s"
    raise AssertionError("days are never negative here")
