"""The statutory timetable in force and the bank holidays it counts with, for a page to show."""

from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from deadlines.calendar import WorkingCalendar
from deadlines.packs import Pack
from deadlines.printed import limit_in_words, people, started_by, when_told
from deadlines.rules import Rule
from govuk_forms import words
from govuk_forms.components import SummaryRow


@dataclass(frozen=True)
class InForce:
    rule: Rule
    facts: list[SummaryRow]


def rules_in_force(pack: Pack, today: date) -> list[InForce]:
    """The rules with a limit in force today, in the order of the catalogue."""
    return [
        InForce(rule, _facts(rule, pack, today)) for rule in pack.rules if pack.limits_on(rule.code, today)
    ]


def _facts(rule: Rule, pack: Pack, today: date) -> list[SummaryRow]:
    limits = [f"{limit_in_words(rule, limit)}. {limit.source}." for limit in pack.limits_on(rule.code, today)]
    if rule.plan_frequency:
        limits.append("A child’s own plan may ask for it more often, never less.")
    told = [f"{when_told(step)}: {people(step.tell)}".capitalize() for step in rule.steps]
    return [
        SummaryRow(name="Limit", value="\n".join(limits)),
        SummaryRow(name="Started by", value=started_by(rule).capitalize()),
        SummaryRow(name="Met by", value=rule.met_by),
        SummaryRow(name="Owed by", value=str(rule.owed_by).capitalize()),
        SummaryRow(name="Who is told", value="\n".join(told)),
    ]


def bank_holidays(calendar: WorkingCalendar, today: date) -> list[tuple[str, str]]:
    """Day and name of each from today to the last year that is known."""
    days = (today + timedelta(days=number) for number in range((calendar.known_until - today).days + 1))
    return [(words.weekday(day), name) for day in days if (name := calendar.bank_holiday_name(day))]


def holiday_warning(calendar: WorkingCalendar, today: date) -> str:
    """Empty while the bank holidays of a year ahead are known."""
    if calendar.known_until < today:
        return (
            f"The bank holidays this portal knows ended on {words.day(calendar.known_until)}: working days "
            "can no longer be counted. Your system administrator must update the portal now."
        )
    if calendar.known_until < today + relativedelta(years=1):
        return (
            f"Bank holidays are known only until {words.day(calendar.known_until)}, less than a year ahead. "
            "Dates beyond that day cannot be counted in working days: "
            "your system administrator should update the portal."
        )
    return ""
