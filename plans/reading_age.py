"""At which age somebody can follow a text: Flesch and Kincaid's grade, of syllables that pyphen finds, as an age.

A rough measure, to be looked at beside the text: short sentences of long words that a child knows score high, and a
short hard word scores low.
"""

import re
from dataclasses import dataclass
from typing import Final

import pyphen

YOUNGEST, OLDEST = 5, 18
A_GRADE_BEGINS_AT: Final = 5
"""The first grade is of children who are six."""
HARD: Final = 3
"""Syllables from which a word is named as long."""
MOST_NAMED: Final = 8

SENTENCES: Final = re.compile(r"[.!?:;]+(?:\s|$)|\n+")
WORDS: Final = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")

# The American patterns part words by how they sound, the British ones by where they come from.
_hyphens = pyphen.Pyphen(lang="en_US")


@dataclass(frozen=True)
class ReadingAge:
    years: int
    long_words: tuple[str, ...]
    """Those of three syllables and more, the longest first."""

    @property
    def in_words(self) -> str:
        age = f"{OLDEST} or over" if self.years >= OLDEST else str(self.years)
        long_ones = f" Long words: {', '.join(self.long_words)}." if self.long_words else ""
        return f"A reader of about {age} can follow this.{long_ones}"


def reading_age(text: str) -> ReadingAge | None:
    """None for a text without words."""
    words = WORDS.findall(text)
    if not words:
        return None
    sentences = max(1, sum(1 for part in SENTENCES.split(text) if WORDS.search(part)))
    syllables = {word: syllables_of(word) for word in set(words)}
    a_word = sum(syllables[word] for word in words) / len(words)
    grade = 0.39 * len(words) / sentences + 11.8 * a_word - 15.59
    years = min(OLDEST, max(YOUNGEST, round(grade + A_GRADE_BEGINS_AT)))
    long_ones = sorted(
        {word.lower() for word in words if syllables[word] >= HARD and not word[0].isupper()},
        key=lambda word: (-syllables_of(word), word),
    )
    return ReadingAge(years, tuple(long_ones[:MOST_NAMED]))


def syllables_of(word: str) -> int:
    return sum(len(_hyphens.positions(part)) + 1 for part in re.split(r"['’-]", word) if part)
