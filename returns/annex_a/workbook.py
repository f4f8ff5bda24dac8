"""Opens a workbook that is not trusted, and finds the sheet and the row of headings of List 7 in it."""

import re
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.workbook import Workbook
from openpyxl.worksheet._read_only import ReadOnlyWorksheet

from returns.annex_a.headings import REQUIRED, Column, columns_in
from returns.files import ENOUGH_TO_TELL, FileRefused, Kind, kind_of

LARGEST_UNPACKED = 400 << 20
ROWS_BEFORE_HEADINGS = 25
MOST_COLUMNS = 200

_OTHER_KINDS = {
    Kind.EMPTY: "The workbook is empty. Choose the Annex A workbook again.",
    Kind.ENCRYPTED: "The workbook is protected by a password. Open it in Excel, take the password off "
    "(File, Info, Protect Workbook) and save it.",
    Kind.OLD_OFFICE: "The workbook is in Excel's old format. Open it in Excel and save it as .xlsx.",
    Kind.OPEN_DOCUMENT: "This is an OpenDocument file. Open it and save it as an Excel workbook (.xlsx).",
    Kind.TEXT: "This is plain text, perhaps a CSV. Choose the Annex A workbook (.xlsx).",
    Kind.XML: "This is an XML file. Choose the Annex A workbook (.xlsx); the census goes into the other box.",
    Kind.HTML: "This is a web page saved under the name of a workbook. Open it in Excel and save it as .xlsx.",
    Kind.PDF: "This is a PDF. Choose the Annex A workbook (.xlsx).",
}
_NOT_A_WORKBOOK = "This is not an Excel workbook. Choose the Annex A workbook (.xlsx)."
_DAMAGED = "The workbook is damaged or incomplete. Open it in Excel, save it again and choose the new file."


@contextmanager
def opened(path: Path, *, formulas: bool = False) -> Iterator[Workbook]:
    """Opened for reading row by row; with the formulas instead of the values that Excel last worked out."""
    _refuse_unless_safe(path)
    with warnings.catch_warnings():
        # openpyxl warns of every ornament that it does not keep; nothing is kept here but values.
        warnings.simplefilter("ignore")
        try:
            book = load_workbook(path, read_only=True, data_only=not formulas, keep_links=False)
        except (
            zipfile.BadZipFile,
            InvalidFileException,
            KeyError,
            ValueError,
            OSError,
            SyntaxError,
        ) as error:
            raise FileRefused(_DAMAGED) from error
        try:
            yield book
        finally:
            book.close()


def refuse_other_kinds(head: bytes) -> None:
    """Told from the first `ENOUGH_TO_TELL` bytes of the file."""
    kind = kind_of(head)
    if kind not in (Kind.WORKBOOK, Kind.ZIP):
        raise FileRefused(_OTHER_KINDS.get(kind, _NOT_A_WORKBOOK))


def _refuse_unless_safe(path: Path) -> None:
    with path.open("rb") as file:
        refuse_other_kinds(file.read(ENOUGH_TO_TELL))
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            if "[Content_Types].xml" not in archive.namelist():
                raise FileRefused(_NOT_A_WORKBOOK)
            if sum(part.file_size for part in parts) > LARGEST_UNPACKED:
                raise FileRefused(
                    "The workbook unpacks to more than 400 MB, which no Annex A does. Choose another."
                )
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    with archive.open(part) as file:
                        _refuse_doctype(file.read(ENOUGH_TO_TELL))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError) as error:
        raise FileRefused(_DAMAGED) from error


def _refuse_doctype(beginning: bytes) -> None:
    """Office writes no document type declaration, and without one there is no entity to expand or to fetch."""
    if b"<!DOCTYPE" in beginning.replace(b"\x00", b""):
        raise FileRefused(
            "The workbook holds a document type declaration, which Excel never writes. Save it anew."
        )


def find_list_7(book: Workbook) -> tuple[ReadOnlyWorksheet, int, dict[Column, int]]:
    """The sheet, the number of its row of headings, and the place of each column."""
    nearest: tuple[ReadOnlyWorksheet, int, dict[Column, int]] | None = None
    sheets = sorted(book.worksheets, key=lambda sheet: not _is_named_list_7(sheet.title))
    for sheet in sheets:
        number, places = _headings_of(sheet)
        if all(column in places for column in REQUIRED):
            return sheet, number, places
        if _is_named_list_7(sheet.title) and nearest is None:
            nearest = sheet, number, places
    if nearest is None:
        raise FileRefused(
            "The workbook has no List 7 (child protection): no sheet has that name or its columns. "
            "Choose the Annex A workbook with all its lists."
        )
    missing = ", ".join(f"“{column}”" for column in REQUIRED if column not in nearest[2])
    raise FileRefused(
        f"The sheet for List 7 has no column headed {missing}. Give the columns the headings of Ofsted's template."
    )


def _is_named_list_7(title: str) -> bool:
    return bool(re.search(r"\blist[\s_\-]*0*7\b", title.casefold()))


def _headings_of(sheet: ReadOnlyWorksheet) -> tuple[int, dict[Column, int]]:
    best: tuple[int, dict[Column, int]] = (0, {})
    # The size that the file states may be wrong, and is not to be believed.
    sheet.reset_dimensions()
    rows = islice(sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True), ROWS_BEFORE_HEADINGS)
    for number, cells in enumerate(rows, start=1):
        places = columns_in(cells)
        if len(places) > len(best[1]):
            best = number, places
    return best
