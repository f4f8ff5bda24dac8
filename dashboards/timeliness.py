"""How often what was due was done in time, rule by rule and month by month, over the last twelve months.

A date counts in the month it was due. What was booked at short notice could not be met in time by anybody and is left
out, as are dates only to be looked at again; so is what was no longer required before its day came.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from dateutil.relativedelta import relativedelta
from django.db import models
from django.db.models import Count, F, Q
from django.db.models.functions import TruncMonth

from deadlines.models import FLAGS, DeadlineQuerySet
from deadlines.rules import RULES
from govuk_forms import words
from govuk_forms.components import TrendChart

MONTHS: Final = 12
IN_TIME, LATE, NOT_MET = "in_time", "late", "not_met"


@dataclass(frozen=True, kw_only=True)
class Timeliness:
    """Of one rule, or of all."""

    name: str
    in_time: int
    late: int
    not_met: int
    rule: str = ""

    @property
    def all(self) -> int:
        return self.in_time + self.late + self.not_met

    @property
    def numbers(self) -> list[tuple[str, int, str]]:
        """Label, number and the question in the address of the list it leads to."""
        numbers = (self.in_time, self.late, self.not_met)
        return [
            (how.label, number, f"how={how.value}&rule={self.rule}")
            for how, number in zip(How, numbers, strict=True)
        ]

    @property
    def share(self) -> str:
        """Rounded down, so that 100% means every one."""
        return f"{100 * self.in_time // self.all}%" if self.all else "None was due"


@dataclass(frozen=True, kw_only=True)
class TwelveMonths:
    rules: list[Timeliness]
    total: Timeliness
    chart: TrendChart


def months_until(today: date) -> list[date]:
    """The first days of the last twelve calendar months, this one among them."""
    this = today.replace(day=1)
    return [this - relativedelta(months=back) for back in reversed(range(MONTHS))]


def twelve_months(deadlines: DeadlineQuerySet, today: date, *, rule: str = "") -> TwelveMonths:
    """Of these deadlines, outstanding or not; the chart is of one rule, where one is given. One query."""
    months = months_until(today)
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    by_month: dict[date, Counter[str]] = defaultdict(Counter)
    for code, month, *numbers in _grouped(deadlines, today):
        how = dict(zip((IN_TIME, LATE, NOT_MET), numbers, strict=True))
        counted[code].update(how)
        if not rule or rule == code:
            by_month[month].update(how)
    name = RULES[rule].name if rule else "Every rule"
    return TwelveMonths(
        rules=sorted((_of(RULES[code].name, [how], code) for code, how in counted.items()), key=_worst_first),
        total=_of("Every rule", counted.values()),
        chart=TrendChart(
            title=f"{name}: in time, and late or not met",
            period=f"Month it was due, from {words.MONTHS[months[0].month]} {months[0].year}",
            series=("In time", "Late or not met"),
            points=[
                (
                    words.MONTHS[month.month][:3],
                    (by_month[month][IN_TIME], by_month[month][LATE] + by_month[month][NOT_MET]),
                )
                for month in months
            ],
        ),
    )


class How(models.TextChoices):
    """What became of a date, as a list shows it."""

    IN_TIME = "in-time", "Met in time"
    LATE = "late", "Met late"
    NOT_MET = "not-met", "Not met"


OF_HOW: Final = {
    How.IN_TIME: Q(met_on__lte=F("due_on")),
    How.LATE: Q(met_on__gt=F("due_on")),
    How.NOT_MET: Q(met_on=None),
}


def counted_dates(deadlines: DeadlineQuerySet, today: date) -> DeadlineQuerySet:
    """Those of the deadlines that the twelve months are made of."""
    met = Q(met_on__isnull=False)
    still_needed = Q(lapsed_on=None) | Q(lapsed_on__gt=F("due_on"))
    since = months_until(today)[0]
    come = deadlines.in_force().filter(met | still_needed, due_on__gte=since, due_on__lt=today)
    return come.filter(short_notice=False).exclude(rule__in=FLAGS)


def _grouped(deadlines: DeadlineQuerySet, today: date) -> Iterable[tuple]:
    return (
        counted_dates(deadlines, today)
        .annotate(month=TruncMonth("due_on"))
        .order_by()
        .values("rule", "month")
        .annotate(
            in_time=Count("pk", filter=OF_HOW[How.IN_TIME]),
            late=Count("pk", filter=OF_HOW[How.LATE]),
            not_met=Count("pk", filter=OF_HOW[How.NOT_MET]),
        )
        .values_list("rule", "month", IN_TIME, LATE, NOT_MET)
    )


def _of(name: str, counted: Iterable[Counter[str]], code: str = "") -> Timeliness:
    all_of_it: Counter[str] = Counter()
    for each in counted:
        all_of_it.update(each)
    return Timeliness(
        name=name,
        rule=code,
        in_time=all_of_it[IN_TIME],
        late=all_of_it[LATE],
        not_met=all_of_it[NOT_MET],
    )


def _worst_first(each: Timeliness) -> tuple[float, str]:
    return each.in_time / each.all, each.name
