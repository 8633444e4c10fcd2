"""Finds the known words and phrases of a text, the longest first.

Knows neither a language nor what a phrase means: its tables say that.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Generic, TypeVar

from data.catalogue.values.cache import cached

HERE = Path(__file__).parent
APOSTROPHES = re.compile("(?<=\\w)['’´`ʼ](?=\\w|\\b|$)")
WORD = re.compile(r"[^\W\d_]+|\d+")
MAX_CHARS = 400  # of a cell or a title; no name of a colour or a garment stands behind so many

Meaning = TypeVar("Meaning")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text: as phrases are spelled, as it was written, and what stands before it."""

    plain: str
    written: str
    gap: str

    @property
    def capital(self) -> bool:
        return self.written[:1].isupper()


@dataclass(frozen=True, slots=True)
class Found(Generic[Meaning]):
    """A phrase found among words: from the word ``start`` to before the word ``end``."""

    start: int
    end: int
    meaning: Meaning


class Phrases(Generic[Meaning]):
    """Phrases with their meanings, however each is spelled."""

    def __init__(self, meanings: Mapping[str, Meaning]) -> None:
        self._meanings: dict[str, Meaning] = {}
        self._longest: dict[str, int] = {}  # by first word
        for phrase, meaning in meanings.items():
            words = plain_words(phrase)
            if words:
                self._meanings.setdefault(" ".join(words), meaning)
                self._longest[words[0]] = max(len(words), self._longest.get(words[0], 0))

    def get(self, words: Sequence[str]) -> Meaning | None:
        """What exactly these words mean, or None."""
        return self._meanings.get(" ".join(words))

    def find(self, words: Sequence[str]) -> list[Found[Meaning]]:
        """The phrases in a row of words, from left to right, none inside another."""
        return list(self._find(words))

    def _find(self, words: Sequence[str]) -> Iterator[Found[Meaning]]:
        end = 0
        for start, word in enumerate(words):
            if start < end or word not in self._longest:
                continue
            for stop in range(min(start + self._longest[word], len(words)), start, -1):
                meaning = self._meanings.get(" ".join(words[start:stop]))
                if meaning is not None:
                    yield Found(start, stop, meaning)
                    end = stop
                    break


@cached(2048)  # a title is asked for its colours, its category and its wearer
def words_in(text: str) -> tuple[Word, ...]:
    """The words of a text, in order; letters and digits are words of their own."""
    text = APOSTROPHES.sub("", unicodedata.normalize("NFC", text[:MAX_CHARS]))
    found, end = [], 0
    for match in WORD.finditer(text):
        found.append(Word(_spelled(match.group()), match.group(), text[end : match.start()]))
        end = match.end()
    return tuple(found)


def plain_words(text: str) -> list[str]:
    """The words of a text as phrases are spelled: lower case, without accents and apostrophes."""
    return [word.plain for word in words_in(text)]


@lru_cache
def table(name: str) -> tuple[dict[str, str], ...]:
    """The rows of a table of this package."""
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def _spelled(word: str) -> str:
    letters = word.casefold()
    if letters.isascii():
        return letters
    return "".join(c for c in unicodedata.normalize("NFKD", letters) if not unicodedata.combining(c))
