"""Answers told again over other items, colours and numbers: what people wrote to some facts, for others.

Takes the values of a fact out of a line and puts another's in, where gender and number agree, and keeps only
what the check lets pass. Does not know where facts come from.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from random import Random

from app.advice.content import Fact
from app.factcheck.paraphrase import unfaithful
from app.plan import Language
from app.search.claims import claims
from app.training.corpus import Row, briefs

GUARDS = ("they", "costs", "comes", "it", "are", "say", "mention", "card", "cards", "echo", "our", "them")
ARTICLES = re.compile(
    r"^(the|el|la|los|las|un|una|unos|unas|a|an|\w+ (?:pairs|pares|pieces) (?:of|de)) ", re.I
)
JOINTS = re.compile(r"(, | and | or | y | e | o | u | ni )")
BEGINNING = re.compile(r"(?:^|[.!?]\s+)[¿¡]*$")  # after it a sentence begins
MAX_TRIES = 12  # lines that are tried for a fact
WHOLE = 0.5  # of the answers are told again whole where an answer to the same kinds of facts is known


@dataclass(frozen=True, slots=True)
class Line:
    """A line with blanks in the place of its fact's values; ``signs`` are those of the answer it stood in."""

    author: str
    parts: tuple[str, ...]  # text and names of blanks by turns
    fact: Fact
    signs: tuple[str, ...]
    before: str  # the kind of the fact before it; "" for the first


def pieces(fact: Fact) -> dict[str, str]:
    """The values of a fact by the names of their blanks, lists in their parts, without articles."""
    found: dict[str, str] = {}
    for name, value in fact.values.items():
        if not value or name in GUARDS:
            continue
        listed = [part for part in JOINTS.split(value) if not JOINTS.fullmatch(part)]
        whole = any(title in value for title in fact.names) and len(fact.names) == 1
        for at, part in enumerate([value] if whole else listed):
            found[f"{name}.{at}"] = ARTICLES.sub("", part)
    return found | {f"names.{at}": name for at, name in enumerate(fact.names)}


def shape(fact: Fact, language: Language) -> tuple[object, ...]:
    """What another fact must share for its words to fit: kind, words that agree, and for each part of its
    values the article, the number and what it claims: a season, a colour."""
    guards = tuple(fact.values.get(name, "") for name in GUARDS)
    free = {} if fact.names else {k: v for k, v in fact.values.items() if k not in GUARDS}
    parts = tuple(
        (name, *(_sign(part, language) for part in JOINTS.split(value) if not JOINTS.fullmatch(part)))
        for name, value in sorted(free.items())
    )
    return (fact.kind, guards, parts, len(fact.names))


def _sign(part: str, language: Language) -> tuple[object, ...]:
    article = ARTICLES.match(part)
    plural = part.endswith("s") and not part.endswith("ss")
    kinds = tuple(
        sorted({kind for kind, _ in claims(part, language)} - {"detail", "material", "pattern", "cut"})
    )
    return (article[1].lower() if article else "", plural, kinds)


def opened(line: str, fact: Fact) -> tuple[str, ...]:
    """A line parted at the values of its fact."""
    blanks = sorted(pieces(fact).items(), key=lambda pair: -len(pair[1]))
    known = {value.lower(): name for name, value in reversed(blanks) if len(value) > 1}
    if not known:
        return (line,)
    either = "|".join(re.escape(value) for value in sorted(known, key=len, reverse=True))
    parts = re.split(rf"(?<!\w)({either})(?!\w)", line, flags=re.I)
    return tuple(known[part.lower()] if at % 2 else part for at, part in enumerate(parts))


def filled(line: Line, fact: Fact) -> str:
    """The line for another fact of the same shape; "" where that lacks a blank."""
    values, said = pieces(fact), ""
    for at, part in enumerate(line.parts):
        if at % 2 and part not in values:
            return ""
        text = values[part] if at % 2 else part
        said += text[:1].upper() + text[1:] if at % 2 and BEGINNING.search(said) else text
    return said[:1].upper() + said[1:]


class Retelling:
    """Writes answers to new facts with the lines of the rows."""

    def __init__(self, rows: Iterable[Row], seed: int = 0) -> None:
        self._rng = Random(seed)
        self._lines: dict[tuple[object, ...], list[Line]] = defaultdict(list)
        self._rows: dict[tuple[object, ...], list[list[Line]]] = defaultdict(list)
        self.authors: dict[Language, list[str]] = defaultdict(list)
        for row in rows:
            self._add(row)

    def _add(self, row: Row) -> None:
        if row.author not in self.authors[row.language]:
            self.authors[row.language].append(row.author)
        signs = _signs(row)
        lines = []
        for at, (line, fact) in enumerate(zip(row.lines, row.facts, strict=True)):
            before = row.facts[at - 1].kind if at else ""
            lines.append(Line(row.author, opened(line, fact), fact, signs, before))
            self._lines[(row.language, signs, shape(fact, row.language))].append(lines[-1])
        self._rows[_shape(row)].append(lines)

    def answers(self, rows: Iterable[Row]) -> Iterator[Row]:
        """The rows that can be told, each with an author and lines."""
        for row in rows:
            author = self._rng.choice(self.authors[row.language])
            lines = self._whole(row) if self._rng.random() < WHOLE else None
            told = lines or self._line_by_line(row, author)
            if told:
                yield replace(row, author=told[0], lines=tuple(told[1]))

    def _whole(self, row: Row) -> tuple[str, list[str]] | None:
        known = self._rows.get(_shape(row), [])
        for lines in self._rng.sample(known, min(len(known), MAX_TRIES)):
            said = [filled(line, fact) for line, fact in zip(lines, row.facts, strict=True)]
            if self._right(row, said):
                return lines[0].author, said
        return None

    def _line_by_line(self, row: Row, author: str) -> tuple[str, list[str]] | None:
        said: list[str] = []
        for at, (fact, brief) in enumerate(zip(row.facts, briefs(row.facts, row.language), strict=True)):
            known = self._lines.get((row.language, _signs(row), shape(fact, row.language)), [])
            before = row.facts[at - 1].kind if at else ""
            tried = (filled(line, fact) for line in self._nearest(known, author, before))
            good = next((text for text in tried if text and not unfaithful(text, brief)), "")
            if not good:
                return None
            said.append(good)
        return author, said

    def _nearest(self, known: Sequence[Line], author: str, before: str) -> list[Line]:
        """Some of the lines in an order of chance, first those of this author that stood in such a place."""

        def distance(line: Line) -> tuple[bool, bool, bool]:
            return line.author != author, bool(line.before) != bool(before), line.before != before

        return sorted(self._rng.sample(known, len(known)), key=distance)[:MAX_TRIES]

    @staticmethod
    def _right(row: Row, said: Sequence[str]) -> bool:
        every = zip(said, briefs(row.facts, row.language), strict=True)
        return all(line and not unfaithful(line, brief) for line, brief in every)


def _shape(row: Row) -> tuple[object, ...]:
    """What two whole answers must share."""
    return (row.language, _signs(row), tuple(shape(fact, row.language) for fact in row.facts))


def _signs(row: Row) -> tuple[str, ...]:
    """Gender and number of the things of a row; in English their number alone."""
    return tuple(thing[-3:] if row.language == "es" else thing[-1:] for thing in row.things)
