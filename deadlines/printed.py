"""The statutory timetable on paper: every rule in force, its limit, its source and why it is there.

`python -m deadlines.printed` writes docs/statutory-timetable.md; with `--check` it exits 1 when that is stale.
"""

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Final

from deadlines.limits import Limit
from deadlines.packs import Pack, load_pack
from deadlines.periods import Days, Period
from deadlines.rules import Rule, Shape, Step, Who
from govuk_forms import words

PRINTED: Final = Path(__file__).parent.parent / "docs" / "statutory-timetable.md"
DEFAULT_PACK: Final = "composite"

_COUNTING = """\
## How days are counted

- A working day is Monday to Friday, not a bank holiday in England and Wales and not a day on which the authority
  has said it is closed.
- The day something happens is day 0. “Within 10 working days” ends with the tenth working day after it.
- When it happens on a weekend or a holiday, day 1 is the next working day.
- “4 working days before a conference”: the last working day before the conference is day 1.
- A week is seven calendar days. A gap of exactly four weeks is allowed; one day more is not.
- A month ends on the same day number, or on the month’s last day when it has no such day.
- A limit that falls on a weekend or a holiday stays there. The last working day before it is shown beside it.
- The next date is counted from what last happened, not from when it was due.
- What counts is the day something happened, not the day it was written down.
- Of a national limit, a local one and one in the child’s own plan, the strictest decides. A plan can only tighten.
- When a plan ends, every clock under it stops on that day.
- For an unborn child the visiting clocks wait for the birth.
"""


def in_sentences(pack: Pack) -> list[str]:
    """What a pack says besides its limits: who and what counts."""
    return [
        f"Until {pack.baby_until} of age a child is seen awake rather than alone.",
        "Whoever covers for the lead social worker sees the child in their place."
        if pack.cover_counts
        else "A visit of whoever covers counts only under an agreement to see the child instead.",
        "Only a visit at home counts."
        if pack.home_visits_only
        else "A visit counts wherever the child was seen: at home, at school or elsewhere.",
        "A plan that is to ask for less than it did needs a manager’s agreement"
        + (" and the conference chair’s." if pack.chair_agrees_to_loosening else "."),
    ]


def as_markdown(pack: Pack) -> str:
    return "\n".join(_lines(pack)) + "\n"


def _lines(pack: Pack) -> Iterator[str]:
    yield "# The statutory timetable"
    yield ""
    yield (
        f"Pack: **{pack.title}** (`{pack.name}`, version {pack.version}). Checked against its sources on "
        f"{words.day(pack.reviewed_on)}; to be checked again by {words.day(pack.review_by)}."
    )
    yield ""
    yield "Printed by `python -m deadlines.printed` from `deadlines/rules/` and `deadlines/packs/`. Do not edit."
    yield ""
    yield _COUNTING
    yield "## Who and what counts"
    yield ""
    yield from (f"- {sentence}" for sentence in in_sentences(pack))
    yield ""
    yield "## The rules"
    yield ""
    yield "| No. | Rule | Code | Limit | Owed by |"
    yield "|---|---|---|---|---|"
    for rule in pack.rules:
        yield f"| {rule.number} | {rule.name} | `{rule.code}` | {_limits(rule, pack)} | {rule.owed_by} |"
    for rule in pack.rules:
        yield ""
        yield from _rule(rule, pack)


def _limits(rule: Rule, pack: Pack) -> str:
    return "; ".join(limit_in_words(rule, limit) for limit in pack.limits_of(rule.code))


def limit_in_words(rule: Rule, limit: Limit) -> str:
    """within 10 working days (local) from 1 April 2026"""
    dates = [f"from {words.day(limit.since)}"] if limit.since > date.min else []
    dates += [f"until {words.day(limit.until)}"] if limit.until < date.max else []
    if limit.counted_from:
        dates.append(f"counted from {limit.counted_from.value.replace('-', ' ')}")
    return " ".join([_reads(rule, limit.period), f"({limit.whose})", *dates])


def _reads(rule: Rule, period: Period | None) -> str:
    if period is None:
        return "no limit set"
    if period == Days(0):
        return str(period)
    match rule.shape:
        case Shape.COUNTDOWN:
            return f"{period} before"
        case Shape.WINDOW:
            return f"in the {period} before"
    return f"from {period}" if rule.is_flag else f"within {period}"


def _rule(rule: Rule, pack: Pack) -> Iterator[str]:
    yield f"### {rule.number} {rule.name}"
    yield ""
    yield rule.why
    yield ""
    yield f"- Started by: {started_by(rule)}"
    yield f"- Met by: {rule.met_by}"
    for limit in pack.limits_of(rule.code):
        yield f"- Limit: {limit_in_words(rule, limit)}. {limit.source}."
    if rule.plan_frequency:
        yield f"- The child’s plan may tighten it, by its frequency for `{rule.plan_frequency}`."
    yield f"- Catalogue: {', '.join(rule.cites)}"
    for step in rule.steps:
        unless = ", unless a day in time is agreed" if rule.booked_by and step.is_beforehand else ""
        yield f"- Told {when_told(step)}{unless}: {people(step.tell)}"


def started_by(rule: Rule) -> str:
    named = sorted(milestone.value.replace("-", " ") for milestone in rule.after)
    return f"{', '.join(named)} ({rule.which} in the plan)" if rule.which != "each" else ", ".join(named)


def when_told(step: Step) -> str:
    if step.from_start:
        return f"{step.from_start} after it starts" if step.from_start.count else "when it starts"
    if step.before:
        return f"{step.before} before"
    return f"{step.after} after" if step.after else "on the day"


def people(tell: tuple[Who, ...]) -> str:
    return ", ".join(tell)


def main(arguments: list[str]) -> int:
    text = as_markdown(load_pack(DEFAULT_PACK))
    if "--check" in arguments:
        if PRINTED.exists() and PRINTED.read_text(encoding="utf-8") == text:
            return 0
        sys.stderr.write("docs/statutory-timetable.md is stale: run python -m deadlines.printed\n")
        return 1
    PRINTED.parent.mkdir(exist_ok=True)
    PRINTED.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
