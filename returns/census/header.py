"""The header: which census, of which year and which authority."""

import re
from datetime import date

from dateutil.relativedelta import relativedelta
from lxml import etree

from returns.census.facts import Header
from returns.census.faults import Fault
from returns.census.notes import FileNotes
from returns.census.values import Unreadable, day
from returns.files import FileRefused


def read_header(element: etree._Element, notes: FileNotes, *, today: date) -> Header:
    """A disagreement between Year and ReferenceDate is reported and the date believed."""
    collection = _text(element, "CollectionDetails/Collection")
    if collection and collection.upper() != "CIN":
        raise FileRefused(
            "The header says that this is another collection than CIN. Choose the children in need census."
        )
    line = element.sourceline
    year = _year(_text(element, "CollectionDetails/Year"))
    reference_on = _reference_date(_text(element, "CollectionDetails/ReferenceDate"))
    if reference_on is None:
        if year is None:
            raise FileRefused(
                "The header has neither Year nor ReferenceDate, so the day that the file describes is not known. "
                "Export the census with its header."
            )
        reference_on = date(year, 3, 31)
        notes.add(Fault.REFERENCE_DATE_MISSING, line=line, about="ReferenceDate")
    elif year is None or reference_on != date(year, 3, 31):
        notes.add(Fault.YEAR_AND_DAY_DISAGREE, line=line, about="ReferenceDate")
    if reference_on > today:
        raise FileRefused(
            "The header's ReferenceDate lies in the future. Wait until the census year is over, "
            "or correct the header."
        )
    if reference_on < today - relativedelta(months=15):
        notes.add(Fault.FILE_IS_OLD, line=line, about="ReferenceDate")
    authority = _text(element, "Source/LEA")
    if not re.fullmatch(r"[0-9]{3}", authority):
        notes.add(Fault.AUTHORITY_UNREADABLE, line=line, about="LEA")
        authority = ""
    return Header(reference_on.year, reference_on, authority)


def _text(element: etree._Element, path: str) -> str:
    return (element.findtext(path) or "").strip()


def _year(text: str) -> int | None:
    return int(text) if re.fullmatch(r"(19|20)[0-9]{2}", text) else None


def _reference_date(text: str) -> date | None:
    if not text:
        return None
    try:
        return day(text)
    except Unreadable as unreadable:
        raise FileRefused(
            f"In the header, {unreadable.fault.sentence.format(field='ReferenceDate')}"
        ) from None
