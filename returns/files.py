"""A first look at a file that somebody gave us: what is it really, whatever its name says?"""

import codecs
from enum import StrEnum


class FileRefused(Exception):
    """The whole file is refused; the sentence says how to mend it. Nothing of it may be taken."""


class Kind(StrEnum):
    """Finishes the sentence "This file is …"."""

    EMPTY = "empty"
    XML = "XML"
    HTML = "a web page"
    PDF = "a PDF"
    ZIP = "a zip file"
    WORKBOOK = "an Excel workbook"
    OPEN_DOCUMENT = "an OpenDocument file"
    OLD_OFFICE = "an old Excel or Word file"
    ENCRYPTED = "protected by a password"
    GZIP = "a compressed file"
    TEXT = "plain text"
    UNKNOWN = "of a kind that cannot be recognised"


ENOUGH_TO_TELL = 1 << 16

_UTF16 = (
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
    (b"<\x00", "utf-16-le"),
    (b"\x00<", "utf-16-be"),
)
_BINARY = (
    (b"%PDF", Kind.PDF),
    (b"\x1f\x8b", Kind.GZIP),
    (b"7z\xbc\xaf", Kind.ZIP),
    (b"Rar!", Kind.ZIP),
)


def kind_of(head: bytes) -> Kind:
    """Told from the first `ENOUGH_TO_TELL` bytes, never from the name."""
    if not head.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        return Kind.EMPTY
    for signature, kind in _BINARY:
        if head.startswith(signature):
            return kind
    if head.startswith(b"PK"):
        return _kind_of_zip(head)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return Kind.ENCRYPTED if "EncryptedPackage".encode("utf-16-le") in head else Kind.OLD_OFFICE
    return _kind_of_text(head)


def _kind_of_zip(head: bytes) -> Kind:
    if b"mimetypeapplication/vnd.oasis.opendocument" in head:
        return Kind.OPEN_DOCUMENT
    if b"[Content_Types].xml" in head or b"xl/" in head or b"_rels/" in head:
        return Kind.WORKBOOK
    return Kind.ZIP


def _kind_of_text(head: bytes) -> Kind:
    text = _as_text(head)
    if text is None:
        return Kind.UNKNOWN
    start = text.lstrip("\ufeff \t\r\n")
    if not start.startswith("<"):
        return Kind.TEXT
    if start[:200].casefold().startswith(("<!doctype html", "<html")):
        return Kind.HTML
    return Kind.XML


def _as_text(head: bytes) -> str | None:
    for mark, encoding in _UTF16:
        if head.startswith(mark):
            return head.decode(encoding, errors="replace")
    if b"\x00" in head:
        return None
    return head.removeprefix(codecs.BOM_UTF8).decode("latin-1")
