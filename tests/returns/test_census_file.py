"""What is refused as a whole, and in which words; and what may be odd about a file that is taken all the same."""

import codecs
import gc
import zipfile
from io import BytesIO

import pytest

from returns.census import Census, Shared
from returns.census.stream import LARGEST_CHILD, LONGEST_PROLOGUE
from returns.files import FileRefused
from tests.returns.census_files import CHILD, ONE_CHILD, changed, read, sun_22_nov_2026, with_children

BOMB = """<?xml version="1.0"?>
<!DOCTYPE Message [
  <!ENTITY a "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa">
  <!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
  <!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">
  <!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">
]>
<Message><Children><Child>&d;</Child></Children></Message>"""
OUTSIDE = '<!DOCTYPE Message [<!ENTITY x SYSTEM "file:///etc/passwd">]><Message>&x;</Message>'
DTD_ELSEWHERE = '<!DOCTYPE Message SYSTEM "http://example.invalid/cin.dtd"><Message/>'


def zipped():
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("census.xml", ONE_CHILD)
    return packed.getvalue()


def refusal(file):
    with pytest.raises(FileRefused) as raised:
        read(file)
    return str(raised.value)


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (b"", "The file is empty."),
        (b" \n\n", "The file is empty."),
        (zipped(), "This is a zip file. Open it"),
        (b"PK\x03\x04....[Content_Types].xml", "This is an Excel workbook."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "This is an Excel or Word file."),
        (b"%PDF-1.7", "This is a PDF."),
        (b"\x1f\x8b\x08", "This is a compressed file. Unpack it"),
        (b"<!DOCTYPE html><html><body>Sign in</body></html>", "This is a web page"),
        (b"LAchildID,UPN\nCH0001,\n", "This is plain text, perhaps a CSV."),
        (b'{"children": []}', "This is plain text"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "This is not an XML file."),
        (BOMB, "begins with a document type declaration"),
        (OUTSIDE, "begins with a document type declaration"),
        (DTD_ELSEWHERE, "begins with a document type declaration"),
        ("<Message/>", "There is no Child element"),
        ("<Return/>", "outermost element (line 1) is not Message"),
        ('<Message xmlns="urn:cin"><Children/></Message>', "in an XML namespace (line 1)"),
        ('<c:Message xmlns:c="urn:cin"/>', "in an XML namespace (line 1)"),
        (changed("<Children>", '<Children xmlns="urn:cin">'), "in an XML namespace"),
        (
            changed("  <Children>", "<Group><Children>").replace("</Children>", "</Children></Group>"),
            "wrong place",
        ),
        (ONE_CHILD[:1500], "The file stops in the middle"),
        (ONE_CHILD[: ONE_CHILD.index("  </Children>")], "The file stops in the middle"),
        ("<Message", "The file stops in the middle"),
        ("<?xml version='1.0'?><!-- nothing more", "The file stops in the middle"),
        (ONE_CHILD + ONE_CHILD[39:], "goes on after the end of Message"),
        (changed("2B", "A & B"), "Line 35 has a bare &"),
        (changed("2B", "A&nbsp;B"), "Line 35 has a bare & or an entity"),
        (changed("</ReferralSource>", "</Source>"), "Line 35 ends an element other than the one last begun."),
        (changed("2B", "\x01"), "Line 35 has a control character"),
        (changed("2B", "<<"), "Line 35 has a bare <"),
        (changed("2B", "<a b>2B</a>"), "Line 35 is not well-formed XML"),
        (changed("2B", "Zoë").encode("cp1252"), "Line 35 has a character that does not fit the encoding"),
        (changed("UTF-8", "utf-16"), "not in the encoding that its first line declares"),
        (changed("UTF-8", "klingon"), "encoding"),
        (
            changed(ONE_CHILD[ONE_CHILD.index("  <Header>") : ONE_CHILD.index("  <Children>")], ""),
            "has no Header",
        ),
        (changed("<Collection>CIN", "<Collection>SSDA903"), "another collection than CIN"),
        (
            changed("<ReferenceDate>2026-03-31", "<ReferenceDate>31/03/2026"),
            "In the header, ReferenceDate is written",
        ),
        (changed("<ReferenceDate>2026-03-31", "<ReferenceDate>2027-03-31"), "lies in the future"),
        (
            changed("<ReferenceDate>2026-03-31</ReferenceDate>", "").replace("<Year>2026</Year>", ""),
            "neither Year nor ReferenceDate",
        ),
    ],
)
def test_a_file_that_cannot_be_taken_is_refused_in_words_that_say_how_to_mend_it(file, words):
    assert words in refusal(file)


def test_a_bomb_of_entities_is_refused_before_any_of_it_is_expanded():
    gc.collect()
    census = BytesIO(BOMB.encode())

    with pytest.raises(FileRefused, match="line 2"):
        Census(census, today=sun_22_nov_2026)


def test_a_document_type_far_down_the_prologue_is_found():
    spaced = ONE_CHILD.replace("<Message>", f"<!--{' ' * 200_000}-->\n<!DOCTYPE Message>\n<Message>")

    assert "document type declaration (line 3)" in refusal(spaced)


def test_a_file_that_never_comes_to_its_first_element_is_given_up():
    assert "no element in its first megabyte" in refusal("<?xml version='1.0'?>\n" + " " * LONGEST_PROLOGUE)


@pytest.mark.parametrize("between", ["<x>1</x>", "<x/>", " "])
def test_a_child_without_end_is_given_up_before_it_fills_the_memory(between):
    endless = ONE_CHILD.replace("<Disabilities>", between * (2 * LARGEST_CHILD // len(between)))

    with pytest.raises(FileRefused, match=r"8 MB pass without a Child|far larger"):
        read(endless)


def test_elements_nested_without_end_are_refused():
    assert "Line " in refusal(ONE_CHILD.replace("<Disabilities>", "<x>" * 100_000))


def test_a_line_number_is_right_beyond_sixty_five_thousand():
    file = with_children(CHILD, "\n" * 70_000, CHILD.replace("CH0001", "CH0002").replace("<Sex>F", "<Sex>9"))
    [_, found], _ = read(file)

    assert found.reference == "CH0002"
    assert [problem.line for problem in found.problems] == [file[: file.index("<Sex>9")].count("\n") + 1]
    assert found.problems[0].line > 70_000


@pytest.mark.parametrize(
    "file",
    [
        codecs.BOM_UTF8 + ONE_CHILD.encode(),
        changed("UTF-8", "UTF-16").encode("utf-16"),
        codecs.BOM_UTF16_BE + changed("UTF-8", "UTF-16").encode("utf-16-be"),
        changed("UTF-8", "windows-1252").replace("made up", "Zoë’s").encode("cp1252"),
        changed("UTF-8", "ISO-8859-1").replace("made up", "Zoë").encode("latin-1"),
        ONE_CHILD[39:],
        ONE_CHILD.replace("\n", "\r\n"),
        "".join(line.strip() for line in ONE_CHILD.splitlines()),
        ONE_CHILD.replace("<Message>", '<Message xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'),
    ],
    ids=[
        "utf-8 mark",
        "utf-16",
        "utf-16 big end",
        "1252",
        "latin-1",
        "no declaration",
        "crlf",
        "one line",
        "xsi",
    ],
)
def test_a_file_is_read_in_any_encoding_and_layout_that_it_declares(file):
    [plain], _ = read(ONE_CHILD)
    [found], _ = read(file)

    assert found.child.upn == plain.child.upn
    assert found.child.referrals[0].plans[0].reviews_on == plain.child.referrals[0].plans[0].reviews_on
    assert found.problems == ()


def test_comments_and_cdata_inside_a_value_make_no_difference():
    commented = changed("<Sex>F</Sex>", "<!-- one --><Sex><!-- two --><![CDATA[F]]></Sex><?three?>")
    split = changed(
        "2025-05-27</CINreferralDate>", "2025-<!-- here -->05-27</CINreferralDate>", text=commented
    )
    [found], _ = read(split)

    assert found.problems == ()
    assert found.child.sex == "F"
    assert found.child.referrals[0].referred_on.isoformat() == "2025-05-27"


def test_the_header_says_which_census_and_whose():
    _, census = read(ONE_CHILD)

    assert (census.header.year, census.header.authority) == (2026, "999")
    assert census.header.year_starts_on.isoformat() == "2025-04-01"
    assert census.file_problems == []


@pytest.mark.parametrize(
    ("before", "after", "field"),
    [
        ("<Year>2026", "<Year>2025", "ReferenceDate"),
        ("<ReferenceDate>2026-03-31", "<ReferenceDate>2026-03-30", "ReferenceDate"),
        ("<ReferenceDate>2026-03-31</ReferenceDate>", "", "ReferenceDate"),
        ("<LEA>999", "<LEA>99", "LEA"),
        ("<ReferralNFA>0</ReferralNFA>", "<ReferralNFA>0</ReferralNFA><ReferralSource/>", "ReferralSource"),
        ("<ReferralNFA>0</ReferralNFA>", "<ReferralNFA>0</ReferralNFA><NewIn2030>1</NewIn2030>", "NewIn2030"),
    ],
)
def test_what_is_odd_about_the_file_is_said_once_and_the_children_are_taken(before, after, field):
    twice = changed(before, after)
    second = twice[twice.index("    <Child>") : twice.index("  </Children>")].replace("CH0001", "CH0002")
    found, census = read(twice.replace("  </Children>", second + "  </Children>"))

    assert [problem.field for problem in census.file_problems] == [field]
    assert [each.child is not None for each in found] == [True, True]


def test_elements_in_another_order_are_read_all_the_same():
    sex, birth = "<Sex>F</Sex>", "<PersonBirthDate>2016-02-29</PersonBirthDate>"
    swapped = changed(sex, "swapped").replace(birth, sex).replace("swapped", birth)
    [found], census = read(swapped)

    assert (found.child.sex, found.child.born_on.isoformat()) == ("F", "2016-02-29")
    assert [problem.field for problem in census.file_problems] == ["PersonBirthDate"]


def test_a_file_of_two_years_ago_is_taken_with_a_warning():
    _, census = read(ONE_CHILD.replace("2026-03-31", "2024-03-31").replace("<Year>2026", "<Year>2024"))

    assert "more than 15 months ago" in census.file_problems[0].sentence


def test_none_of_the_children_who_share_a_reference_is_taken():
    file = with_children(CHILD, CHILD, CHILD.replace("CH0001", "CH0002").replace("U9991", "Z9991"))
    found, _ = read(file, shared=Shared(references={"CH0001"}))

    assert [each.child and each.child.reference for each in found] == [None, None, "CH0002"]
    assert {problem.rule for problem in found[0].problems} >= {"8510"}


def test_a_upn_that_two_children_share_is_left_out_for_both():
    file = with_children(CHILD, CHILD.replace("CH0001", "CH0002"))
    found, _ = read(file, shared=Shared(upns={"U999123456789"}))

    assert [each.child.upn for each in found] == ["", ""]


def test_the_stream_says_how_far_it_is_and_what_it_has_read():
    _, census = read(ONE_CHILD)

    assert census.stream.bytes_read == len(ONE_CHILD.encode())
    assert len(census.stream.sha256) == 64
