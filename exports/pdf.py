"""A document as PDF, tagged for those who listen to it (PDF/UA-1).

Typst writes it from `paper.typ`. It refuses to write a PDF that would break PDF/UA-1, and it is given the words as
data, never as its own markup, so that nothing somebody typed is ever read as a command.
"""

import json
import re
from pathlib import Path
from typing import Final

import typst
from django.conf import settings
from django.utils import timezone

from audit.models import Refused
from exports.documents import Document, paragraphs

CONTENT_TYPE: Final = "application/pdf"
TEMPLATE: Final = Path(__file__).parent / "paper.typ"
TYPEFACES: Final = settings.BASE_DIR / "build" / "fonts"


def to_pdf(document: Document) -> bytes:
    """Raises Refused for words in a script for which this machine has no typeface."""
    document = document.cleaned()
    data = {
        "title": document.title,
        "caption": document.caption,
        "facts": document.facts,
        "sections": [
            {"heading": heading, "lines": list(paragraphs(text))} for heading, text in document.sections
        ],
        "signatures": document.signatures,
        "foot": document.foot,
        "marking": "" if document.is_roomy else document.marking,
        "is_roomy": document.is_roomy,
        "is_large": document.is_large,
        "author": settings.AUTHORITY_NAME,
    }
    try:
        return typst.compile(
            TEMPLATE,
            root=TEMPLATE.parent,
            font_paths=[TYPEFACES],
            format="pdf",
            pdf_standards="ua-1",
            sys_inputs={"document": json.dumps(data)},
            timestamp=int(timezone.now().timestamp()),
        )
    except typst.TypstError as error:
        if "could not be displayed with font" not in str(error):
            raise
        letters = re.search(r"the text `\"(.+?)\"`", str(error))
        which = f" (“{letters[1]}”)" if letters else ""
        raise Refused(
            f"This has letters{which} for which the server has no typeface, so that no PDF can be made. "
            "Take it as a Word file, and ask for a typeface with these letters to be installed."
        ) from error
