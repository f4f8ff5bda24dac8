"""One value of the census, from text. What cannot be read is named, never guessed at."""

import re
from datetime import date

from returns.census.codes import FORMER_GENDER_CODES
from returns.census.faults import Fault

_DAY = re.compile(
    r"(\d{4})-(\d{2})-(\d{2})"
    r"(?:T(?P<time>\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?))?"
    r"(?P<zone>Z|[+-]\d{2}:\d{2})?",
    re.ASCII,
)
_MIDNIGHT = re.compile(r"00:00(:00(\.0+)?)?")
_DAY_FIRST = re.compile(r"\d{1,2}[/.\-]\d{1,2}[/.\-](\d{4}|\d{2})(\s.*)?", re.ASCII)
_REFERENCE = re.compile(r"[0-9A-Za-z]{1,20}")
_UPN = re.compile(r"[A-Z][0-9]{11}[0-9A-Z]")
_UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"


class Unreadable(Exception):
    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.name)
        self.fault = fault


def day(text: str) -> date:
    """A date; a time is passed over, unless its time zone could make it another day here."""
    if len(text) == 10 and text[7] == "-":
        # The only form that the census allows, and so nearly every date of a big file.
        try:
            return _within_living_memory(date.fromisoformat(text))
        except ValueError:
            pass
    found = _DAY.fullmatch(text)
    if found is None:
        raise Unreadable(Fault.DAY_FIRST if _DAY_FIRST.fullmatch(text) else Fault.NOT_A_DATE)
    if found["time"] and found["zone"] and not (found["zone"] == "Z" and _MIDNIGHT.fullmatch(found["time"])):
        raise Unreadable(Fault.DAY_UNCERTAIN)
    year, month, number = (int(part) for part in found.group(1, 2, 3))
    try:
        return _within_living_memory(date(year, month, number))
    except ValueError:
        raise Unreadable(Fault.NO_SUCH_DAY if year else Fault.YEAR_UNLIKELY) from None


def _within_living_memory(read: date) -> date:
    if not 1900 <= read.year <= 2100:
        raise Unreadable(Fault.YEAR_UNLIKELY)
    return read


def yes_or_no(text: str) -> bool:
    match text.casefold():
        case "1" | "true":
            return True
        case "0" | "false":
            return False
    raise Unreadable(Fault.NOT_YES_OR_NO)


def count(text: str) -> int:
    """A small whole number: more than 99 earlier plans is a slip of the keyboard."""
    if not (len(text) <= 2 and text.isascii() and text.isdecimal()):
        raise Unreadable(Fault.NOT_A_COUNT)
    return int(text)


def reference(text: str) -> str:
    if not _REFERENCE.fullmatch(text):
        raise Unreadable(Fault.REFERENCE_MALFORMED)
    return text


def upn(text: str) -> str:
    """A unique pupil number whose first letter agrees with the rest (permanent and temporary ones)."""
    written = text.upper()
    if not _UPN.fullmatch(written):
        raise Unreadable(Fault.UPN_MALFORMED)
    if written[0] != check_letter(written[1:]):
        raise Unreadable(Fault.UPN_CHECK_LETTER)
    return written


def check_letter(rest: str) -> str:
    """The first letter of a UPN whose other twelve characters are `rest`."""
    total = 0
    for place, character in enumerate(rest, start=2):
        value = int(character) if character.isdecimal() else _UPN_LETTERS.find(character)
        total += place * value
    return _UPN_LETTERS[total % 23]


class CodeIn:
    """Reads a code of one list; lower case is forgiven, because nothing else can have been meant."""

    def __init__(self, known: frozenset[str]) -> None:
        self.known = known

    def __call__(self, text: str) -> str:
        if text in self.known:
            return text
        if text.upper() in self.known:
            return text.upper()
        raise Unreadable(Fault.UNKNOWN_CODE)


def former_gender(text: str) -> str:
    try:
        return FORMER_GENDER_CODES[text]
    except KeyError:
        raise Unreadable(Fault.UNKNOWN_CODE) from None
