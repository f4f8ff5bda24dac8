"""A document sent to a browser as a file: PDF, PDF in large print, or Word."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final, NamedTuple

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify

from exports import pdf, word
from exports.documents import Document
from govuk_forms.components import Link


class Form(NamedTuple):
    label: str
    ending: str
    content_type: str
    write: Callable[[Document], bytes]


FORMS: Final = {
    "pdf": Form("PDF", "pdf", pdf.CONTENT_TYPE, pdf.to_pdf),
    "large-print": Form(
        "PDF in large print",
        "pdf",
        pdf.CONTENT_TYPE,
        lambda document: pdf.to_pdf(replace(document, is_large=True)),
    ),
    "word": Form("Word, to edit", "docx", word.CONTENT_TYPE, word.to_word),
}


def as_file(document: Document, form: str, *, by: str) -> HttpResponse:
    """The file has the name of its kind and the day, and no child's name: it lies in a folder of downloads.

    Raises Http404 for a form that there is not, Refused for letters that no typeface here has.
    """
    if form not in FORMS:
        raise Http404("There is no such form of it.")
    wanted, now = FORMS[form], timezone.now()
    response = HttpResponse(wanted.write(document.printed_by(by, now)), content_type=wanted.content_type)
    name = f"{slugify(document.caption) or 'document'}-{timezone.localdate(now):%Y-%m-%d}.{wanted.ending}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def file_links(page: str, **kept: int | str) -> list[Link]:
    """To each form of a document that is served at `page`."""
    return [Link(form.label, reverse(page, kwargs={**kept, "form": name})) for name, form in FORMS.items()]
