"""A sentence in clauses: which mentions belong together, and in which sense each is meant.

"is": said of the items; "not": said not to be so or not to be there; "asked": what the customer wanted;
"photo": what the customer's photo shows; "beside": a colour that would go with them.
Knows little words; does not know items.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from app.search.mentions import ATTRIBUTES, Mention, Token

Sense = Literal["is", "not", "asked", "photo", "beside"]

JOINTS = {"and", "y", "e", "or", "o", "ni", "nor", "plus", ","}
RESETS = {
    ";", ":", ".", "?", "!", "…", "—", "–", "(", ")", "but", "pero", "so", "sino", "while", "whereas",
    "mientras",
    "though", "although", "aunque", "however", "que",
}  # fmt: skip
NOT = {
    "no", "not", "nothing", "none", "neither", "nor", "without", "never", "dont", "doesnt", "isnt",
    "arent", "cannot", "cant",
    "couldnt", "havent", "hasnt", "didnt", "wasnt", "werent", "missing", "lacks", "lack", "unfortunately",
    "ni", "sin", "ningun", "ninguna", "ninguno", "nada", "nunca", "tampoco", "falta", "faltan",
}  # fmt: skip
ASKED = {
    "asked", "wanted", "wished", "requested", "pedias", "pediste", "querias", "buscabas", "pedido",
    "buscas", "wish", "request",
}  # fmt: skip
PHOTO = {"photo", "foto", "snapshot", "fotografia", "imagen", "upload"}
SHOWS = {
    "shows", "show", "see", "looks", "look", "seems", "showing", "muestra", "ensena", "ve", "veo", "verse",
    "parece", "aparece",
    "parecen", "make",
}  # fmt: skip
LACKING = re.compile(
    r"\bno (?:tengo|tenemos|hay|habia|he encontrado|vendemos|quedan?)\b(?! (?:respuesta|duda|problema|nada))"
)
ALL = {
    "all", "both", "each", "every", "everything", "they", "todo", "todos", "toda", "todas", "ambos", "ambas",
    "cada",
}  # fmt: skip
NEXT_TO = re.compile(r"\b(?:next to|alongside|junto a|al lado de) ")
EITHER = {"or", "and", "o", "u", "y", "e", ","}
PREPOSITIONS = {"in", "en", "of", "de", "for", "para", "with", "con", "a"}
FILLERS = {"pairs", "pair", "pieces", "piece", "of", "pares", "par", "de", "more"}
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
    words = [token.word for token in said]
    starts, result = {m.first for m in found}, dict[int, Sense]()
    inside = {at for m in found for at in range(m.first, m.last + 1)}  # "sin mangas" denies nothing
    sense: Sense = "is"
    shows = bool(SHOWS & set(words))
    beside = _set_off(words, found)
    for at, word in enumerate(words):
        if word in RESETS:
            sense = "is"
        if (at == 0 or word in RESETS) and LACKING.search(_up_to_reset(words[at + (word in RESETS) :])):
            sense = "not"  # "en rojo no tengo camisas"
        elif word in NOT and at not in inside:
            sense = "not"
        elif word in ASKED and sense != "not":
            sense = "asked"
        elif word in PHOTO and shows and sense == "is":
            sense = "photo"
        if at in starts:
            result[at] = "beside" if at in beside and sense == "is" else sense
    return result


def _set_off(words: Sequence[str], found: Sequence[Mention]) -> set[int]:
    """The places of colours that no item is said to have: "next to tan", but not "next to the tan one"."""
    colours = {m.first: m.last + 1 for m in found if m.kind == "colour"}
    named = {m.first for m in found if m.kind in NAMES}
    result: set[int] = set()
    for match in NEXT_TO.finditer(" ".join(words)):
        at = len(" ".join(words)[: match.end()].split())
        run: set[int] = set()
        while at in colours:
            run.add(at)
            at = colours[at]
            at += at < len(words) and words[at] in EITHER and at + 1 in colours
        result |= set() if at in named else run
    return result


def _up_to_reset(words: Sequence[str]) -> str:
    end = next((at for at, word in enumerate(words) if word in RESETS), len(words))
    return " ".join(words[:end])


def clauses(said: Sequence[Token], found: Sequence[Mention]) -> Iterator[Clause]:
    """The clauses with the mentions that are said of items."""
    start, joined = 0, False
    inside = {at for m in found for at in range(m.first, m.last + 1)}
    for at, token in enumerate([*said, Token(";", ";")]):
        if (token.word in JOINTS or token.word in RESETS) and at not in inside:
            within = [m for m in found if start <= m.first < at]
            yield _clause(said, within, [t.word for t in said[start:at]], joined)
            start, joined = at + 1, token.word in JOINTS


def _clause(said: Sequence[Token], found: Sequence[Mention], words: list[str], joined: bool) -> Clause:
    clause = Clause(words, joined=joined)
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
        elif said[at].word in FILLERS and name.first - at <= 4:
            at -= 1
        else:
            return


def _behind(said: Sequence[Token], found: Sequence[Mention], name: Mention) -> Iterator[Mention]:
    at = name.last + 1
    starts = {m.first: m for m in found if m.kind in ATTRIBUTES}
    while at < len(said):
        if at not in starts and said[at].word in PREPOSITIONS and at + 1 in starts:
            at += 1
        if at not in starts:
            return
        yield starts[at]
        at = starts[at].last + 1
