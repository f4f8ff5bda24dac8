"""Numbers that say by themselves whether they were copied rightly: the NHS number and the unique pupil number."""

import re
from typing import Final

# The letters of a pupil number's first place, by remainder. I, O and S are left out: they look like figures.
UPN_LETTERS: Final = "ABCDEFGHJKLMNPQRTUVWXYZ"


class NotANumber(ValueError):
    """Its text completes a sentence begun by the number's name."""


def read_nhs_number(text: str) -> str:
    """Ten figures, however they are spaced. The last is a check digit, modulus 11 (NHS Data Dictionary)."""
    figures = re.sub(r"[\s-]", "", text)
    if not re.fullmatch("[0-9]{10}", figures):
        raise NotANumber("must be 10 figures, like 943 476 5919")
    weighted = sum(int(figure) * weight for figure, weight in zip(figures, range(10, 1, -1), strict=False))
    check = (11 - weighted % 11) % 11
    if check == 10 or check != int(figures[9]):
        raise NotANumber("is not a real one: two figures may be swapped or one mistyped. Check it")
    return figures


def read_upn(text: str) -> str:
    """A letter, eleven figures, and a figure or letter. The first letter checks the rest, modulus 23."""
    upn = re.sub(r"\s", "", text).upper()
    if not re.fullmatch("[A-Z][0-9]{11}[0-9A-Z]", upn):
        raise NotANumber("must be a letter and 12 figures, like H801200001001; the last may be a letter")
    if upn[12].isalpha() and upn[12] not in UPN_LETTERS:
        raise NotANumber(f"cannot end with {upn[12]}: a temporary number ends with another letter")
    # A letter in the last place, of a temporary number, counts as its own place among the letters.
    values = [UPN_LETTERS.index(place) if place.isalpha() else int(place) for place in upn[1:]]
    expected = UPN_LETTERS[sum(value * place for place, value in enumerate(values, start=2)) % 23]
    if upn[0] != expected:
        raise NotANumber("is not a real one: its first letter does not fit the rest. Check it")
    return upn
