"""A sentence in clauses: which mentions belong together, and in which sense each is meant.

"is": said of the items; "not": said not to be so or not to be there; "asked": what the customer wanted;
"photo": what the customer's photo shows; "beside": a colour that would go with them.
Knows little words; does not know items.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from app.factcheck.tagger import Mention, Token, covered
from app.factcheck.words import phrases, words
from app.search.claims import ATTRIBUTES

Sense = Literal["is", "not", "asked", "photo", "beside"]

MARKS = frozenset(";:.?!…—–()")
NAMES = ("garment", "title", "any", "nth")  # what stands for items


@dataclass(slots=True)
class Noun:
    """A garment or a title, what is said of it beside it, and how many of it (0: not said)."""

    name: Mention
    claims: list[Mention] = field(default_factory=list)
    count: int = 0


@dataclass(slots=True)
class Clause:
    """Words between two joints; ``loose`` are claims that stand beside no noun."""

    words: list[str]
    nouns: list[Noun] = field(default_factory=list)
    loose: list[Mention] = field(default_factory=list)
    joined: bool = False  # to the clause before it, by "and" or a comma


def senses(said: Sequence[Token], found: Sequence[Mention]) -> dict[int, Sense]:
    """The sense of each mention, by the place of its first word."""
    line = [token.word for token in said]
    starts, result = {m.first for m in found}, dict[int, Sense]()
    inside = covered(found)  # "sin mangas" denies nothing
    sense: Sense = "is"
    shows = bool(words("shows") & set(line))
    beside = _set_off(line, found)
    for at, word in enumerate(line):
        resets = _resets(word)
        if resets:
            sense = "is"
        if (at == 0 or resets) and phrases("lacking").search(_up_to_reset(line[at + resets :])):
            sense = "not"  # "en rojo no tengo camisas"
        elif word in words("not") and at not in inside:
            sense = "not"
        elif word in words("asked") and sense != "not":
            sense = "asked"
        elif word in words("photo") and shows and sense == "is":
            sense = "photo"
        if at in starts:
            result[at] = "beside" if at in beside and sense == "is" else sense
    return result


def _resets(word: str) -> bool:
    """Whether a new sense begins behind this word or mark."""
    return word in MARKS or word in words("reset")


def _set_off(line: Sequence[str], found: Sequence[Mention]) -> set[int]:
    """The places of colours that no item is said to have: "next to tan", but not "next to the tan one"."""
    colours = {m.first: m.last + 1 for m in found if m.kind == "colour"}
    named = {m.first for m in found if m.kind in NAMES}
    result: set[int] = set()
    text = " ".join(line)
    for match in phrases("next_to").finditer(text):
        at = len(text[: match.end()].split())
        run: set[int] = set()
        while at in colours:
            run.add(at)
            at = colours[at]
            joined = at < len(line) and (line[at] == "," or line[at] in words("either"))
            at += joined and at + 1 in colours
        result |= set() if at in named else run
    return result


def _up_to_reset(line: Sequence[str]) -> str:
    end = next((at for at, word in enumerate(line) if _resets(word)), len(line))
    return " ".join(line[:end])


def clauses(said: Sequence[Token], found: Sequence[Mention]) -> Iterator[Clause]:
    """The clauses with the mentions that are said of items."""
    start, joined = 0, False
    inside = covered(found)
    for at, token in enumerate([*said, Token(";", ";")]):
        joint = token.word == "," or token.word in words("joint")
        if (joint or _resets(token.word)) and at not in inside:
            within = [m for m in found if start <= m.first < at]
            yield _clause(said, within, [t.word for t in said[start:at]], joined)
            start, joined = at + 1, joint


def _clause(said: Sequence[Token], found: Sequence[Mention], line: list[str], joined: bool) -> Clause:
    clause = Clause(line, joined=joined)
    taken: set[int] = set()
    for name in (m for m in found if m.kind in NAMES):
        noun = Noun(name)
        beside = [
            c for c in (*_before(said, found, name), *_behind(said, found, name)) if c.first not in taken
        ]
        taken |= {claim.first for claim in beside}
        noun.claims = [claim for claim in beside if claim.kind != "count"]
        noun.count = next((int(claim.value) for claim in beside if claim.kind == "count"), 0)
        clause.nouns.append(noun)
    clause.loose = [m for m in found if m.kind in (*ATTRIBUTES, "count") and m.first not in taken]
    return clause


def _before(said: Sequence[Token], found: Sequence[Mention], name: Mention) -> Iterator[Mention]:
    at = name.first - 1
    ends = {m.last: m for m in found if m.kind in (*ATTRIBUTES, "count")}
    while at >= 0:
        if at in ends:
            yield ends[at]
            at = ends[at].first - 1
        elif said[at].word in words("filler") and name.first - at <= 4:
            at -= 1
        else:
            return


def _behind(said: Sequence[Token], found: Sequence[Mention], name: Mention) -> Iterator[Mention]:
    at = name.last + 1
    starts = {m.first: m for m in found if m.kind in ATTRIBUTES}
    while at < len(said):
        if at not in starts and said[at].word in words("preposition") and at + 1 in starts:
            at += 1
        if at not in starts:
            return
        yield starts[at]
        at = starts[at].last + 1
