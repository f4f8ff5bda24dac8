from datetime import date

import pytest

from returns.census import printed, values
from returns.census.faults import Fault
from returns.census.values import Unreadable


def fault_of(reads, text):
    with pytest.raises(Unreadable) as raised:
        reads(text)
    return raised.value.fault


@pytest.mark.parametrize(
    "text",
    [
        "2025-05-27",
        "2025-05-27Z",
        "2025-05-27+01:00",
        "2025-05-27T00:00:00",
        "2025-05-27T09:30",
        "2025-05-27T00:00:00.000Z",
    ],
)
def test_a_day_is_read_with_or_without_a_time_that_cannot_move_it(text):
    assert values.day(text) == date(2025, 5, 27)


@pytest.mark.parametrize("text", ["2025-05-26T23:00:00Z", "2025-05-27T00:30:00+02:00"])
def test_a_day_that_may_be_another_one_here_is_not_guessed_at(text):
    assert fault_of(values.day, text) is Fault.DAY_UNCERTAIN


@pytest.mark.parametrize("text", ["27/05/2025", "5/6/2025", "27-05-2025", "27.05.25", "27/05/2025 00:00"])
def test_a_day_written_day_first_is_refused_even_where_only_one_reading_is_possible(text):
    assert fault_of(values.day, text) is Fault.DAY_FIRST


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("2025-02-29", Fault.NO_SUCH_DAY),
        ("2025-13-01", Fault.NO_SUCH_DAY),
        ("1899-12-31", Fault.YEAR_UNLIKELY),
        ("2101-01-01", Fault.YEAR_UNLIKELY),
        ("0000-01-01", Fault.YEAR_UNLIKELY),
        ("20250527", Fault.NOT_A_DATE),
        ("2025-W21-2", Fault.NOT_A_DATE),
        ("2025-5-27", Fault.NOT_A_DATE),
        ("not known", Fault.NOT_A_DATE),
        ("٢٠٢٥-٠٥-٢٧", Fault.NOT_A_DATE),
    ],
)
def test_what_is_no_day_is_named_for_what_it_is(text, fault):
    assert fault_of(values.day, text) is fault


def test_the_last_days_that_may_be_true_are_read():
    assert values.day("1900-01-01") == date(1900, 1, 1)
    assert values.day("2100-12-31") == date(2100, 12, 31)


@pytest.mark.parametrize(("text", "answer"), [("1", True), ("true", True), ("0", False), ("False", False)])
def test_yes_and_no_are_read_in_every_form_that_returns_use(text, answer):
    assert values.yes_or_no(text) is answer


def test_yes_in_words_is_not_taken_for_an_answer():
    assert fault_of(values.yes_or_no, "Y") is Fault.NOT_YES_OR_NO


@pytest.mark.parametrize("text", ["-1", "1.5", "100", "²", "9" * 5000])
def test_a_number_of_plans_that_nobody_can_have_had_is_not_read(text):
    assert fault_of(values.count, text) is Fault.NOT_A_COUNT


@pytest.mark.parametrize("upn", ["U999123456789", "u999123456789"])
def test_a_upn_is_read_when_its_first_letter_fits_the_rest(upn):
    assert values.upn(upn) == "U999123456789"


def test_the_last_letter_of_a_temporary_upn_counts_in_its_check():
    rest = "99912345678B"

    assert values.upn(values.check_letter(rest) + rest)[-1] == "B"
    assert values.check_letter(rest) != values.check_letter("99912345678C")


@pytest.mark.parametrize(
    ("upn", "fault"),
    [
        ("A999123456789", Fault.UPN_CHECK_LETTER),
        ("U99912345678", Fault.UPN_MALFORMED),
        ("9Q99123456789", Fault.UPN_MALFORMED),
    ],
)
def test_a_upn_with_a_slip_in_it_is_not_read(upn, fault):
    assert fault_of(values.upn, upn) is fault


def test_a_code_in_small_letters_is_the_same_code():
    assert values.CodeIn(frozenset({"WBRI"}))("wbri") == "WBRI"


@pytest.mark.parametrize("reference", ["CH-0001", "C" * 21, "CH 0001", "CH_1"])
def test_a_reference_that_no_return_may_carry_is_not_read(reference):
    assert fault_of(values.reference, reference) is Fault.REFERENCE_MALFORMED


def test_the_printed_decisions_are_those_in_force():
    assert printed.PRINTED.read_text(encoding="utf-8") == printed.as_markdown()


def test_no_two_faults_are_one_and_the_same():
    assert len(Fault) == len(Fault.__members__)
