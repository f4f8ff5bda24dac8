"""The facts of one child as a file: what happened on which day, in JSON, for reckoning without a database.

`read_facts(text)` gives the timeline, the pack asked for and the days on which the office is closed. What cannot be
understood is refused with the event it stands in and how to mend it (`FactsRefused`); a fact is never guessed.
docs/test-bench.md describes the file.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from deadlines.milestones import (
    Milestone,
    Reached,
    SeeAlone,
    SeeAloneFrom,
    Source,
    see_alone_by_age,
)
from deadlines.periods import Months, Period

M = Milestone
_TOP: Final = {"pack", "child", "closure_days", "events"}
_CHILD: Final = {"born", "expected", "see_alone"}
END_REASONS: Final = ("no-longer-at-risk", "moved", "turned-18", "died", "left-uk", "looked-after")
RESPONSIBILITY_ENDS: Final = frozenset({"moved", "turned-18", "died", "left-uk"})
TIGHTENED: Final = ("visit", "contact", "seen-alone", "core-group")


class FactsRefused(ValueError):
    """A file of facts that cannot be reckoned with, and how to mend it."""


@dataclass(frozen=True)
class Facts:
    pack: str
    born: date | None
    expected: date | None
    see_alone: SeeAlone | None
    """None where the child's age decides."""
    closure_days: frozenset[date]
    reached: tuple[Reached, ...]
    knows_who_holds_the_child: bool
    """Whether any allocation is told; if none is, nothing can be said of a lead social worker."""

    def modes(self, baby_until: Months) -> SeeAlone | tuple[SeeAloneFrom, ...]:
        """How the child is to be seen, and from when."""
        if self.see_alone:
            return self.see_alone
        return see_alone_by_age(self.born, baby_until) if self.born else SeeAlone.BABY_AWAKE


def read_facts(text: str, *, until: date = date.max) -> Facts:
    """The facts in a file's text, as they were by the end of the day `until`. Raises `FactsRefused`.

    What happens later is checked like the rest and then left out: on that day nobody could know it.
    """
    try:
        written = json.loads(text)
    except json.JSONDecodeError as broken:
        raise FactsRefused(f"This is not JSON: line {broken.lineno}: {broken.msg}.") from broken
    if not isinstance(written, dict):
        raise FactsRefused("The file must hold one object: {“child”: …, “events”: […]}.")
    _refuse_unknown(written, _TOP, "The file")
    child = written.get("child")
    if not isinstance(child, dict):
        raise FactsRefused("“child” is missing. Give at least when the child was born or is expected.")
    _refuse_unknown(child, _CHILD, "“child”")
    born = _optional_day(child, "born", "“child”")
    expected = _optional_day(child, "expected", "“child”")
    happened = _happened(written.get("events"), until)
    births = {each.on for each in happened if each.milestone is M.BORN} | ({born} if born else set())
    if len(births) > 1:
        raise FactsRefused("The child is said to be born on two different days. Keep the right one.")
    if not births and not expected:
        raise FactsRefused("Give the day the child was born, or the day the birth is expected.")
    if born and not any(each.milestone is M.BORN for each in happened):
        happened.append(Reached(born, M.BORN, source=Source("child", 0, "Birth")))
    mode = child.get("see_alone")
    if mode is not None and mode not in set(SeeAlone):
        raise FactsRefused(f"“see_alone” is “{mode}”. Use one of {_listed(SeeAlone)}, or leave it out.")
    pack = written.get("pack", "composite")
    if not isinstance(pack, str):
        raise FactsRefused("“pack” should be the name of a pack, such as “composite”.")
    return Facts(
        pack=pack,
        born=next(iter(births), None),
        expected=expected,
        see_alone=SeeAlone(mode) if mode else None,
        closure_days=_closure_days(written.get("closure_days", [])),
        reached=tuple(happened),
        knows_who_holds_the_child=any(each.milestone in (M.ALLOCATED, M.UNALLOCATED) for each in happened),
    )


@dataclass(frozen=True)
class _Event:
    """One entry of the list, with its place in it for every complaint."""

    number: int
    name: str
    on: date
    written: Mapping[str, Any]

    def __str__(self) -> str:
        return f"Event {self.number} (“{self.name}” on {self.on.isoformat()})"

    def one_of(self, key: str, *allowed: str, default: str | None = None) -> str:
        value = self.written.get(key, default)
        if value not in allowed:
            said = f"is “{value}”" if value is not None else "is missing"
            raise FactsRefused(f"{self}: “{key}” {said}. Use one of {_listed(allowed)}.")
        return str(value)

    def yes_or_no(self, key: str, *, default: bool | None = None) -> bool:
        value = self.written.get(key, default)
        if not isinstance(value, bool):
            raise FactsRefused(f"{self}: say whether “{key}” is true or false.")
        return value

    def day(self, key: str) -> date:
        if key not in self.written:
            raise FactsRefused(f"{self}: “{key}” is missing. Give a day such as 2026-02-24.")
        return _day(self.written[key], f"{self}: “{key}”")

    def text(self, key: str) -> str:
        value = self.written.get(key, "")
        if not isinstance(value, str | int) or isinstance(value, bool):
            raise FactsRefused(f"{self}: “{key}” should be some text.")
        return str(value)

    def reached(self, milestone: Milestone, **more: Any) -> Reached:
        label = self.name.replace("-", " ").capitalize()
        return Reached(self.on, milestone, source=Source(self.name, self.number, label), **more)

    def occasion(self, key: str) -> str | None:
        return self.text(key) or None


Reading = Callable[[_Event], Iterator[Reached]]


def _plain(milestone: Milestone) -> Reading:
    def read(event: _Event) -> Iterator[Reached]:
        yield event.reached(milestone)

    return read


def _of(milestone: Milestone, key: str) -> Reading:
    """Something that belongs to an occasion: without a name it belongs to any."""

    def read(event: _Event) -> Iterator[Reached]:
        yield event.reached(milestone, occasion=event.occasion(key))

    return read


def _enquiries_decided(event: _Event) -> Iterator[Reached]:
    yield event.reached(M.ENQUIRIES_DECIDED)
    if event.one_of("outcome", "conference", "no-conference") == "no-conference":
        yield event.reached(M.NO_CONFERENCE_NEEDED)


def _initial_conference(event: _Event) -> Iterator[Reached]:
    yield event.reached(M.INITIAL_CONFERENCE_HELD)
    makes_a_plan = event.one_of("outcome", "plan", "no-plan") == "plan"
    yield event.reached(M.PLAN_STARTED if makes_a_plan else M.NO_PLAN_MADE)


def _review_conference(event: _Event) -> Iterator[Reached]:
    yield event.reached(M.REVIEW_HELD)
    if event.one_of("outcome", "continue", "end") == "end":
        yield event.reached(M.PLAN_ENDED)
        yield event.reached(M.PLAN_NO_LONGER_REQUIRED)


def _plan_ended(event: _Event) -> Iterator[Reached]:
    reason = event.one_of("reason", *END_REASONS)
    yield event.reached(M.PLAN_ENDED)
    if reason == "no-longer-at-risk":
        yield event.reached(M.PLAN_NO_LONGER_REQUIRED)
    if reason in RESPONSIBILITY_ENDS:
        yield event.reached(M.RESPONSIBILITY_ENDED)


def _visit(event: _Event) -> Iterator[Reached]:
    seen = event.yes_or_no("seen")
    alone = event.yes_or_no("alone", default=False)
    awake = event.yes_or_no("awake", default=False)
    by = event.one_of("by", "lead-social-worker", "delegate", "other", default="lead-social-worker")
    if (alone or awake) and not seen:
        raise FactsRefused(f"{event}: a child seen alone, or awake, was seen. Correct “seen” or the others.")
    if "recorded_on" in event.written:
        recorded_on = event.day("recorded_on")
        if recorded_on < event.on:
            raise FactsRefused(f"{event}: it is recorded before it took place.")
        yield event.reached(M.VISIT_MADE, occasion=event.number)
        yield Reached(recorded_on, M.VISIT_RECORDED, occasion=event.number)
    if not seen or by == "other":
        return  # kept beside the clocks, and stops none of them
    yield event.reached(M.CHILD_SEEN)
    if alone:
        yield event.reached(M.CHILD_SEEN_ALONE)
    if awake:
        yield event.reached(M.CHILD_SEEN_AWAKE)


def _plan_frequency(event: _Event) -> Iterator[Reached]:
    rule = event.one_of("rule", *TIGHTENED)
    every = event.written.get("every")
    if every is None:
        yield event.reached(M.PLAN_FREQUENCY_SET, rule=rule)  # withdrawn
        return
    yield event.reached(M.PLAN_FREQUENCY_SET, rule=rule, period=_period(event, "every"))


def _extension(event: _Event) -> Iterator[Reached]:
    rule = event.one_of("rule", "second-core-group", "core-group")
    yield event.reached(M.EXTENSION_AGREED, rule=rule, for_day=event.day("until"))


def _action_agreed(event: _Event) -> Iterator[Reached]:
    yield event.reached(M.ACTION_AGREED, for_day=event.day("by"), occasion=event.occasion("action"))


def _period(event: _Event, key: str) -> Period:
    try:
        return Period.parse(str(event.written[key]))
    except ValueError as unclear:
        raise FactsRefused(f"{event}: {unclear}") from unclear


_READINGS: Final[Mapping[str, tuple[Reading, frozenset[str]]]] = {
    "born": (_plain(M.BORN), frozenset()),
    "transfer-in-notified": (_plain(M.TRANSFER_IN_NOTIFIED), frozenset()),
    "assessment-started": (_of(M.ASSESSMENT_STARTED, "assessment"), frozenset({"assessment"})),
    "assessment-authorised": (_of(M.ASSESSMENT_AUTHORISED, "assessment"), frozenset({"assessment"})),
    "strategy-discussion": (_plain(M.STRATEGY_DISCUSSION), frozenset()),
    "enquiries-decided": (_enquiries_decided, frozenset({"outcome"})),
    "cin-plan-not-needed": (_plain(M.CIN_PLAN_NOT_NEEDED), frozenset()),
    "draft-plan": (_plain(M.DRAFT_PLAN_WRITTEN), frozenset()),
    "report-passed": (_plain(M.REPORT_PASSED), frozenset()),
    "report-countersigned": (_plain(M.REPORT_COUNTERSIGNED), frozenset()),
    "report-to-family": (_plain(M.REPORT_SHARED_WITH_FAMILY), frozenset()),
    "report-to-chair": (_plain(M.REPORT_SENT_TO_CHAIR), frozenset()),
    "initial-conference": (_initial_conference, frozenset({"outcome"})),
    "conference-inquorate": (_plain(M.CONFERENCE_INQUORATE), frozenset()),
    "plan-frequency": (_plan_frequency, frozenset({"rule", "every"})),
    "plan-updated": (_plain(M.PLAN_UPDATED), frozenset()),
    "review-conference": (_review_conference, frozenset({"outcome"})),
    "decision-letter": (_plain(M.DECISION_LETTER_SENT), frozenset()),
    "conference-record": (_plain(M.CONFERENCE_RECORD_SENT), frozenset()),
    "resource-panel-needed": (_plain(M.RESOURCE_PANEL_NEEDED), frozenset()),
    "resource-panel-decided": (_plain(M.RESOURCE_PANEL_DECIDED), frozenset()),
    "core-group": (_plain(M.CORE_GROUP_HELD), frozenset()),
    "core-group-circulated": (_plain(M.CORE_GROUP_CIRCULATED), frozenset()),
    "extension-agreed": (_extension, frozenset({"rule", "until"})),
    "action-agreed": (_action_agreed, frozenset({"action", "by"})),
    "action-done": (_of(M.ACTION_DONE, "action"), frozenset({"action"})),
    "delegation-agreed": (_plain(M.DELEGATION_AGREED), frozenset()),
    "delegation-monitored": (_plain(M.DELEGATION_MONITORED), frozenset()),
    "delegation-ended": (_plain(M.DELEGATION_ENDED), frozenset()),
    "contact-refused": (_plain(M.CONTACT_REFUSED), frozenset()),
    "visit": (_visit, frozenset({"seen", "alone", "awake", "by", "recorded_on"})),
    "allocated": (_plain(M.ALLOCATED), frozenset()),
    "unallocated": (_plain(M.UNALLOCATED), frozenset()),
    "plan-ended": (_plan_ended, frozenset({"reason"})),
    "cin-plan-started": (_plain(M.CIN_PLAN_STARTED), frozenset()),
}
_BOOKING: Final = {"conference-booked", "conference-cancelled"}
EVENTS: Final = tuple(sorted({*_READINGS, *_BOOKING}))


def _happened(written: object, until: date) -> list[Reached]:
    if not isinstance(written, list):
        raise FactsRefused("“events” should be a list of what happened, each with its day.")
    events = sorted(
        (_event(number, each) for number, each in enumerate(written, 1)), key=lambda each: each.on
    )
    list(_bookings(events))  # for its refusals
    found: list[Reached] = []
    for event in events:
        reached = _READINGS[event.name][0](event) if event.name in _READINGS else ()
        found.extend(each for each in reached if each.on <= until)
    found.extend(_bookings([event for event in events if event.on <= until]))
    return _said_once(found)


def _event(number: int, written: object) -> _Event:
    if not isinstance(written, dict):
        raise FactsRefused(f"Event {number} should be an object with “on” and “event”.")
    name = written.get("event")
    if not isinstance(name, str) or name not in EVENTS:
        raise FactsRefused(f"Event {number}: there is no event “{name}”. Use one of {_listed(EVENTS)}.")
    if "on" not in written:
        raise FactsRefused(f"Event {number} (“{name}”): “on” is missing. Give a day such as 2026-02-24.")
    event = _Event(number, name, _day(written["on"], f"Event {number} (“{name}”): “on”"), written)
    own = {"conference", "for"} if name in _BOOKING else _READINGS[name][1]
    _refuse_unknown(written, {"on", "event", *own}, str(event))
    return event


@dataclass
class _Booking:
    booked_on: date
    for_day: date
    number: int
    moved_on: date | None = None
    earlier: tuple[tuple[date, date], ...] = ()


def _bookings(events: list[_Event]) -> Iterator[Reached]:
    """What was booked: booked again before it was held is moved, and it counts back from the day it was held."""
    for kind, held, milestone in (
        ("initial", "initial-conference", M.INITIAL_CONFERENCE_BOOKED),
        ("review", "review-conference", M.REVIEW_BOOKED),
    ):
        booking: _Booking | None = None
        for event in events:
            if event.name in _BOOKING and event.one_of("conference", "initial", "review") != kind:
                continue
            if event.name == "conference-booked":
                booking = _booked(event, booking)
            elif event.name == "conference-cancelled":
                booking = None
            elif event.name == held and booking:
                booking.for_day = event.on
                yield _booking_reached(booking, milestone, kind)
                booking = None
        if booking:
            yield _booking_reached(booking, milestone, kind)


def _booked(event: _Event, booking: _Booking | None) -> _Booking:
    for_day = event.day("for")
    if for_day < event.on:
        raise FactsRefused(f"{event}: the conference is booked for a day before the booking.")
    if booking is None:
        return _Booking(event.on, for_day, event.number)
    booking.earlier += ((booking.moved_on or booking.booked_on, booking.for_day),)
    booking.for_day, booking.moved_on = for_day, event.on
    return booking


def _booking_reached(booking: _Booking, milestone: Milestone, kind: str) -> Reached:
    return Reached(
        booking.booked_on,
        milestone,
        for_day=booking.for_day,
        moved_on=booking.moved_on,
        earlier=booking.earlier,
        source=Source("conference-booked", booking.number, f"{kind.capitalize()} conference booked"),
    )


def _said_once(reached: list[Reached]) -> list[Reached]:
    """A plan ended by its review, and said to have ended on that day, ended once."""
    once = {M.PLAN_ENDED, M.PLAN_NO_LONGER_REQUIRED, M.BORN}
    found: list[Reached] = []
    already = set()
    for each in reached:
        if each.milestone in once and (each.milestone, each.on) in already:
            continue
        already.add((each.milestone, each.on))
        found.append(each)
    return found


def _closure_days(written: object) -> frozenset[date]:
    if not isinstance(written, list):
        raise FactsRefused("“closure_days” should be a list of days such as 2026-12-24.")
    return frozenset(_day(each, "“closure_days”") for each in written)


def _optional_day(written: Mapping[str, Any], key: str, where: str) -> date | None:
    value = written.get(key)
    return None if value is None else _day(value, f"{where}: “{key}”")


def _day(written: object, where: str) -> date:
    try:
        return date.fromisoformat(str(written))
    except ValueError:
        raise FactsRefused(f"{where} is “{written}”, which is not a day such as 2026-02-24.") from None


def _refuse_unknown(written: Mapping[str, Any], known: set[str], where: str) -> None:
    if unknown := sorted(written.keys() - known):
        raise FactsRefused(f"{where}: “{unknown[0]}” means nothing here. Known: {_listed(sorted(known))}.")


def _listed(words: Any) -> str:
    return ", ".join(f"“{word}”" for word in words)
