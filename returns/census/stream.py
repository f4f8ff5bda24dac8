"""The elements of a census file, one child at a time, in memory that does not grow with the file.

The file is not trusted. Its first lines are read by a parser that stops at the document type declaration, so
that no entity is ever defined, let alone expanded or fetched; the rest is read with entities, DTDs and the
network off, in pieces, and given up when too much passes without a child coming to its end.
"""

import hashlib
from collections.abc import Iterator
from typing import BinaryIO
from xml.parsers import expat

from lxml import etree

from returns.files import ENOUGH_TO_TELL, FileRefused, Kind, kind_of

_PIECE = 1 << 16
_TAIL = 64
LONGEST_PROLOGUE = 1 << 20
LARGEST_CHILD = 8 << 20

_OTHER_KINDS = {
    Kind.EMPTY: "The file is empty. Export the census again and choose the new file.",
    Kind.HTML: "This is a web page, not a census file; perhaps a sign-in page was saved in its place. "
    "Download the census again and choose the XML file.",
    Kind.PDF: "This is a PDF. Choose the census return itself, the XML file that goes to the department.",
    Kind.ZIP: "This is a zip file. Open it and choose the XML file inside.",
    Kind.GZIP: "This is a compressed file. Unpack it and choose the XML file inside.",
    Kind.WORKBOOK: "This is an Excel workbook. Choose the census return, an XML file; "
    "the Annex A workbook goes into the other box.",
    Kind.OPEN_DOCUMENT: "This is an OpenDocument file. Choose the census return, an XML file.",
    Kind.OLD_OFFICE: "This is an Excel or Word file. Choose the census return, an XML file.",
    Kind.ENCRYPTED: "This file is protected by a password. Choose the census return, an XML file.",
    Kind.TEXT: "This is plain text, perhaps a CSV. Choose the census return, an XML file that begins with <.",
    Kind.UNKNOWN: "This is not an XML file. Choose the census return that goes to the department.",
}

_NAMESPACE = (
    "The file's elements are in an XML namespace (line {line}), and the census has none. "
    "Export the file for the department's COLLECT system, or take the xmlns attribute out."
)
_DOCTYPE = (
    "The file begins with a document type declaration (line {line}). A census file has none, and such "
    "declarations can hide harmful content, so nothing was read. Export the census again."
)
_TRUNCATED = (
    "The file stops in the middle of an element (after line {line}): part of it is missing. "
    "Export or copy it again and compare the sizes."
)


class ElementStream:
    """Reads `file` from its beginning. `bytes_read` grows as it goes; `sha256` is whole at the end."""

    def __init__(self, file: BinaryIO) -> None:
        self.file = file
        self.bytes_read = 0
        self._digest = hashlib.sha256()
        head = file.read(ENOUGH_TO_TELL)
        kind = kind_of(head)
        if kind is not Kind.XML:
            raise FileRefused(_OTHER_KINDS[kind])
        _refuse_unless_plain_prologue(file)

    @property
    def sha256(self) -> str:
        return self._digest.hexdigest()

    def elements(self) -> Iterator[etree._Element]:
        """The Header, if there is one, and every Child. Each is emptied when the next is asked for."""
        parser = etree.XMLPullParser(
            events=("start", "end"),
            tag=("{*}Message", "{*}Children", "{*}Header", "{*}Child"),
            remove_comments=True,
            remove_pis=True,
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
        )
        self.file.seek(0)
        self.bytes_read = 0
        self._digest = hashlib.sha256()
        at_last_child = children = 0
        tail = b""
        while piece := self.file.read(_PIECE):
            tail = piece[-_TAIL:]
            self.bytes_read += len(piece)
            self._digest.update(piece)
            _feed(parser, piece)
            for event, element in parser.read_events():
                _refuse_if_out_of_place(event, element)
                if event == "end" and element.tag in ("Header", "Child"):
                    yield element
                    _empty(element)
                    children += element.tag == "Child"
                    at_last_child = self.bytes_read
            if self.bytes_read - at_last_child > LARGEST_CHILD:
                raise FileRefused(
                    f"More than {LARGEST_CHILD >> 20} MB pass without a Child element coming to its end. "
                    "No census file looks like this. Export the census again."
                )
        _close(parser, tail)
        if not children:
            raise FileRefused("There is no Child element in the file. Export the census with its children.")


def _feed(parser: etree.XMLPullParser, piece: bytes) -> None:
    try:
        parser.feed(piece)
    except etree.XMLSyntaxError as error:
        raise FileRefused(_why_not_well_formed(error.code, error.lineno or 1, error.msg)) from None


def _close(parser: etree.XMLPullParser, tail: bytes) -> None:
    """Some slips in the middle are reported only here; a file that was cut off ends in no element's end."""
    try:
        parser.close()
    except etree.XMLSyntaxError as error:
        log = parser.feed_error_log
        code, line, words = (
            (log[0].type, log[0].line, log[0].message) if log else (error.code, error.lineno or 1, error.msg)
        )
        cut_off = not tail.replace(b"\x00", b"").rstrip().endswith(b">")
        if cut_off or code == etree.ErrorTypes.ERR_TAG_NOT_FINISHED:
            raise FileRefused(_TRUNCATED.format(line=line)) from None
        raise FileRefused(_why_not_well_formed(code, line, words)) from None


def _why_not_well_formed(code: int, line: int, words: str) -> str:
    wrong = etree.ErrorTypes
    match code:
        case wrong.ERR_INVALID_ENCODING | wrong.ERR_UNSUPPORTED_ENCODING | wrong.ERR_UNKNOWN_ENCODING:
            why = (
                "has a character that does not fit the encoding which the file declares in its first line. "
                "Export it again as UTF-8."
            )
        case wrong.ERR_INVALID_CHAR:
            why = "has a control character, which XML does not allow. Take it out in the source system."
        case wrong.ERR_TAG_NAME_MISMATCH | wrong.ERR_TAG_NOT_FINISHED:
            why = "ends an element other than the one last begun. Export the census again, unedited."
        case wrong.ERR_NAME_REQUIRED if "EntityRef" not in words:
            why = "has a bare < that begins no element. Write < as &lt; and export again."
        case wrong.ERR_UNDECLARED_ENTITY | wrong.ERR_NAME_REQUIRED | wrong.ERR_ENTITYREF_SEMICOL_MISSING:
            why = "has a bare & or an entity that XML does not know. Write & as &amp; and export again."
        case wrong.ERR_DOCUMENT_END:
            why = "goes on after the end of Message. Two files may have been joined: choose one."
        case wrong.ERR_RESOURCE_LIMIT:
            why = "holds an element far larger or deeper than any census has. Export the census again."
        case _:
            why = "is not well-formed XML. Export the census again; do not edit it by hand."
    return f"Line {line} {why}"


def _refuse_if_out_of_place(event: str, element: etree._Element) -> None:
    if event != "start":
        return
    if element.tag.startswith("{"):
        raise FileRefused(_NAMESPACE.format(line=element.sourceline))
    parent = element.getparent()
    if parent is None:
        # The prologue has been looked at by another parser; this one must agree that there is nothing in it.
        if element.getroottree().docinfo.internalDTD is not None:
            raise FileRefused(_DOCTYPE.format(line=1))
        return
    belongs_in = {"Child": "Children", "Children": "Message", "Header": "Message"}.get(element.tag)
    if parent.tag != belongs_in:
        raise FileRefused(
            f"{element.tag} stands in the wrong place (line {element.sourceline}). The census has Message, "
            "in it Header and Children, and in Children one Child after another."
        )


def _empty(element: etree._Element) -> None:
    element.clear()
    parent = element.getparent()
    if parent is not None:
        while element.getprevious() is not None:
            del parent[0]


class _RootReached(Exception):
    pass


def _refuse_unless_plain_prologue(file: BinaryIO) -> None:
    """No document type declaration before the first element, and that the census's own, in no namespace."""
    parser = expat.ParserCreate(namespace_separator="}")

    def at_doctype(*_: object) -> None:
        raise FileRefused(_DOCTYPE.format(line=parser.CurrentLineNumber))

    def at_root(name: str, _attributes: object) -> None:
        line = parser.CurrentLineNumber
        if "}" in name:
            raise FileRefused(_NAMESPACE.format(line=line))
        if name != "Message":
            raise FileRefused(
                f"The file's outermost element (line {line}) is not Message, so this is no children in need "
                "census. Choose the census return; other returns, such as the one for looked-after children, "
                "cannot be taken in here."
            )
        raise _RootReached

    parser.StartDoctypeDeclHandler = at_doctype
    parser.StartElementHandler = at_root
    file.seek(0)
    try:
        while file.tell() < LONGEST_PROLOGUE and (piece := file.read(_PIECE)):
            parser.Parse(piece, False)
        if file.tell() >= LONGEST_PROLOGUE:
            raise FileRefused("The file has no element in its first megabyte. Export the census again.")
        parser.Parse(b"", True)
    except _RootReached:
        return
    except (LookupError, UnicodeError):
        raise FileRefused(
            "The file declares an encoding that is not known. Export it again as UTF-8."
        ) from None
    except expat.ExpatError as error:
        raise FileRefused(_why_prologue_is_broken(error)) from None
    raise FileRefused(_TRUNCATED.format(line=1))


def _why_prologue_is_broken(error: expat.ExpatError) -> str:
    wrong = expat.errors
    if error.code in (
        wrong.codes[wrong.XML_ERROR_INCORRECT_ENCODING],
        wrong.codes[wrong.XML_ERROR_UNKNOWN_ENCODING],
    ):
        return "The file is not in the encoding that its first line declares. Export it again as UTF-8."
    if error.code in (
        wrong.codes[wrong.XML_ERROR_NO_ELEMENTS],
        wrong.codes[wrong.XML_ERROR_UNCLOSED_TOKEN],
        wrong.codes[wrong.XML_ERROR_PARTIAL_CHAR],
    ):
        return _TRUNCATED.format(line=error.lineno)
    return f"Line {error.lineno} is not well-formed XML. Export the census again; do not edit it by hand."
