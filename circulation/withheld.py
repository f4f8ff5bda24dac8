"""A safe address is never in what is circulated, whoever wrote it into the words (S1-63 sends them to many).

Withheld are its first line, every line of it with a number, and its postcode, however they are spaced or
capitalised. A town by itself is no address and stays.
"""

import re
from collections.abc import Collection, Iterable, Iterator

from django.db.models import Q

from children.models import Child, Household

WITHHELD = "[address withheld]"
POSTCODE = re.compile(r"[A-Za-z]{1,2}[0-9][A-Za-z0-9]? ?[0-9][A-Za-z]{2}")


class SafeAddresses:
    """The safe addresses, past and present, of these children and their network: read once, for many copies."""

    def __init__(self, children: Collection[Child]) -> None:
        homes = Household.objects.filter(
            Q(residences__child__in=children) | Q(residences__person__relationships__child__in=children),
            is_safe_address=True,
        ).distinct()
        parts = sorted({part for home in homes for part in _parts(home)}, key=len, reverse=True)
        written = "|".join(_however_spaced(part) for part in parts)
        self._anywhere = re.compile(written, re.IGNORECASE) if written else None

    def taken_out_of(self, sections: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
        if self._anywhere is None:
            return [(heading, text) for heading, text in sections]
        return [(heading, self._anywhere.sub(WITHHELD, text)) for heading, text in sections]


def without_safe_addresses(
    sections: Iterable[tuple[str, str]], children: Collection[Child]
) -> list[tuple[str, str]]:
    return SafeAddresses(children).taken_out_of(sections)


def _parts(home: Household) -> Iterator[str]:
    lines = [line.strip(" ,") for line in home.address.splitlines() if line.strip(" ,")]
    yield from (line for place, line in enumerate(lines) if place == 0 or re.search(r"\d", line))
    if home.postcode:
        yield home.postcode


def _however_spaced(part: str) -> str:
    """A pattern for a part of an address; a postcode may stand without its space."""
    squeezed = " ".join(re.split(r"[\s,]+", part))
    gap = r"[\s,]+"
    if POSTCODE.fullmatch(squeezed):
        together = squeezed.replace(" ", "")
        squeezed, gap = f"{together[:-3]} {together[-3:]}", r"\s*"
    return r"\b" + gap.join(re.escape(word) for word in squeezed.split(" ")) + r"\b"
