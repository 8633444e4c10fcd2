"""Whether a line of a small model is put together as people's lines are: by the word triples of a corpus.

Words of the notes that are not common stand for each other: a triple with one garment is as good as with
another. Knows no grammar, and not what a line means.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from app.factcheck.paraphrase import plain_words

MARKS = re.compile(r"([.,;:!?¿¡—–()«»“”\"]+)")
BEGIN, END, NAME = "^", "$", "§"
MIN_LINES = 40  # of the corpus that have a word which is common
MAX_NEW_PAIRS = 1
MAX_NEW_TRIPLES = 0.25  # of a line's triples
MAX_TIMES = 3  # that a word which carries meaning may come in a line
ARTICLES = {"el": "m", "un": "m", "la": "f", "una": "f", "los": "ms", "unos": "ms", "las": "fs", "unas": "fs"}
MIN_ARTICLES, SURE = 2, 0.8  # how often a word must have had an article of one sort, and of all its articles
SHORT = 3  # letters of words that carry none

Triple = tuple[str, str, str]


@dataclass(frozen=True)
class Fluency:
    """The common words of a language, and the triples of words and marks that people wrote in it; where
    articles agree, which of them each noun takes."""

    common: frozenset[str]
    triples: frozenset[Triple]
    nouns: Mapping[str, str] = field(default_factory=dict)  # and the articles that people put before each

    @cached_property
    def _known(self) -> frozenset[tuple[str, str]]:
        return frozenset(pair for a, b, c in self.triples for pair in ((a, b), (b, c)))

    def awkward(self, line: str, notes: Sequence[str]) -> str:
        """Why a line does not read like a person's; "" where it does. ``notes`` are those of its answer."""
        times = Counter(word for word in plain_words(line) if len(word) > SHORT and word not in self.common)
        word, count = times.most_common(1)[0] if times else ("", 0)
        if count >= MAX_TIMES:
            return f"{word} {count} times"
        wrong = self._disagreement(line)
        if wrong:
            return wrong
        noted = {pair for note in notes for pair in _pairs(classed(note, notes, self.common))}
        parts = classed(line, notes, self.common)
        new = [pair for pair in _pairs(parts) if pair not in self._known and pair not in noted]
        if len(new) > MAX_NEW_PAIRS:
            return f"nobody writes: {' '.join(new[0])}"
        triples = triples_of(parts)
        unseen = sum(not self._usual(triple, noted) for triple in triples)
        return "an odd turn of phrase" if unseen > MAX_NEW_TRIPLES * len(triples) else ""

    def _disagreement(self, line: str) -> str:
        """An article of another gender or number than people put before the word behind it."""
        for part in MARKS.split(line):
            for article, word in _pairs(plain_words(part)):
                taken = self.nouns.get(word, "").split()
                if taken and article in ARTICLES and article not in taken:
                    return f"{article} {word}"
        return ""

    def _usual(self, triple: Triple, noted: Collection[tuple[str, str]]) -> bool:
        """Whether people wrote it, or the notes have half of it and people wrote the other."""
        first, last = triple[:2], triple[1:]
        half = (first in noted and last in self._known) or (last in noted and first in self._known)
        return triple in self.triples or half or (first in noted and last in noted)

    @classmethod
    def learnt(cls, answers: Iterable[tuple[Sequence[str], Sequence[str]]], agrees: bool = False) -> Fluency:
        """That of answers, each with its notes and its lines; ``agrees``: articles tell gender and number."""
        known = list(answers)
        counts = Counter(word for _, lines in known for line in lines for word in set(plain_words(line)))
        common = frozenset(word for word, count in counts.items() if count >= MIN_LINES)
        parts = (classed(line, notes, common) for notes, lines in known for line in lines)
        triples = frozenset(triple for line in parts for triple in triples_of(line))
        return cls(common, triples, _articles(known) if agrees else {})


def _articles(answers: Iterable[tuple[Sequence[str], Sequence[str]]]) -> dict[str, str]:
    """The articles before each word that has one sort of them nearly always."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for notes, lines in answers:
        for part in (part for text in (*notes, *lines) for part in MARKS.split(text)):
            for article, word in _pairs(plain_words(part)):
                if article in ARTICLES and word not in ARTICLES:
                    counts[word][ARTICLES[article]] += 1
    found = {}
    for word, sorts in counts.items():
        sort, count = sorts.most_common(1)[0]
        if count >= MIN_ARTICLES and count >= SURE * sorts.total():
            found[word] = " ".join(article for article, own in ARTICLES.items() if own == sort)
    return found


def classed(line: str, notes: Sequence[str], common: Collection[str]) -> list[str]:
    """A line as words and marks between a beginning and an end; in the place of rarer words of the notes, as
    many as follow each other, stands one sign."""
    noted = {word for note in notes for word in plain_words(note)}
    found = [BEGIN]
    for part in MARKS.split(line):
        if MARKS.fullmatch(part):
            found.append(part[0])
            continue
        for word in plain_words(part):
            sign = NAME if word in noted and word not in common else word
            if sign != NAME or found[-1] != NAME:
                found.append(sign)
    return [*found, END]


def _pairs(parts: Sequence[str]) -> list[tuple[str, str]]:
    return [*zip(parts, parts[1:], strict=False)]


def triples_of(parts: Sequence[str]) -> list[Triple]:
    """Each three that stand side by side."""
    return [*zip(parts, parts[1:], parts[2:], strict=False)]
