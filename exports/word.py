"""A document as a Word file, for those who must edit it: real headings, a marked header row, its title and language."""

import io
from typing import Any, Final

from django.conf import settings
from docx import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from exports.documents import Document, paragraphs

CONTENT_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TYPEFACE: Final = "Arial"


def to_word(document: Document) -> bytes:
    document = document.cleaned()
    word = WordDocument()
    _dress(word, document)
    if document.caption:
        word.add_paragraph(document.caption)
    word.add_heading(document.title, level=1)
    for name, value in document.facts:
        paragraph = word.add_paragraph()
        paragraph.add_run(f"{name}: ").bold = True
        paragraph.add_run(value)
    for heading, text in document.sections:
        word.add_heading(heading, level=2)
        for line in paragraphs(text):
            word.add_paragraph(line)
    if document.signatures:
        _signatures(word, document.signatures)
    written = io.BytesIO()
    word.save(written)
    return written.getvalue()


def _dress(word: Any, document: Document) -> None:
    core = word.core_properties
    core.title, core.author, core.language = document.title, settings.AUTHORITY_NAME, "en-GB"
    marking = "" if document.is_roomy else document.marking
    core.keywords, core.comments = marking, ""
    points = 18 if document.is_large else 14 if document.is_roomy else 11
    for name, size in (("Normal", points), ("Heading 1", points * 1.6), ("Heading 2", points * 1.25)):
        style = word.styles[name]
        style.font.name, style.font.size = TYPEFACE, Pt(round(size))
        style.font.color.rgb = None
        letters = style.element.get_or_add_rPr()
        fonts = letters.get_or_add_rFonts()
        for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
            fonts.set(qn(script), TYPEFACE)
        for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(theme), None)
        language = OxmlElement("w:lang")
        language.set(qn("w:val"), "en-GB")
        letters.append(language)
    page = word.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(20)
    page.header.paragraphs[0].add_run(marking).bold = True
    foot = page.footer.paragraphs[0]
    foot.add_run(f"{document.foot} · Page ")
    _field(foot, "PAGE")
    foot.add_run(" of ")
    _field(foot, "NUMPAGES")
    foot.alignment = WD_ALIGN_PARAGRAPH.LEFT


def _field(paragraph: Any, instruction: str) -> None:
    """Something that Word counts itself, such as the number of the page."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), instruction)
    paragraph._p.append(field)


def _signatures(word: Any, names: Any) -> None:
    word.add_heading("Signatures", level=2)
    table = word.add_table(rows=1, cols=3, style="Table Grid")
    for cell, words in zip(table.rows[0].cells, ("Name", "Signature", "Day"), strict=True):
        cell.paragraphs[0].add_run(words).bold = True
    repeated = OxmlElement("w:tblHeader")
    repeated.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(repeated)
    for name in names:
        row = table.add_row()
        row.height = Mm(14)
        row.cells[0].text = name
