"""What is printed: a PDF that can be listened to, and a Word file that can be edited."""

import io
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from docx import Document as WordDocument
from docx.oxml.ns import qn
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from audit.models import Refused
from exports.documents import Document
from exports.files import FORMS, as_file
from exports.pdf import to_pdf
from exports.word import to_word

AT = datetime(2026, 3, 4, 16, 5, tzinfo=UTC)
DOCUMENT = Document(
    title="Core group of 3 March 2026: Robin Fixture",
    caption="Core group record",
    facts=[("Copy for", "Hattie Visitor")],
    sections=[
        (
            "What the family said",
            "First line.\n\nSecond line, with <b>, #let x = 1, $y$, *stars* and “quotes”.",
        ),
        ("Decisions", "Łukasz and Ioana Șerban bring him."),
    ],
    signatures=["Mara Fixture", "Robin Fixture"],
    version="Version 3",
).printed_by("Priya Pattern", AT)


@pytest.fixture(scope="module")
def pdf():
    return PdfReader(io.BytesIO(to_pdf(DOCUMENT)))


@pytest.fixture(scope="module")
def word():
    return WordDocument(io.BytesIO(to_word(DOCUMENT)))


def tags(node):
    """The structure, depth first: each tag's name."""
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        return [tag for child in node for tag in tags(child)]
    if not isinstance(node, dict):
        return []
    own = [str(node["/S"])] if "/S" in node else []
    return own + (tags(node["/K"]) if "/K" in node else [])


@pytest.mark.requirement("B-11")
class TestThePdf:
    def test_it_says_what_it_is_and_in_which_language(self, pdf):
        root = pdf.trailer["/Root"]

        assert pdf.metadata.title == DOCUMENT.title
        assert root["/Lang"] == "en-GB"
        assert root["/MarkInfo"]["/Marked"].value is True
        assert root["/ViewerPreferences"]["/DisplayDocTitle"]
        assert b"pdfuaid" in root["/Metadata"].get_data()
        assert {page["/Tabs"] for page in pdf.pages} == {"/S"}

    def test_every_heading_paragraph_and_cell_has_its_tag(self, pdf):
        found = tags(pdf.trailer["/Root"]["/StructTreeRoot"]["/K"])

        assert [tag for tag in found if tag in {"/H1", "/H2"}] == ["/H1", "/H2", "/H2", "/H2"]
        assert found.count("/Table") == found.count("/THead") == 1
        assert found.count("/TH") == 3
        assert found.count("/TD") == 6
        # Caption, one fact, three lines.
        assert found.count("/P") >= 5
        assert "/ParentTree" in pdf.trailer["/Root"]["/StructTreeRoot"]

    def test_every_typeface_is_inside(self, pdf):
        for page in pdf.pages:
            for font in page["/Resources"]["/Font"].values():
                [descendant] = font.get_object()["/DescendantFonts"]
                descriptor = descendant.get_object()["/FontDescriptor"].get_object()
                assert {"/FontFile2", "/FontFile3"} & set(descriptor)

    def test_each_page_says_how_secret_it_is_whose_and_printed_by_whom(self, pdf):
        for number, page in enumerate(pdf.pages, start=1):
            text = " ".join(page.extract_text().split())
            assert "OFFICIAL-SENSITIVE: PERSONAL" in text
            assert (
                "Exampleshire Council · Version 3 · Printed by Priya Pattern on 4 March 2026 at 4:05pm"
                in text
            )
            assert f"Page {number} of {len(pdf.pages)}" in text

    def test_what_somebody_typed_is_words_and_never_a_command(self, pdf):
        text = " ".join(pdf.pages[0].extract_text().split())

        assert "Second line, with <b>, #let x = 1, $y$, *stars* and “quotes”." in text
        assert "Łukasz and Ioana Șerban" in text

    @pytest.mark.parametrize(
        ("is_large", "of_the_text", "of_every_page"), [(False, 11, 9), (True, 18, 16)], ids=["usual", "large"]
    )
    def test_large_print_is_of_18_points_and_its_foot_of_16(self, is_large, of_the_text, of_every_page):
        reader = PdfReader(io.BytesIO(to_pdf(replace(DOCUMENT, is_large=is_large))))
        sizes = {"First line": set(), "OFFICIAL": set(), "Page 1": set()}

        def measure(text, _matrix, tm, _font, size):
            for said, found in sizes.items():
                if said in text:
                    found.add(round(size * abs(tm[3])))

        for page in reader.pages:
            page.extract_text(visitor_text=measure)
        assert sizes == {"First line": {of_the_text}, "OFFICIAL": {of_every_page}, "Page 1": {of_every_page}}

    def test_letters_that_no_typeface_has_are_refused_in_words(self, monkeypatch):
        with pytest.raises(Refused, match="has no typeface, so that no PDF can be made"):
            to_pdf(replace(DOCUMENT, title="\U00013000"))

    def test_control_characters_are_left_out(self):
        text = PdfReader(io.BytesIO(to_pdf(replace(DOCUMENT, title="Ro\x00bin\x08")))).metadata.title

        assert text == "Robin"


class TestTheWordFile:
    def test_real_headings_in_order(self, word):
        headings = [(p.style.name, p.text) for p in word.paragraphs if p.style.name.startswith("Heading")]

        assert headings == [
            ("Heading 1", DOCUMENT.title),
            ("Heading 2", "What the family said"),
            ("Heading 2", "Decisions"),
            ("Heading 2", "Signatures"),
        ]

    def test_title_language_marking_and_who_printed_it(self, word):
        assert (word.core_properties.title, word.core_properties.language) == (DOCUMENT.title, "en-GB")
        assert word.sections[0].header.paragraphs[0].text == "OFFICIAL-SENSITIVE: PERSONAL"
        assert (
            "Printed by Priya Pattern on 4 March 2026 at 4:05pm" in word.sections[0].footer.paragraphs[0].text
        )

    def test_the_table_to_sign_repeats_its_head(self, word):
        [table] = word.tables

        assert [cell.text for cell in table.rows[0].cells] == ["Name", "Signature", "Day"]
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert [row.cells[0].text for row in table.rows[1:]] == ["Mara Fixture", "Robin Fixture"]


@pytest.mark.parametrize("form", FORMS)
def test_the_name_of_a_file_is_nobodys(form):
    answer = as_file(DOCUMENT, form, by="Priya")

    assert answer["Content-Disposition"].startswith('attachment; filename="core-group-record-20')
    assert "Robin" not in answer["Content-Disposition"]


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(text=st.text(max_size=200))
def test_whatever_is_typed_makes_a_word_file_and_a_pdf_or_a_sentence(text):
    document = replace(DOCUMENT, title=text or "Empty", sections=[(text, text)])

    assert to_word(document).startswith(b"PK")
    try:
        written = to_pdf(document)
    except Refused as refusal:
        written, refused = b"", str(refusal)
    assert written.startswith(b"%PDF-") or "no typeface" in refused
