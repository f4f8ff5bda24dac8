"""A document that leaves the portal on paper or in a file: what it says, without how it looks.

`exports.pdf` and `exports.word` write it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from django.conf import settings
from django.utils import timezone

from govuk_forms.words import moment

MARKING: Final = "OFFICIAL-SENSITIVE: PERSONAL"

# What neither a PDF nor a Word file can hold: control characters, halves of a surrogate pair, non-characters.
CANNOT_BE_WRITTEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, kw_only=True)
class Document:
    title: str
    caption: str = ""
    """Above the title: what kind of document it is."""
    facts: Sequence[tuple[str, str]] = ()
    """Short ones, at the top: name and value."""
    sections: Sequence[tuple[str, str]] = ()
    """Heading and text. Each line of the text is a paragraph."""
    signatures: Sequence[str] = ()
    """Whose signature there is a line for, at the end."""
    version: str = ""
    """Of what this is a copy, for the foot of each page: "Version 3"."""
    is_large: bool = False
    """In large print: 18 points."""
    is_roomy: bool = False
    """For a child: larger letters and more room, and no marking that nobody can explain to them."""
    marking: str = MARKING
    printed: str = field(default="", compare=False)
    """By whom and when, for the foot of each page."""

    def printed_by(self, name: str, at: datetime) -> "Document":
        return replace(self, printed=f"Printed by {name} on {moment(timezone.localtime(at))}")

    @property
    def foot(self) -> str:
        return " · ".join(part for part in (settings.AUTHORITY_NAME, self.version, self.printed) if part)

    def cleaned(self) -> "Document":
        """The same without characters that no file can hold."""
        return replace(
            self,
            title=_clean(self.title).strip() or "Document",
            caption=_clean(self.caption),
            version=_clean(self.version),
            printed=_clean(self.printed),
            facts=[(_clean(name), _clean(value)) for name, value in self.facts],
            sections=[(_clean(heading), _clean(text)) for heading, text in self.sections],
            signatures=[_clean(name) for name in self.signatures],
        )


def paragraphs(text: str) -> Iterator[str]:
    """Its lines, without the empty ones."""
    yield from (line.strip() for line in text.splitlines() if line.strip())


def _clean(text: str) -> str:
    return CANNOT_BE_WRITTEN.sub("", text)
