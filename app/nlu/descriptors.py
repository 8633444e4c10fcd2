"""Words of a sentence that describe its garments: who made one, what it is made of, how it is cut, what is on
it.

Knows words and where they stand beside garments; whether a card says them is for others to see.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from app.nlu.attributes import NOTHING
from app.nlu.lexicon import NUMBERS, OCCASIONS, WHOM, words
from app.nlu.mentions import rows
from app.nlu.spelling import unknown
from app.nlu.tagger import Part, parts, tokens
from data.catalogue.vocabulary import colour_named, plain, unmarked

KINDS = ("brand", "material", "detail", "cut", "quality")  # of claims.csv: words that describe a garment
LONGEST = 3  # words in one of them
BESIDE = 3  # words of its own before or behind a garment that may describe it
SHORTEST = 3  # letters
JOINING = words("with con de del by from of featuring")  # between a garment and what describes it
QUIET = words(  # stand between them, and say nothing
    "the a an el la los las un una unos unas its it and y its some"
)
IDLE = words(  # stand beside garments, and describe none
    "for para to in en on at that que is are i me my mi this these those estos estas nice new good cute"
    " pretty cool lovely great best bonito bonita bonitos bonitas lindo linda lindos lindas nuevo nueva"
    " buen buena chulo chula please porfa pls plz asap urgente today tomorrow hoy manana now ya lol thanks"
    " gracias also too tambien just really very muy cheap cheaper cheapest barato barata baratos baratas"
    " color colour colours colores size talla pair par other another otro otra more mas like as or o"
    " not no than under over below about around between hasta menos sobre entre by"
)
PEOPLE = frozenset().union(*WHOM.values()) | words("kid kids child children infant toddler baby bebe bebes")
SEASONS = words("summer winter spring autumn fall rain snow verano invierno primavera otono lluvia nieve")
REACH = 3  # words behind a refusal that it is about


@dataclass(frozen=True, slots=True)
class Known:
    """What claims.csv knows of a description: how else it is said, whether it is a name, and whether a card
    that lacks it is worth a word."""

    forms: tuple[str, ...]
    name: bool
    sure: bool


@dataclass(frozen=True, slots=True)
class Specific:
    """One description: the customer's words, and all ``forms`` in which a card may say the same.

    ``sure``: it describes a garment beyond doubt, so that it is worth saying where no card says it.
    ``name``: it is a maker's, a team's or a hero's. ``category``: of the garment beside which it stands; ""
    where it stands beside none. ``refused``: it is what the customer does not want.
    """

    word: str
    forms: tuple[str, ...]
    sure: bool = True
    name: bool = False
    category: str = ""
    refused: bool = False

    def said_by(self, card: str) -> bool:
        """Whether a card says it; all its words between blanks, as ``app.nlu.mentions.written`` gives them."""
        return any(f" {form} " in card for form in self.forms)

    def of(self, category: str) -> bool:
        """Whether it may describe things of this category."""
        return self.category in ("", category)


def descriptions(text: str) -> list[Specific]:
    """Those of one sentence, in its order."""
    said = tokens(text)
    pieces, proper = parts(text), _capitalised(text)
    as_written = {unmarked(word): word for word in re.findall(r"[^\W_]+(?:['’]\w+)?", text)}
    found: list[tuple[int, Specific]] = []
    taken: set[int] = set()
    for first, last, known in _known(said):
        word = " ".join(as_written.get(word, word) for word in said[first : last + 1])
        word = word if word in text else word.replace(" ", "-")
        owner, off = _owner(pieces, first, last), _refused(pieces, first)
        found.append((first, Specific(word, known.forms, known.sure, known.name, owner, off)))
        taken |= {*range(first, last + 1)}
    for piece, category, joined in _beside_garments(pieces, proper):
        at, word = piece.first, said[piece.first]
        if at not in taken and _tells(word):
            telling = joined or word in proper or unknown(word)
            sure = bool(category) and telling and not _told_elsewhere(word)
            shown, off = as_written.get(word, word), _refused(pieces, at)
            found.append((at, Specific(shown, _numbers(word), sure, word in proper, category, off)))
    return [one for _, one in sorted(found, key=lambda pair: pair[0])]


def _known(said: Sequence[str]) -> Iterator[tuple[int, int, Known]]:
    """Words that claims.csv knows to describe garments: first and last place, and what is known of each."""
    at = 0
    while at < len(said):
        length = next((n for n in range(LONGEST, 0, -1) if " ".join(said[at : at + n]) in _table()), 0)
        if length:
            yield at, at + length - 1, _table()[" ".join(said[at : at + length])]
        at += max(length, 1)


@lru_cache
def _table() -> dict[str, Known]:
    known: dict[str, Known] = {}
    for kind, english, spanish in rows():
        for form in (english | spanish) if kind in KINDS else ():
            brand = kind == "brand"
            sure = kind != "quality" or "waterproof" in english  # no card says what is warm or lovely
            known[form] = Known((form,) if brand else tuple(sorted(english | spanish)), brand, sure)
    return known


def _beside_garments(pieces: Sequence[Part], proper: set[str]) -> Iterator[tuple[Part, str, bool]]:
    """Words that stand before or behind a garment, or have a capital wherever they stand: which, of which
    category, and whether a "with" joins them to it."""
    for at, piece in enumerate(pieces):
        if piece.garment and not piece.guessed:
            category = piece.garment.category
            yield from ((word, category, False) for word in _run(pieces[:at][::-1], ()))
            behind = list(_run(pieces[at + 1 :], JOINING))
            joined = any(p.text in JOINING for p in pieces[at + 1 : at + 2])
            yield from ((word, category, joined) for word in behind if joined or word.text in proper)
    for piece in pieces:
        if piece.kind == "word" and piece.text in proper:
            yield piece, "", False


def _run(pieces: Sequence[Part], joining: frozenset[str] | tuple[str, ...]) -> Iterator[Part]:
    """The first words in a row, over colours and what only joins them."""
    left = BESIDE
    for piece in pieces:
        if piece.text in joining or piece.text in QUIET or piece.colour or piece.pattern:
            continue
        if not left or piece.kind != "word" or piece.text in IDLE:
            return
        left -= 1
        yield piece


def _owner(pieces: Sequence[Part], first: int, last: int) -> str:
    """The category of the garment that a description stands beside: close before it, or else behind it."""
    garments = [p for p in pieces if p.garment and not first <= p.first <= p.last <= last]
    behind = next((p for p in garments if 0 <= p.first - last <= BESIDE or p.first <= first <= p.last), None)
    near = behind or next((p for p in reversed(garments) if p.last < first), None)
    return near.garment.category if near and near.garment else ""


def _tells(word: str) -> bool:
    """Whether a word may describe a garment at all."""
    idle = word in IDLE | QUIET | JOINING | PEOPLE or word in NUMBERS or bool(colour_named(word))
    return word.isalpha() and len(word) >= SHORTEST and not idle


def _told_elsewhere(word: str) -> bool:
    """Whether it names an occasion or a season, which a card has a place of its own for."""
    return word in SEASONS or any(word in said for said in OCCASIONS.values())


def _refused(pieces: Sequence[Part], at: int) -> bool:
    """Whether a refusal ends close before a word, with no mark between them."""
    before = [p for p in pieces if at - REACH <= p.last < at]
    stop = max((i for i, p in enumerate(before) if p.kind in ("stop", "comma")), default=-1)
    return any("refuse" in p.cues or p.text in NOTHING for p in before[stop + 1 :])


def _capitalised(text: str) -> set[str]:
    """Words with a capital that does not come of beginning a sentence; none of a text all in capitals."""
    sentences = re.split(r"[.!?¿¡…]", text)
    inside = (re.findall(r"[^\W\d_]+", sentence)[1:] for sentence in sentences)
    return {plain(word) for named in inside for word in named if word.istitle()}


def _numbers(word: str) -> tuple[str, ...]:
    """A word as a singular and as a plural."""
    return tuple(dict.fromkeys((word, word.removesuffix("s"), f"{word}s")))
