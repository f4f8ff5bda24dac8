"""One group of elements against its layout: values by tag, faults noted where they stand."""

from collections.abc import Callable
from datetime import date
from typing import Any

from lxml import etree

from returns.census.faults import Fault
from returns.census.layout import PLACES, REQUIRED, Element, PassedOver
from returns.census.notes import ChildNotes
from returns.census.values import Unreadable
from returns.problems import Severity


class GroupReader:
    """Reads the groups of one child. No fact lies after `today`; none should lie after `reference_on`."""

    def __init__(self, notes: ChildNotes, *, reference_on: date, today: date) -> None:
        self.notes = notes
        self.reference_on = reference_on
        self.today = today

    def read(self, group: etree._Element) -> dict[str, Any]:
        """Values by tag; a list where the layout allows many; groups as elements, to be read in their turn.

        A value that is missing or could not be read is not among the answers.
        """
        places = PLACES[group.tag]
        answers: dict[str, Any] = {}
        wrong: set[str] = set()
        latest = 0
        self._refuse_stray(group.text, group, group.tag)
        for part in group:
            tag = part.tag
            self._refuse_stray(part.tail, part, group.tag)
            if tag not in places:
                self.notes.of_file.add(Fault.UNKNOWN_ELEMENT, line=part.sourceline, about=_plain(tag))
                continue
            place, element = places[tag]
            if place < latest:
                self.notes.of_file.add(Fault.OUT_OF_ORDER, line=part.sourceline, about=tag)
            latest = place
            if isinstance(element, PassedOver):
                continue
            if element.read is None:
                self._put(answers, wrong, element, part, part)
            else:
                self._put_value(answers, wrong, element, element.read, part)
        for element in REQUIRED[group.tag]:
            if element.tag not in answers and element.tag not in wrong:
                self.notes.add(
                    Fault.MISSING, line=group.sourceline, about=element.tag, severity=element.missing
                )
        return answers

    def _put_value(
        self,
        answers: dict[str, Any],
        wrong: set[str],
        element: Element,
        read: Callable[[str], object],
        part: etree._Element,
    ) -> None:
        if len(part):
            self._wrong(Fault.NOT_PLAIN, element, part, wrong)
            return
        text = (part.text or "").strip()
        if not text:
            return
        try:
            value = read(text)
        except Unreadable as unreadable:
            self._wrong(unreadable.fault, element, part, wrong)
            return
        if type(value) is date and not self._is_timely(value, element, part, wrong):
            return
        self._put(answers, wrong, element, value, part)

    def _is_timely(self, day: date, element: Element, part: etree._Element, wrong: set[str]) -> bool:
        if day > self.today and not element.ahead:
            self._wrong(Fault.AHEAD, element, part, wrong)
            return False
        if day > self.reference_on and element.within_year:
            self.notes.add(Fault.AFTER_REFERENCE, line=part.sourceline, about=element.tag)
        return True

    def _put(
        self, answers: dict[str, Any], wrong: set[str], element: Element, value: Any, part: etree._Element
    ) -> None:
        if element.many:
            answers.setdefault(element.tag, []).append(value)
        elif element.tag not in answers:
            answers[element.tag] = value
        elif element.read is None or answers[element.tag] != value:
            # Of two groups, neither can be left out without taking half a record.
            severity = Severity.REFUSED if element.read is None else element.wrong
            del answers[element.tag]
            self._wrong(Fault.TWICE, element, part, wrong, severity)

    def _wrong(
        self,
        fault: Fault,
        element: Element,
        part: etree._Element,
        wrong: set[str],
        severity: Severity | None = None,
    ) -> None:
        wrong.add(element.tag)
        self.notes.add(fault, line=part.sourceline, about=element.tag, severity=severity or element.wrong)

    def _refuse_stray(self, text: str | None, part: etree._Element, about: str) -> None:
        if text is not None and not text.isspace():
            self.notes.add(Fault.STRAY_TEXT, line=part.sourceline, about=about)


def _plain(tag: str) -> str:
    """An unknown element's name, short: the file's maker chose it, and it is shown on a page."""
    return str(etree.QName(tag).localname)[:40]
