"""The numbers of the timetable: one pack to an authority, each number with its unit, its source and its dates.

A pack is a file in `packs/`. It inherits from another and may add limits or replace the local ones it
inherits; a national limit always stays, as a ceiling that a pack may only tighten. A number that changes gets
a new entry with `since`, and the old one an `until`: a clock is judged by the limit in force on the day it
started. A pack that cannot be trusted is refused whole, with the file, the line and the reason.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, cached_property
from hashlib import sha256
from itertools import combinations
from pathlib import Path
from typing import Any, Final, TypeVar

from deadlines.limits import NO_NUMBER, Limit, LimitRefused, Whose, refuse_looser
from deadlines.milestones import USUALLY_A_BABY_UNTIL, Milestone
from deadlines.periods import AS_PRINTED, Counting, Months, Period
from deadlines.rules import RULES, Rule

PACKS: Final = Path(__file__).with_name("packs")
Kind = TypeVar("Kind")

_PACK_KEYS = {
    "title",
    "version",
    "inherits",
    "national",
    "reviewed_on",
    "review_by",
    "baby_until",
    "limit",
    "chair_agrees_to_loosening",
    "cover_counts",
    "home_visits_only",
}
_LIMIT_KEYS = {"rule", "period", "source", "since", "until", "counting", "ceiling", "counted_from"}
_COUNTING_KEYS = {"inclusive", "clear_days", "rolls_forward"}


class PackRefused(ValueError):
    """A pack that must not be used: which file, which line, and why."""

    def __init__(self, file: Path, line: int, reason: str) -> None:
        super().__init__(f"{file.name}, line {line}: {reason}")
        self.file, self.line, self.reason = file, line, reason


@dataclass(frozen=True, eq=False)
class Pack:
    name: str
    title: str
    version: str
    inherits: str
    reviewed_on: date
    review_by: date
    """The day by which somebody must have checked the numbers against their sources again."""
    baby_until: Months
    """Until this age a child is seen awake rather than alone, unless the child's own record says otherwise."""
    limits: tuple[Limit, ...]
    chair_agrees_to_loosening: bool = False
    """Whether a plan that is to ask for less than it did needs the conference chair's agreement too (T-19)."""
    cover_counts: bool = True
    """Whether somebody who covers for the lead social worker sees the child in their place, agreement or not (B-13)."""
    home_visits_only: bool = False
    """Whether a child who was seen at school or elsewhere counts as not visited (T-16)."""

    @cached_property
    def fingerprint(self) -> str:
        """A name for the numbers themselves: two packs that give the same dates may share it."""
        return sha256(repr((self.name, self.baby_until, sorted(map(repr, self.limits)))).encode()).hexdigest()

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """The rules this pack switches on, in the order of the catalogue."""
        return tuple(rule for code, rule in RULES.items() if code in self._by_rule)

    def limits_of(self, rule: str) -> tuple[Limit, ...]:
        """Every limit a rule has had, the national one first, oldest first."""
        return self._by_rule.get(rule, ())

    def limits_on(self, rule: str, day: date) -> tuple[Limit, ...]:
        return tuple(limit for limit in self.limits_of(rule) if limit.in_force_on(day))

    @cached_property
    def _by_rule(self) -> dict[str, tuple[Limit, ...]]:
        found: dict[str, list[Limit]] = {}
        for limit in sorted(self.limits, key=lambda each: (each.whose is not Whose.NATIONAL, each.since)):
            found.setdefault(limit.rule, []).append(limit)
        return {rule: tuple(limits) for rule, limits in found.items()}


def wrong_packs() -> list[str]:
    """What is wrong with the packs that ship: one sentence each, with file and line."""
    wrong = []
    for path in sorted(PACKS.glob("*.toml")):
        try:
            read_pack(path)
        except PackRefused as refused:
            wrong.append(str(refused))
    return wrong


@cache
def load_pack(name: str) -> Pack:
    """A pack that ships with the product. Raises `PackRefused`."""
    return read_pack(PACKS / f"{name}.toml")


def read_pack(path: Path, *, heirs: tuple[str, ...] = ()) -> Pack:
    """Read a pack and everything it inherits, from files that stand side by side. Raises `PackRefused`."""
    return _Reading(path, heirs).pack()


class _Reading:
    """One file being read, so that every refusal can say where."""

    def __init__(self, path: Path, heirs: tuple[str, ...]) -> None:
        self.path = path
        self.name = path.stem
        self.heirs = (*heirs, self.name)
        try:
            self.text = path.read_text(encoding="utf-8")
            self.written = tomllib.loads(self.text)
        except FileNotFoundError:
            raise PackRefused(path, 1, "There is no such pack.") from None
        except tomllib.TOMLDecodeError as broken:
            raise PackRefused(path, _line_in(str(broken)), f"This is not TOML: {broken}.") from broken
        lines = enumerate(self.text.splitlines(), start=1)
        self.limit_lines = [number for number, line in lines if _is_limit(line)]

    def pack(self) -> Pack:
        self._refuse_unknown(self.written, _PACK_KEYS, 1)
        parent = self._parent()
        own = [
            self._limit(written, line)
            for written, line in zip(self.written.get("limit", []), self.limit_lines, strict=True)
        ]
        self._refuse_overlaps(own)
        inherited = parent.limits if parent else ()
        self._refuse_loosened(own, inherited)
        replaced = {limit.rule for limit in own}
        kept = [each for each in inherited if each.whose is Whose.NATIONAL or each.rule not in replaced]
        return Pack(
            name=self.name,
            title=self._value("title", str),
            version=self._value("version", str),
            inherits=parent.name if parent else "",
            reviewed_on=self._value("reviewed_on", date),
            review_by=self._value("review_by", date),
            baby_until=self._baby_until(parent),
            limits=(*kept, *own),
            chair_agrees_to_loosening=self._yes_or_no("chair_agrees_to_loosening", parent, usually=False),
            cover_counts=self._yes_or_no("cover_counts", parent, usually=True),
            home_visits_only=self._yes_or_no("home_visits_only", parent, usually=False),
        )

    def _parent(self) -> Pack | None:
        if "inherits" not in self.written:
            return None
        name = self._value("inherits", str)
        line = self._line_of("inherits")
        if name in self.heirs:
            raise PackRefused(self.path, line, f"“{name}” would inherit from itself.")
        beside, shipped = self.path.with_name(f"{name}.toml"), PACKS / f"{name}.toml"
        path = beside if beside.exists() else shipped
        if not path.exists():
            raise PackRefused(self.path, line, f"It inherits from “{name}”, and there is no such pack.")
        return read_pack(path, heirs=self.heirs)

    def _limit(self, written: Mapping[str, Any], line: int) -> Limit:
        self._refuse_unknown(written, _LIMIT_KEYS, line)
        rule = written.get("rule")
        if not isinstance(rule, str) or rule not in RULES:
            raise PackRefused(self.path, line, f"There is no rule called “{rule}”.")
        source = written.get("source")
        if not isinstance(source, str) or not source.strip():
            raise PackRefused(self.path, line, f"“{rule}” does not say where its number comes from (source).")
        limit = Limit(
            rule=rule,
            period=self._period(rule, written.get("period"), line),
            whose=Whose.NATIONAL if self.written.get("national") is True else Whose.AUTHORITY,
            source=source.strip(),
            pack=self.name,
            counting=self._counting(written.get("counting", {}), line),
            ceiling=self.written.get("national") is True or written.get("ceiling") is True,
            counted_from=self._counted_from(RULES[rule], written.get("counted_from"), line),
        )
        dates = {key: written[key] for key in ("since", "until") if key in written}
        for key, day in dates.items():
            if type(day) is not date:
                raise PackRefused(self.path, line, f"“{key}” of “{rule}” is not a date such as 2026-04-01.")
        limit = replace(limit, **dates)
        if limit.since > limit.until:
            raise PackRefused(self.path, line, f"“{rule}” ends before it begins.")
        return limit

    def _period(self, rule: str, written: object, line: int) -> Period | None:
        if written == NO_NUMBER:
            return None
        if not isinstance(written, str):
            raise PackRefused(
                self.path, line, f"The period of “{rule}” has no unit: write it as in “10 working days”."
            )
        try:
            return Period.parse(written)
        except ValueError as unclear:
            raise PackRefused(self.path, line, f"“{rule}”: {unclear}") from unclear

    def _counted_from(self, rule: Rule, written: object, line: int) -> Milestone | None:
        if written is None:
            return None
        may = {str(milestone.value): milestone for milestone in rule.may_count_from}
        if written not in may:
            others = f" It can be counted from: {', '.join(sorted(may))}." if may else ""
            raise PackRefused(self.path, line, f"“{rule.code}” cannot be counted from “{written}”.{others}")
        return may[str(written)]

    def _counting(self, written: object, line: int) -> Counting:
        if not isinstance(written, dict):
            raise PackRefused(self.path, line, "“counting” should be written as in {inclusive = true}.")
        self._refuse_unknown(written, _COUNTING_KEYS, line)
        for key, value in written.items():
            if not isinstance(value, bool):
                raise PackRefused(self.path, line, f"“{key}” of “counting” should be true or false.")
        return Counting(**written) if written else AS_PRINTED

    def _baby_until(self, parent: Pack | None) -> Months:
        if "baby_until" not in self.written:
            return parent.baby_until if parent else USUALLY_A_BABY_UNTIL
        age = self._period("baby_until", self.written["baby_until"], self._line_of("baby_until"))
        if not isinstance(age, Months):
            raise PackRefused(
                self.path, self._line_of("baby_until"), "“baby_until” is an age in months, as in “24 months”."
            )
        return age

    def _yes_or_no(self, key: str, parent: Pack | None, *, usually: bool) -> bool:
        if key not in self.written:
            return bool(getattr(parent, key)) if parent else usually
        answer = self.written[key]
        if not isinstance(answer, bool):
            raise PackRefused(self.path, self._line_of(key), f"“{key}” is true or false.")
        return answer

    def _refuse_overlaps(self, own: Iterable[Limit]) -> None:
        placed = zip(own, self.limit_lines, strict=True)
        for (earlier, _), (later, line) in combinations(placed, 2):
            if earlier.rule == later.rule and earlier.overlaps(later):
                raise PackRefused(
                    self.path,
                    line,
                    f"Two limits for “{later.rule}” are in force at once. End the earlier one with `until`.",
                )

    def _refuse_loosened(self, own: Iterable[Limit], inherited: Iterable[Limit]) -> None:
        for limit, line in zip(own, self.limit_lines, strict=True):
            try:
                refuse_looser(limit, inherited)
            except LimitRefused as refused:
                raise PackRefused(self.path, line, str(refused)) from refused

    def _refuse_unknown(self, written: Mapping[str, Any], known: set[str], line: int) -> None:
        if unknown := sorted(written.keys() - known):
            raise PackRefused(
                self.path, line, f"“{unknown[0]}” means nothing here. Known: {', '.join(sorted(known))}."
            )

    def _value(self, key: str, kind: type[Kind]) -> Kind:
        value = self.written.get(key)
        if not isinstance(value, kind):
            expected = "a date such as 2026-04-01" if kind is date else "some text"
            raise PackRefused(self.path, self._line_of(key), f"“{key}” should be {expected}.")
        return value

    def _line_of(self, key: str) -> int:
        for number, line in enumerate(self.text.splitlines(), start=1):
            if line.split("=")[0].strip() == key:
                return number
        return 1


def _is_limit(line: str) -> bool:
    return line.partition("#")[0].replace(" ", "").strip() == "[[limit]]"


def _line_in(complaint: str) -> int:
    """The line that tomllib's sentence names, as in “(at line 3, column 7)”."""
    _, _, place = complaint.partition("at line ")
    number = place.partition(",")[0]
    return int(number) if number.isdigit() else 1
