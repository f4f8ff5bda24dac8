"""Over a thousand made-up plans and minutes, each with the safe address somewhere in its words: no copy tells it."""

import io
import re
from datetime import date
from zipfile import ZipFile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from circulation.withheld import WITHHELD, without_safe_addresses
from exports.documents import Document
from exports.pdf import to_pdf
from exports.word import to_word
from plans.versions import as_text
from tests.factories import HouseholdFactory, ResidenceFactory
from tests.factories.stories import on_a_plan

FIRST_LINE, POSTCODE = "12 Refuge Row", "HG1 2AB"
pytestmark = [pytest.mark.requirement("B-11", "A-07"), pytest.mark.usefixtures("it_is_today")]

gaps = st.sampled_from([" ", "  ", ", ", "\n", " ,\n", "\u00a0", "\t"])
casings = st.sampled_from([str, str.upper, str.lower, str.title, str.swapcase])
around = st.text(st.sampled_from("abc ABC .,;:()“”’'\"/-–\n?!"), max_size=30)


@st.composite
def ways_of_writing_it(draw) -> str:
    """The first line, the postcode or both, however somebody types them."""
    line = draw(gaps).join(FIRST_LINE.split(" "))
    code = draw(st.sampled_from(["HG1 2AB", "HG12AB", "HG1\u00a02AB", "HG1  2AB"]))
    chosen = draw(st.sampled_from([[line], [code], [line, code]]))
    return draw(casings)(draw(gaps).join(chosen))


@st.composite
def texts(draw) -> str:
    before, after = draw(around), draw(around)
    # Words end where an address begins: "flat12 Refuge Row" is another word, and nobody's address.
    return f"{before} {draw(ways_of_writing_it())} {after}"


def tells_it(copy: str) -> bool:
    squeezed = re.sub(r"[\s,]+", "", copy).casefold()
    return "12refugerow" in squeezed or "hg12ab" in squeezed


@pytest.fixture
def plan(child):
    home = HouseholdFactory(address=f"{FIRST_LINE}\nExampleton", postcode=POSTCODE, is_safe_address=True)
    ResidenceFactory(child=child, household=home, from_on=date(2026, 1, 1))
    return on_a_plan(child, started_on=date(2026, 2, 24))


@settings(max_examples=1_000, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.lists(texts(), min_size=4, max_size=4))
def test_it_is_found_in_no_copy(plan, words):
    plan.concerns, plan.what_must_change, plan.contingency, minute = words
    sections = [*((heading, text) for heading, text in as_text(plan)), ("What the family said", minute)]
    assert any(tells_it(text) for _, text in sections)

    copies = without_safe_addresses(sections, [plan.child])

    for _, text in copies:
        assert not tells_it(text)
    assert sum(text.count(WITHHELD) for _, text in copies) >= 4


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(words=st.lists(texts(), min_size=10, max_size=10))
def test_nor_in_the_pdf_and_the_word_file_of_another_thousand(plan, words):
    """Ten made-up plans a file: each of their words, in whatever part of it, is looked for in all that can be read."""
    sections = without_safe_addresses([("Updates", text) for text in words], [plan.child])
    document = Document(title="Plan", sections=sections)

    pdf = PdfReader(io.BytesIO(to_pdf(document)))
    pages = "".join(page.extract_text() for page in pdf.pages)
    with ZipFile(io.BytesIO(to_word(document))) as word:
        parts = "".join(
            re.sub(r"<[^>]+>", "", word.read(name).decode(errors="replace")) for name in word.namelist()
        )

    for found in (pages, parts):
        assert not tells_it(found)
        assert found.count("withheld") >= 10


def test_what_only_looks_like_it_stays(plan):
    words = "They moved from Exampleton; 112 Refuge Row is a shop; a refuge in a row of houses."

    assert without_safe_addresses([("Updates", words)], [plan.child]) == [("Updates", words)]
