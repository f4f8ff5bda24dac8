import pytest

from children.identifiers import NotANumber, read_nhs_number, read_upn


@pytest.mark.parametrize("typed", ["9434765919", "943 476 5919", "943-476-5919", " 401 023 2137 "])
def test_an_nhs_number_is_read_however_it_is_spaced(typed):
    assert len(read_nhs_number(typed)) == 10


@pytest.mark.parametrize("typed", ["943 476 5918", "943 467 5919", "9434765919 1", "943476591", "94347659I9"])
def test_a_mistyped_nhs_number_is_refused(typed):
    with pytest.raises(NotANumber):
        read_nhs_number(typed)


def test_a_number_whose_check_digit_would_be_ten_does_not_exist():
    # 1×10 + 2×5 … : figures chosen so that 11 less the remainder is 10.
    with pytest.raises(NotANumber):
        read_nhs_number("0000000060")


@pytest.mark.parametrize("typed", ["H801200001001", "h801200001001", "H8012 0000 1001"])
def test_a_pupil_number_is_read(typed):
    assert read_upn(typed) == "H801200001001"


@pytest.mark.parametrize(
    ("typed", "because"),
    [
        ("A801200001001", "first letter does not fit"),
        ("H801200001010", "first letter does not fit"),
        ("H80120000100", "a letter and 12 figures"),
        ("8012000010011", "a letter and 12 figures"),
        ("H80120000100O", "cannot end with O"),
    ],
)
def test_a_mistyped_pupil_number_is_refused_in_words(typed, because):
    with pytest.raises(NotANumber, match=because):
        read_upn(typed)


def test_a_temporary_pupil_number_ends_with_a_letter():
    # 8×2 + 0×3 + 1×4 + 2×5 + 0… + 1×11 + 0×12 + A (0)×13 = 41; 41 less 23 is 18: the nineteenth letter, V.
    assert read_upn("V80120000010A") == "V80120000010A"
